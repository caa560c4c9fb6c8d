"""Row security policies: `pg_policy`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, OptionalText, Text


class Policy(Facts):
    table: Text = UNSTATED
    command: Text = UNSTATED  # ALL | SELECT | INSERT | UPDATE | DELETE
    permissive: Flag = UNSTATED
    roles: Names = UNSTATED
    using: OptionalText = UNSTATED
    check: OptionalText = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="policy",
    plural="policies",
    facts=Policy,
    scope="table",
    missing=ERROR,
    undocumented=WARNING,
    changed={
        "table": ERROR,
        "command": ERROR,
        "permissive": ERROR,
        "roles": ERROR,
        "using": ERROR,
        "check": ERROR,
        "comment": INFO,
    },
    same={"table": same.relation_names, "roles": same.unordered, "using": same.expressions, "check": same.expressions},
    why="A policy decides who may touch which rows; with RLS it is the only wall between one user and another.",
)
