"""Row security of many tables at once: "all tables have RLS enabled", "every table has RLS policies"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from driftcheck.claims.scene import Scene, broken
from driftcheck.completeness import table_of
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.table import Table
from driftcheck.model import UNSTATED, Finding, Severity

_POLICIES = re.compile(r"\bpolic(y|ies)\b", re.IGNORECASE)


def check(scene: Scene) -> Iterator[Finding]:
    """One finding a table that the claim speaks of and that does not keep it."""
    reported: set[str] = set()
    for claim in scene.claims("rls"):
        with_policy = {table_of("policy", p, f) for p, f in scene.actual.of("policy").items()}
        wants_policy = bool(_POLICIES.search(claim.text or ""))
        for path, table in _tables(scene, claim):
            if path in reported:
                continue
            if table.rls is False:
                reported.add(path)
                yield broken(
                    "rls", Severity.ERROR, claim, path, "table",
                    "the document says that its tables have row level security; it is off for this one", True, False,
                )  # fmt: skip
            elif wants_policy and path not in with_policy:
                reported.add(path)
                yield broken(
                    "rls", Severity.ERROR, claim, path, "table",
                    "the document says that its tables have policies; this one has none, so that nobody reads a row",
                    "a policy", "none",
                )  # fmt: skip


def reported(scene: Scene) -> set[str]:
    """The tables of which a finding says that row security is off, against a claim or against their own statement."""
    stated, live = scene.expected.of("table"), scene.actual.of("table")
    off = {path for path, facts in live.items() if getattr(facts, "rls", None) is False}
    own = {
        actual for path, actual in scene.matches["table"].pairs.items() if getattr(stated[path], "rls", None) is True
    }
    claimed = {path for claim in scene.claims("rls") for path, _ in _tables(scene, claim)} if off else set()
    return off & (own | claimed)


def _tables(scene: Scene, claim: Claim) -> Iterator[tuple[str, Table]]:
    """The tables that the claim speaks of, but for those that another finding speaks of."""
    spoken_of = {actual: path for path, actual in scene.matches["table"].pairs.items()}
    for path, facts in scene.live("table", claim.about or "database").items():
        said = spoken_of.get(path, path)
        if (claim.tables is not UNSTATED and said not in claim.tables) or said in (claim.excepted or ()):
            continue
        if scene.reported_as_extra("table", path):
            continue
        stated = cast(Table, scene.expected.of("table").get(spoken_of.get(path, ""), Table()))
        if stated.rls is UNSTATED:
            yield path, cast(Table, facts)
