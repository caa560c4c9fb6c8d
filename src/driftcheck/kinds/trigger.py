"""Triggers that people created: `pg_trigger`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
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


KIND = Kind(
    name="trigger",
    plural="triggers",
    facts=Trigger,
    scope="table",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={
        "table": same.relation_names,
        "function": same.function_names,
        "events": same.unordered,
        "when": same.expressions,
    },
    why="What a trigger did by itself no longer happens, or happens unannounced.",
)
