"""What changed between the history and a reading: pure functions of open findings, current findings and the clock."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

from driftcheck.history.model import Change, Known, Seen


def confirmed(
    known: Collection[str], first: Mapping[str, Seen], second: Mapping[str, Seen] | None
) -> Mapping[str, Seen]:
    """What counts as seen after two reads: whatever is new stands in both, whatever is gone is missing in both.

    So that a change of the schema in mid-flight alerts nobody. `known` holds the open findings' fingerprints.
    """
    if second is None:
        return first
    return {
        fingerprint: finding
        for fingerprint, finding in {**first, **second}.items()
        if fingerprint in known or (fingerprint in first and fingerprint in second)
    }


def differs(known: Mapping[str, Seen], current: Mapping[str, Seen]) -> bool:
    """Whether anything would be told of a reading: then it is worth a second one."""
    return known.keys() != current.keys() or any(
        finding.severity.weight > known[fingerprint].severity.weight for fingerprint, finding in current.items()
    )


def transitions(
    known: Iterable[Known],
    current: Mapping[str, Seen],
    now: datetime.datetime,
    remind_after: datetime.timedelta | None = None,
) -> list[Change]:
    """The changes that lead from the open findings to the current ones, worst first.

    A finding of the same rule and object with another fingerprint follows its predecessor: `worsened` if it weighs
    more, else `new` and `resolved`. `eased` is recorded, not told. A clock that went back reminds of nothing.
    """
    before = {one.seen.fingerprint: one for one in known}
    found: list[Change] = []
    gone: dict[tuple[str, str], list[Known]] = {}
    for fingerprint, was in before.items():
        if fingerprint not in current:
            gone.setdefault((was.seen.rule, was.seen.object), []).append(was)
    for fingerprint, finding in current.items():
        same = before.get(fingerprint)
        if same is None:
            found.append(_arrived(finding, gone.get((finding.rule, finding.object), [])))
        elif finding.severity is not same.seen.severity:
            rose = finding.severity.weight > same.seen.severity.weight
            found.append(Change(transition="worsened" if rose else "eased", was=same, now=finding))
        elif remind_after is not None and now - same.told_at >= remind_after:
            found.append(Change(transition="reminder", was=same, now=finding))
    found += [Change(transition="resolved", was=was) for rest in gone.values() for was in rest]
    found.sort(key=_weight)
    return found


def _arrived(finding: Seen, predecessors: list[Known]) -> Change:
    for i, was in enumerate(predecessors):
        if was.seen.severity.weight < finding.severity.weight:
            return Change(transition="worsened", was=predecessors.pop(i), now=finding)
    return Change(transition="new", now=finding)


def _weight(change: Change) -> tuple[int, bool, str, str]:
    about = change.about
    assert about is not None
    return -about.severity.weight, change.transition == "resolved", about.object, about.rule
