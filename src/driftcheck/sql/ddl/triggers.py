"""CREATE TRIGGER, CREATE EVENT TRIGGER, CREATE RULE."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.event_trigger import EventTrigger
from driftcheck.kinds.rule import Rule
from driftcheck.kinds.trigger import Trigger
from driftcheck.names import join, quote, split
from driftcheck.sql import parse
from driftcheck.sql.ddl.reader import Reader

# pg_trigger.tgtype, catalog/pg_trigger.h
_BEFORE, _INSTEAD = 1 << 1, 1 << 6
_EVENTS = {1 << 2: "INSERT", 1 << 3: "DELETE", 1 << 4: "UPDATE", 1 << 5: "TRUNCATE"}


def create(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateTrigStmt."""
    table = reader.relation(node.relation)
    columns = parse.strings(node.columns)
    events = [
        f"UPDATE OF {', '.join(map(quote, columns))}" if name == "UPDATE" and columns else name
        for bit, name in _EVENTS.items()
        if node.events & bit
    ]
    timing = "BEFORE" if node.timing & _BEFORE else "INSTEAD OF" if node.timing & _INSTEAD else "AFTER"
    facts: dict[str, Any] = {
        "at": reader.at(reader.first(start)),
        "table": table,
        "timing": timing,
        "events": events,
        "function": ".".join(map(quote, parse.strings(node.funcname))),
        "level": "ROW" if node.row else "STATEMENT",
        "when": reader.parenthesised(start, "WHEN", end=end) if node.HasField("when_clause") else None,
    }
    if node.args:
        facts["arguments"] = parse.strings(node.args)
    if node.isconstraint:
        facts |= {
            "constraint": True,
            "deferrable": bool(node.deferrable),
            "initially_deferred": bool(node.initdeferred),
        }
    for transition in map(parse.unwrap, node.transition_rels):
        facts["new_table" if transition.is_new else "old_table"] = transition.name
    path = join(*split(table), node.trigname)
    if node.replace and reader.sink.find("trigger", path) is not None:
        reader.sink.change("trigger", path, facts.pop("at"), **facts)
    else:
        reader.sink.state("trigger", path, Trigger(**facts))


def create_event(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateEventTrigStmt."""
    facts = EventTrigger(
        at=reader.at(reader.first(start)),
        event=node.eventname,
        function=".".join(map(quote, parse.strings(node.funcname))),
    )
    reader.sink.state("event_trigger", quote(node.trigname), facts)


def create_rule(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A RuleStmt: its event, whether it stands instead of the statement, and all of it as it was written."""
    from postgast import pg_query_pb2 as proto

    table = reader.relation(node.relation)
    event = proto.CmdType.Name(node.event).removeprefix("CMD_")
    first = reader.first(start)
    facts = Rule(
        at=reader.at(first),
        table=table,
        event=event,
        instead=bool(node.instead),
        definition=reader.text[first:end].strip().removesuffix(";"),
    )
    reader.sink.state("rule", join(*split(table), node.rulename), facts)
