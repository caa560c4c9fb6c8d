"""What is known of types without a catalog: which casts PostgreSQL adds, and what well-known functions return.

Source: `pg_cast` (castcontext 'i'), `pg_operator` and `pg_proc` of a fresh database; test_known.py holds them
against a server.
"""

from __future__ import annotations

from typing import Any

from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.values import NUMBERS, RANGES

COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">=", "distinct"})

# Casts of no literal that parse_coerce.c adds: to a type that others are converted to implicitly.
_ALWAYS = frozenset(
    {
        "text",
        "character varying",
        "character",
        "bpchar",
        "numeric",
        "double precision",
        "real",
        "oid",
        "name",
        "inet",
        "bit varying",
    }
)
# Not beside a comparison: integers of all sizes, dates and times compare with each other as they are.
_ELSEWHERE = frozenset(
    {"integer", "bigint", "timestamp without time zone", "timestamp with time zone", "interval", "regclass"}
)
# What compares with other types of its group without a cast, so that it tells nothing of its neighbour's type.
_MIXED = frozenset(
    {"smallint", "integer", "bigint", "real", "double precision", "date", "timestamp without time zone"}
    | {"timestamp with time zone", "name"}
)

# Types that no implicit cast leads from, but those of a text: `nextval('s'::text)` looks the sequence up when it is called.
_NEVER_FROM = frozenset({"uuid", "jsonb", "json", "boolean", "text", "tsvector", "bytea", "integer[]", "text[]"})
_FROM_TEXT = {
    ("text", "character varying"),
    ("text", "bpchar"),
    ("text", "name"),
    ("text[]", "character varying"),
    ("text", "regclass"),
}

_ZONED = "timestamp with time zone"
_RETURNS = {
    "uuid": ("uuid_generate_v4", "gen_random_uuid", "uid"),
    "text": (
        *("lower", "upper", "btrim", "ltrim", "rtrim", "replace", "concat", "concat_ws", "left", "right", "substring"),
        *("current_setting", "md5", "to_char", "split_part", "initcap", "regexp_replace", "role", "format", "repeat"),
    ),
    "integer": ("length", "char_length", "octet_length", "position", "strpos", "array_length", "cardinality"),
    "bigint": ("nextval", "currval", "count"),
    "double precision": ("random", "date_part"),
    "numeric": ("extract",),
    "jsonb": ("jwt", "to_jsonb", "jsonb_build_object", "jsonb_build_array"),
    _ZONED: ("now", "clock_timestamp", "statement_timestamp", "transaction_timestamp"),
    "tsvector": ("to_tsvector",),
    "boolean": ("starts_with",),
}
_FUNCTIONS = {name: type for type, names in _RETURNS.items() for name in names}
_NOT_BUILT_IN = frozenset({"uuid_generate_v4", "gen_random_uuid", "uid", "role", "jwt"})
BUILT_IN = frozenset(_FUNCTIONS) - _NOT_BUILT_IN
"""Functions of pg_catalog, which an unqualified name always means."""

ALWAYS_QUALIFIED = frozenset(
    {"auth", "storage", "realtime", "vault", "cron", "net", "graphql", "pgmq", "pgsodium", "supabase_functions"}
)
"""Schemas of Supabase's that stand on no search path: `uid()` alone is not auth.uid()."""

TEXT_FUNCTIONS = frozenset(
    {"lower", "upper", "btrim", "ltrim", "rtrim", "replace", "split_part", "initcap", "md5", "char_length", "strpos"}
    | {"position", "starts_with", "regexp_replace", "left", "right", "repeat"}
)
"""Functions whose first argument is text, so that one printed without a cast is text."""

RANGE_ARGUMENTS = {name: [subtype] * 2 for name, subtype in RANGES.items()}
"""The types of a range constructor's bounds (chapter 8.17.6)."""

_VALUES = {
    "SVFOP_CURRENT_TIMESTAMP": _ZONED,
    "SVFOP_CURRENT_DATE": "date",
    "SVFOP_LOCALTIMESTAMP": "timestamp without time zone",
    "SVFOP_CURRENT_USER": "name",
    "SVFOP_SESSION_USER": "name",
}


def may_be_added(type: str, value: Tree, compared: bool) -> bool:
    """Whether PostgreSQL may have cast this value by itself: `(role)::text` of a varchar, `(0)::numeric`.

    `compared`: the value stands beside a comparison operator.
    """
    if value[0] in ("null", "string"):
        return True
    if value[0] == "number":
        return type in NUMBERS or type in ("oid", "money")
    known = type_of(value)
    base = type.removesuffix("[]")
    if known is not None and known in _NEVER_FROM and (known, base) not in _FROM_TEXT:
        return False
    return base in _ALWAYS or (base in _ELSEWHERE and not compared)


def type_of(tree: Tree) -> str | None:
    """The type of an expression that PostgreSQL printed, where it shows."""
    if tree[0] == "cast":
        return str(tree[1])
    if tree[0] == "number":
        return str(tree[2]) if len(tree) > 2 else None
    if tree[0] == "bool":
        return "boolean"
    if tree[0] == "call":
        return _FUNCTIONS.get(tree[1][-1])
    if tree[0] == "operation" and tree[1][-1] in ("->>", "#>>"):
        return "text"
    if tree[0] == "SQLValueFunction":
        return _VALUES.get(dict(tree[1:]).get("op", ""))
    if tree[0] == "array":
        return f"{tree[1]}[]" if tree[1] else next((f"{t}[]" for t in map(type_of, tree[2:]) if t), None)
    if tree[0] == "subquery" and isinstance(tree[2], tuple):
        targets: Any = dict(tree[2][1:]).get("target_list", ("list",)) if tree[2][0] == "select" else ("list",)
        return type_of(targets[-1][2]) if len(targets) == 2 else None
    return None


def tells(type: str | None) -> str | None:
    """The type, if what it is compared with must be of it as well."""
    return None if type is None or type in _MIXED else type
