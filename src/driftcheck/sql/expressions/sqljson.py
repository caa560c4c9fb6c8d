"""SQL/JSON: the constructors, query functions and JSON_TABLE (chapter 9.16), with what they take where nothing is said.

PostgreSQL prints RETURNING, the wrapper, the quotes and each column's path always, ON EMPTY and ON ERROR only where
they are not the default (`get_json_constructor`, `get_json_expr_options`, `get_json_table`, ruleutils.c).
"""

from __future__ import annotations

from typing import Any

from driftcheck.sql import parse
from driftcheck.sql.expressions import literals
from driftcheck.sql.expressions.tree import NOTHING, Tree, build, fields, listed, optional, rule

_RETURNS = {"JSON_QUERY_OP": "jsonb", "JSON_VALUE_OP": "text"}
_DEFAULT_FORMAT, _DEFAULT_ENCODING, _ERROR = 1, 1, 2  # JsonFormatType, JsonEncoding, JsonBehaviorType (pg_query.proto)


@rule("JsonValueExpr")
def value(node: parse.Node) -> Tree:
    """A value, with its FORMAT where it has one."""
    format = node.format
    plain = format.format_type <= _DEFAULT_FORMAT and format.encoding <= _DEFAULT_ENCODING
    return build(node.raw_expr) if plain else ("JsonValueExpr", build(node.raw_expr), format.encoding)


@rule("JsonOutput")
def output(node: parse.Node) -> Tree:
    """("returning", type, encoding): its format is JSON's, said or not."""
    return ("returning", build(node.type_name)[1], node.returning.format.encoding)


def _returning(node: parse.Node, default: str | None = None) -> Tree:
    return build(node.output) if node.HasField("output") else ("returning", default, _DEFAULT_ENCODING)


@rule("JsonObjectConstructor")
def object_(node: parse.Node) -> Tree:
    """("made", "JSON_OBJECT", what it returns, the keys and values, the rest)."""
    return ("made", "JSON_OBJECT", _returning(node), listed(node.exprs), node.absent_on_null, node.unique)


@rule("JsonArrayConstructor")
def array(node: parse.Node) -> Tree:
    """("made", "JSON_ARRAY", what it returns, the elements, the rest); without elements nothing is absent."""
    return ("made", "JSON_ARRAY", _returning(node), listed(node.exprs), bool(node.exprs) and node.absent_on_null)


@rule("JsonObjectAgg")
def object_of_rows(node: parse.Node) -> Tree:
    """("made", "JSON_OBJECTAGG", what it returns, the key and the value, the rest)."""
    return ("made", "JSON_OBJECTAGG", *_aggregate(node), node.unique)


@rule("JsonArrayAgg")
def array_of_rows(node: parse.Node) -> Tree:
    """("made", "JSON_ARRAYAGG", what it returns, the value, the rest)."""
    return ("made", "JSON_ARRAYAGG", *_aggregate(node))


def _aggregate(node: parse.Node) -> tuple[Any, ...]:
    rest = ("list", *(field for field in fields(node.constructor) if field[0] != "output"))
    return (_returning(node.constructor), ("list", build(node.arg)), rest, node.absent_on_null)


@rule("JsonArrayQueryConstructor")
def array_of_query(node: parse.Node) -> Tree:
    """`JSON_ARRAY(SELECT …)` is an aggregate over the query (`transformJsonArrayQueryConstructor`, parse_expr.c)."""
    made = ("made", "JSON_ARRAYAGG", _returning(node), ("list", ("column", "q", "a")), ("list",), node.absent_on_null)
    rows = ("from_clause", ("list", ("from", "q", ("a",), build(node.query), ())))
    query = ("select", rows, ("target_list", ("list", ("target", "json_arrayagg", made, ("list",)))))
    return ("subquery", ("list", ("sub_link_type", "EXPR_SUBLINK")), query)


@rule("JsonScalarExpr")
def scalar(node: parse.Node) -> Tree:
    """JSON_SCALAR returns json."""
    return ("JSON_SCALAR", build(node.expr), _returning(node, "json"))


@rule("JsonSerializeExpr")
def serialized(node: parse.Node) -> Tree:
    """JSON_SERIALIZE returns text unless it says otherwise."""
    return ("JSON_SERIALIZE", build(node.expr), _returning(node, "text"))


@rule("JsonParseExpr")
def parsed(node: parse.Node) -> Tree:
    """JSON() returns json."""
    return ("JSON", build(node.expr), _returning(node, "json"), node.unique_keys)


@rule("JsonFuncExpr")
def queried(node: parse.Node) -> Tree:
    """JSON_EXISTS, JSON_QUERY and JSON_VALUE."""
    kind = _name(node, "op")
    returning = NOTHING if kind not in _RETURNS else _returning(node, _RETURNS[kind])
    path = build(node.pathspec)
    return (
        *(kind, build(node.context_item), literals.cast(path, "jsonpath") if path[0] == "string" else path),
        *(listed(node.passing), returning, *_shape(node)),
        *(_behaviour(node, "on_empty"), _behaviour(node, "on_error", of="EXISTS" if "EXISTS" in kind else "")),
    )


@rule("JsonTable")
def table(node: parse.Node) -> Tree:
    """JSON_TABLE as any function in FROM; the names of its paths mean nothing without a PLAN, which PostgreSQL has not."""
    errors = node.HasField("on_error") and node.on_error.btype == _ERROR
    what = ("JSON_TABLE", build(node.context_item), _path(node.pathspec), listed(node.passing))
    columns = ("list", *(_column(parse.unwrap(column), errors) for column in node.columns))
    alias = node.alias.aliasname if node.HasField("alias") else "json_table"
    names = tuple(parse.strings(node.alias.colnames))
    names += _names(columns)[len(names) :]
    return ("from", alias, names, (*what, columns, errors), ())


def _names(columns: Tree) -> tuple[str, ...]:
    """The columns that JSON_TABLE gives, those of nested paths where these stand."""
    return tuple(name for c in columns[1:] for name in (_names(c[-1]) if c[1] == "NESTED" else (c[2],)))


def _column(node: parse.Node, errors: bool) -> Tree:
    """("column of JSON", kind, name, type, path, its shape, ON EMPTY, ON ERROR, columns below)."""
    kind = _name(node, "coltype").removeprefix("JTC_").replace("FORMATTED", "REGULAR")
    type = optional(node, "type_name")
    shape = ("shape", *(_shape(node) if kind == "REGULAR" else ()))
    if node.HasField("pathspec"):
        path = _path(node.pathspec)
    else:
        path = NOTHING if kind in ("FOR_ORDINALITY", "NESTED") else literals.literal(f'$."{node.name}"', "jsonpath")
    below = ("list", *(_column(parse.unwrap(column), errors) for column in node.columns))
    empty, error = _behaviour(node, "on_empty"), _behaviour(node, "on_error", of="ERROR" if errors else kind)
    return ("column of JSON", kind, node.name, type, path, shape, empty, error, below)


def _path(node: parse.Node) -> Tree:
    return literals.cast(build(node.string), "jsonpath")


def _shape(node: parse.Node) -> tuple[str, str]:
    """The wrapper, without which there is none, and the quotes, which are kept."""
    wrapper, quotes = _name(node, "wrapper"), _name(node, "quotes")
    return ("JSW_NONE" if wrapper == "JSW_UNSPEC" else wrapper, "JS_QUOTES_KEEP" if "UNSPEC" in quotes else quotes)


_BEHAVIOURS = {"EXISTS": "JSON_BEHAVIOR_FALSE", "ERROR": "JSON_BEHAVIOR_ERROR"}


def _behaviour(node: parse.Node, when: str, of: str = "") -> Tree:
    """What happens ON EMPTY or ON ERROR, where it is not what happens anyway."""
    if not node.HasField(when):
        return NOTHING
    behaviour = getattr(node, when)
    if _name(behaviour, "btype") == _BEHAVIOURS.get(of, "JSON_BEHAVIOR_NULL"):
        return NOTHING
    return (when, _name(behaviour, "btype"), optional(behaviour, "expr"))


def _name(node: parse.Node, field: str) -> str:
    return str(type(node).DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(node, field)].name)
