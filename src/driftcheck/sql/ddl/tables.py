"""CREATE TABLE."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.table import Table
from driftcheck.names import join, quote, split
from driftcheck.sql import bounds, parse
from driftcheck.sql.ddl import columns, constraints, views
from driftcheck.sql.ddl.reader import Reader


def create(reader: Reader, node: parse.Node, start: int, end: int, *, whole: bool = True) -> None:
    """A CreateStmt: the table, its columns and its constraints, each with its own line.

    `whole`: the statement lists all columns; False where it says that there are more.
    """
    path = reader.relation(node.relation)
    facts: dict[str, Any] = {"at": reader.at(reader.first(start))}
    if node.relation.relpersistence == "t":
        return
    if node.relation.relpersistence == "u":
        facts["persistence"] = "unlogged"
    if node.HasField("partspec"):
        facts["partition_key"] = _partition_key(node.partspec)
    if node.HasField("partbound"):
        facts["partition_of"] = reader.relation(parse.unwrap(node.inh_relations[0]))
        facts["partition_bound"] = bounds.text(node.partbound)
        whole = False
    elif node.inh_relations:
        facts["inherits"] = [reader.relation(parse.unwrap(parent)) for parent in node.inh_relations]
        whole = False
    elements = [parse.unwrap(element) for element in node.table_elts]
    if any(parse.name(element) == "TableLikeClause" for element in elements):
        whole = False
    if whole and elements:
        facts["complete"] = ["columns"]
    reader.sink.state("table", path, Table(**facts))
    _elements(reader, path, elements, end)


def _partition_key(node: parse.Node) -> str:
    """`RANGE (day)`, as `pg_get_partkeydef` prints it."""
    from postgast import pg_query_pb2 as proto

    strategy = proto.PartitionStrategy.Name(node.strategy).removeprefix("PARTITION_STRATEGY_")
    return f"{strategy} ({', '.join(_key(parse.unwrap(key)) for key in node.part_params)})"


def _key(element: parse.Node) -> str:
    """A PartitionElem; the collation and the operator class that are PostgreSQL's own stand without their schema."""
    parts = [quote(element.name) if element.name else f"({parse.text_of(element.expr)})"]
    for word, names in (("COLLATE ", element.collation), ("", element.opclass)):
        if path := [name for name in parse.strings(names) if name != "pg_catalog"]:
            parts.append(word + ".".join(map(quote, path)))
    return " ".join(parts)


def _elements(reader: Reader, path: str, elements: list[parse.Node], end: int) -> None:
    starts = [reader.offset(e.location) for e in elements if parse.name(e) in ("ColumnDef", "Constraint")]
    ends = dict(zip(starts, [*starts, end][1:], strict=True))
    stated = []
    keys: list[constraints.Stated] = []
    required: set[str] = set()
    for element in elements:
        if parse.name(element) == "ColumnDef":
            at = reader.offset(element.location)
            column, inline = columns.read(reader, path, element, ends[at])
            stated.append((element.colname, at, column))
            keys += inline
        elif parse.name(element) == "Constraint":
            found = constraints.read(reader, element, None, ends[reader.offset(element.location)])
            keys += [found] if found else []
            required.update(constraints.required(element))
    required.update(c for key in keys if key.facts.type == "primary key" for c in key.columns)
    notes = dict(reversed(reader.comments))
    for i, (name, at, column) in enumerate(stated):
        if name in required:
            column.nullable = False
        last_of_line = i + 1 == len(stated) or reader.line_of(stated[i + 1][1]) != reader.line_of(at)
        if last_of_line and (note := notes.get(reader.line_of(at))):
            column.note = note
        reader.sink.state("column", join(*split(path), name), column)
    constraints.put(reader.sink, path, constraints.distinct(keys))


def create_as(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """CREATE TABLE AS: that the table exists; its columns come from a query. Also CREATE MATERIALIZED VIEW."""
    from driftcheck.kinds.materialized_view import MaterializedView

    path = reader.relation(node.into.rel)
    at = reader.at(reader.first(start))
    from postgast import pg_query_pb2 as proto

    if node.objtype == proto.OBJECT_MATVIEW:
        definition = views.query(reader, node.query, parse.strings(node.into.col_names), start, end)
        reader.sink.state("materialized_view", path, MaterializedView(at=at, definition=definition))
    elif node.into.rel.relpersistence != "t":
        reader.sink.state("table", path, Table(at=at))
