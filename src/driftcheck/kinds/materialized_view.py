"""Materialized views: `pg_class`, `pg_get_viewdef`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, grants, owner, schema
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


def query(version: int) -> str:
    """Materialized views."""
    return f"""
        SELECT n.nspname AS path, c.relname AS path, e.extname AS extension,
            pg_catalog.pg_get_viewdef(c.oid) AS definition, true AS "?definition", c.relispopulated AS populated,
            COALESCE(c.reloptions, '{{}}') AS "options:table_options", t.reloptions AS "@toast",
            a.amname AS access_method, s.spcname AS tablespace,
            {owner("c.relowner")}, d.description AS comment, {grants("c.relacl", "r", "c.relowner")}
        FROM pg_catalog.pg_class c
        {schema("c.relnamespace")} {comment("pg_class", "c.oid")} {extension("pg_class", "c.oid")}
        LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL
        LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
        LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
        WHERE c.relkind = 'm'"""


KIND = Kind(
    name="materialized_view",
    plural="materialized_views",
    facts=MaterializedView,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    same={"definition": same.queries, "options": same.options, "grants": same.grants},
    why="A materialized view is an interface, and a copy of rows that row security does not guard.",
    query=query,
)
