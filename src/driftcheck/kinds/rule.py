"""Rewrite rules that people created: `pg_rewrite`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import ENABLED, comment, extension, schema
from driftcheck.model import UNSTATED, Facts, Flag, OptionalText, Text


class Rule(Facts):
    table: Text = UNSTATED
    event: Text = UNSTATED
    instead: Flag = UNSTATED
    definition: Text = UNSTATED
    enabled: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Rules, but for the one that makes a view a view."""
    return f"""
        SELECT n.nspname AS path, c.relname AS path, r.rulename AS path, e.extname AS extension,
            ARRAY[n.nspname, c.relname]::pg_catalog.text[] AS "table:path",
            CASE r.ev_type WHEN '1' THEN 'SELECT' WHEN '2' THEN 'UPDATE' WHEN '3' THEN 'INSERT' WHEN '4' THEN 'DELETE'
                END AS event,
            r.is_instead AS instead, pg_catalog.pg_get_ruledef(r.oid) AS definition, true AS "?definition",
            CASE r.ev_enabled {ENABLED} AS enabled, d.description AS comment
        FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.relpersistence <> 't'
        {schema("c.relnamespace")} {comment("pg_rewrite", "r.oid")} {extension("pg_class", "c.oid")}
        WHERE r.rulename <> '_RETURN'"""


KIND = Kind(
    name="rule",
    plural="rules",
    facts=Rule,
    scope="table",
    missing=ERROR,
    undocumented=WARNING,
    same={"table": same.relation_names, "definition": same.queries},
    why="A rule rewrites statements before they run.",
    query=query,
)
