"""The type of what PostgreSQL printed, from the types of columns and functions: a stated cast to it is none, and PostgreSQL
drops it (`coerce_type`).
"""

from __future__ import annotations

from collections.abc import Iterable

from driftcheck.names import join
from driftcheck.sql.expressions.known import COMPARISONS, type_of
from driftcheck.sql.expressions.present import Present
from driftcheck.sql.expressions.scopes import Scope, Scopes
from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.types import BUILT_IN

WHOLE = ("smallint", "integer", "bigint")
EXACT = (*WHOLE, "numeric")
FLOATS = ("real", "double precision")
MOMENTS = frozenset({"date", "timestamp without time zone", "timestamp with time zone"})
_LIKE_ITS_ARGUMENT = frozenset(
    {"min", "max", "lag", "lead", "first_value", "last_value", "nth_value", "nullif", "abs", "string_agg"}
)
_SUMS = {"smallint": "bigint", "integer": "bigint", "bigint": "numeric", "numeric": "numeric"}
_AVERAGES = {**dict.fromkeys(EXACT, "numeric"), **dict.fromkeys(FLOATS, "double precision"), "interval": "interval"}
_IN_ZONE = {
    "timestamp with time zone": "timestamp without time zone",
    "timestamp without time zone": "timestamp with time zone",
    "time without time zone": "time with time zone",
    "time with time zone": "time with time zone",
}
RETURNS = {
    "text": ("array_to_string", "lpad", "rpad", "translate", "encode", "quote_literal"),
    "integer": ("jsonb_array_length", "json_array_length", "array_position", "ascii"),
    "bigint": ("row_number", "rank", "dense_rank"),
    "jsonb": ("jsonb_agg", "jsonb_object_agg", "jsonb_set", "jsonb_strip_nulls"),
    "json": ("json_agg", "json_object_agg", "json_build_object", "json_build_array", "row_to_json", "to_json"),
    "boolean": ("bool_and", "bool_or", "every"),
    "date": ("to_date", "make_date"),
    "interval": ("make_interval", "justify_days", "justify_hours", "justify_interval"),
    "text[]": ("string_to_array", "regexp_split_to_array", "regexp_match"),
    "timestamp with time zone": ("to_timestamp", "make_timestamptz"),
}
"""Functions of one type, beside those of known.py, whatever their arguments."""
_RETURNED = {name: type for type, names in RETURNS.items() for name in names}
_SUMS_OF_MOMENTS = {  # chapter 9.9, "Date/Time Operators"
    ("date", "+", "interval"): "timestamp without time zone",
    ("date", "-", "interval"): "timestamp without time zone",
    ("date", "+", "time without time zone"): "timestamp without time zone",
    **{("time without time zone", sign, "interval"): "time without time zone" for sign in "+-"},
    ("date", "+", "integer"): "date",
    ("date", "-", "integer"): "date",
    ("date", "-", "date"): "integer",
    **{(zone, sign, "interval"): zone for sign in "+-" for zone in ("timestamp with time zone", "timestamp without time zone")},
    **{(zone, "-", zone): "interval" for zone in ("timestamp with time zone", "timestamp without time zone")},
}  # fmt: skip


_INTEGER_KINDS = ("oid", "regclass", "regproc", "regtype", "regconfig", "regrole", "regnamespace")
_STRINGS = ("text", "character varying", "character", "bpchar", "name", "regclass")
_IMPLICIT = {
    "smallint": ("integer", "bigint", "numeric", *FLOATS, *_INTEGER_KINDS),
    "integer": ("bigint", "numeric", *FLOATS, *_INTEGER_KINDS),
    "bigint": ("numeric", *FLOATS, *_INTEGER_KINDS),
    "numeric": FLOATS,
    "real": ("double precision",),
    "date": ("timestamp without time zone", "timestamp with time zone"),
    "timestamp without time zone": ("timestamp with time zone",),
    "time without time zone": ("interval", "time with time zone"),
    **dict.fromkeys(("text", "character varying", "character", "bpchar", "name", '"char"'), _STRINGS),
    **dict.fromkeys(("bit", "bit varying"), ("bit", "bit varying")),
    "cidr": ("inet",),
    "macaddr": ("macaddr8",),
    "macaddr8": ("macaddr",),
}
"""Casts that PostgreSQL adds by itself in expressions (pg_cast.castcontext = 'i')."""
_OPEN = frozenset({"record", "void", "trigger", "event_trigger", "anyelement", "anyarray", "oid", "cid", "xid"})
_OPEN |= {type for type in BUILT_IN if type.startswith("reg")}


def never_added(known: str, type: str, present: Present) -> bool:
    """Whether a cast from the one type to the other is always a person's."""
    while known.endswith("[]") and type.endswith("[]"):
        known, type = known[:-2], type[:-2]
    known, type = bare(known), bare(type)
    if known == type:
        return False
    if known in BUILT_IN:
        return known not in _OPEN and type not in _IMPLICIT.get(known, ())
    facts = present.there.get("type", {}).get(known)
    kind, base = getattr(facts, "kind", None), getattr(facts, "base", None)
    if kind == "domain" and isinstance(base, str):
        return base != type and never_added(base, type, present)
    return kind in ("enum", "composite", "range")


def bare(type: str) -> str:
    """A type without its modifier.

    >>> bare("numeric(10,2)"), bare("timestamp(3) with time zone"), bare("character varying(5)[]")
    ('numeric', 'timestamp with time zone', 'character varying[]')
    """
    return type.partition("(")[0].rstrip() + type.rpartition(")")[2] if "(" in type else type


class Results:
    """Types in one comparison: `scopes` tells which relation a column is of, `present` what the database holds."""

    def __init__(self, scopes: Scopes, present: Present) -> None:
        self.scopes = scopes
        self.present = present
        self.functions = present.there.get("function", {})

    def of(self, tree: Tree) -> str | None:
        """The type of a printed expression, None where it does not show. Without a modifier, but for a column's."""
        if (shown := type_of(tree)) is not None or not self.present.there:
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
                    return self.present.column(scope.relations[qualifier[-1]], column)
            elif scope.relations:
                return self._in_sight(scope, column)
        return None

    def _in_sight(self, scope: Scope, column: str) -> str | None:
        """The type of a column without a qualifier, where only one relation is in sight."""
        found = {path: self.present.column(path, column) for path in scope.relations.values()}
        return next(iter(found.values())) if len(found) == 1 else None

    def _call(self, tree: Tree) -> str | None:
        name, arguments = tree[1], tree[2][1:]
        if name[-1] in _LIKE_ITS_ARGUMENT and arguments:
            return self._bare(arguments[0])
        if name[-1] in ("sum", "avg") and arguments:
            type = self._bare(arguments[0])
            return (_SUMS.get(type, type) if name[-1] == "sum" else _AVERAGES.get(type)) if type else None
        if name[0] in ("round", "trunc", "floor", "ceil", "ceiling") and arguments:
            type = self._bare(arguments[0])
            return type if type in ("numeric", "double precision") else None
        if name == ("array_agg",) and arguments:
            type = self._bare(arguments[0])
            return f"{type}[]" if type and not type.endswith("[]") else None
        if name == ("unnest",) and len(arguments) == 1:
            type = self._bare(arguments[0])
            return type.removesuffix("[]") if type and type.endswith("[]") else None
        if name == ("date_trunc",) and len(arguments) > 1:
            type = self._bare(arguments[1])
            return "timestamp with time zone" if type == "date" else type
        if name == ("timezone",) and len(arguments) == 2:
            return _IN_ZONE.get(self._bare(arguments[1]) or "")
        if len(name) == 1 and name[0] in _RETURNED:
            return _RETURNED[name[0]]
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
        if operator in ("->", "#>", "nullif"):
            return left
        if left is None or right is None:
            return None
        if left in EXACT and right in EXACT:
            return EXACT[max(EXACT.index(left), EXACT.index(right))] if operator in "+-*/%" else None
        if {left, right} <= {*EXACT, *FLOATS}:
            return "double precision" if operator in "+-*/" else None
        return _SUMS_OF_MOMENTS.get((left, operator, right))
