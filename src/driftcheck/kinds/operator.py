"""Operators: `pg_operator`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class Operator(Facts):
    definition: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Operators, under their name and the types of their operands (NONE where one is missing)."""
    return f"""
        SELECT n.nspname AS path, o.oprname AS path, e.extname AS extension,
            pg_catalog.concat('(', CASE o.oprleft WHEN 0 THEN 'NONE' ELSE pg_catalog.format_type(o.oprleft, NULL) END, ', ',
                CASE o.oprright WHEN 0 THEN 'NONE' ELSE pg_catalog.format_type(o.oprright, NULL) END, ')') AS "path+",
            pg_catalog.concat_ws(', ', 'FUNCTION = ' || o.oprcode::pg_catalog.text,
                'COMMUTATOR = ' || NULLIF(o.oprcom, 0)::pg_catalog.regoper::pg_catalog.text,
                'NEGATOR = ' || NULLIF(o.oprnegate, 0)::pg_catalog.regoper::pg_catalog.text,
                'RESTRICT = ' || NULLIF(o.oprrest::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'JOIN = ' || NULLIF(o.oprjoin::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) AS definition,
            {owner("o.oprowner")}, d.description AS comment
        FROM pg_catalog.pg_operator o
        {schema("o.oprnamespace")} {comment("pg_operator", "o.oid")} {extension("pg_operator", "o.oid")}"""


KIND = Kind(
    name="operator",
    plural="operators",
    facts=Operator,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
