"""Several snapshots as one: facts add up, and what two of them say differently is a contradiction, not a fact."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from driftcheck.model import UNSTATED, Facts, Fault, Snapshot, place, stated

_LISTS = ("complete", "presumed", "loose", "spellings")


def merge(snapshots: Sequence[Snapshot]) -> Snapshot:
    """All of them as one snapshot, the first one's objects first. Complete only if each is."""
    result = Snapshot(origin=snapshots[0].origin, complete=all(s.complete for s in snapshots))
    for snapshot in snapshots:
        result.sources += snapshot.sources
        result.faults += snapshot.faults
        result.unread += snapshot.unread
        result.notes += snapshot.notes
        result.withheld += snapshot.withheld
        for kind, path, facts in snapshot:
            known = result.of(kind).get(path)
            result.add(kind, path, _joined(kind, path, known, facts, result.faults) if known is not None else facts)
    return result


def _joined(kind: str, path: str, first: Facts, second: Facts, faults: list[Fault]) -> Facts:
    """One object from two statements; a property on which they disagree is left unstated."""
    joined = msgspec.structs.replace(first)
    for name in second.__struct_fields__:
        if getattr(first, name) is UNSTATED:
            setattr(joined, name, getattr(second, name))
    for name in _LISTS:
        a, b = getattr(first, name), getattr(second, name)
        if a is not UNSTATED and b is not UNSTATED:
            setattr(joined, name, list(dict.fromkeys([*a, *b])))
    known = dict(stated(first))
    lines = {p: str(at) for p, _ in stated(second) if p not in known and (at := place(second, p))}
    if first.lines is not UNSTATED:
        lines |= first.lines
    joined.lines = lines or UNSTATED
    for name, value in stated(second):
        if name in known and known[name] != value:
            setattr(joined, name, UNSTATED)
            joined.ddl = False
            here, there = place(first, name), place(second, name)
            faults.append(
                Fault(
                    rule="document-disagreement",
                    kind=kind,
                    object=path,
                    message=f"{name} is {known[name]} in {here or 'one source'} and {value} in {there or 'another'}",
                    at=str(here) if here else UNSTATED,
                    also=str(there) if there else UNSTATED,
                )
            )
    return joined
