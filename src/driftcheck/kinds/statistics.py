"""Extended statistics: `pg_statistic_ext`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Names, Number, OptionalText, Text


class Statistics(Facts):
    table: Text = UNSTATED
    columns: Names = UNSTATED  # columns and expressions
    kinds: Names = UNSTATED
    target: Number | None = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="statistics",
    plural="statistics",
    facts=Statistics,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    same={"table": same.relation_names, "columns": same.expression_lists, "kinds": same.unordered},
    why="The planner estimates with them.",
)
