"""Arrows between tables: a documented flow or relationship without foreign keys that could carry it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from driftcheck.claims.graph import foreign_keys, joined, reached
from driftcheck.claims.scene import Scene, broken
from driftcheck.findings import missing
from driftcheck.kinds.relationship import Relationship
from driftcheck.model import UNSTATED, Finding, Level, Severity
from driftcheck.names import parent

DIRECT = 2  # a foreign key, or two over a table that joins both sides


def check(scene: Scene) -> Iterator[Finding]:
    """Flows whose tables no chain of foreign keys joins, relationships that no foreign key makes."""
    flows = list(scene.claims("flow"))
    relationships = cast("dict[str, Relationship]", scene.expected.of("relationship"))
    if not flows and not relationships:
        return
    graph = foreign_keys(scene.actual)
    shaken = _shaken(scene)

    def lost(a: str, b: str) -> bool:
        """Whether what joined the two may have gone with something that is reported as missing."""
        return bool(shaken & (reached(graph, a) | reached(graph, b)))

    for claim in flows:
        tables = [scene.matches["table"].pairs.get(t) for t in claim.tables or ()]
        apart = [(a, b) for a, b in pairwise(tables) if a and b and not joined(graph, a, b) and not lost(a, b)]
        if apart:
            gaps = ", ".join(f"{a} and {b}" for a, b in apart)
            yield broken(
                "flow", Severity.INFO, claim, claim.about or "database", "claim",
                f"the document draws {claim.text}; no foreign keys lead between {gaps}", claim.text, None,
            )  # fmt: skip
    for path, drawn in relationships.items():
        if drawn.source is UNSTATED or drawn.to is UNSTATED:
            continue
        pairs = scene.matches["table"].pairs
        a, b = pairs.get(drawn.source), pairs.get(drawn.to)
        if a and b and not joined(graph, a, b, steps=DIRECT) and not lost(a, b):
            yield missing("relationship", path, drawn, Level.COMPLETE, "the database")


def _shaken(scene: Scene) -> set[str]:
    """Actual tables that lack a column or a key that they should have, and all of them where a table is missing."""
    tables = scene.matches["table"]
    if tables.missing:
        return set(tables.pairs.values())
    lacking = {parent(path) for kind in ("column", "constraint") for path in scene.matches[kind].missing}
    return {tables.pairs[table] for table in lacking if table in tables.pairs}
