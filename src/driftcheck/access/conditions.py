"""Reads conditions: when an expression is true, by what it asks of the caller and of the row."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from postgast import pg_query_pb2 as pb

from driftcheck.access import queries
from driftcheck.access import values as v
from driftcheck.access.compare import compare, flipped, truth
from driftcheck.access.depends import callers, rels, unknown
from driftcheck.access.formula import (
    FALSE,
    NULL,
    TRUE,
    Atom,
    Formula,
    Junction,
    conjunction,
    disjunction,
    is_true,
    negate,
)
from driftcheck.access.scope import Scope
from driftcheck.access.subqueries import any_row, exists
from driftcheck.access.trees import Node, UnreadableError, kind, names, sql

if TYPE_CHECKING:
    from driftcheck.access.reader import Reader


def read(reader: Reader, node: Node, scope: Scope) -> Formula:
    """When the expression is true. In a policy, each elementary part remembers the subexpression it comes from."""
    if kind(node) == "bool_expr":
        return _boolean(reader, node.bool_expr, scope)
    try:
        found = _elementary(reader, node, scope)
    except UnreadableError as error:
        found = Atom(sql(node), unknown=str(error))
    return _marked(found, sql(node)) if _in_policy(scope) else found


def _in_policy(scope: Scope) -> bool:
    """Whether the expression is the policy's own, not one inside a subquery or a function that it calls."""
    return len(scope.sources) == 1 and not scope.calls


def _elementary(reader: Reader, node: Node, scope: Scope) -> Formula:
    match kind(node):
        case "a_expr":
            return _operator(reader, node, scope)
        case "sub_link":
            return _sublink(reader, node, scope)
        case "null_test":
            return _null(reader, node, scope)
        case "boolean_test":
            return _test(reader, node.boolean_test, scope)
    return truth(reader.value(node, scope), sql(node))


def _boolean(reader: Reader, node: Any, scope: Scope) -> Formula:
    match node.boolop:
        case pb.AND_EXPR:
            return conjunction(reader.condition(arg, scope) for arg in node.args)
        case pb.OR_EXPR:
            return disjunction(reader.condition(arg, scope) for arg in node.args)
    (arg,) = node.args
    if kind(arg) == "a_expr" and arg.a_expr.kind == pb.AEXPR_OP:
        turned = flipped(names(arg.a_expr.name)[-1])
        if turned:  # under NOT a scalar subquery that has no row is null, not true
            copy = type(arg)()
            copy.CopyFrom(arg)
            copy.a_expr.name[-1].string.sval = turned
            found = _operator(reader, copy, scope)
            return _marked(found, f"NOT ({sql(arg)})") if _in_policy(scope) else found
    return negate(reader.condition(arg, scope))


def _operator(reader: Reader, node: Node, scope: Scope) -> Formula:
    e = node.a_expr
    operator = names(e.name)[-1] if e.name else "="
    text = sql(node)
    match e.kind:
        case pb.AEXPR_OP | pb.AEXPR_LIKE | pb.AEXPR_ILIKE | pb.AEXPR_SIMILAR:
            if kind(e.lexpr) == "" or kind(e.rexpr) == "":
                return truth(reader.value(node, scope), text)
            if operator in ("->", "->>", "#>", "#>>", "||", "+", "-", "*", "/", "%"):
                return truth(reader.value(node, scope), text)
            left, right = reader.value(e.lexpr, scope), reader.value(e.rexpr, scope)
            return compare(operator, left, right, text)
        case pb.AEXPR_OP_ANY | pb.AEXPR_OP_ALL:
            left = reader.value(e.lexpr, scope)
            right = reader.value(e.rexpr, scope)
            if e.kind == pb.AEXPR_OP_ALL:
                turned = flipped(operator)
                return negate(_any(turned, left, right, text)) if turned else Atom(text, unknown=text)
            return _any(operator, left, right, text)
        case pb.AEXPR_DISTINCT | pb.AEXPR_NOT_DISTINCT:
            left, right = reader.value(e.lexpr, scope), reader.value(e.rexpr, scope)
            nulls = [isinstance(x, v.Const) and x.value is None for x in (left, right)]
            if any(nulls):
                other = right if nulls[0] else left
                same: Formula = TRUE if all(nulls) else is_null(other, text)
            else:
                same = is_true(compare("=", left, right, text))
            return same if e.kind == pb.AEXPR_NOT_DISTINCT else negate(same)
        case pb.AEXPR_NULLIF:
            return truth(reader.value(node, scope), text)
        case pb.AEXPR_IN:
            left = reader.value(e.lexpr, scope)
            items = v.Array(tuple(reader.value(item, scope) for item in e.rexpr.list.items))
            found = _any("=", left, items, text)
            if operator != "<>":
                return found
            return compare("<>", left, items, text) if _constant(items, left) else negate(found)
        case pb.AEXPR_BETWEEN | pb.AEXPR_NOT_BETWEEN | pb.AEXPR_BETWEEN_SYM | pb.AEXPR_NOT_BETWEEN_SYM:
            operands = [reader.value(e.lexpr, scope), *(reader.value(x, scope) for x in e.rexpr.list.items)]
            return _plain(operands, text)
    return _plain([reader.value(e.lexpr, scope), reader.value(e.rexpr, scope)], text)


def _constant(items: v.Array, left: v.Value) -> bool:
    plain = all(isinstance(item, v.Const) for item in items.items)
    return plain and isinstance(left, v.Column | v.Claim | v.Query | v.Choice)


def _any(operator: str, left: v.Value, right: v.Value, text: str) -> Formula:
    match right:
        case v.Array(items):
            if operator == "=" and _constant(right, left):
                return compare("=", left, right, text)
            return disjunction(compare(operator, left, item, text) for item in items)
        case v.Query():
            return any_row(right, lambda found: compare(operator, left, found, text), text)
        case v.Choice(options):
            return disjunction(conjunction((when, _any(operator, left, then, text))) for when, then in options)
        case v.Const(str() as literal) if literal.startswith("{"):
            items = tuple(v.Const(x.strip('" ')) for x in literal.strip("{}").split(",") if x)
            return _any(operator, left, v.Array(items), text)
    return compare("@>" if operator == "=" else operator, right, left, text)


def _plain(operands: list[v.Value], text: str) -> Formula:
    reason = next((r for x in operands if (r := unknown(x))), None)
    related = frozenset().union(*map(rels, operands))
    if reason or any(map(callers, operands)):
        return Atom(text, related, unknown=reason or f"{text} is not understood")
    return Atom(text, related)


def _sublink(reader: Reader, node: Node, scope: Scope) -> Formula:
    link, text = node.sub_link, sql(node)
    if link.sub_link_type == pb.EXISTS_SUBLINK:
        return exists(queries.read(reader, link.subselect, scope), text)
    if link.sub_link_type in (pb.ALL_SUBLINK, pb.ANY_SUBLINK):
        operator = names(link.oper_name)[-1] if link.oper_name else "="
        left = reader.value(link.testexpr, scope)
        query = queries.read(reader, link.subselect, scope)
        if link.sub_link_type == pb.ALL_SUBLINK:
            turned = flipped(operator)
            if turned is None:
                return Atom(text, unknown=f"{text} is not understood")
            return negate(any_row(query, lambda found: compare(turned, left, found, text), text))
        return any_row(query, lambda found: _member(operator, left, found, query, text), text)
    return truth(reader.value(node, scope), text)


def _member(operator: str, left: v.Value, found: v.Value, query: v.Query, text: str) -> Formula:
    if isinstance(left, v.Array):
        columns = query.branches[0].columns
        return conjunction(
            compare(operator, one, other, text) for one, (_, other) in zip(left.items, columns, strict=False)
        )
    if isinstance(found, v.Query):
        return any_row(found, lambda inner: compare(operator, left, inner, text), text)
    return compare(operator, left, found, text)


def _null(reader: Reader, node: Node, scope: Scope) -> Formula:
    test = node.null_test
    found = is_true(is_null(reader.value(test.arg, scope), sql(node)))
    if test.nulltesttype == pb.IS_NULL:
        return found
    return negate(found)


def is_null(value: v.Value, text: str) -> Formula:
    """`value IS NULL`."""
    match value:
        case v.Const(x):
            return TRUE if x is None else FALSE
        case v.Caller() | v.Array():
            return FALSE
        case v.Claim(path):
            return FALSE if path == () else TRUE
        case v.Query():
            present = any_row(value, lambda found: negate(is_null(found, text)), text)
            return negate(present)
        case v.Unknown(reason):
            return Atom(text, unknown=reason)
        case v.Free():
            return TRUE
        case v.Column(rel, _, name):
            null = Atom(f"#{rel}.{name} IS NULL", frozenset({rel}), column=name, total=True)
            return null if value.nullable else FALSE
        case v.Choice(options):
            return disjunction(conjunction((when, is_null(then, text))) for when, then in options)
    if callers(value):
        return FALSE
    return Atom(text, rels(value))


def _test(reader: Reader, node: Any, scope: Scope) -> Formula:
    arg = reader.condition(node.arg, scope)
    match node.booltesttype:
        case pb.IS_TRUE:
            return is_true(arg)
        case pb.IS_NOT_TRUE:
            return negate(is_true(arg))
        case pb.IS_FALSE:
            return is_true(negate(arg))
        case pb.IS_NOT_FALSE:
            return negate(is_true(negate(arg)))
    return FALSE if arg != NULL else TRUE


def _marked(formula: Formula, origin: str) -> Formula:
    """The formula with the place that it comes from."""
    if isinstance(formula, Atom):
        return dataclasses.replace(formula, origin=origin, spelled=formula.negated)
    if isinstance(formula, Junction):
        return Junction(formula.all, tuple(_marked(part, origin) for part in formula.parts))
    return formula
