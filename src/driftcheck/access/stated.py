"""The cells of any source: derived where it lists what there is, else those that it states."""

from __future__ import annotations

from collections.abc import Sequence

from driftcheck.access.cells import Cell
from driftcheck.access.exposed import exposed_of
from driftcheck.kinds.table import Table
from driftcheck.model import UNSTATED, Snapshot
from driftcheck.names import parent, split


def cells(snapshot: Snapshot, schemas: Sequence[str]) -> list[Cell]:
    """The matrix of a snapshot, in order of object, command and caller. `schemas`: those of the configuration."""
    if snapshot.origin == "documents":
        return _stated(snapshot)
    from driftcheck.access.matrix import Derivation

    return list(Derivation(snapshot, exposed_of(snapshot, schemas)).cells())


def _stated(snapshot: Snapshot) -> list[Cell]:
    """What a document says: in sentences, or, of tables that it has none about, in policies."""
    from msgspec.structs import replace

    from driftcheck.access.documented import cells_of
    from driftcheck.access.matrix import Derivation

    said = cells_of(snapshot)
    spoken = {cell.object for cell in said}
    tables = {parent(path) for path in snapshot.of("policy")} - spoken
    objects = dict(snapshot.objects)
    objects["table"] = dict(objects.get("table", {}))
    for path in tables:
        facts = objects["table"].get(path, Table())
        if isinstance(facts, Table) and facts.rls is UNSTATED:
            objects["table"][path] = replace(facts, rls=True)  # its policies say so
    derivation = Derivation(replace(snapshot, objects=objects), {split(path)[0] for path in tables})
    derived = [c for r in derivation.relations if r.path in tables for c in derivation.of(r)]
    return sorted([*said, *derived], key=lambda c: c.object)
