"""The type of what PostgreSQL printed, from the types of columns and functions: a stated cast to it is none, and PostgreSQL
drops it (`coerce_type`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join
from driftcheck.sql.expressions.known import COMPARISONS, type_of
from driftcheck.sql.expressions.scopes import Scope, Scopes
from driftcheck.sql.expressions.tree import Tree

_WHOLE = ("smallint", "integer", "bigint")
_EXACT = (*_WHOLE, "numeric")
_FLOATS = ("real", "double precision")
_LIKE_ITS_ARGUMENT = frozenset({"min", "max", "lag", "lead", "first_value", "last_value", "nth_value", "nullif", "abs"})
_SUMS = {"smallint": "bigint", "integer": "bigint", "bigint": "numeric", "numeric": "numeric"}
_AVERAGES = {**dict.fromkeys(_EXACT, "numeric"), **dict.fromkeys(_FLOATS, "double precision"), "interval": "interval"}
_MOMENTS = {  # chapter 9.9, "Date/Time Operators"
    ("date", "+", "interval"): "timestamp without time zone",
    ("date", "-", "interval"): "timestamp without time zone",
    ("date", "+", "time without time zone"): "timestamp without time zone",
    ("date", "+", "integer"): "date",
    ("date", "-", "integer"): "date",
    ("date", "-", "date"): "integer",
    **{(zone, sign, "interval"): zone for sign in "+-" for zone in ("timestamp with time zone", "timestamp without time zone")},
    **{(zone, "-", zone): "interval" for zone in ("timestamp with time zone", "timestamp without time zone")},
}  # fmt: skip


# Casts that PostgreSQL adds by itself in expressions (pg_cast.castcontext = 'i'), between the types that are common.
_IMPLICIT = {
    "smallint": ("integer", "bigint", "numeric", *_FLOATS),
    "integer": ("bigint", "numeric", *_FLOATS),
    "bigint": ("numeric", *_FLOATS),
    "numeric": _FLOATS,
    "real": ("double precision",),
    "double precision": (),
    "date": ("timestamp without time zone", "timestamp with time zone"),
    "timestamp without time zone": ("timestamp with time zone",),
    "timestamp with time zone": (),
    "text": ("character varying", "character", "bpchar"),
    "character varying": ("text", "character", "bpchar"),
    "boolean": (),
    "uuid": (),
    "jsonb": (),
}


def never_added(known: str, type: str) -> bool:
    """Whether a cast from the one type to the other is always a person's."""
    while known.endswith("[]") and type.endswith("[]"):
        known, type = known[:-2], type[:-2]
    known, type = bare(known), bare(type)
    return known in _IMPLICIT and known != type and type not in _IMPLICIT[known]


def bare(type: str) -> str:
    """A type without its modifier.

    >>> bare("numeric(10,2)"), bare("timestamp(3) with time zone"), bare("character varying(5)[]")
    ('numeric', 'timestamp with time zone', 'character varying[]')
    """
    return type.partition("(")[0].rstrip() + type.rpartition(")")[2] if "(" in type else type


class Results:
    """Types in one comparison: `scopes` tells which relation a column is of, `there` what the database holds by kind."""

    def __init__(self, scopes: Scopes, there: Mapping[str, Mapping[str, Facts]]) -> None:
        self.scopes = scopes
        self.columns = there.get("column", {})
        self.functions = there.get("function", {})

    def of(self, tree: Tree) -> str | None:
        """The type of a printed expression, None where it does not show. Without a modifier, but for a column's."""
        if (shown := type_of(tree)) is not None or not self.columns:
            return shown
        match tree[0]:
            case "column":
                return self._column(tree[1:])
            case "call":
                return self._call(tree)
            case "CoalesceExpr" | "MinMaxExpr":
                return self._one(dict(tree[1:])[".args"][1:])
            case "case":
                return self._one([*(dict(when[1:])[".result"] for when in tree[2][1:]), *tree[3:]])
            case "operation" if len(tree) == 4:
                return self._operation(tree[1][-1], self._bare(tree[2]), self._bare(tree[3]))
        return None

    def _column(self, name: tuple[str, ...]) -> str | None:
        *qualifier, column = name
        for scope in reversed(self.scopes.stack):
            if qualifier:
                if qualifier[-1] in scope.relations:
                    return self._stated(scope.relations[qualifier[-1]], column)
            elif scope.relations:
                return self._in_sight(scope, column)
        return None

    def _in_sight(self, scope: Scope, column: str) -> str | None:
        """The type of a column without a qualifier, where only one relation is in sight."""
        found = {path: self._stated(path, column) for path in scope.relations.values()}
        return next(iter(found.values())) if len(found) == 1 else None

    def _stated(self, relation: tuple[str, ...], column: str) -> str | None:
        type: Any = getattr(self.columns.get(join(*relation, column)), "type", UNSTATED)
        return None if type is UNSTATED else str(type)

    def _call(self, tree: Tree) -> str | None:
        name, arguments = tree[1], tree[2][1:]
        if name[-1] in _LIKE_ITS_ARGUMENT and arguments:
            return self._bare(arguments[0])
        if name[-1] in ("sum", "avg") and arguments:
            type = self._bare(arguments[0])
            return (_SUMS.get(type, type) if name[-1] == "sum" else _AVERAGES.get(type)) if type else None
        found = {
            str(facts.returns)  # type: ignore[attr-defined]
            for path, facts in self.functions.items()
            if path.startswith(f"{join(*name)}(") and getattr(facts, "returns", None)
        }
        type = found.pop() if len(found) == 1 else None
        return None if type is None or type.startswith(("SETOF ", "TABLE(")) else type

    def _bare(self, tree: Tree) -> str | None:
        """The type without its modifier: what is computed has none."""
        type = self.of(tree)
        return type and bare(type)

    def _one(self, values: Iterable[Tree]) -> str | None:
        """The type that all values are of; literals take that of the others."""
        types = {self._bare(v) for v in values if v[0] not in ("string", "null", "nothing", "number")}
        return types.pop() if len(types) == 1 else None

    @staticmethod
    def _operation(operator: str, left: str | None, right: str | None) -> str | None:
        if operator in COMPARISONS:
            return "boolean"
        if left is None or right is None:
            return left if operator == "->" else None
        if left in _EXACT and right in _EXACT:
            return _EXACT[max(_EXACT.index(left), _EXACT.index(right))] if operator in "+-*/%" else None
        if {left, right} <= {*_EXACT, *_FLOATS}:
            return "double precision" if operator in "+-*/" else None
        return _MOMENTS.get((left, operator, right))
