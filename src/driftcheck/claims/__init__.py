"""Statements about many objects or about meaning, one kind of claim a file: what was claimed against what is live."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from driftcheck.claims import access, count, flow, foreign_keys, rls
from driftcheck.claims.scene import Scene
from driftcheck.match import Matches
from driftcheck.model import Finding, Snapshot

Check = Callable[[Scene], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (count.check, rls.check, access.check, foreign_keys.check, flow.check)


def check(
    expected: Snapshot, actual: Snapshot, matches: Mapping[str, Matches], renamed: Mapping[str, str]
) -> Iterator[Finding]:
    """Each claim of `expected` that does not hold of `actual`; none where `actual` does not list what is needed."""
    if not actual.complete:
        return
    scene = Scene(expected=expected, actual=actual, matches=matches, renamed=renamed)
    for one in CHECKS:
        yield from one(scene)
