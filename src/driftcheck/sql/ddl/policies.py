"""CREATE POLICY, ALTER POLICY."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.policy import Policy
from driftcheck.model import UNSTATED, OptionalText
from driftcheck.names import join, split
from driftcheck.sql import parse
from driftcheck.sql.ddl.mending import NOT_SAID
from driftcheck.sql.ddl.reader import Reader
from driftcheck.sql.ddl.roles import roles


def create(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreatePolicyStmt: without FOR it is for ALL, without TO for public (CREATE POLICY's documentation)."""
    table = reader.relation(node.table)
    facts = Policy(
        at=reader.at(reader.first(start)),
        table=table,
        command=node.cmd_name.upper() or "ALL",
        permissive=bool(node.permissive),
        roles=roles(node.roles) if node.roles else ["public"],
        using=_condition(reader.parenthesised(start, "USING", end=end)) if node.HasField("qual") else None,
        check=_condition(reader.parenthesised(start, "WITH", "CHECK", end=end))
        if node.HasField("with_check")
        else None,
    )
    reader.sink.state("policy", join(*split(table), node.policy_name), facts)


def _condition(text: str | None) -> OptionalText:
    """The condition; `USING (...)` says that there is one, not which."""
    return UNSTATED if text == f'"{NOT_SAID}"' else text


def alter(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterPolicyStmt: only what it names changes."""
    table = reader.relation(node.table)
    changes: dict[str, Any] = {}
    if node.roles:
        changes["roles"] = roles(node.roles)
    if node.HasField("qual"):
        changes["using"] = reader.parenthesised(start, "USING", end=end)
    if node.HasField("with_check"):
        changes["check"] = reader.parenthesised(start, "WITH", "CHECK", end=end)
    reader.sink.change("policy", join(*split(table), node.policy_name), reader.at(reader.first(start)), **changes)
