"""Reads a page that a test writes, and tells what was taken from it in few words."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

from driftcheck.commands.show import show
from driftcheck.sources import documents
from driftcheck.sources.documents import Compiled

ABOUT = ("description", "note", "named", "spellings")


def compiled(folder: Path, text: str, name: str = "page.md") -> Compiled:
    """The page, compiled; `text` is indented as it stands in the test."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return documents.compile([path])


def taken(folder: Path, text: str) -> dict[str, dict[str, Any]]:
    """`"kind path"` → its facts as `show` prints them; claims by their words, and not what describes."""
    found = {}
    for shown in show(compiled(folder, text).snapshot):
        facts = {k: v for k, v in shown.facts.items() if k not in ABOUT}
        key = f"{shown.kind} {shown.object}"
        if shown.kind == "claim":
            key += f" {facts.pop('claim')}: {facts.pop('text')}"
        found[key] = facts
    return found


def names(folder: Path, text: str) -> set[str]:
    """Only which objects are stated, but for the schema that holds a list."""
    return {key for key in taken(folder, text) if not key.startswith(("schema ", "database "))}


def faults(folder: Path, text: str) -> list[tuple[str, str, str, str]]:
    """Rule, object and both lines of each contradiction."""
    found = compiled(folder, text).snapshot.faults
    return [(f.rule, f.object, str(f.at).rpartition(":")[2], str(f.also).rpartition(":")[2]) for f in found]
