"""CREATE INDEX."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.index import Index
from driftcheck.names import derived, join, last, quote, split
from driftcheck.sql import parse
from driftcheck.sql.ddl.reader import Reader

_DESCENDING, _NULLS_FIRST, _NULLS_LAST = "SORTBY_DESC", "SORTBY_NULLS_FIRST", "SORTBY_NULLS_LAST"


def create(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An IndexStmt. Keys are spelled without what PostgreSQL takes by default: ASC, NULLS LAST, DESC NULLS FIRST."""
    table = reader.relation(node.relation)
    elements = [parse.unwrap(element) for element in node.index_params]
    facts: dict[str, Any] = {
        "at": reader.at(reader.first(start)),
        "table": table,
        "columns": [key(element) for element in elements],
        "unique": bool(node.unique),
        "method": node.access_method or "btree",
        "predicate": reader.behind(start, "WHERE", end) if node.HasField("where_clause") else None,
    }
    if node.index_including_params:
        facts["include"] = [key(parse.unwrap(element)) for element in node.index_including_params]
    if node.nulls_not_distinct:
        facts["nulls_not_distinct"] = True
    name = node.idxname
    if not name:
        facts["named"] = False
        columns = "_".join(element.name or _figure_name(element.expr) for element in elements)
        name = derived(last(table), columns, "idx")
    reader.sink.state("index", join(*split(table)[:-1], name), Index(**facts))


def key(element: parse.Node) -> str:
    """An IndexElem as CREATE INDEX writes it.

    An expression that is no plain function call stands in parentheses.
    """
    from postgast import pg_query_pb2 as proto

    if element.name:
        parts = [quote(element.name)]
    else:
        text = parse.text_of(element.expr)
        parts = [text if parse.name(parse.unwrap(element.expr)) == "FuncCall" else f"({text})"]
    if element.collation:
        parts.append("COLLATE " + ".".join(quote(p) for p in parse.strings(element.collation)))
    if element.opclass:
        parts.append(".".join(quote(p) for p in parse.strings(element.opclass)))
    descending = proto.SortByDir.Name(element.ordering) == _DESCENDING
    if descending:
        parts.append("DESC")
    nulls = proto.SortByNulls.Name(element.nulls_ordering)
    if nulls == (_NULLS_LAST if descending else _NULLS_FIRST):
        parts.append("NULLS LAST" if descending else "NULLS FIRST")
    return " ".join(parts)


def _figure_name(expression: parse.Node) -> str:
    """The name that an index takes from an expression (`FigureIndexColname`)."""
    node = parse.unwrap(expression)
    match parse.name(node):
        case "FuncCall":
            return parse.strings(node.funcname)[-1]
        case "ColumnRef":
            return parse.strings(node.fields)[-1]
        case "TypeCast":
            return _figure_name(node.arg)
        case "CoalesceExpr":
            return "coalesce"
    return "expr"
