"""Totals: "30 tables", "Columns: 9", "over 80 functions"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from driftcheck.claims.scene import Scene, broken
from driftcheck.completeness import level
from driftcheck.findings import label
from driftcheck.kinds import COLLECTIONS
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.column import Column
from driftcheck.kinds.table import Table
from driftcheck.model import UNSTATED, Finding, Level, Severity
from driftcheck.names import last, parent


def check(scene: Scene) -> Iterator[Finding]:
    """Totals that the expected side does not spell out as a list; of a list, each difference is a finding already."""
    yield from _totals(scene)
    yield from _columns(scene)


def _totals(scene: Scene) -> Iterator[Finding]:
    contradicted = {(f.object, f.kind) for f in scene.expected.faults if f.rule == "document-count"}
    for claim in scene.claims("count"):
        kind = COLLECTIONS.get(claim.of or "")
        if kind is None or claim.number is UNSTATED or claim.about is UNSTATED:
            continue
        if (claim.about, kind.name) in contradicted:
            continue
        listed = scene.listed(kind.name, claim.about)
        if any(level(scene.expected, kind.name, path, facts) is not Level.PARTIAL for path, facts in listed.items()):
            continue
        there = scene.live(kind.name, claim.about)
        live = sum(scene.counts(kind.name, path) for path in there)
        explained = sum(path in listed for path in scene.matches[kind.name].missing)
        if any(_meets(claim, number, explained) for number in (live, len(there))):
            continue
        if live < len(there) and not all(scene.counts(kind.name, path) for path in listed):
            continue  # a total of more than was asked about
        more = "at least " if claim.at_least is True else ""
        plural = label(kind.plural)
        yield broken(
            "count", Severity.WARNING, claim, claim.about, kind.name,
            f"the document counts {more}{claim.number} {plural}; the database has {live}", claim.number, live,
        )  # fmt: skip


def _meets(claim: Claim, live: int, missing: int) -> bool:
    """Whether so many are as many as were counted, those included of which a finding says that they are missing."""
    number = cast(int, claim.number)
    return live == number or (claim.at_least is True and live > number) or (missing > 0 and live + missing == number)


def _columns(scene: Scene) -> Iterator[Finding]:
    if all(getattr(facts, "column_count", UNSTATED) is UNSTATED for facts in scene.expected.of("table").values()):
        return
    live: dict[str, list[str]] = {}
    for path in scene.actual.of("column"):
        live.setdefault(parent(path), []).append(path)
    missing = [parent(path) for path in scene.matches["column"].missing]
    for path, facts in scene.expected.of("table").items():
        assert isinstance(facts, Table)
        actual = scene.matches["table"].pairs.get(path)
        if facts.column_count is UNSTATED or actual is None:
            continue
        if level(scene.expected, "column", f"{path}.x", Column()) is not Level.PARTIAL:
            continue
        has = len(live.get(actual, ()))
        if not has <= facts.column_count <= has + missing.count(path):
            yield broken(
                "count", Severity.WARNING, facts, path, "table",
                f"the document counts {facts.column_count} columns of {last(path)}; the database has {has}",
                facts.column_count, has,
            )  # fmt: skip
