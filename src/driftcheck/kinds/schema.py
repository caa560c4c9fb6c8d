"""Schemas: `pg_namespace`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import USER_SCHEMA, comment, extension, grants, owner
from driftcheck.model import UNSTATED, Facts, Grants, OptionalText, Text


class Schema(Facts):
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Schemas of the user's."""
    return f"""
        SELECT n.nspname AS path, n.oid::pg_catalog.int8 AS "@oid", e.extname AS extension, {owner("n.nspowner")}, d.description AS comment,
            {grants("n.nspacl", "n", "n.nspowner")}
        FROM pg_catalog.pg_namespace n {comment("pg_namespace", "n.oid")} {extension("pg_namespace", "n.oid")}
        WHERE {USER_SCHEMA}"""


KIND = Kind(
    name="schema",
    plural="schemas",
    facts=Schema,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    same={"grants": same.grants},
    why="A schema is the room that everything else stands in.",
    query=query,
)
