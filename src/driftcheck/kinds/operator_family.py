"""Operator families: `pg_opfamily`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class OperatorFamily(Facts):
    definition: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def members(family: str, of_class: str | None = None) -> str:
    """SQL: a family's operators (by strategy) and support functions (by number): those that a class brought, or the
    loose ones. `pg_depend` tells them apart (xindex: "Operator Classes and Operator Families")."""

    def belongs(catalog: str, member: str) -> str:
        own = (
            "SELECT FROM pg_catalog.pg_depend b WHERE b.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass"
            f" AND b.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass AND b.objid = {member}.oid"
            " AND b.deptype = 'i'"
        )
        return f"EXISTS ({own} AND b.refobjid = {of_class})" if of_class else f"NOT EXISTS ({own})"

    return f"""
        (SELECT pg_catalog.string_agg(pg_catalog.concat('OPERATOR ', o.amopstrategy, ' ',
                o.amopopr::pg_catalog.regoperator, CASE WHEN o.amoppurpose = 'o' THEN ' FOR ORDER BY' END), ', '
            ORDER BY o.amopstrategy, o.amopopr::pg_catalog.regoperator::pg_catalog.text COLLATE pg_catalog."C")
            FROM pg_catalog.pg_amop o WHERE o.amopfamily = {family} AND {belongs("pg_amop", "o")}),
        (SELECT pg_catalog.string_agg(pg_catalog.concat('FUNCTION ', p.amprocnum, ' (',
                pg_catalog.format_type(p.amproclefttype, NULL), ', ',
                pg_catalog.format_type(p.amprocrighttype, NULL), ') ', p.amproc::pg_catalog.oid::pg_catalog.regprocedure),
            ', ' ORDER BY p.amprocnum, p.amproc::pg_catalog.oid::pg_catalog.regprocedure::pg_catalog.text COLLATE pg_catalog."C")
            FROM pg_catalog.pg_amproc p WHERE p.amprocfamily = {family} AND {belongs("pg_amproc", "p")})"""


def query(version: int) -> str:
    """Operator families with what belongs to none of their classes."""
    return f"""
        SELECT n.nspname AS path, f.opfname AS path, '(' || m.amname || ')' AS "path+", e.extname AS extension,
            pg_catalog.concat_ws(', ', {members("f.oid")}) AS definition,
            {owner("f.opfowner")}, d.description AS comment
        FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod
        {schema("f.opfnamespace")} {comment("pg_opfamily", "f.oid")} {extension("pg_opfamily", "f.oid")}"""


KIND = Kind(
    name="operator_family",
    plural="operator_families",
    facts=OperatorFamily,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
