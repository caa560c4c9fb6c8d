"""Event triggers: `pg_event_trigger`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Names, OptionalText, Text


class EventTrigger(Facts):
    event: Text = UNSTATED
    tags: Names = UNSTATED
    function: Text = UNSTATED
    enabled: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="event_trigger",
    plural="event_triggers",
    facts=EventTrigger,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"tags": same.unordered, "function": same.function_names},
    why="An event trigger runs code at every DDL statement.",
)
