"""What a partition, or a table that inherits, has from its parent, where only one side of a comparison spells it out.

A live database states of such a table what is its own; a document, a migration or the output of pg_dump may list all of its
columns, keys and indexes, under names of their own. Neither is drift. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from driftcheck.kinds import KINDS, Pair
from driftcheck.kinds.column import Column
from driftcheck.kinds.index import Index
from driftcheck.model import UNSTATED, Facts, Snapshot, stated
from driftcheck.names import last, parent

_SAYS = {"constraint": ("type", "columns", "references", "expression"), "index": ("columns", "unique", "predicate")}


def spelled_out(expected: Snapshot, actual: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Both sides, with what the other one states of inherited columns, keys and indexes added from the parents."""
    parents = _parents(expected) | _parents(actual)
    if not parents:
        return expected, actual
    left, right = _with(expected, actual, parents), _with(actual, expected, parents)
    return left, _without_rest(right, left)


def _parents(snapshot: Snapshot) -> dict[str, list[str]]:
    """Table → the tables that it is a partition of, or inherits from."""
    found = {}
    for path, facts in snapshot.of("table").items():
        above = [getattr(facts, "partition_of", None), *(getattr(facts, "inherits", None) or ())]
        if named := [name for name in above if name]:
            found[path] = named
    return found


def _with(side: Snapshot, other: Snapshot, parents: dict[str, list[str]]) -> Snapshot:
    added: dict[str, dict[str, Facts]] = {}
    for kind in ("column", "constraint", "index"):
        of_tables: dict[str, list[tuple[str, Facts]]] = {}
        for path, facts in side.of(kind).items():
            of_tables.setdefault(_table(path, facts), []).append((path, facts))
        for path, facts in other.of(kind).items():
            table = _table(path, facts)
            there = side.of(kind).get(path)
            if table not in parents or table not in side.of("table") or not _partial(there):
                continue
            for up in _ancestors(table, parents):
                found = next(
                    (it for name, it in of_tables.get(up, ()) if _inherited(kind, path, facts, name, it)), None
                )
                if found is not None:
                    own = {"table": table} if kind == "index" else dict(stated(there)) if there is not None else {}
                    added.setdefault(kind, {})[path] = replace(found, **own)
                    break
    if not added:
        return side
    return replace(side, objects=side.objects | {kind: {**side.of(kind), **found} for kind, found in added.items()})


def _without_rest(side: Snapshot, other: Snapshot) -> Snapshot:
    """Without what inherited columns have of their own where the other side speaks of neither parent nor child."""
    rest = {path for path, facts in side.of("column").items() if _partial(facts)} - other.of("column").keys()
    if not rest or side.origin != "database":
        return side
    kept = {path: facts for path, facts in side.of("column").items() if path not in rest}
    return replace(side, objects=side.objects | {"column": kept})


def _partial(facts: Facts | None) -> bool:
    """Nothing is there, or only what an inherited column has of its own."""
    return facts is None or (isinstance(facts, Column) and facts.type is UNSTATED)


def _table(path: str, facts: Facts) -> str:
    return facts.table or "" if isinstance(facts, Index) else parent(path)


def _ancestors(table: str, parents: dict[str, list[str]]) -> Iterator[str]:
    """Parents, then theirs, each once."""
    seen, line = {table}, [table]
    for child in line:
        for up in parents.get(child, ()):
            if up not in seen:
                seen.add(up)
                line.append(up)
                yield up


def _inherited(kind: str, path: str, facts: Facts, name: str, above: Facts) -> bool:
    """Whether the object is the one that its parent has: by a column's name, by what a key or an index says."""
    if kind == "column":
        return last(path) == last(name) and not _partial(above)
    pair = Pair(path=path, expected=facts, actual=above)
    return all(_agree(kind, field, getattr(facts, field), getattr(above, field), pair) for field in _SAYS[kind])


def _agree(kind: str, field: str, a: Any, b: Any, pair: Pair) -> bool:
    if a is UNSTATED or b is UNSTATED or a == b:
        return True
    test = KINDS[kind].same.get(field)
    return test is not None and a is not None and b is not None and test(a, b, pair)
