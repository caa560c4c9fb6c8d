"""One tree for each meaning of an operator's use: AND, OR, comparisons, IN, BETWEEN, IS DISTINCT FROM, IS NULL.

Source: what `parse_expr.c` makes of each kind of A_Expr when it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from driftcheck.sql import parse
from driftcheck.sql.expressions import literals, values
from driftcheck.sql.expressions.tree import Tree, build, name_parts, rule


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


def spread(tree: Tree) -> Tree:
    """`x = ANY (ARRAY['a', 'b', t.c])` as `x = ANY (ARRAY['a', 'b']) OR x = t.c`: so is `x IN ('a', 'b', t.c)` where t is
    of an outer query, whose columns count as constants in it (transformAExprIn).
    """
    kind, operator, left, right = tree
    if right[0] != "array" or operator[-1] != ("=" if kind == "any" else "<>"):
        return tree
    plain = [item for item in right[2:] if not _has_column(item)]
    if len(plain) == len(right) - 2:
        return tree
    found = [quantified(kind, operator, left, ("array", right[1], *plain))] if len(plain) > 1 else []
    single = (item for item in right[2:] if not found or item not in plain)  # without their cast to one type
    found += [operation(operator, left, item[2] if item[0] == "cast" else item) for item in single]
    return junction("or" if kind == "any" else "and", found)


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
