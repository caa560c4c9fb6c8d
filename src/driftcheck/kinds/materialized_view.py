"""Materialized views: `pg_class`, `pg_get_viewdef`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Mapping, OptionalText, Text


class MaterializedView(Facts):
    definition: Text = UNSTATED
    options: Mapping = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED
    populated: Flag = UNSTATED
    access_method: Text = UNSTATED
    tablespace: OptionalText = UNSTATED


KIND = Kind(
    name="materialized_view",
    plural="materialized_views",
    facts=MaterializedView,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"definition": same.queries, "grants": same.grants},
    why="A materialized view is an interface, and a copy of rows that row security does not guard.",
)
