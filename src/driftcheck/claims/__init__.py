"""Statements about many objects or about meaning, one kind of claim a file: what was claimed against what is live."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from driftcheck.claims import access, count, flow, foreign_keys, rls
from driftcheck.claims.scene import Scene
from driftcheck.coverage import Counts
from driftcheck.match import Matches
from driftcheck.model import Finding, Snapshot

Check = Callable[[Scene], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (count.check, rls.check, access.check, foreign_keys.check, flow.check)
OF_LISTS: tuple[Check, ...] = (count.check, rls.check)
"""Those that need to know nothing but which objects there are."""


def check(
    expected: Snapshot, actual: Snapshot, matches: Mapping[str, Matches], renamed: Mapping[str, str], counts: Counts
) -> Iterator[Finding]:
    """Each claim of `expected` that does not hold of `actual`; none where `actual` does not list what is needed."""
    checks = CHECKS if actual.complete else OF_LISTS if _lists_all(actual) else ()
    scene = Scene(expected=expected, actual=actual, matches=matches, renamed=renamed, counts=counts)
    for one in checks:
        yield from one(scene)


def _lists_all(snapshot: Snapshot) -> bool:
    """Whether SQL that ran as a whole made the snapshot: it has all objects, if not what a platform grants on them."""
    schemas = snapshot.of("schema").values()
    return snapshot.origin == "sql" and all(facts.complete and "tables" in facts.complete for facts in schemas)
