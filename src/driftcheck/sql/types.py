"""Types as people write them and as `format_type` spells them (PostgreSQL documentation, chapter 8)."""

from __future__ import annotations

import re
from functools import lru_cache

from driftcheck.names import quote
from driftcheck.sql import parse
from driftcheck.sql.families import FAMILIES, is_family, words

SERIALS = {
    "serial": "integer", "serial4": "integer", "bigserial": "bigint", "serial8": "bigint",
    "smallserial": "smallint", "serial2": "smallint",
}  # fmt: skip

_SPELLED = {
    "int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint", "bool": "boolean", "float4": "real",
    "float8": "double precision", "decimal": "numeric", "dec": "numeric", "varchar": "character varying",
    "varbit": "bit varying", "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone", "time": "time without time zone", "timetz": "time with time zone",
    **SERIALS,
}  # fmt: skip

BUILT_IN = frozenset(
    {*_SPELLED, *_SPELLED.values()}
    | set(
        """
    smallint integer bigint numeric real text bytea boolean date interval uuid json jsonb xml inet cidr macaddr macaddr8
    money point line lseg box path polygon circle tsvector tsquery bit oid regclass regproc regtype name char int4range
    int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange
    tstzmultirange datemultirange jsonpath pg_lsn txid_snapshot bpchar xid cid record void trigger event_trigger anyelement anyarray float
    """.split()  # noqa: SIM905 — a list of names reads best as one
    )
)
"""Types of pg_catalog, as people and as format_type spell them."""

OF_EXTENSIONS = frozenset(
    {"citext", "hstore", "ltree", "geometry", "geography", "vector", "halfvec", "sparsevec", "lquery"}
)
"""Types of common extensions, which stand in whatever schema the extension does."""

_MODIFIER = re.compile(r"\([^()]*\)")
_INTERVAL_FIELDS = {
    4: "year", 2: "month", 8: "day", 1024: "hour", 2048: "minute", 4096: "second", 6: "year to month",
    1032: "day to hour", 3080: "day to minute", 7176: "day to second", 3072: "hour to minute", 7168: "hour to second",
    6144: "minute to second",
}  # fmt: skip


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """The type as format_type prints it; a text that is no type comes back in lower case, its space folded.

    >>> canonical("VARCHAR(20)"), canonical("int[]"), canonical("timestamptz(3)"), canonical("public.Status")
    ('character varying(20)', 'integer[]', 'timestamp(3) with time zone', 'public.status')
    """
    try:
        return spell(parse.type_name(text.strip()))
    except parse.NotSQLError:
        return words(text)


def without_modifier(type: str) -> str:
    """`timestamp(3) with time zone` → `timestamp with time zone`."""
    return " ".join(_MODIFIER.sub("", type).split())


def spell_bare(node: parse.Node) -> str:
    """A TypeName without its modifier: a function keeps none of its arguments and results (`format_type(oid, NULL)`)."""
    bare = node
    if node.typmods:
        bare = type(node)()
        bare.CopyFrom(node)
        del bare.typmods[:]
    return spell(bare).replace("bpchar", "character")


def spell(node: parse.Node) -> str:
    """A TypeName of the parse tree, as format_type prints it."""
    parts = parse.strings(node.names)
    built_in = parts[0] == "pg_catalog" and len(parts) == 2
    bare = parts[-1] if built_in or len(parts) == 1 else None
    modifiers = [_modifier(m) for m in node.typmods]
    if bare and bare.startswith("_") and bare[1:] in BUILT_IN:  # the catalog's own name of an array type
        return f"{canonical(bare[1:])}[]"
    base = _SPELLED.get(bare) if bare else None
    if bare == "bpchar" and modifiers:
        base = "character"
    elif bare == "numeric" and len(modifiers) == 1:
        modifiers = [*modifiers, "0"]
    if base is None:
        base = '"char"' if bare == "char" else ".".join(quote(p) for p in (parts[1:] if built_in else parts))
        base = bare if bare in BUILT_IN and bare not in ("char",) else base
    if bare == "interval":
        base = _interval(modifiers)
    elif bare in SERIALS:
        pass
    elif modifiers:
        head, space, tail = base.partition(" with") if base.startswith("time") else (base, "", "")
        base = f"{head}({','.join(modifiers)}){space}{tail}"
    dimensions = "[]" if node.array_bounds else ""  # format_type prints one pair, whatever was declared
    return f"{'SETOF ' if node.setof else ''}{base}{dimensions}"


def _modifier(node: parse.Node) -> str:
    constant = parse.unwrap(node)
    if parse.name(constant) == "A_Const":
        return str(constant.ival.ival) if constant.WhichOneof("val") == "ival" else str(constant.sval.sval)
    if parse.name(constant) == "ColumnRef":
        return ".".join(parse.strings(constant.fields))
    return "?"


def _interval(modifiers: list[str]) -> str:
    fields = _INTERVAL_FIELDS.get(int(modifiers[0])) if modifiers else None
    precision = f"({modifiers[1]})" if len(modifiers) > 1 else ""
    return " ".join(["interval", *([fields] if fields else [])]) + precision


def is_type(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether the text reads as a type: a built-in one, one of `known`, or a family's word.

    >>> is_type("varchar(20)"), is_type("text[]"), is_type("the login address"), is_type("string")
    (True, True, False, True)
    """
    word = words(text)
    bare = word.removesuffix(" array")
    while bare.endswith("[]"):
        bare = bare[:-2].rstrip()
    names = BUILT_IN | OF_EXTENSIONS | known
    if is_family(bare) or bare in names:
        return True
    bare = without_modifier(bare)
    schema, dot, last = bare.rpartition(".")
    if bare in names or bare in FAMILIES or (dot and schema.isidentifier() and last in OF_EXTENSIONS | known):
        return True
    if bare not in ("double precision",) and not bare.startswith(
        ("timestamp", "time ", "interval", "bit ", "character")
    ):
        return False
    try:
        return parse.name(parse.type_name(word)) == "TypeName"
    except parse.NotSQLError:
        return False
