"""The two sides of a comparison, made of the facts that a test writes out."""

from __future__ import annotations

from typing import Any

from driftcheck.compare import compare
from driftcheck.kinds import KINDS
from driftcheck.model import Finding, Snapshot


def snapshot(objects: dict[str, dict[str, dict[str, Any]]], *, live: bool = False) -> Snapshot:
    """kind → path → facts; `live`: a database's, which is complete."""
    result = Snapshot(origin="database" if live else "documents", complete=live)
    for kind, of_kind in objects.items():
        for path, facts in of_kind.items():
            result.add(kind, path, KINDS[kind].facts(**facts))
    return result


def found(expected: dict[str, Any], actual: dict[str, Any], *, live: bool = True) -> list[Finding]:
    """What a comparison finds of it, without what only `--all` shows."""
    return [f for f in compare(snapshot(expected), snapshot(actual, live=live)).findings if not f.partial]
