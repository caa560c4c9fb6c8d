"""Enums, domains, composite and range types: `pg_type`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind, Pair
from driftcheck.kinds.catalog import FIRST_USER_OID, comment, extension, grants, owner, schema
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Mapping, Names, OptionalText, Text


class Type(Facts):
    kind: Text = UNSTATED  # enum | domain | composite | range | base
    values: Names = UNSTATED  # of an enum, in order
    base: Text = UNSTATED  # of a domain
    nullable: Flag = UNSTATED
    default: OptionalText = UNSTATED
    checks: Names = UNSTATED
    check_names: Names = UNSTATED  # in the same order; "name NOT VALID" where it was never checked
    attributes: Names = UNSTATED  # of a composite: "street text"
    subtype: Text = UNSTATED  # of a range
    subtype_options: Mapping = UNSTATED  # opclass (if not the default one), collation, canonical, diff, multirange
    collation: OptionalText = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Types, but for those that come with another object: of a table's rows, of arrays, of a range's multirange."""
    # OFFSET 0 keeps the few that are left from being joined before the thousands of row and array types are gone.
    multirange = "ra.rngmultitypid::pg_catalog.regtype::pg_catalog.text"
    return f"""
        SELECT n.nspname AS path, t.typname AS path, t.oid::pg_catalog.int8 AS "@oid", e.extname AS extension,
            CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range'
                ELSE 'base' END AS kind,
            CASE WHEN t.typtype = 'e' THEN ARRAY(SELECT v.enumlabel::pg_catalog.text FROM pg_catalog.pg_enum v
                WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder) END AS values,
            CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS base,
            CASE WHEN t.typtype = 'd' THEN NOT t.typnotnull END AS nullable,
            t.typtype = 'd' AS "@applies", COALESCE(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS "default:if_it_applies",
            CASE WHEN t.typtype = 'd' THEN ARRAY(SELECT pg_catalog.pg_get_expr(k.conbin, 0) FROM pg_catalog.pg_constraint k
                WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname) END AS checks,
            CASE WHEN t.typtype = 'd' THEN ARRAY(SELECT pg_catalog.quote_ident(k.conname)
                    || CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
                FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname)
                END AS check_names,
            CASE WHEN t.typtype = 'c' THEN ARRAY(SELECT ARRAY[a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
                    || CASE WHEN a.attcollation <> y.typcollation THEN ' COLLATE '
                    || a.attcollation::pg_catalog.regcollation::pg_catalog.text ELSE '' END]::pg_catalog.text[]
                FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
                WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
                END AS "attributes:attributes",
            pg_catalog.format_type(ra.rngsubtype, NULL) AS subtype,
            CASE WHEN ra.rngtypid IS NOT NULL THEN ARRAY[
                'opclass=' || CASE WHEN NOT oc.opcdefault THEN oc.opcname END,
                'collation=' || NULLIF(ra.rngcollation, st.typcollation)::pg_catalog.regcollation::pg_catalog.text,
                'canonical=' || NULLIF(ra.rngcanonical::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'diff=' || NULLIF(ra.rngsubdiff::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'multirange=' || {multirange}] END AS "subtype_options:options",
            CASE WHEN t.typtype = 'd' AND t.typcollation <> bt.typcollation
                THEN t.typcollation::pg_catalog.regcollation::pg_catalog.text END AS "collation:if_it_applies",
            {owner("t.typowner")}, d.description AS comment, {grants("t.typacl", "T", "t.typowner")}
        FROM (SELECT t.* FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type el ON el.typarray = t.oid
            LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
            WHERE t.oid >= {FIRST_USER_OID} AND el.oid IS NULL AND t.typtype <> 'm' AND (t.typrelid = 0 OR c.oid IS NOT NULL) OFFSET 0) t
        {schema("t.typnamespace")} {comment("pg_type", "t.oid")} {extension("pg_type", "t.oid")}
        LEFT JOIN pg_catalog.pg_type bt ON bt.oid = t.typbasetype
        LEFT JOIN pg_catalog.pg_range ra ON ra.rngtypid = t.oid
        LEFT JOIN pg_catalog.pg_type st ON st.oid = ra.rngsubtype
        LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = ra.rngsubopc"""


def _same_check_names(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """A check that came or went is told by `checks`; its name would tell it again."""
    checks = pair.expected.checks, pair.actual.checks  # type: ignore[attr-defined]
    return UNSTATED not in checks and len(checks[0] or ()) != len(checks[1] or ())


def defaults(facts: Type) -> dict[str, object]:
    """A domain without checks takes every value of its type."""
    return {"checks": []} if facts.kind == "domain" else {}


KIND = Kind(
    name="type",
    plural="types",
    facts=Type,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    changed={"values": ERROR, "kind": ERROR},
    same={
        "base": same.types,
        "check_names": _same_check_names,
        "default": same.expressions,
        "checks": same.checks,
        "attributes": same.attribute_lists,
        "grants": same.grants,
    },
    defaults=defaults,
    why="Columns hold the values of their types; a value that an enum lacks is an error at insert.",
    query=query,
)
