"""Subscriptions, made without reaching for the server that they subscribe to: nothing leaves the machine."""

from __future__ import annotations

from typing import Any

from driftcheck.model import UNSTATED, Flag
from driftcheck.names import constant, delimited, quote
from driftcheck.sql import parse
from driftcheck.sql.ddl.reader import options, truth, value

KINDS = frozenset({"CreateSubscriptionStmt", "AlterSubscriptionStmt", "DropSubscriptionStmt"})
_CONNECTS = frozenset({"connect", "enabled", "create_slot", "copy_data", "refresh"})
_PUBLICATIONS = {
    "ALTER_SUBSCRIPTION_SET_PUBLICATION": "SET",
    "ALTER_SUBSCRIPTION_ADD_PUBLICATION": "ADD",
    "ALTER_SUBSCRIPTION_DROP_PUBLICATION": "DROP",
}


def statements(node: parse.Node, text: str) -> list[str]:
    """What to run instead of a statement about a subscription; its own text where that asks nobody."""
    from postgast import pg_query_pb2 as proto

    kind, name = parse.name(node), delimited(node.subname)
    if kind == "CreateSubscriptionStmt":
        return [
            f"CREATE SUBSCRIPTION {name} CONNECTION {constant(node.conninfo)} PUBLICATION {_names(node.publication)}"
            f" WITH ({', '.join(['connect = false', *_given(node)])})"
        ]
    if kind == "DropSubscriptionStmt":
        exists = "IF EXISTS " if node.missing_ok else ""
        without_slot = [f"ALTER SUBSCRIPTION {name} {how}" for how in ("DISABLE", "SET (slot_name = NONE)")]
        return [*without_slot, f"DROP SUBSCRIPTION {exists}{name}"]
    change = proto.AlterSubscriptionType.Name(node.kind)
    if change in ("ALTER_SUBSCRIPTION_ENABLED", "ALTER_SUBSCRIPTION_REFRESH"):
        return []
    if change in _PUBLICATIONS:
        names = _names(node.publication)
        return [f"ALTER SUBSCRIPTION {name} {_PUBLICATIONS[change]} PUBLICATION {names} WITH (refresh = false)"]
    return [text]


def enabled(node: parse.Node) -> tuple[str, Flag] | None:
    """The subscription's path and whether it is enabled from this statement on; None if it says nothing of that.

    pg_dump writes connect = false, whatever it was.
    """
    from postgast import pg_query_pb2 as proto

    given = options(getattr(node, "options", ()))
    if parse.name(node) == "CreateSubscriptionStmt":
        if "enabled" in given or "connect" not in given or truth(given["connect"]):
            return quote(node.subname), "enabled" not in given or truth(given["enabled"])
        return quote(node.subname), UNSTATED
    altered = parse.name(node) == "AlterSubscriptionStmt"
    if altered and proto.AlterSubscriptionType.Name(node.kind) == "ALTER_SUBSCRIPTION_ENABLED":
        return quote(node.subname), truth(given["enabled"])
    return None


def _given(node: parse.Node) -> list[str]:
    given = options(node.options).items()
    return [f"{name} = {_word(name, found)}" for name, found in given if name not in _CONNECTS]


def _word(name: str, node: Any) -> str:
    said = value(node)
    return "NONE" if name == "slot_name" and said.lower() == "none" else constant(said or "true")


def _names(nodes: Any) -> str:
    return ", ".join(map(delimited, parse.strings(nodes)))
