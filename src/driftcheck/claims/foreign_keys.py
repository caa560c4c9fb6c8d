"""Foreign keys of many tables at once: "every table references tenants".

A claim that names no target ("all tables have proper foreign keys") says too little to be held against anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.claims.graph import foreign_keys
from driftcheck.claims.scene import Scene, broken
from driftcheck.model import UNSTATED, Finding, Severity


def check(scene: Scene) -> Iterator[Finding]:
    """One finding a table that does not refer to the target that the claim names first in `tables`."""
    for claim in scene.claims("foreign-keys"):
        if claim.tables is UNSTATED or not claim.tables:
            continue
        target, *only = claim.tables
        graph = foreign_keys(scene.actual)
        for path in scene.live("table", claim.about or "database"):
            if path == target or (only and path not in only) or path in (claim.excepted or ()):
                continue
            if scene.reported_as_extra("table", path):
                continue
            if target not in graph.get(path, ()):
                yield broken(
                    "foreign-keys", Severity.WARNING, claim, path, "table",
                    f"the document says that it refers to {target}; it has no foreign key to it", target, None,
                )  # fmt: skip
