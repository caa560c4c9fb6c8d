"""Rewrite rules that people created: `pg_rewrite`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, OptionalText, Text


class Rule(Facts):
    table: Text = UNSTATED
    event: Text = UNSTATED
    instead: Flag = UNSTATED
    definition: Text = UNSTATED
    enabled: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="rule",
    plural="rules",
    facts=Rule,
    scope="table",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"table": same.relation_names, "definition": same.queries},
    why="A rule rewrites statements before they run.",
)
