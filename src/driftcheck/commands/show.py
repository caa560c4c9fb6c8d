"""`driftcheck show`: what a source states, object by object, keys and lists derived from what stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from driftcheck.kinds import RELATIONS
from driftcheck.kinds.claim import Claim
from driftcheck.model import UNSTATED, At, Facts, Snapshot, place, properties
from driftcheck.names import last, parent, split

_ABOUT = (
    "column_count",
    "complete",
    "presumed",
    "loose",
    "named",
    "spellings",
    "description",
    "note",
    "extension",
    "by_hand",
)
_KEYS = {"primary key": "primary_key", "unique": "unique"}


class Shown(msgspec.Struct, frozen=True):
    """One line of `show --format jsonl`."""

    kind: str
    object: str
    facts: dict[str, Any]
    at: At | None


def show(snapshot: Snapshot) -> Iterator[Shown]:
    """Every object in the snapshot's order, with the facts that it states, under the names that the contract gives."""
    derived = _derived(snapshot)
    for kind, path, facts in snapshot:
        object = facts.about if isinstance(facts, Claim) and facts.about is not UNSTATED else path
        yield Shown(kind, object, _facts(facts) | derived.get((kind, path), {}) | _about(facts), place(facts))


def _facts(facts: Facts) -> dict[str, Any]:
    names = dict(zip(type(facts).__struct_fields__, type(facts).__struct_encode_fields__, strict=True))
    found = {names[p]: getattr(facts, p) for p in properties(type(facts)) if getattr(facts, p) is not UNSTATED}
    if isinstance(facts, Claim):
        found.pop("about", None)
    return found


def _about(facts: Facts) -> dict[str, Any]:
    return {name: value for name in _ABOUT if (value := getattr(facts, name, UNSTATED)) is not UNSTATED}


def _derived(snapshot: Snapshot) -> dict[tuple[str, str], dict[str, Any]]:
    """What columns, constraints and members say of the object that they belong to: (kind, path) → facts."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    live = snapshot.origin == "database"
    for path, facts in snapshot.of("column").items():
        if live and getattr(facts, "type", UNSTATED) is UNSTATED:
            continue  # what an inherited column has of its own
        table = parent(path)
        for kind in RELATIONS:
            if table in snapshot.of(kind):
                found.setdefault((kind, table), {}).setdefault("columns", []).append(last(path))
    columns: dict[str, dict[str, str]] = {}
    for path in snapshot.of("column"):
        columns.setdefault(parent(path), {})[last(path)] = path
    for path, facts in snapshot.of("constraint").items():
        table, names = parent(path), getattr(facts, "columns", UNSTATED)
        if names is UNSTATED:
            continue
        type = getattr(facts, "type", UNSTATED)
        if type == "primary key" and table in snapshot.of("table"):
            found.setdefault(("table", table), {})["primary_key"] = names
        column = columns.get(table, {}).get(names[0]) if len(names) == 1 else None
        if column is None:
            continue
        if type in _KEYS:
            found.setdefault(("column", column), {})[_KEYS[type]] = True
        references = getattr(facts, "references", UNSTATED)
        if references is not UNSTATED:
            found.setdefault(("column", column), {})["references"] = references
    for path in snapshot.of("publication_member"):
        publication, table = split(path)[0], path.partition(".")[2]
        for name in snapshot.of("publication"):
            if split(name) == (publication,):
                found.setdefault(("publication", name), {}).setdefault("tables", []).append(table)
    return found
