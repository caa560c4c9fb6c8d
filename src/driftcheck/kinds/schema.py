"""Schemas: `pg_namespace`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Grants, OptionalText, Text


class Schema(Facts):
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="schema",
    plural="schemas",
    facts=Schema,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"grants": same.grants},
    why="A schema is the room that everything else stands in.",
)
