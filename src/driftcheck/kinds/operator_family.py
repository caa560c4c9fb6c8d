"""Operator families: `pg_opfamily`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class OperatorFamily(Facts):
    definition: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Operator families with their operators (by strategy) and support functions (by number)."""
    return f"""
        SELECT n.nspname AS path, f.opfname AS path, '(' || m.amname || ')' AS "path+", e.extname AS extension,
            pg_catalog.concat_ws(', ',
                (SELECT pg_catalog.string_agg(pg_catalog.concat('OPERATOR ', o.amopstrategy, ' ',
                        o.amopopr::pg_catalog.regoperator, CASE WHEN o.amoppurpose = 'o' THEN ' FOR ORDER BY' END), ', '
                    ORDER BY o.amopstrategy, o.amopopr::pg_catalog.regoperator::pg_catalog.text COLLATE pg_catalog."C")
                    FROM pg_catalog.pg_amop o WHERE o.amopfamily = f.oid),
                (SELECT pg_catalog.string_agg(pg_catalog.concat('FUNCTION ', p.amprocnum, ' (',
                        pg_catalog.format_type(p.amproclefttype, NULL), ', ',
                        pg_catalog.format_type(p.amprocrighttype, NULL), ') ', p.amproc::pg_catalog.oid::pg_catalog.regprocedure),
                    ', ' ORDER BY p.amprocnum, p.amproc::pg_catalog.oid::pg_catalog.regprocedure::pg_catalog.text COLLATE pg_catalog."C")
                    FROM pg_catalog.pg_amproc p WHERE p.amprocfamily = f.oid)) AS definition,
            {owner("f.opfowner")}, d.description AS comment
        FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod
        {schema("f.opfnamespace")} {comment("pg_opfamily", "f.oid")} {extension("pg_opfamily", "f.oid")}
        ORDER BY n.nspname, f.opfname, m.amname"""


KIND = Kind(
    name="operator_family",
    plural="operator_families",
    facts=OperatorFamily,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
