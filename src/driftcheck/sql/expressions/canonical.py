"""One tree for each meaning: what PostgreSQL's parser makes of the spellings of an expression.

Each rule makes the tree of one message of the grammar and says which habit of PostgreSQL it mirrors
(`parse_expr.c`: what is rewritten when it is read; `ruleutils.c`: what is printed).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


@rule("BoolExpr")
def boolean(node: parse.Node) -> Tree:
    """AND and OR of more than two are flat, however parenthesised."""
    arguments = [build(argument) for argument in node.args]
    kind = {1: "and", 2: "or", 3: "not"}[node.boolop]
    return ("not", arguments[0]) if kind == "not" else junction(kind, arguments)


def junction(kind: str, arguments: list[Tree]) -> Tree:
    """("and" or "or", argument, …), flat."""
    flat: list[Tree] = []
    for argument in arguments:
        flat += argument[1:] if argument[0] == kind else [argument]
    return (kind, *flat) if len(flat) > 1 else flat[0]


def operation(operator: tuple[str, ...], *operands: Tree) -> Tree:
    """An operator's use. Rows are compared column by column, as make_row_comparison_op writes it for = and <>."""
    symbol = operator[-1]
    if symbol in ("=", "<>") and len(operands) == 2 and all(o[0] == "row" for o in operands):
        pairs = list(zip(operands[0][1:], operands[1][1:], strict=False))
        if pairs and len(operands[0]) == len(operands[1]):
            kind = "and" if symbol == "=" else "or"
            return junction(kind, [operation(operator, a, b) for a, b in pairs])
    if symbol == "-" and len(operands) == 1 and (negative := _negated(operands[0])):
        return negative
    return ("operation", operator, *operands)


def _negated(value: Tree) -> Tree | None:
    """`-1::integer` is the negative of a constant (`doNegate`, gram.y, sees only the plain one)."""
    if value[0] == "number":
        return ("number", -value[1], *value[2:])
    if value[0] == "cast" and value[1] in values.NUMBERS and value[2][0] == "number":
        return ("cast", value[1], ("number", -value[2][1]))
    return None


@rule("A_Expr")
def expression(node: parse.Node) -> Tree:
    """Operators, and what the grammar writes as such."""
    kind = type(node).DESCRIPTOR.fields_by_name["kind"].enum_type.values_by_number[node.kind].name
    make = _EXPRESSIONS.get(kind)
    if make is not None:
        return make(node)
    operands = [build(getattr(node, side)) for side in ("lexpr", "rexpr") if node.HasField(side)]
    return operation(name_parts(node.name), *operands)


def membership(node: parse.Node) -> Tree:
    """`IN (…)` is = ANY of an array of all that holds no column, OR = of each that does; NOT IN is <> ALL, AND <>.

    One such value alone is compared without an array (transformAExprIn).
    """
    operator = name_parts(node.name)
    left = build(node.lexpr)
    items = [build(item) for item in parse.unwrap(node.rexpr).items]
    plain = [item for item in items if item[0] != "row" and not _has_column(item)]
    found = []
    if len(plain) > 1:
        found.append(quantified("any" if operator[-1] == "=" else "all", operator, left, ("array", None, *plain)))
    else:
        plain = []
    found += [operation(operator, left, item) for item in items if item not in plain]
    return junction("or" if operator[-1] == "=" else "and", found)


def quantified(kind: str, operator: tuple[str, ...], left: Tree, right: Tree) -> Tree:
    """`= ANY (ARRAY['a'])` of one value is a comparison with it."""
    if right[0] == "array" and len(right) == 3:
        return operation(operator, left, right[2])
    return (kind, operator, left, right)


def _has_column(tree: Any) -> bool:
    return isinstance(tree, tuple) and bool(tree) and (tree[0] == "column" or any(_has_column(t) for t in tree[1:]))


def any_of(node: parse.Node) -> Tree:
    """`x = ANY (array)`."""
    return quantified("any", name_parts(node.name), build(node.lexpr), _members(node.rexpr))


def all_of(node: parse.Node) -> Tree:
    """`x <> ALL (array)`."""
    return quantified("all", name_parts(node.name), build(node.lexpr), _members(node.rexpr))


def _members(node: parse.Node) -> Tree:
    """A quoted array as one of literals: it takes its type from what is on the left."""
    tree = build(node)
    return literals.untyped(tree[1]) or tree if tree[0] == "string" else tree


def between(node: parse.Node) -> Tree:
    """BETWEEN is two comparisons, NOT BETWEEN the two opposite ones, SYMMETRIC both ways round."""
    value = build(node.lexpr)
    low, high = (build(bound) for bound in parse.unwrap(node.rexpr).items)
    inside = parse.strings(node.name)[0] in ("BETWEEN", "BETWEEN SYMMETRIC")

    def one(a: Tree, b: Tree) -> Tree:
        if inside:
            return junction("and", [operation((">=",), value, a), operation(("<=",), value, b)])
        return junction("or", [operation(("<",), value, a), operation((">",), value, b)])

    if "SYMMETRIC" not in parse.strings(node.name)[0]:
        return one(low, high)
    return junction("or" if inside else "and", [one(low, high), one(high, low)])


def distinct(node: parse.Node) -> Tree:
    """`IS DISTINCT FROM`."""
    left, right = build(node.lexpr), build(node.rexpr)
    if left == ("null",) or right == ("null",):  # `make_nulltest_from_distinct`
        return null_test(left if right == ("null",) else right, is_null=False)
    if left[0] == right[0] == "row" and len(left) == len(right) > 1:
        return junction("or", [("operation", ("distinct",), a, b) for a, b in zip(left[1:], right[1:], strict=True)])
    return ("operation", ("distinct",), left, right)


def not_distinct(node: parse.Node) -> Tree:
    """`IS NOT DISTINCT FROM` is printed as NOT … IS DISTINCT FROM."""
    found = distinct(node)
    return null_test(found[1], is_null=True) if found[0] == "null test" else ("not", found)


def null_test(value: Tree, is_null: bool) -> Tree:
    """("null test", value, whether it is asked to be null)."""
    return ("null test", value, is_null)


@rule("NullTest")
def null(node: parse.Node) -> Tree:
    """`IS NULL`, ISNULL, `IS NOT NULL`, NOTNULL."""
    return null_test(build(node.arg), node.nulltesttype == 1)


def null_if(node: parse.Node) -> Tree:
    """`NULLIF(a, b)`."""
    return ("operation", ("nullif",), build(node.lexpr), build(node.rexpr))


_EXPRESSIONS: dict[str, Callable[[parse.Node], Tree]] = {
    "AEXPR_OP_ANY": any_of,
    "AEXPR_OP_ALL": all_of,
    "AEXPR_DISTINCT": distinct,
    "AEXPR_NOT_DISTINCT": not_distinct,
    "AEXPR_NULLIF": null_if,
    "AEXPR_IN": membership,
    "AEXPR_BETWEEN": between,
    "AEXPR_NOT_BETWEEN": between,
    "AEXPR_BETWEEN_SYM": between,
    "AEXPR_NOT_BETWEEN_SYM": between,
}


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


__all__ = ["generic"]
