"""What people write against what PostgreSQL prints of it, in whole scripts: each is run and held against what it made.

Nothing that it states is a finding; and every change of it that a comment behind a statement names, `--~ old => new`, is one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck.compare import compare
from driftcheck.model import Finding, Snapshot
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from tests.sql.test_ddl_live import stated

SCRIPTS = sorted((Path(__file__).parent / "written").glob("*.sql"))
CHANGE = re.compile(r"^--~ (.*?) => (.*)$", re.MULTILINE)
SINCE = re.compile(r"^--since (\d+)\n(.*?)^--end\n", re.MULTILINE | re.DOTALL)


def changed(text: str, made: Snapshot) -> list[Finding]:
    """The findings about a property of what both have."""
    return [finding for finding in compare(stated(text), made).findings if finding.property]


def of_release(text: str, version: int) -> str:
    """Without what stands between `--since 170000` and `--end` for a release that has not got it."""
    return SINCE.sub(lambda part: part[2] if version >= int(part[1]) else "", text)


def changes(text: str) -> dict[int, list[tuple[int, str, str]]]:
    """Each statement's end → its changes: where the text changes, from what, to what."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for match in CHANGE.finditer(text):
        end = text.rindex(";\n", 0, match.start())
        found.setdefault(end, []).append((text.rindex(match[1], 0, end), match[1], match[2]))
    return found


def rounds(text: str) -> Iterator[tuple[list[str], str]]:
    """One change of each statement at a time: (what is changed, the changed text)."""
    for together in itertools.zip_longest(*changes(text).values()):
        other, said = text, []
        for at, old, new in sorted(filter(None, together), reverse=True):
            other = other[:at] + new + other[at + len(old) :]
            said.append(f"{old} => {new}")
        yield said, other


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_all_that_is_written_holds_and_every_change_of_it_is_found(script: Path, each_database: str) -> None:
    with psycopg.connect(each_database) as connection:
        text = of_release(script.read_text(), connection.info.server_version)
        connection.execute(text)
    made = live.read(resolve(each_database, {}))
    assert [(f.object, f.property, f.expected, f.actual) for f in changed(text, made)] == []
    assert changes(text)
    for said, other in rounds(text):
        found = [f.object for f in changed(other, made)]
        assert len(found) == len(said), (said, found)
