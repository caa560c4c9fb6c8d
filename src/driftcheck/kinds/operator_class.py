"""Operator classes: `pg_opclass`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.kinds.operator_family import members
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class OperatorClass(Facts):
    definition: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Operator classes: what they index, with their operators and support functions."""
    return f"""
        SELECT n.nspname AS path, c.opcname AS path, '(' || m.amname || ')' AS "path+", e.extname AS extension,
            pg_catalog.concat_ws(', ', pg_catalog.concat(CASE WHEN c.opcdefault THEN 'DEFAULT ' END, 'FOR TYPE ',
                pg_catalog.format_type(c.opcintype, NULL), ' USING ', m.amname, ' FAMILY ',
                pg_catalog.quote_ident(fn.nspname), '.', pg_catalog.quote_ident(f.opfname),
                ' STORAGE ' || pg_catalog.format_type(NULLIF(c.opckeytype, 0), NULL)),
                {members("f.oid", "c.oid")}) AS definition,
            {owner("c.opcowner")}, d.description AS comment
        FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod
        JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
        JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
        {schema("c.opcnamespace")} {comment("pg_opclass", "c.oid")} {extension("pg_opclass", "c.oid")}"""


KIND = Kind(
    name="operator_class",
    plural="operator_classes",
    facts=OperatorClass,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
