"""Statements in the form that `driftcheck show --format jsonl` prints, in few words."""

from __future__ import annotations

from typing import Any

from tests.documents.oracle import Statement


def state(kind: str, name: str, line: int | tuple[int, ...] | None, **facts: Any) -> Statement:
    """One statement; the lines after the first are as right as it."""
    if line is None:
        return {"kind": kind, "object": name, "facts": facts}
    first, *others = line if isinstance(line, tuple) else (line,)
    at = {"path": "", "line": first, **({"or": others} if others else {})}
    return {"kind": kind, "object": name, "facts": facts, "at": at}


def claim(what: str, about: str, line: int, text: str, **facts: Any) -> Statement:
    """A claim; `text` stands in the document's words."""
    return state("claim", f"{what} {about}", line, claim=what, about=about, text=text, **facts)
