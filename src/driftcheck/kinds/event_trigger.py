"""Event triggers: `pg_event_trigger`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import ENABLED, comment, extension, owner
from driftcheck.model import UNSTATED, Facts, Names, OptionalText, Text


class EventTrigger(Facts):
    event: Text = UNSTATED
    tags: Names = UNSTATED
    function: Text = UNSTATED
    enabled: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Event triggers."""
    return f"""
        SELECT t.evtname AS path, e.extname AS extension, t.evtevent AS event, COALESCE(t.evttags, '{{}}') AS tags,
            ARRAY[n.nspname, f.proname]::pg_catalog.text[] AS "function:path",
            CASE t.evtenabled {ENABLED} AS enabled, {owner("t.evtowner")}, d.description AS comment
        FROM pg_catalog.pg_event_trigger t JOIN pg_catalog.pg_proc f ON f.oid = t.evtfoid
        JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
        {comment("pg_event_trigger", "t.oid")} {extension("pg_event_trigger", "t.oid")}"""


KIND = Kind(
    name="event_trigger",
    plural="event_triggers",
    facts=EventTrigger,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    same={"tags": same.unordered, "function": same.function_names},
    why="An event trigger runs code at every DDL statement.",
    query=query,
)
