"""Types as people write them and as `format_type` spells them (PostgreSQL documentation, chapter 8)."""

from __future__ import annotations

import re
from functools import lru_cache

from driftcheck.names import quote, split
from driftcheck.sql import parse

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

# What a word outside DDL is met by: a person who writes "string" says what sort of value it is, not which type.
_TEXT = ("text", "character varying", "character", "citext", "name", '"char"')
_INTEGERS = ("smallint", "integer", "bigint")
_NUMBERS = (*_INTEGERS, "numeric", "real", "double precision", "money")
_TIMES = ("timestamp with time zone", "timestamp without time zone")
_JSON = ("json", "jsonb")
_AS_TEXT = (
    *_TEXT,
    *_TIMES,
    "uuid",
    "date",
    "time without time zone",
    "time with time zone",
    "bytea",
    "vector",
    "halfvec",
)
"""What Supabase's generated types call `string`."""
FAMILIES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("string", "str", "varchar", "character varying", "char", "character", "nvarchar"), _TEXT),
    "typescript string": _AS_TEXT,
    **dict.fromkeys(("number", "num"), _NUMBERS),
    **dict.fromkeys(("numeric", "decimal"), ("numeric",)),
    **dict.fromkeys(("float", "double"), ("real", "double precision", "numeric")),
    **dict.fromkeys(("datetime", "timestamp", "timestamp without time zone", "date/time"), _TIMES),
    **dict.fromkeys(("time", "time without time zone"), ("time without time zone", "time with time zone")),
    **dict.fromkeys(("json", "object"), _JSON),
    **dict.fromkeys(("array", "list"), ("[]",)),
    **dict.fromkeys(("enum",), ("<user>",)),
    **dict.fromkeys(
        ("texto", "cadena", "cadena de texto", "texte", "chaîne", "chaîne de caractères", "zeichenkette"), _TEXT
    ),
    **dict.fromkeys(("entero", "inteiro", "entier", "ganzzahl"), _INTEGERS),
    **dict.fromkeys(("número", "numérico", "numérique", "zahl", "dezimalzahl", "décimal"), _NUMBERS),
    **dict.fromkeys(("booleano", "booléen", "lógico", "wahrheitswert"), ("boolean",)),
    **dict.fromkeys(("fecha", "datum"), ("date", *_TIMES)),
    **dict.fromkeys(
        ("fecha y hora", "fecha/hora", "data e hora", "data/hora", "date et heure", "zeitstempel", "horodatage"), _TIMES
    ),
}

_SPACE = re.compile(r"\s+")
_ENUM = re.compile(r"enum\s*\(", re.IGNORECASE)
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
        return _SPACE.sub(" ", text.strip()).lower()


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


def is_loose(text: str) -> bool:
    """Whether a type written outside DDL names a family rather than one type.

    >>> is_loose("string"), is_loose("varchar"), is_loose("varchar(20)"), is_loose("timestamptz"), is_loose("uuid")
    (True, True, False, False, False)
    """
    word = _SPACE.sub(" ", text.strip()).lower()
    return bool(_ENUM.match(word)) or word.removesuffix("[]") in FAMILIES or word.startswith("array of ")


def is_type(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether the text reads as a type: a built-in one, one of `known`, or a family's word.

    >>> is_type("varchar(20)"), is_type("text[]"), is_type("the login address"), is_type("string")
    (True, True, False, True)
    """
    word = _SPACE.sub(" ", text.strip()).lower()
    bare = word.removesuffix(" array")
    while bare.endswith("[]"):
        bare = bare[:-2].rstrip()
    names = BUILT_IN | OF_EXTENSIONS | known
    if bare in FAMILIES or bare in names or _ENUM.match(bare):
        return True
    bare = _SPACE.sub(" ", _MODIFIER.sub("", bare)).strip()
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


def same_type(expected: str, actual: str, *, loose: bool = False) -> bool:
    """Whether the database's type is the stated one; a qualifier that a document leaves out does not count.

    >>> same_type("varchar(20)", "character varying(20)"), same_type("status", "public.status")
    (True, True)
    >>> same_type("string", "text", loose=True), same_type("string", "integer", loose=True), same_type("text", "uuid")
    (True, False, False)
    >>> same_type('"CartState"', "public.cartstate", loose=True), same_type("fecha", "date", loose=True)
    (True, True)
    """
    wanted, found = canonical(expected), canonical(actual)
    if wanted == found or _unqualified(wanted, found):
        return True
    if wanted.startswith("table(") and found.startswith("table("):
        return _same_columns(expected, actual)
    return loose and _in_family(expected, wanted, found)


def _unqualified(wanted: str, found: str) -> bool:
    if "." not in found or wanted.startswith("SETOF") != found.startswith("SETOF") or _base(wanted) in BUILT_IN:
        return False
    wanted, found = wanted.removeprefix("SETOF "), found.removeprefix("SETOF ")
    tail_wanted, tail_found = _tail(wanted), _tail(found)
    if tail_wanted != tail_found:
        return False
    a, b = split(wanted.removesuffix(tail_wanted)), split(found.removesuffix(tail_found))
    return len(a) < len(b) and b[-len(a) :] == a


def _same_columns(expected: str, actual: str) -> bool:
    """A function's RETURNS TABLE (…): the same names and types in the same order."""
    columns, others = (_split(text.strip()[5:].strip()[1:-1]) for text in (expected, actual))
    return len(columns) == len(others) and all(map(same_attribute, columns, others))


def _split(text: str) -> list[str]:
    """At the commas that stand in no parentheses or quotes."""
    parts, depth, start, quoted = [], 0, 0, False
    for i, c in enumerate(text):
        quoted ^= c == '"'
        depth += 0 if quoted else {"(": 1, ")": -1}.get(c, 0)
        if c == "," and not depth and not quoted:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def _tail(type: str) -> str:
    """The modifier and array brackets: `(1536)`, `[]`."""
    cut = min((i for i in (type.find("("), type.find("[")) if i >= 0), default=len(type))
    return type[cut:]


def _in_family(expected: str, wanted: str, found: str) -> bool:
    word = _SPACE.sub(" ", expected.strip()).lower()
    if _base(wanted) not in BUILT_IN and _folded(wanted) == _folded(found):
        return True
    bare = _base(found)
    if bare.rpartition(".")[2] in OF_EXTENSIONS:
        bare = bare.rpartition(".")[2]
    if word.startswith("array of "):
        item = word.removeprefix("array of ").strip()
        item = item[:-1] if item.endswith("s") and not is_type(item) else item
        return found.endswith("[]") and same_type(item, found.removesuffix("[]"), loose=True)
    if word.endswith("[]"):
        return found.endswith("[]") and same_type(word.removesuffix("[]"), found.removesuffix("[]"), loose=True)
    if _ENUM.match(word):
        return bare not in BUILT_IN or bare in _TEXT
    family = FAMILIES.get(word) or FAMILIES.get(wanted)
    if family is None:
        return False
    if family == ("[]",):
        return found.endswith("[]")
    if family == ("<user>",):
        return bare not in BUILT_IN or bare in _TEXT
    return not found.endswith("[]") and bare in family


def _folded(type: str) -> str:
    """The name of a type of the user's, without its schema and its capital letters."""
    tail = _tail(type)
    return split(type.removesuffix(tail))[-1].lower() + tail


def _base(type: str) -> str:
    """A type without its modifier."""
    return _SPACE.sub(" ", _MODIFIER.sub("", type.removesuffix("[]").removeprefix("SETOF "))).strip()


def same_attribute(expected: str, actual: str) -> bool:
    """A composite type's attribute, `street text`: the same name and type."""
    name, type = attribute(expected)
    actual_name, actual_type = attribute(actual)
    return name == actual_name and same_type(type, actual_type)


def attribute(text: str) -> tuple[str, str]:
    """Name, unquoted where it needs no quotes, and type: `"Zip Code" text`."""
    text = text.strip()
    if text.startswith('"'):
        end = text.find('"', 1)
        while text[end + 1 : end + 2] == '"':
            end = text.find('"', end + 2)
        return text[: end + 1], text[end + 1 :]
    name, _, type = text.partition(" ")
    return quote(name.lower()), type
