"""What DDL leaves out and PostgreSQL takes by default: a key is checked at once, a function has no settings.

Not stated where the DDL is read, so that what is shown is what the source says; held against the other side all the same.
A column is stated in full where its table is, and its own line says of NULL and DEFAULT. Pure.
"""

from __future__ import annotations

from msgspec.structs import replace

from driftcheck.kinds import KINDS
from driftcheck.kinds.column import Column
from driftcheck.model import UNSTATED, Facts, Snapshot
from driftcheck.names import parent


def filled(snapshot: Snapshot) -> Snapshot:
    """The snapshot, with what PostgreSQL takes by default of objects that DDL states in full."""
    tables = {path for path, facts in snapshot.of("table").items() if facts.ddl is True}
    objects = {
        kind: {
            path: _whole(kind, facts) if facts.ddl is True or _in_full(path, facts, tables) else facts
            for path, facts in found.items()
        }
        for kind, found in snapshot.objects.items()
        if KINDS[kind].defaults is not None
    }
    return replace(snapshot, objects=snapshot.objects | objects)


def _in_full(path: str, facts: Facts, tables: set[str]) -> bool:
    return (
        isinstance(facts, Column)
        and facts.ddl is UNSTATED
        and UNSTATED not in (facts.nullable, facts.default)
        and parent(path) in tables
    )


def _whole(kind: str, facts: Facts) -> Facts:
    defaults = KINDS[kind].defaults
    assert defaults is not None
    return replace(facts, **{p: v for p, v in defaults(facts).items() if getattr(facts, p) is UNSTATED})
