"""Operator classes: `pg_opclass`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class OperatorClass(Facts):
    definition: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Operator classes: what they index; their operators and functions stand with the family."""
    return f"""
        SELECT n.nspname AS path, o.opcname AS path, '(' || m.amname || ')' AS "path+", e.extname AS extension,
            pg_catalog.concat(CASE WHEN o.opcdefault THEN 'DEFAULT ' END, 'FOR TYPE ',
                pg_catalog.format_type(o.opcintype, NULL), ' USING ', m.amname, ' FAMILY ',
                pg_catalog.quote_ident(fn.nspname), '.', pg_catalog.quote_ident(f.opfname),
                ' STORAGE ' || pg_catalog.format_type(NULLIF(o.opckeytype, 0), NULL)) AS definition,
            {owner("o.opcowner")}, d.description AS comment
        FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod
        JOIN pg_catalog.pg_opfamily f ON f.oid = o.opcfamily
        JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
        {schema("o.opcnamespace")} {comment("pg_opclass", "o.oid")} {extension("pg_opclass", "o.oid")}
        ORDER BY n.nspname, o.opcname, m.amname"""


KIND = Kind(
    name="operator_class",
    plural="operator_classes",
    facts=OperatorClass,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
