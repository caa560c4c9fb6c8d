"""Tables, partitioned ones and partitions included: `pg_class`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, Kind
from driftcheck.kinds.catalog import comment, extension, grants, owner, schema
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Mapping, Names, Number, OptionalText, Text


class Table(Facts):
    rls: Flag = UNSTATED
    rls_forced: Flag = UNSTATED
    persistence: Text = UNSTATED  # permanent | unlogged
    partition_key: OptionalText = UNSTATED
    partition_of: OptionalText = UNSTATED
    partition_bound: OptionalText = UNSTATED
    inherits: Names = UNSTATED
    of_type: OptionalText = UNSTATED  # CREATE TABLE … OF
    replica_identity: Text = UNSTATED  # "default", "nothing", "full" or the name of an index
    options: Mapping = UNSTATED
    access_method: Text = UNSTATED
    tablespace: OptionalText = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED
    column_count: Number = UNSTATED  # how many columns the document says it has: a claim, checked beside the named ones


def query(version: int) -> str:
    """Tables, partitioned tables, partitions."""
    return f"""
        SELECT n.nspname AS path, c.relname AS path, e.extname AS extension,
            c.relrowsecurity AS rls, c.relforcerowsecurity AS rls_forced,
            CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
            CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key, c.relkind = 'p' AS "?partition_key",
            CASE WHEN c.relispartition THEN i.parents END AS "partition_of:only_path",
            CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS partition_bound, c.relispartition AS "?partition_bound",
            CASE WHEN NOT c.relispartition THEN COALESCE(i.parents, '{{}}') END AS "inherits:paths",
            CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type,
            CASE c.relreplident WHEN 'd' THEN 'default' WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
                ELSE r.relname END AS replica_identity,
            COALESCE(c.reloptions, '{{}}') AS "options:table_options", t.reloptions AS "@toast",
            a.amname AS access_method, s.spcname AS tablespace, {owner("c.relowner")}, d.description AS comment,
            {grants("c.relacl", "r", "c.relowner")}
        FROM pg_catalog.pg_class c
        {schema("c.relnamespace")} {comment("pg_class", "c.oid")} {extension("pg_class", "c.oid")}
        LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL
        LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
        LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
        LEFT JOIN (SELECT x.indrelid, xc.relname FROM pg_catalog.pg_index x
            JOIN pg_catalog.pg_class xc ON xc.oid = x.indexrelid WHERE x.indisreplident) r ON r.indrelid = c.oid
        LEFT JOIN (SELECT h.inhrelid,
                pg_catalog.array_agg(ARRAY[pn.nspname, p.relname]::pg_catalog.text[] ORDER BY h.inhseqno) AS parents
            FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent AND p.relkind IN ('r', 'p')
            JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace GROUP BY h.inhrelid) i ON i.inhrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'"""


def defaults(facts: Table) -> dict[str, object]:
    """Written to the log, and not partitioned."""
    return {"persistence": "permanent", "partition_key": None}


KIND = Kind(
    name="table",
    plural="tables",
    facts=Table,
    scope="schema",
    missing=ERROR,
    undocumented=ERROR,
    changed={"rls": ERROR, "rls_forced": ERROR},
    same={
        "grants": same.grants,
        "options": same.options,
        "partition_key": same.expressions,
        "partition_of": same.relation_names,
        "partition_bound": same.bounds,
        "inherits": same.relation_lists,
    },
    defaults=defaults,
    why="A table that is missing breaks its readers; one that nobody documented is unreviewed, and in an exposed schema its rows may be public.",
    query=query,
)
