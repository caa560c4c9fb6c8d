"""Sentences about access in the ways teams write them, each with its meaning stated by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.access import sentences
from driftcheck.access.documented import cells_of, read
from driftcheck.kinds.claim import Claim
from driftcheck.model import Snapshot

LINES = Path(__file__).with_name("sentences.txt").read_text().splitlines()
LETTERS = {"select": "s", "insert": "i", "update": "u", "delete": "d"}


def test_there_are_hundreds() -> None:
    assert len(set(LINES)) >= 250


@pytest.mark.parametrize("line", LINES, ids=[line.partition("  =>  ")[0] for line in LINES])
def test_a_sentence_means_what_is_stated(line: str) -> None:
    """`who rows must/may | … | denied commands | shut: those that anonymous
    callers lack | closed: nobody else may do anything | ? parts that are not understood`: s, i, u, d are the commands."""
    text, _, meaning = line.partition("  =>  ")
    said = sentences.read(text)
    parts = []
    for grant in said.grants:
        must, may = _letters(grant.must), _letters(grant.may)
        parts.append(f"{grant.who} {grant.rows} {must}" + ("" if may == must else f"/{may}"))
    found = " | ".join(parts)
    if said.denied:
        found += f" | denied {_letters(said.denied)}"
    if said.shut:
        found += f" | shut {_letters(said.shut)}"
    if said.closed:
        found += " | closed"
    if said.strange:
        found += f" | ? {said.strange}"
    assert found == meaning


def _letters(commands: frozenset[str]) -> str:
    return "".join(letter for command, letter in LETTERS.items() if command in commands) or "-"


def test_a_document_gives_the_cells_that_it_states() -> None:
    snapshot = Snapshot()
    claim = Claim(at="db.md:3", claim="access", about="public.notes", text="Users can only see their own notes")
    snapshot.add("claim", "access public.notes", claim)
    cells = {(c.command, c.caller): c.reach for c in cells_of(snapshot)}
    assert cells["select", "owner"] == ["own"]
    assert cells["select", "stranger"] == []
    assert cells["delete", "stranger"] == []
    assert ("delete", "owner") not in cells  # which rows, and no word of what else may be done with them
    assert ("select", "service") not in cells


def test_what_is_not_understood_is_listed() -> None:
    said = read([Claim(claim="access", about="public.posts", text="Users can react to posts")])
    assert said.strange == ["users can react to posts"]
