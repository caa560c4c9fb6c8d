"""Columns: type, NOT NULL, DEFAULT, identity, generated, and the constraints that stand at them."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.column import Column
from driftcheck.names import derived, join, last, quote, split
from driftcheck.sql import parse
from driftcheck.sql.ddl import constraints, mending
from driftcheck.sql.ddl.reader import Reader
from driftcheck.sql.families import FAMILIES
from driftcheck.sql.types import BUILT_IN, SERIALS, spell

IDENTITY = {"a": "always", "d": "by default"}


def read(reader: Reader, table: str, node: parse.Node, end: int) -> tuple[Column, list[constraints.Stated]]:
    """What a ColumnDef states; `end` is where it ends in the text.

    DDL without NOT NULL states that the column takes nulls, without DEFAULT that it has none.
    """
    start = reader.offset(node.location)
    facts: dict[str, Any] = {"at": reader.at(start), "nullable": True, "default": None}
    if node.HasField("type_name"):
        named = parse.strings(node.type_name.names)
        if named == [mending.NOT_SAID]:
            return Column(at=facts["at"]), []
        if named != [mending.UNKNOWN_TYPE]:
            facts |= _type(reader, node.type_name)
        if parse.strings(node.type_name.names)[-1] in SERIALS:
            sequence = join(*split(table)[:-1], derived(last(table), node.colname, "seq"))
            facts |= {"nullable": False, "default": f"nextval('{sequence}'::regclass)", "loose": ["default"]}
    found, stops = constraints.clauses(reader, node)
    keys = []
    for constraint, where in found:
        match constraints.kind_of(constraint):
            case "CONSTR_NOTNULL":
                facts["nullable"] = False
            case "CONSTR_DEFAULT" if parse.name(parse.unwrap(constraint.raw_expr)) == "ColumnRef":
                facts.pop("default", None)  # no default can name a column: a word for people, `DEFAULT now`
            case "CONSTR_DEFAULT":
                facts["default"] = reader.expression(where, stops - {where}, end)
            case "CONSTR_IDENTITY":
                facts |= {"identity": IDENTITY[constraint.generated_when], "nullable": False}
            case "CONSTR_GENERATED":
                facts["generated"] = reader.parenthesised(where, "AS", end=end)
                facts["generated_kind"] = "virtual" if constraint.generated_kind == "v" else "stored"
            case "CONSTR_PRIMARY":
                facts["nullable"] = False
        if stated := constraints.read(reader, constraint, node.colname, end):
            keys.append(stated)
        elif keys:
            constraints.attribute(constraint, keys[-1])
    if node.HasField("coll_clause"):
        facts["collation"] = collation(node.coll_clause)
    return Column(**facts), keys


def collation(clause: parse.Node) -> str:
    """A COLLATE clause's collation; those of PostgreSQL's own stand without their schema."""
    parts = parse.strings(clause.collname)
    return ".".join(map(quote, parts[1:] if parts[0] == "pg_catalog" and len(parts) > 1 else parts))


def _type(reader: Reader, node: parse.Node) -> dict[str, Any]:
    """A type in DDL is exact; a word that is no type of PostgreSQL's (`string`) says of what family it is."""
    names = parse.strings(node.names)
    if names == [mending.ANY_ARRAY]:
        return {"type": mending.ANY_ARRAY, "loose": ["type"]}
    word = names[0] if len(names) == 1 else ""
    loose = word in FAMILIES and word not in BUILT_IN and reader.sink.find("type", reader.path_of(names)) is None
    return {"type": spell(node), **({"loose": ["type"]} if loose else {})}
