"""Constraints, inline and of a table, with the names that PostgreSQL gives to those that have none."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from typing import Any

from driftcheck.kinds.constraint import SUFFIXES, Constraint
from driftcheck.names import derived, join, last, quote, split
from driftcheck.sql import parse
from driftcheck.sql.ddl import indexes
from driftcheck.sql.ddl.reader import Reader
from driftcheck.sql.sink import Sink

TYPES = {
    "CONSTR_PRIMARY": "primary key", "CONSTR_UNIQUE": "unique", "CONSTR_FOREIGN": "foreign key",
    "CONSTR_CHECK": "check", "CONSTR_EXCLUSION": "exclusion",
}  # fmt: skip
ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}


_NOT_ENFORCED = {"enforced": False, "validated": False}
_ATTRIBUTES = {
    "CONSTR_ATTR_DEFERRABLE": {"deferrable": True},
    "CONSTR_ATTR_DEFERRED": {"deferrable": True, "initially_deferred": True},
    "CONSTR_ATTR_NOT_ENFORCED": _NOT_ENFORCED,
}


@dataclasses.dataclass(eq=False)
class Stated:
    """A constraint that a statement makes, before it has a name."""

    facts: Constraint
    name: str
    columns: list[str]


def kind_of(node: parse.Node) -> str:
    """The constraint's CONSTR_… name."""
    from postgast import pg_query_pb2 as proto

    return str(proto.ConstrType.Name(node.contype))


def read(reader: Reader, node: parse.Node, column: str | None, end: int) -> Stated | None:
    """What a Constraint node states; None for those that are a column's own (NOT NULL, DEFAULT, …).

    `column`: the one that it stands at, for an inline constraint. `end`: where its element ends in the text.
    """
    type = TYPES.get(kind_of(node))
    if type is None:
        return None
    start = reader.offset(node.location)
    facts: dict[str, Any] = {"type": type, "at": reader.at(start)}
    columns = parse.strings(node.keys) or ([column] if column else [])
    match type:
        case "foreign key":
            columns = parse.strings(node.fk_attrs) or columns
            facts |= _references(reader, node)
        case "check":
            columns = _columns_of(node.raw_expr)
            facts["expression"] = reader.parenthesised(start, "CHECK", end=end) or ""
        case "exclusion":
            facts["exclusion"] = _exclusion(node)
            columns = [parse.unwrap(parse.unwrap(pair).items[0]).name for pair in node.exclusions if _pair(pair)]
    if type not in ("check", "exclusion"):
        facts["columns"] = columns
    if node.deferrable:
        facts |= {"deferrable": True, "initially_deferred": bool(node.initdeferred)}
    if node.skip_validation:
        facts["validated"] = False
    if type in ("check", "foreign key") and not node.is_enforced:
        facts |= _NOT_ENFORCED
    if node.is_no_inherit:
        facts["no_inherit"] = True
    if node.nulls_not_distinct:
        facts["nulls_not_distinct"] = True
    if node.without_overlaps or node.fk_with_period:
        facts["temporal"] = True
    if node.including:
        facts["include"] = parse.strings(node.including)
    return Stated(Constraint(**facts), node.conname, columns)


def required(node: parse.Node) -> list[str]:
    """The columns that a NOT NULL of a table's own names: `CONSTRAINT c NOT NULL a` (PostgreSQL 18)."""
    return parse.strings(node.keys) if kind_of(node) == "CONSTR_NOTNULL" else []


def attribute(node: parse.Node, key: Stated) -> None:
    """Put what stands behind a column's own constraint, DEFERRABLE and its kin, into what is stated of it."""
    for property, value in _ATTRIBUTES.get(kind_of(node), {}).items():
        setattr(key.facts, property, value)


def put(sink: Sink, table: str, keys: Iterable[Stated]) -> None:
    """State the constraints of one statement under their table, each under its own name or the one that PostgreSQL
    would choose.
    """
    given: set[str] = set()
    for stated in keys:
        name = stated.name
        if not name:
            stated.facts.named = False
            name = unused_name(sink, table, stated, given)
        path = join(*split(table), name)
        sink.state("constraint", path, stated.facts, given)
        given.add(path)


def distinct(keys: list[Stated]) -> list[Stated]:
    """The keys that CREATE TABLE makes of these: one that repeats another is none of its own, the primary key is kept
    before a unique one, and a name that only one of the two has is the name of both (`transformIndexConstraints`).
    """
    kept: list[Stated] = []
    for stated in sorted(keys, key=lambda key: key.facts.type != "primary key"):
        same = next((k for k in kept if _one_index(k.facts, stated.facts)), None)
        if same is None:
            kept.append(stated)
        elif not same.name:
            same.name = stated.name
    return [key for key in keys if key in kept]


def _one_index(a: Constraint, b: Constraint) -> bool:
    properties = ("columns", "include", "nulls_not_distinct", "deferrable", "initially_deferred")
    return {a.type, b.type} <= {"primary key", "unique"} and all(
        (getattr(a, p) or None) == (getattr(b, p) or None) for p in properties
    )


def unused_name(sink: Sink, table: str, stated: Stated, given: Collection[str] = ()) -> str:
    """`<table>_<columns>_<suffix>`, numbered where another constraint has that name (`ChooseRelationName`).

    `given`: the paths of the statement's other constraints, of which this is none.
    """
    type = str(stated.facts.type)
    columns = "" if type == "primary key" else "_".join([*stated.columns, *(stated.facts.include or ())])
    if type == "check" and len(stated.columns) != 1:
        columns = ""
    suffix, number = SUFFIXES[type], 0
    while True:
        name = derived(last(table), columns, f"{suffix}{number or ''}")
        path = join(*split(table), name)
        there = sink.find("constraint", path)
        if path not in given and (there is None or same_key(there, stated.facts)):
            return name
        number += 1


def clauses(reader: Reader, node: parse.Node) -> tuple[list[tuple[parse.Node, int]], set[int]]:
    """The constraints of a column or a domain with their places, and the places at which an expression before them ends."""
    found = [(one, reader.offset(one.location)) for one in map(parse.unwrap, node.constraints)]
    collate = {reader.offset(node.coll_clause.location)} if node.HasField("coll_clause") else set()
    return found, {place for _, place in found} | collate


def same_key(there: Any, stated: Constraint) -> bool:
    """Whether a constraint of that name is this one, told again."""
    return all(getattr(there, p) == getattr(stated, p) for p in ("type", "columns", "references", "expression"))


def _references(reader: Reader, node: parse.Node) -> dict[str, Any]:
    table = reader.relation(node.pktable)
    columns = parse.strings(node.pk_attrs)
    facts: dict[str, Any] = {
        "references": f"{table}({', '.join(map(quote, columns))})" if columns else table,
        "on_delete": ACTIONS[node.fk_del_action or "a"],
        "on_update": ACTIONS[node.fk_upd_action or "a"],
    }
    if node.fk_matchtype == "f":
        facts["match"] = "FULL"
    if node.fk_del_set_cols:
        facts["set_null_columns"] = parse.strings(node.fk_del_set_cols)
    return facts


def _columns_of(expression: parse.Node) -> list[str]:
    """The columns that a check speaks of, each once."""
    found: dict[str, None] = {}
    for node in parse.walk(expression):
        if parse.name(node) == "ColumnRef" and (parts := parse.strings(node.fields)):
            found[parts[-1]] = None
    return list(found)


def _pair(node: parse.Node) -> bool:
    return bool(parse.unwrap(parse.unwrap(node).items[0]).name)


def _exclusion(node: parse.Node) -> str:
    parts = []
    for item in node.exclusions:
        element, operator = map(parse.unwrap, parse.unwrap(item).items)
        *schema, own = parse.strings(operator.items)
        name = f"OPERATOR({'.'.join(map(quote, schema))}.{own})" if schema else own
        parts.append(f"{indexes.key(element)} WITH {name}")
    text = f"USING {node.access_method} ({', '.join(parts)})"
    if node.including:
        text += f" INCLUDE ({', '.join(map(quote, parse.strings(node.including)))})"
    return text + (f" WHERE ({parse.text_of(node.where_clause)})" if node.HasField("where_clause") else "")
