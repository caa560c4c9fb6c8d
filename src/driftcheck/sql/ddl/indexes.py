"""CREATE INDEX."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.index import Index
from driftcheck.model import stated
from driftcheck.names import constant, derived, join, last, quote, split, truncate
from driftcheck.sql import parse
from driftcheck.sql.ddl.reader import Reader, options, value
from driftcheck.sql.figured import figured

_EXPLICIT_CALL = 1  # CoercionForm: written f(x), not in words of SQL's own such as AT TIME ZONE
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
        facts["include"] = [parse.unwrap(element).name for element in node.index_including_params]
    if node.nulls_not_distinct:
        facts["nulls_not_distinct"] = True
    if node.options:
        facts["options"] = {name: value(given) or "true" for name, given in options(node.options).items()}
    schema, name = split(table)[:-1], node.idxname
    if not name:
        facts["named"] = False
        columns = _columns_part([*elements, *map(parse.unwrap, node.index_including_params)])
        name = _unused_name(reader, schema, last(table), columns, Index(**facts))
    reader.sink.state("index", join(*schema, name), Index(**facts))


def _columns_part(elements: list[parse.Node]) -> str:
    """The middle of the index's name: its columns, one of the same name numbered (`ChooseIndexColumnNames`)."""
    names: list[str] = []
    for element in elements:
        base = name = element.name or _figure_name(element.expr)
        number = 0
        while name in names:
            number += 1
            name = truncate(f"{base}{number}")
        names.append(name)
    return "_".join(names)


def _unused_name(reader: Reader, schema: tuple[str, ...], table: str, columns: str, facts: Index) -> str:
    """`<table>_<columns>_idx`, numbered where another index of the schema has that name (`ChooseRelationName`)."""
    number = 0
    while True:
        name = derived(table, columns, f"idx{number or ''}")
        there = reader.sink.find("index", join(*schema, name))
        if there is None or all(getattr(there, p) == value for p, value in stated(facts)):
            return name
        number += 1


def key(element: parse.Node) -> str:
    """An IndexElem as CREATE INDEX writes it.

    An expression that is no plain function call stands in parentheses.
    """
    from postgast import pg_query_pb2 as proto

    if element.name:
        parts = [quote(element.name)]
    else:
        text = parse.text_of(element.expr)
        inner = parse.unwrap(element.expr)
        called = parse.name(inner) == "FuncCall" and inner.funcformat == _EXPLICIT_CALL
        parts = [text if called else f"({text})"]
    if element.collation:
        parts.append("COLLATE " + ".".join(quote(p) for p in parse.strings(element.collation)))
    if element.opclass:
        parts.append(".".join(quote(p) for p in parse.strings(element.opclass)))
    if element.opclassopts:
        given = options(element.opclassopts).items()
        parts.append(f"({', '.join(f'{quote(name)}={constant(value(found))}' for name, found in given)})")
    descending = proto.SortByDir.Name(element.ordering) == _DESCENDING
    if descending:
        parts.append("DESC")
    nulls = proto.SortByNulls.Name(element.nulls_ordering)
    if nulls == (_NULLS_LAST if descending else _NULLS_FIRST):
        parts.append("NULLS LAST" if descending else "NULLS FIRST")
    return " ".join(parts)


def _figure_name(expression: parse.Node) -> str:
    """The name that an index takes from an expression (`FigureColname`, parse_target.c; "expr" where there is none)."""
    return figured(expression)[0] or "expr"
