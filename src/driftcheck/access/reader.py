"""Reads expressions: what each says about the caller and the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postgast import pg_query_pb2 as pb

from driftcheck.access import builtin, conditions, queries
from driftcheck.access import values as v
from driftcheck.access import world as w
from driftcheck.access.compare import compare, truth
from driftcheck.access.depends import callers, choice, combined, plain, rels
from driftcheck.access.formula import TRUE, Formula, conjunction, is_true, negate
from driftcheck.access.scope import Scope
from driftcheck.access.session import Session
from driftcheck.access.trees import Node, kind, names, sql


class Reader:
    """Reads expressions for one kind of token."""

    def __init__(self, world: w.World, session: Session) -> None:
        self.world, self.session = world, session
        self.claims: set[tuple[str, ...]] = set()  # the paths that were asked for

    def claim(self, path: tuple[str, ...]) -> v.Value:
        """What the token holds under a path."""
        self.claims.add(path)
        return self.session.claim(path)

    def condition(self, node: Node, scope: Scope) -> Formula:
        """When the expression is true. In a policy, each elementary part remembers the subexpression it comes from."""
        return conditions.read(self, node, scope)

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
        if e.kind == pb.AEXPR_NULLIF:
            return self.value(e.lexpr, scope)
        if e.kind == pb.AEXPR_OP and operator in ("->", "->>", "#>", "#>>"):
            return builtin.into(self, self.value(e.lexpr, scope), operator, self.value(e.rexpr, scope), sql(node))
        if e.kind == pb.AEXPR_OP and operator in ("||", "+", "-", "*", "/", "%", "#-"):
            operands = [self.value(x, scope) for x in (e.lexpr, e.rexpr) if kind(x)]
            if v.Const(None) in operands:
                return v.Const(None)
            return combined(operands, sql(node))
        return v.Truth(self.condition(node, scope))

    def _v_sub_link(self, node: Node, scope: Scope) -> v.Value:
        link = node.sub_link
        if link.sub_link_type not in (pb.EXPR_SUBLINK, pb.ARRAY_SUBLINK):
            return v.Truth(self.condition(node, scope))
        return plain(queries.read(self, link.subselect, scope))

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
        if isinstance(first, v.Query) and not callers(first) and len(rest) == 1:  # data decides whether there is one
            absent = is_true(conditions.is_null(first, text))
            return choice([(negate(absent), first), (absent, rest[0])])
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
