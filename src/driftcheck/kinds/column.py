"""Columns of tables, foreign tables, views and materialized views: `pg_attribute`, `pg_attrdef`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import DEFAULT_COLLATION, comment, owner, schema
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Mapping, Names, Number, OptionalText, Text


class Column(Facts):
    type: Text = UNSTATED  # as format_type spells it
    nullable: Flag = UNSTATED
    default: OptionalText = UNSTATED
    generated: OptionalText = UNSTATED  # the expression
    generated_kind: OptionalText = UNSTATED  # stored | virtual
    identity: OptionalText = UNSTATED  # always | by default
    identity_options: Mapping = UNSTATED  # start, increment, …: those that are not the type's defaults
    identity_grants: Grants = UNSTATED  # on its sequence
    collation: OptionalText = UNSTATED
    storage: Text = UNSTATED
    compression: OptionalText = UNSTATED
    statistics: Number | None = UNSTATED
    options: Mapping = UNSTATED
    foreign_options: Names = UNSTATED  # of a foreign table's column: their names
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Columns of every relation. What a view's column takes from its query is no fact about the view, and of an inherited
    column only that is one which the relation has of its own (sources/live/inherited.py).

    A default reads no column, so it is printed without its table, which spares the server a lock and a look.
    """
    return f"""
        SELECT a.attrelid::pg_catalog.int8 AS "path:relation", a.attname AS path, a.attnum AS "@number",
            a.atttypid::pg_catalog.int8 AS "@type", CASE WHEN NOT a.attislocal THEN true END AS "@inherited",
            pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
            CASE WHEN c.relkind NOT IN ('v', 'm') THEN NOT a.attnotnull END AS nullable,
            CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(v.adbin, 0) END AS default,
            CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(v.adbin, v.adrelid) END AS generated,
            CASE WHEN a.attgenerated <> '' THEN true END AS "?generated",
            CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated_kind,
            CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
            s.options AS "identity_options:sequence_options",
            s.acl AS "identity_grants:identity_acl", s.owner AS "@owner",
            CASE WHEN a.attcollation NOT IN (0, {DEFAULT_COLLATION}) THEN a.attcollation::pg_catalog.int8 END AS "collation:collation",
            CASE WHEN c.relkind IN ('r', 'p', 'm', 'f') THEN CASE a.attstorage WHEN 'p' THEN 'plain'
                WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END END AS storage,
            CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
            CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
            a.attoptions AS "options:column_options",
            CASE WHEN c.relkind = 'f' THEN COALESCE(a.attfdwoptions, '{{}}') END AS "foreign_options:option_names",
            a.attacl::pg_catalog.text AS "grants:acl c", d.description AS comment
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
        {schema("c.relnamespace")}
        {comment("pg_class", "a.attrelid", "a.attnum")}
        LEFT JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
        LEFT JOIN (SELECT o.refobjid, o.refobjsubid, ARRAY[pg_catalog.format_type(q.seqtypid, NULL),
                q.seqstart::pg_catalog.text, q.seqincrement::pg_catalog.text, q.seqmin::pg_catalog.text,
                q.seqmax::pg_catalog.text, q.seqcache::pg_catalog.text, q.seqcycle::pg_catalog.text] AS options,
                COALESCE(i.relacl, pg_catalog.acldefault('s', i.relowner))::pg_catalog.text AS acl, {owner("i.relowner")}
            FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_class i ON i.oid = q.seqrelid
            JOIN pg_catalog.pg_depend o ON o.objid = q.seqrelid AND o.deptype = 'i'
                AND o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
            ) s ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped"""


def defaults(facts: Column) -> dict[str, object]:
    """No identity, not generated, of its type's collation. What a serial column was made into is told by its default."""
    made = {} if facts.loose and "default" in facts.loose else {"identity": None}
    return {"generated": None, "collation": None, **made}


KIND = Kind(
    name="column",
    plural="columns",
    facts=Column,
    scope="table",
    missing=ERROR,
    undocumented=WARNING,
    changed={"type": ERROR, "nullable": ERROR},
    same={
        "type": same.types,
        "default": same.expressions,
        "generated": same.expressions,
        "grants": same.grants,
        "identity_grants": same.grants,
    },
    defaults=defaults,
    why="Code reads and writes columns by name and type; a lost NOT NULL or a changed default lets in rows that nobody expects.",
    query=query,
)
