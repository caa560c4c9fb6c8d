"""Statements that take away what nobody documented. None says CASCADE: what else would go is for people to decide."""

from __future__ import annotations

from driftcheck.build.text import literal
from driftcheck.model import Snapshot
from driftcheck.names import join, last, parent, quote, split
from driftcheck.remedies.names import called
from driftcheck.remedies.remedy import Script

LOSES = "its data is lost"
_HOLD_DATA = ("table", "materialized_view", "column", "schema", "bucket")


def drop(kind: str, actual: Snapshot, path: str) -> Script:
    """DROP, or what stands for it."""
    if path not in actual.of(kind):
        return Script([])
    parts = split(path)
    match kind:
        case "column" | "constraint":
            statement: str | None = f"ALTER TABLE {parent(path)} DROP {kind.upper()} {quote(last(path))}"
        case "publication_member":
            statement = f"ALTER PUBLICATION {quote(parts[0])} DROP TABLE {join(*parts[1:])}"
        case "bucket":
            statement = f"DELETE FROM storage.buckets WHERE id = {literal(last(path))}"
        case "type" if getattr(actual.of(kind)[path], "kind", None) == "domain":
            statement = f"DROP DOMAIN {join(*parts)}"
        case _:
            what = called(kind, path)
            statement = f"DROP {what}" if what else None
    return Script([statement] if statement else [], (LOSES,) if kind in _HOLD_DATA else ())
