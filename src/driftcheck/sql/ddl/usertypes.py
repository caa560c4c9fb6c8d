"""CREATE TYPE, CREATE DOMAIN, ALTER TYPE … ADD VALUE."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.type import Type
from driftcheck.model import UNSTATED
from driftcheck.names import quote
from driftcheck.sql import parse
from driftcheck.sql.ddl import constraints
from driftcheck.sql.ddl.columns import collation
from driftcheck.sql.ddl.reader import Reader
from driftcheck.sql.types import spell


def enum(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateEnumStmt."""
    path = reader.path_of(parse.strings(node.type_name))
    reader.sink.state(
        "type", path, Type(at=reader.at(reader.first(start)), kind="enum", values=parse.strings(node.vals))
    )


def alter_enum(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterEnumStmt: a value more, in its place, or one that is renamed."""
    path = reader.path_of(parse.strings(node.type_name))
    there = reader.sink.find("type", path)
    if not isinstance(there, Type) or there.values is UNSTATED:
        return
    values = list(there.values)
    if node.old_val:
        reader.sink.relabel(path, node.old_val, node.new_val)
        values = [node.new_val if value == node.old_val else value for value in values]
    elif node.new_val not in values:
        neighbour = node.new_val_neighbor
        place = len(values)
        if neighbour in values:
            place = values.index(neighbour) + (1 if node.new_val_is_after else 0)
        values.insert(place, node.new_val)
    reader.sink.change("type", path, reader.at(reader.first(start)), values=values)


def composite(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CompositeTypeStmt."""
    attributes = [parse.unwrap(column) for column in node.coldeflist]
    facts = Type(
        at=reader.at(reader.first(start)),
        kind="composite",
        attributes=[f"{quote(a.colname)} {spell(a.type_name)}{_collated(a)}" for a in attributes],
    )
    reader.sink.state("type", reader.relation(node.typevar), facts)


def _collated(attribute: parse.Node) -> str:
    return f" COLLATE {collation(attribute.coll_clause)}" if attribute.HasField("coll_clause") else ""


def range(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateRangeStmt."""
    subtype = next((parse.unwrap(p) for p in node.params if parse.unwrap(p).defname == "subtype"), None)
    facts = Type(at=reader.at(reader.first(start)), kind="range")
    if subtype is not None:
        facts.subtype = spell(parse.unwrap(subtype.arg))
    reader.sink.state("type", reader.path_of(parse.strings(node.type_name)), facts)


def domain(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateDomainStmt."""
    facts: dict[str, Any] = {
        "at": reader.at(reader.first(start)),
        "kind": "domain",
        "base": spell(node.type_name),
        "nullable": True,
        "default": None,
    }
    if node.HasField("coll_clause"):
        facts["collation"] = collation(node.coll_clause)
    found, stops = constraints.clauses(reader, node)
    checks = []
    for constraint, where in found:
        match constraints.kind_of(constraint):
            case "CONSTR_NOTNULL":
                facts["nullable"] = False
            case "CONSTR_DEFAULT":
                facts["default"] = reader.expression(where, stops - {where}, end)
            case "CONSTR_CHECK":
                checks.append(reader.parenthesised(where, "CHECK", end=end) or "")
    if checks:
        facts["checks"] = checks
    reader.sink.state("type", reader.path_of(parse.strings(node.domainname)), Type(**facts))
