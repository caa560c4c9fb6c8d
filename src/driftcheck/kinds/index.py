"""Indexes that no constraint owns: `pg_index`, `pg_class`, `pg_opclass`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.kinds.catalog import DEFAULT_COLLATION, FIRST_USER_OID, comment, extension, schema
from driftcheck.model import UNSTATED, Facts, Flag, Mapping, Names, OptionalText, Text


class Index(Facts):
    table: Text = UNSTATED
    columns: Names = UNSTATED  # keys as CREATE INDEX writes them: "created_at DESC", "lower(email)"
    unique: Flag = UNSTATED
    method: Text = UNSTATED
    predicate: OptionalText = UNSTATED
    include: Names = UNSTATED
    nulls_not_distinct: Flag = UNSTATED
    valid: Flag = UNSTATED
    clustered: Flag = UNSTATED
    replica_identity: Flag = UNSTATED
    options: Mapping = UNSTATED
    tablespace: OptionalText = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Indexes, but for those of constraints and those that a partitioned index implies.

    Keys come as the numbers that pg_index holds, their expressions as text. Only where something may stand behind an
    expression that follows from no number (a collation, a class that stores another type, as those of hash do, one with
    parameters, which PostgreSQL's own classes for btree do not have) is the server asked to print the whole, which costs
    it five times as much.
    """
    whole = f"""CASE WHEN m.amname <> 'btree' OR {FIRST_USER_OID} <= ANY (x.indclass::pg_catalog.oid[])
                THEN EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = x.indexrelid AND a.attoptions IS NOT NULL) END
            OR (x.indexprs IS NOT NULL AND (m.amname <> 'btree'
                OR NOT x.indcollation::pg_catalog.oid[] <@ '{{0, {DEFAULT_COLLATION}}}'))"""
    nulls = "x.indnullsnotdistinct" if version >= 150000 else "false"
    return f"""
        SELECT n.nspname AS path, i.relname AS path, e.extname AS extension,
            x.indrelid::pg_catalog.int8 AS "table:relation", x.indrelid::pg_catalog.int8 AS "@relation",
            x.indkey::pg_catalog.text AS "columns:index_keys", CASE WHEN x.indexprs IS NOT NULL THEN true END AS "?columns", x.indnkeyatts AS "@keys",
            CASE WHEN x.indnatts > x.indnkeyatts THEN x.indkey::pg_catalog.int2[] END AS "include:index_include",
            x.indclass::pg_catalog.text AS "@classes", x.indcollation::pg_catalog.text AS "@collations",
            x.indoption::pg_catalog.text AS "@orders",
            CASE WHEN {whole} THEN pg_catalog.pg_get_indexdef(x.indexrelid)
                ELSE pg_catalog.pg_get_expr(x.indexprs, x.indrelid) END AS "@printed",
            {whole} AS "@whole",
            CASE WHEN x.indexprs IS NOT NULL THEN (SELECT pg_catalog.array_agg(t.atttypid::pg_catalog.int8 ORDER BY t.attnum)
                FROM pg_catalog.pg_attribute t WHERE t.attrelid = x.indexrelid) END AS "@types",
            x.indisunique AS unique, m.amname AS method,
            pg_catalog.pg_get_expr(x.indpred, x.indrelid) AS predicate, CASE WHEN x.indpred IS NOT NULL THEN true END AS "?predicate",
            {nulls} AS nulls_not_distinct,
            x.indisvalid AND x.indisready AND x.indislive AS valid, x.indisclustered AS clustered,
            x.indisreplident AS replica_identity, i.reloptions AS "options:index_options",
            s.spcname AS tablespace, d.description AS comment
        FROM pg_catalog.pg_index x
        JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid AND NOT i.relispartition AND i.relpersistence <> 't'
        JOIN pg_catalog.pg_am m ON m.oid = i.relam
        {schema("i.relnamespace")} {comment("pg_class", "i.oid")} {extension("pg_class", "x.indrelid")}
        LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = i.reltablespace
        LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')
        WHERE k.oid IS NULL"""


def defaults(facts: Index) -> dict[str, object]:
    """No further columns, nulls distinct, and built to its end."""
    return {"include": [], "nulls_not_distinct": False, "valid": True}


KIND = Kind(
    name="index",
    plural="indexes",
    facts=Index,
    scope="table",
    missing=WARNING,
    undocumented=INFO,
    changed={"unique": ERROR},
    same={
        "table": same.relation_names,
        "columns": same.index_keys,
        "predicate": same.expressions,
        "options": same.options,
    },
    defaults=defaults,
    why="Queries that the index served scan the whole table; a lost unique index lets duplicates in.",
    query=query,
)
