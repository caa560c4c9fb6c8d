"""Triggers that people created: `pg_trigger`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import ENABLED, comment, extension
from driftcheck.model import UNSTATED, Facts, Flag, Names, OptionalText, Text


class Trigger(Facts):
    table: Text = UNSTATED
    timing: Text = UNSTATED  # BEFORE | AFTER | INSTEAD OF
    events: Names = UNSTATED  # "INSERT", "UPDATE OF a, b", …
    function: Text = UNSTATED
    level: Text = UNSTATED  # ROW | STATEMENT
    arguments: Names = UNSTATED
    when: OptionalText = UNSTATED
    enabled: Text = UNSTATED  # origin | disabled | replica | always
    constraint: Flag = UNSTATED
    deferrable: Flag = UNSTATED
    initially_deferred: Flag = UNSTATED
    from_table: OptionalText = UNSTATED
    old_table: OptionalText = UNSTATED
    new_table: OptionalText = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Triggers, but for those of constraints and those that a partitioned table's trigger implies.

    A trigger belongs to the extension of its function: one that a user put on an extension's table is the user's.
    WHEN speaks of two rows, which pg_get_expr cannot print: it is cut out of the whole definition.
    """
    return f"""
        SELECT t.tgrelid::pg_catalog.int8 AS "path:relation", t.tgname AS path, e.extname AS extension,
            t.tgrelid::pg_catalog.int8 AS "table:relation",
            CASE WHEN t.tgtype & 64 <> 0 THEN 'INSTEAD OF' WHEN t.tgtype & 2 <> 0 THEN 'BEFORE' ELSE 'AFTER' END AS timing,
            t.tgtype::pg_catalog.int4 AS "events:events", t.tgattr::pg_catalog.int2[] AS "@columns",
            CASE WHEN t.tgtype & 1 <> 0 THEN 'ROW' ELSE 'STATEMENT' END AS level,
            ARRAY[fn.nspname, f.proname]::pg_catalog.text[] AS "function:path",
            pg_catalog.encode(t.tgargs, 'hex') AS "arguments:trigger_arguments",
            CASE WHEN t.tgqual IS NOT NULL THEN pg_catalog.pg_get_triggerdef(t.oid) END AS "when:when", CASE WHEN t.tgqual IS NOT NULL THEN true END AS "?when",
            CASE t.tgenabled {ENABLED} AS enabled, t.tgconstraint <> 0 AS constraint,
            t.tgdeferrable AS deferrable, t.tginitdeferred AS initially_deferred,
            CASE WHEN t.tgconstrrelid <> 0 THEN (SELECT ARRAY[rn.nspname, r.relname]::pg_catalog.text[]
                FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
                WHERE r.oid = t.tgconstrrelid) END AS "from_table:path",
            t.tgoldtable AS old_table, t.tgnewtable AS new_table, d.description AS comment
        FROM pg_catalog.pg_trigger t
        JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
        {comment("pg_trigger", "t.oid")} {extension("pg_proc", "t.tgfoid")}
        WHERE NOT t.tgisinternal AND t.tgparentid = 0"""


def defaults(facts: Trigger) -> dict[str, object]:
    """CREATE TRIGGER enables it, for sessions that replicate nothing."""
    return {"arguments": [], "constraint": False, "enabled": "origin", "old_table": None, "new_table": None}


KIND = Kind(
    name="trigger",
    plural="triggers",
    facts=Trigger,
    scope="table",
    missing=ERROR,
    undocumented=WARNING,
    same={
        "initially_deferred": same.deferral,
        "table": same.relation_names,
        "function": same.function_names,
        "events": same.unordered,
        "when": same.expressions,
    },
    defaults=defaults,
    why="What a trigger did by itself no longer happens, or happens unannounced.",
    query=query,
)
