"""The name that PostgreSQL takes from an expression where nobody gave one (`FigureColname`, parse_target.c)."""

from __future__ import annotations

from driftcheck.sql import parse

UNNAMED = "?column?"
_NULLIF, _GREATEST = 6, 1  # A_Expr_Kind, MinMaxOp (pg_query.proto)
_NAMED = {
    "CoalesceExpr": "coalesce", "A_ArrayExpr": "array", "RowExpr": "row", "GroupingFunc": "grouping",
    "JsonParseExpr": "json", "JsonScalarExpr": "json_scalar", "JsonSerializeExpr": "json_serialize",
    "JsonObjectConstructor": "json_object", "JsonArrayConstructor": "json_array",
    "JsonArrayQueryConstructor": "json_array", "JsonObjectAgg": "json_objectagg", "JsonArrayAgg": "json_arrayagg",
    "XmlSerialize": "xmlserialize",
}  # fmt: skip
_KEYWORDS = {
    "SVFOP_CURRENT_DATE": "current_date", "SVFOP_CURRENT_TIME": "current_time", "SVFOP_CURRENT_TIME_N": "current_time",
    "SVFOP_CURRENT_TIMESTAMP": "current_timestamp", "SVFOP_CURRENT_TIMESTAMP_N": "current_timestamp",
    "SVFOP_LOCALTIME": "localtime", "SVFOP_LOCALTIME_N": "localtime", "SVFOP_LOCALTIMESTAMP": "localtimestamp",
    "SVFOP_LOCALTIMESTAMP_N": "localtimestamp", "SVFOP_CURRENT_ROLE": "current_role",
    "SVFOP_CURRENT_USER": "current_user", "SVFOP_USER": "user", "SVFOP_SESSION_USER": "session_user",
    "SVFOP_CURRENT_CATALOG": "current_catalog", "SVFOP_CURRENT_SCHEMA": "current_schema",
}  # fmt: skip
_UNKNOWN = frozenset({"XmlExpr"})  # named after what they do, which their spelling tells
_JSON = {1: "json_exists", 2: "json_query", 3: "json_value"}  # JsonExprOp (pg_query.proto)
_EXISTS, _ARRAY, _VALUE = "EXISTS_SUBLINK", "ARRAY_SUBLINK", "EXPR_SUBLINK"


def column_name(expression: parse.Node) -> str | None:
    """The name of a query's output column, None where releases differ."""
    node = parse.unwrap(expression)
    if parse.name(node) in _UNKNOWN or (parse.name(node) == "A_Const" and node.WhichOneof("val") == "boolval"):
        return None
    return figured(expression)[0] or UNNAMED


def figured(expression: parse.Node) -> tuple[str, bool]:
    """A name and whether it is a good one: a cast's type is taken only if what is cast has none better."""
    node = parse.unwrap(expression)
    match parse.name(node):
        case "FuncCall":
            return parse.strings(node.funcname)[-1], True
        case "ColumnRef":
            fields = parse.strings(node.fields)
            return (fields[-1], True) if fields else ("", False)
        case "TypeCast":
            name, good = figured(node.arg)
            return (name, good) if good else (parse.strings(node.type_name.names)[-1], False)
        case "CollateClause":
            return figured(node.arg)
        case "A_Indirection":
            fields = parse.strings(node.indirection)
            return (fields[-1], True) if fields else figured(node.arg)
        case "CaseExpr":
            name, good = figured(node.defresult) if node.HasField("defresult") else ("", False)
            return (name, good) if good else ("case", False)
        case "A_Expr":
            return ("nullif", True) if node.kind == _NULLIF else ("", False)
        case "MinMaxExpr":
            return "greatest" if node.op == _GREATEST else "least", True
        case "JsonFuncExpr":
            return _JSON[node.op], True
        case "SubLink":
            return _of_query(node)
        case "SQLValueFunction":
            name = _KEYWORDS.get(
                type(node).DESCRIPTOR.fields_by_name["op"].enum_type.values_by_number[node.op].name, ""
            )
            return name, bool(name)
        case other:
            return _NAMED.get(other, ""), other in _NAMED


def _of_query(node: parse.Node) -> tuple[str, bool]:
    kind = type(node).DESCRIPTOR.fields_by_name["sub_link_type"].enum_type.values_by_number[node.sub_link_type].name
    if kind in (_EXISTS, _ARRAY):
        return "exists" if kind == _EXISTS else "array", True
    query = parse.unwrap(node.subselect)
    while parse.name(query) == "SelectStmt" and query.HasField("larg"):
        query = query.larg
    if kind != _VALUE or parse.name(query) != "SelectStmt" or not query.target_list:
        return "", False
    target = parse.unwrap(query.target_list[0])
    return (target.name, True) if target.name else figured(target.val)
