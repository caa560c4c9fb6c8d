"""`driftcheck compile --update`: today's facts of the documents, and what people added to the committed snapshot.

What people add is marked: `by_hand: true` on an object that no document states, `by_hand: [default]` for properties. An
object without a place, and a property that the documents do not state, can only be a person's: `--update` puts the mark.
A value that somebody wants to differ from the document's needs the mark, or the document wins: whether a person or the
document changed it since, nothing tells. So each value that goes this way is named, and none goes unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from driftcheck.kinds import KINDS
from driftcheck.model import UNSTATED, Facts, Snapshot, properties
from driftcheck.sources import writing

_ITS_OWN = ("at", "lines", "by_hand")
_FOLLOWS = (*_ITS_OWN, "loose", "named", "spellings")  # what only says how something is stated


class Update(NamedTuple):
    """The snapshot, which objects or properties of it a person's hand was newly seen in, what the documents dropped, and
    which values they gave another one for."""

    snapshot: Snapshot
    adopted: list[str]
    dropped: list[str]
    replaced: list[str]


def update(old: Snapshot, new: Snapshot) -> Update:
    """`new`, which the documents give, with what people added to `old`."""
    adopted: list[str] = []
    dropped: list[str] = []
    replaced: list[str] = []
    objects: dict[str, dict[str, Facts]] = {}
    for kind in KINDS:
        before, now = old.of(kind), new.of(kind)
        kept: dict[str, Facts] = {}
        for path, facts in before.items():
            name = f"{kind} {path}"
            if path in now:
                kept[path] = _merged(facts, now[path], name, adopted)
                replaced += (f"{name}: {field}" for field in _lost(facts, kept[path]))
            elif facts.by_hand is True or facts.at is UNSTATED:
                kept[path] = _marked(facts, name, adopted)
            else:
                dropped.append(name)
        if kept or now:
            objects[kind] = dict(_in_order(list(before), kept, now))
    changes = {"objects": objects, "database": new.database or old.database, "server": new.server or old.server}
    return Update(msgspec.structs.replace(new, **changes), adopted, dropped, replaced)


def kept(old: Snapshot, new: Snapshot) -> Snapshot:
    """What `old` should be: like `update`, but a property without a mark counts as one that the documents once gave."""
    marked = Snapshot(
        objects={
            kind: {path: _only_marked(facts) for path, facts in objects.items()}
            for kind, objects in old.objects.items()
        },
        database=old.database,
        server=old.server,
    )
    return update(marked, new).snapshot


def same(a: Snapshot, b: Snapshot) -> bool:
    """Whether two snapshots state the same in the same order, marks of hands aside."""
    return writing.encode(_plain(a), ".json") == writing.encode(_plain(b), ".json")


def has_hand(snapshot: Snapshot) -> bool:
    """Whether a person added anything."""
    return any(facts.by_hand or facts.at is UNSTATED for _, _, facts in snapshot)


def _marked(facts: Facts, name: str, adopted: list[str]) -> Facts:
    if facts.by_hand is not True:
        adopted.append(name)
    return msgspec.structs.replace(facts, by_hand=True)


def _merged(old: Facts, new: Facts, name: str, adopted: list[str]) -> Facts:
    """The document's statement with a person's additions: what is marked wins, what only the person says is marked."""
    if old.by_hand is True or (old.by_hand is UNSTATED and old.at is UNSTATED):
        mine = [field for field in old.__struct_fields__ if field not in _ITS_OWN and _says(old, field)]
        if old.by_hand is UNSTATED:
            adopted.append(name)
        return _with(old, new, mine, True)
    marked = list(old.by_hand or [])
    added = [p for p in properties(type(old)) if p not in marked and _says(old, p) and not _says(new, p)]
    adopted += (f"{name}: {p}" for p in added)
    mine = [field for field in (*marked, *added) if field in old.__struct_fields__ and field not in _ITS_OWN]
    return _with(old, new, mine, mine) if mine else new


def _lost(old: Facts, new: Facts) -> list[str]:
    """The facts that stood there and are others now, or none."""
    fields = (field for field in old.__struct_fields__ if field not in _FOLLOWS and _says(old, field))
    return [field for field in fields if getattr(old, field) != getattr(new, field)]


def _with(old: Facts, new: Facts, mine: list[str], mark: bool | list[str]) -> Facts:
    values = {field: getattr(old, field) for field in mine}
    lines = {property: at for property, at in (new.lines or {}).items() if property not in mine}
    loose = [p for p in (new.loose or []) if p not in mine] + [p for p in (old.loose or []) if p in mine]
    values |= {"lines": lines or UNSTATED, "loose": values.get("loose", loose or UNSTATED), "by_hand": mark}
    return msgspec.structs.replace(new, **values)


def _only_marked(facts: Facts) -> Facts:
    if facts.by_hand is True or facts.at is UNSTATED:
        return facts
    marked = facts.by_hand or []
    unmarked = {p: UNSTATED for p in properties(type(facts)) if p not in marked}
    return msgspec.structs.replace(facts, **unmarked)


def _says(facts: Facts, field: str) -> bool:
    return getattr(facts, field) is not UNSTATED


def _in_order(before: list[str], kept: dict[str, Facts], now: dict[str, Facts]) -> Iterator[tuple[str, Facts]]:
    """The documents' order; what only people state stays behind what it stood behind."""
    behind: dict[str | None, list[str]] = {}
    anchor = None
    for path in before:
        if path in now:
            anchor = path
        elif path in kept:
            behind.setdefault(anchor, []).append(path)
    for place in (None, *now):
        if place is not None:
            yield place, kept.get(place, now[place])
        yield from ((path, kept[path]) for path in behind.get(place, ()))


def _plain(snapshot: Snapshot) -> Snapshot:
    objects = {
        kind: {path: msgspec.structs.replace(facts, by_hand=UNSTATED) for path, facts in objects.items()}
        for kind, objects in snapshot.objects.items()
        if objects
    }
    return msgspec.structs.replace(snapshot, objects=objects)
