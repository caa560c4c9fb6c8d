"""One tree for each meaning: what PostgreSQL's parser makes of the spellings of an expression.

Each rule makes the tree of one message of the grammar and says which habit of PostgreSQL it mirrors
(`parse_expr.c`: what is rewritten when it is read; `ruleutils.c`: what is printed).
"""

from __future__ import annotations

from driftcheck.sql import parse
from driftcheck.sql.expressions import literals, values
from driftcheck.sql.expressions.tree import NOTHING, Tree, build, fields, generic, listed, name_parts, optional, rule
from driftcheck.sql.types import spell

_VALUES = {"SVFOP_USER": "SVFOP_CURRENT_USER", "SVFOP_CURRENT_ROLE": "SVFOP_CURRENT_USER"}


@rule("A_Const")
def constant(node: parse.Node) -> Tree:
    """Numbers by their value; `0.00` is 0."""
    which = node.WhichOneof("val")
    if node.isnull or which is None:
        return ("null",)
    if which == "ival":
        return values.constant(str(node.ival.ival))
    if which == "fval":
        return values.constant(node.fval.fval)
    if which == "boolval":
        return ("bool", node.boolval.boolval)
    if which == "bsval":
        kind, digits = node.bsval.bsval[:1], node.bsval.bsval[1:]
        bits = digits if kind == "b" else "".join(f"{int(d, 16):04b}" for d in digits)
        return ("cast", "bit", ("string", bits))
    return ("string", node.sval.sval)


@rule("TypeCast")
def type_cast(node: parse.Node) -> Tree:
    """`CAST(x AS t)`, `x::t` and `t 'literal'` are one message; the type as format_type prints it."""
    return literals.cast(build(node.arg), spell(node.type_name))


@rule("ColumnRef")
def column(node: parse.Node) -> Tree:
    """A column with the qualifiers that stand before it; `*` for all of them."""
    parts = [parse.unwrap(field) for field in node.fields]
    return ("column", *("*" if parse.name(p) == "A_Star" else p.sval for p in parts))


@rule("A_ArrayExpr")
def array(node: parse.Node) -> Tree:
    """`ARRAY[…]`: ("array", type of the elements where stated, element, …)."""
    return ("array", None, *map(build, node.elements))


@rule("FuncCall")
def call(node: parse.Node) -> Tree:
    """A call, written as one or in SQL's own words (EXTRACT, TRIM, POSITION, AT TIME ZONE); VARIADIC arrays spread."""
    arguments = [build(argument) for argument in node.args]
    if node.func_variadic and arguments and arguments[-1][0] == "array":
        arguments[-1:] = list(arguments[-1][2:])
    others = [(k, v) for k, v in fields(node) if k not in ("funcname", "args", "func_variadic")]
    name = name_parts(node.funcname)
    if name == ("current_schema",) and not arguments:
        return ("SQLValueFunction", ("op", "SVFOP_CURRENT_SCHEMA"), ("typmod", -1))
    return ("call", name, ("list", *arguments), *others)


@rule("SQLValueFunction")
def value_function(node: parse.Node) -> Tree:
    """USER and CURRENT_ROLE are CURRENT_USER. CURRENT_TIMESTAMP is not now(): they are printed apart."""
    return (
        "SQLValueFunction",
        *((k, _VALUES.get(v, v) if isinstance(v, str) else v) for k, v in fields(node)),
    )


@rule("CaseExpr")
def case(node: parse.Node) -> Tree:
    """A CASE without ELSE is printed with ELSE NULL."""
    otherwise = optional(node, "defresult")
    return ("case", optional(node, "arg"), listed(node.args), ("null",) if otherwise is NOTHING else otherwise)


@rule("RowExpr")
def row(node: parse.Node) -> Tree:
    """`(a, b)` and `ROW(a, b)`."""
    return ("row", *map(build, node.args))


@rule("MultiAssignRef")
def assigned(node: parse.Node) -> Tree:
    """`SET (a, b) = (1, 2)` is printed as `SET a = 1, b = 2`."""
    source = parse.unwrap(node.source)
    return build(source.args[node.colno - 1]) if parse.name(source) == "RowExpr" else generic(node)


@rule("CollateClause")
def collate(node: parse.Node) -> Tree:
    """`x COLLATE "C"`, with or without its schema."""
    return ("collate", build(node.arg), ("name", "object", name_parts(node.collname)))


@rule("TypeName")
def type_name(node: parse.Node) -> Tree:
    """A type where the grammar has one."""
    return ("type", spell(node))


@rule("SubLink")
def sublink(node: parse.Node) -> Tree:
    """`= ANY (SELECT …)` is IN; what EXISTS selects is of no account unless it aggregates."""
    kind, query = node.sub_link_type, build(node.subselect)
    operator = name_parts(node.oper_name) or ("=",)
    names = {1: "exists", 2: "all", 3: "any"}
    if names.get(kind) == "exists":
        return ("exists", _without_targets(query))
    if names.get(kind) in ("any", "all") and node.HasField("testexpr"):
        return (f"{names[kind]} of query", operator, build(node.testexpr), query)
    others = [f for f in fields(node) if f[0] not in ("subselect", "oper_name")]
    return ("subquery", ("list", *others), query)


_PLAIN = ("column", "number", "string", "null", "bool")


def _bare(value: Tree) -> Tree:
    while value[0] == "cast":
        value = value[2]
    return value


def _without_targets(query: Tree) -> Tree:
    if query[0] != "select":
        return query
    stated = dict(query[1:])
    targets = stated.get("target_list", ("list",))
    simple = all(t[0] == "target" and _bare(t[2])[0] in _PLAIN for t in targets[1:])
    aggregates = {"group_clause", "having_clause", "distinct_clause", "limit_count", "limit_offset", "op"} & set(stated)
    if not simple or aggregates:
        return query
    return ("select", *(f for f in query[1:] if f[0] != "target_list"))
