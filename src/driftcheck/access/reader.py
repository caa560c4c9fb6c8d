"""Reads expressions: what each says about the caller and the row."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from driftcheck.access import builtin, queries
from driftcheck.access import values as v
from driftcheck.access import world as w
from driftcheck.access.compare import any_row, callers, compare, exists, flipped, free, rels, truth, unknown
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
from driftcheck.access.session import Session
from driftcheck.access.trees import Node, UnreadableError, kind, names, sql

_BOOLEANS = ("bool", "boolean")


class Reader:
    """Reads expressions for one kind of token."""

    def __init__(self, world: w.World, session: Session) -> None:
        self.world, self.session = world, session
        self.claims: set[tuple[str, ...]] = set()  # the paths that were asked for

    def claim(self, path: tuple[str, ...]) -> v.Value:
        """What the token holds under a path."""
        self.claims.add(path)
        return self.session.claim(path)

    # Conditions

    def condition(self, node: Node, scope: Scope) -> Formula:
        """When the expression is true. In a policy, each elementary part remembers the subexpression it comes from."""
        if kind(node) == "bool_expr":
            return self._boolean(node.bool_expr, scope)
        try:
            found = self._elementary(node, scope)
        except UnreadableError as error:
            found = Atom(sql(node), unknown=str(error))
        return marked(found, sql(node)) if len(scope.sources) == 1 and not scope.calls else found

    def _elementary(self, node: Node, scope: Scope) -> Formula:
        match kind(node):
            case "a_expr":
                return self._operator(node, scope)
            case "sub_link":
                return self._sublink(node, scope)
            case "null_test":
                return self._null(node, scope)
            case "boolean_test":
                return self._test(node.boolean_test, scope)
        return truth(self.value(node, scope), sql(node))

    def _boolean(self, node: Any, scope: Scope) -> Formula:
        match node.boolop:
            case 1:
                return conjunction(self.condition(arg, scope) for arg in node.args)
            case 2:
                return disjunction(self.condition(arg, scope) for arg in node.args)
        (arg,) = node.args
        if kind(arg) == "a_expr" and arg.a_expr.kind == 1:
            turned = flipped(names(arg.a_expr.name)[-1])
            if turned:  # under NOT a scalar subquery that has no row is null, not true
                copy = type(arg)()
                copy.CopyFrom(arg)
                copy.a_expr.name[-1].string.sval = turned
                found = self._operator(copy, scope)
                return marked(found, f"NOT ({sql(arg)})") if len(scope.sources) == 1 and not scope.calls else found
        return negate(self.condition(arg, scope))

    def _operator(self, node: Node, scope: Scope) -> Formula:
        e = node.a_expr
        operator = names(e.name)[-1] if e.name else "="
        text = sql(node)
        match e.kind:
            case 1 | 7 | 8 | 9:  # an operator, LIKE, ILIKE, SIMILAR
                if kind(e.lexpr) == "" or kind(e.rexpr) == "":
                    return truth(self.value(node, scope), text)
                if operator in ("->", "->>", "#>", "#>>", "||", "+", "-", "*", "/", "%"):
                    return truth(self.value(node, scope), text)
                left, right = self.value(e.lexpr, scope), self.value(e.rexpr, scope)
                return compare(operator, left, right, text)
            case 2 | 3:  # ANY, ALL
                left = self.value(e.lexpr, scope)
                right = self.value(e.rexpr, scope)
                if e.kind == 3:
                    turned = flipped(operator)
                    return negate(self._any(turned, left, right, text)) if turned else Atom(text, unknown=text)
                return self._any(operator, left, right, text)
            case 4 | 5:  # IS DISTINCT FROM
                left, right = self.value(e.lexpr, scope), self.value(e.rexpr, scope)
                nulls = [isinstance(x, v.Const) and x.value is None for x in (left, right)]
                if any(nulls):
                    other = right if nulls[0] else left
                    same: Formula = TRUE if all(nulls) else self._is_null(other, text)
                else:
                    same = is_true(compare("=", left, right, text))
                return same if e.kind == 5 else negate(same)
            case 6:  # NULLIF
                return truth(self.value(node, scope), text)
            case 10:  # IN
                left = self.value(e.lexpr, scope)
                items = v.Array(tuple(self.value(item, scope) for item in e.rexpr.list.items))
                found = self._any("=", left, items, text)
                if operator != "<>":
                    return found
                return compare("<>", left, items, text) if self._constant(items, left) else negate(found)
            case 11 | 12 | 13 | 14:  # BETWEEN
                operands = [self.value(e.lexpr, scope), *(self.value(x, scope) for x in e.rexpr.list.items)]
                return self._plain(operands, text)
        return self._plain([self.value(e.lexpr, scope), self.value(e.rexpr, scope)], text)

    def _constant(self, items: v.Array, left: v.Value) -> bool:
        plain = all(isinstance(item, v.Const) for item in items.items)
        return plain and isinstance(left, v.Column | v.Claim | v.Query | v.Choice)

    def _any(self, operator: str, left: v.Value, right: v.Value, text: str) -> Formula:
        match right:
            case v.Array(items):
                if operator == "=" and self._constant(right, left):
                    return compare("=", left, right, text)
                return disjunction(compare(operator, left, item, text) for item in items)
            case v.Query():
                return any_row(right, lambda found: compare(operator, left, found, text), text)
            case v.Choice(options):
                return disjunction(conjunction((when, self._any(operator, left, then, text))) for when, then in options)
            case v.Const(str() as literal) if literal.startswith("{"):
                items = tuple(v.Const(x.strip('" ')) for x in literal.strip("{}").split(",") if x)
                return self._any(operator, left, v.Array(items), text)
        return compare("@>" if operator == "=" else operator, right, left, text)

    def _plain(self, operands: list[v.Value], text: str) -> Formula:
        reason = next((r for x in operands if (r := unknown(x))), None)
        related = frozenset().union(*map(rels, operands))
        if reason or any(map(callers, operands)):
            return Atom(text, related, unknown=reason or f"{text} is not understood")
        return Atom(text, related)

    def _sublink(self, node: Node, scope: Scope) -> Formula:
        link, text = node.sub_link, sql(node)
        if link.sub_link_type == 1:
            return exists(queries.read(self, link.subselect, scope), text)
        if link.sub_link_type in (2, 3):  # ALL, ANY
            operator = names(link.oper_name)[-1] if link.oper_name else "="
            left = self.value(link.testexpr, scope)
            query = queries.read(self, link.subselect, scope)
            if link.sub_link_type == 2:
                turned = flipped(operator)
                if turned is None:
                    return Atom(text, unknown=f"{text} is not understood")
                return negate(any_row(query, lambda found: compare(turned, left, found, text), text))
            return any_row(query, lambda found: self._member(operator, left, found, query, text), text)
        return truth(self.value(node, scope), text)

    def _member(self, operator: str, left: v.Value, found: v.Value, query: v.Query, text: str) -> Formula:
        if isinstance(left, v.Array):
            names_ = query.branches[0].columns
            return conjunction(
                compare(operator, one, other, text) for one, (_, other) in zip(left.items, names_, strict=False)
            )
        if isinstance(found, v.Query):
            return any_row(found, lambda inner: compare(operator, left, inner, text), text)
        return compare(operator, left, found, text)

    def _null(self, node: Node, scope: Scope) -> Formula:
        test = node.null_test
        found = is_true(self._is_null(self.value(test.arg, scope), sql(node)))
        if test.nulltesttype == 1:
            return found
        return negate(found)

    def _is_null(self, value: v.Value, text: str) -> Formula:
        match value:
            case v.Const(x):
                return TRUE if x is None else FALSE
            case v.Caller() | v.Array():
                return FALSE
            case v.Claim(path):
                return FALSE if path == () else TRUE
            case v.Query():
                present = any_row(value, lambda found: negate(self._is_null(found, text)), text)
                return negate(present)
            case v.Unknown(reason):
                return Atom(text, unknown=reason)
            case v.Free():
                return TRUE
            case v.Column(rel, _, name):
                null = Atom(f"#{rel}.{name} IS NULL", frozenset({rel}), column=name, total=True)
                return null if value.nullable else FALSE
            case v.Choice(options):
                return disjunction(conjunction((when, self._is_null(then, text))) for when, then in options)
        if callers(value):
            return FALSE
        return Atom(text, rels(value))

    def _test(self, node: Any, scope: Scope) -> Formula:
        arg = self.condition(node.arg, scope)
        match node.booltesttype:
            case 1:
                return is_true(arg)
            case 2:
                return negate(is_true(arg))
            case 3:
                return is_true(negate(arg))
            case 4:
                return negate(is_true(negate(arg)))
        return FALSE if arg != NULL else TRUE

    # Values

    def value(self, node: Node, scope: Scope) -> v.Value:
        """What the expression is worth."""
        handler: Callable[[Node, Scope], v.Value] | None = getattr(self, "_v_" + kind(node), None)
        return handler(node, scope) if handler else v.Unknown(f"{sql(node)} is not understood")

    def _v_a_const(self, node: Node, scope: Scope) -> v.Value:
        c = node.a_const
        if c.isnull:
            return v.Const(None)
        match c.WhichOneof("val"):
            case "sval":
                return v.Const(c.sval.sval)
            case "boolval":
                return v.Const("true" if c.boolval.boolval else "false")
            case "fval":
                return v.Const(c.fval.fval)
            case "bsval":
                return v.Const(c.bsval.bsval)
        return v.Const(str(c.ival.ival))

    def _v_type_cast(self, node: Node, scope: Scope) -> v.Value:
        return self.value(node.type_cast.arg, scope)

    def _v_collate_clause(self, node: Node, scope: Scope) -> v.Value:
        return self.value(node.collate_clause.arg, scope)

    def _v_column_ref(self, node: Node, scope: Scope) -> v.Value:
        fields = node.column_ref.fields
        parts = names(fields)
        if len(parts) < len(fields):
            return v.Opaque(sql(node))
        found = scope.name(parts[0]) if len(parts) == 1 else scope.qualified(parts[-2], parts[-1])
        return found if found is not None else v.Unknown(f"{sql(node)} is not a column or variable in sight")

    def _v_param_ref(self, node: Node, scope: Scope) -> v.Value:
        name = f"${node.param_ref.number}"
        return scope.variables.get(name) or v.Unknown(f"{name} is not a parameter")

    def _v_bool_expr(self, node: Node, scope: Scope) -> v.Value:
        return v.Truth(self.condition(node, scope))

    _v_null_test = _v_boolean_test = _v_bool_expr

    def _v_a_expr(self, node: Node, scope: Scope) -> v.Value:
        e = node.a_expr
        operator = names(e.name)[-1] if e.name else ""
        if e.kind == 6:
            return self.value(e.lexpr, scope)
        if e.kind == 1 and operator in ("->", "->>", "#>", "#>>"):
            return builtin.into(self, self.value(e.lexpr, scope), operator, self.value(e.rexpr, scope), sql(node))
        if e.kind == 1 and operator in ("||", "+", "-", "*", "/", "%", "#-"):
            operands = [self.value(x, scope) for x in (e.lexpr, e.rexpr) if kind(x)]
            if v.Const(None) in operands:
                return v.Const(None)
            return combined(operands, sql(node))
        return v.Truth(self.condition(node, scope))

    def _v_sub_link(self, node: Node, scope: Scope) -> v.Value:
        link = node.sub_link
        if link.sub_link_type not in (5, 7):  # a scalar, an array
            return v.Truth(self.condition(node, scope))
        query = queries.read(self, link.subselect, scope)
        if len(query.branches) == 1 and not query.aggregate:
            (branch,) = query.branches
            if not branch.rels and branch.where == TRUE and branch.columns:
                value: v.Value = branch.columns[0][1]
                return value
        return query

    def _v_a_array_expr(self, node: Node, scope: Scope) -> v.Value:
        return v.Array(tuple(self.value(item, scope) for item in node.a_array_expr.elements))

    def _v_row_expr(self, node: Node, scope: Scope) -> v.Value:
        return v.Array(tuple(self.value(item, scope) for item in node.row_expr.args))

    def _v_coalesce_expr(self, node: Node, scope: Scope) -> v.Value:
        args = [self.value(arg, scope) for arg in node.coalesce_expr.args]
        kept = [arg for arg in args if arg != v.Const(None)]
        if not kept:
            return v.Const(None)
        first, *rest = kept
        last = rest[-1] if rest else None
        text = sql(node)
        if isinstance(last, v.Const) and str(last.value) in ("true", "false"):
            met = is_true(truth(first, sql(node.coalesce_expr.args[0])))
            if str(last.value) == "false":
                return v.Truth(met)
            return v.Truth(TRUE if isinstance(first, v.Query | v.Claim) else truth(v.Opaque(text, rels(first)), text))
        if isinstance(first, v.Column | v.Opaque) and rels(first):
            return combined(kept, text)
        return first

    def _v_case_expr(self, node: Node, scope: Scope) -> v.Value:
        case = node.case_expr
        options: list[Any] = []
        earlier: list[Any] = []
        for item in case.args:
            when = item.case_when
            if kind(case.arg):
                left, right = self.value(case.arg, scope), self.value(when.expr, scope)
                met = is_true(compare("=", left, right, f"{sql(case.arg)} = {sql(when.expr)}"))
            else:
                met = is_true(self.condition(when.expr, scope))
            options.append((conjunction((*map(negate, earlier), met)), self.value(when.result, scope)))
            earlier.append(met)
        default = self.value(case.defresult, scope) if kind(case.defresult) else v.Const(None)
        options.append((conjunction(map(negate, earlier)), default))
        return choice(options)

    def _v_min_max_expr(self, node: Node, scope: Scope) -> v.Value:
        return combined([self.value(arg, scope) for arg in node.min_max_expr.args], sql(node))

    def _v_a_indirection(self, node: Node, scope: Scope) -> v.Value:
        base = self.value(node.a_indirection.arg, scope)
        if isinstance(base, v.Array | v.Const | v.Unknown | v.Free):
            return base if not isinstance(base, v.Array) else v.Opaque(sql(node), rels(base), callers(base))
        return combined([base], sql(node))

    def _v_sqlvalue_function(self, node: Node, scope: Scope) -> v.Value:
        match sql(node).upper().partition("(")[0]:
            case "CURRENT_USER" | "CURRENT_ROLE" | "USER":
                return v.Const(scope.current)
            case "SESSION_USER":
                return v.Const("authenticator")
        return v.Opaque(sql(node))

    def _v_func_call(self, node: Node, scope: Scope) -> v.Value:
        return builtin.call(self, node, scope)

    def _v_json_func_expr(self, node: Node, scope: Scope) -> v.Value:
        return v.Unknown(f"{sql(node)} is not understood")


def marked(formula: Formula, origin: str) -> Formula:
    """The formula with the place that it comes from."""
    if isinstance(formula, Atom):
        return dataclasses.replace(formula, origin=origin, spelled=formula.negated)
    if isinstance(formula, Junction):
        return Junction(formula.all, tuple(marked(part, origin) for part in formula.parts))
    return formula


def choice(options: list[tuple[Formula, v.Value]]) -> v.Value:
    """CASE, without what never holds."""
    kept = [(when, then) for when, then in options if when not in (FALSE, NULL)]
    if kept and kept[0][0] == TRUE:
        return kept[0][1]
    return v.Choice(tuple(kept)) if kept else v.Const(None)


def combined(operands: list[v.Value], text: str) -> v.Value:
    """A function of values: it depends on what they depend on."""
    for operand in operands:
        if isinstance(operand, v.Unknown):
            return operand
    if any(map(free, operands)):
        return v.Free()
    related = frozenset().union(*map(rels, operands)) if operands else frozenset()
    asked = frozenset().union(*map(callers, operands)) if operands else frozenset()
    columns = {c for x in operands if (c := x.name if isinstance(x, v.Column) else getattr(x, "column", None))}
    if asked and not related and v.Const(None) in operands:
        return v.Const(None)
    return v.Opaque(text, related, asked, column=min(columns) if len(columns) == 1 else None)
