"""Row security policies: `pg_policy`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment
from driftcheck.model import UNSTATED, Facts, Flag, Names, OptionalText, Text


class Policy(Facts):
    table: Text = UNSTATED
    command: Text = UNSTATED  # ALL | SELECT | INSERT | UPDATE | DELETE
    permissive: Flag = UNSTATED
    roles: Names = UNSTATED
    using: OptionalText = UNSTATED
    check: OptionalText = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Policies, with the roles' numbers (0 is PUBLIC)."""
    return f"""
        SELECT p.polrelid::pg_catalog.int8 AS "path:relation", p.polname AS path,
            p.polrelid::pg_catalog.int8 AS "table:relation",
            CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                WHEN 'd' THEN 'DELETE' END AS command,
            p.polpermissive AS permissive, p.polroles::pg_catalog.int8[] AS "roles:roles",
            pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using, CASE WHEN p.polqual IS NOT NULL THEN true END AS "?using",
            pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check, CASE WHEN p.polwithcheck IS NOT NULL THEN true END AS "?check",
            d.description AS comment
        FROM pg_catalog.pg_policy p {comment("pg_policy", "p.oid")}"""


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
    },
    same={"table": same.relation_names, "roles": same.unordered, "using": same.using, "check": same.check},
    why="A policy decides who may touch which rows; with RLS it is the only wall between one user and another.",
    query=query,
)
