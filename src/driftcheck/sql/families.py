"""Words by which people say what sort of value a column takes, and not of which type: "string", "number", "fecha"."""

from __future__ import annotations

import re

TEXT = ("text", "character varying", "character", "citext", "name", '"char"')
_INTEGERS = ("smallint", "integer", "bigint")
_NUMBERS = (*_INTEGERS, "numeric", "real", "double precision", "money")
_TIMES = ("timestamp with time zone", "timestamp without time zone")
_JSON = ("json", "jsonb")
_AS_TEXT = (
    *TEXT,
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
    **dict.fromkeys(("string", "str", "varchar", "character varying", "char", "character", "nvarchar"), TEXT),
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
        ("texto", "cadena", "cadena de texto", "texte", "chaîne", "chaîne de caractères", "zeichenkette"), TEXT
    ),
    **dict.fromkeys(("entero", "inteiro", "entier", "ganzzahl"), _INTEGERS),
    **dict.fromkeys(("número", "numérico", "numérique", "zahl", "dezimalzahl", "décimal"), _NUMBERS),
    **dict.fromkeys(("booleano", "booléen", "lógico", "wahrheitswert"), ("boolean",)),
    **dict.fromkeys(("fecha", "datum"), ("date", *_TIMES)),
    **dict.fromkeys(
        ("fecha y hora", "fecha/hora", "data e hora", "data/hora", "date et heure", "zeitstempel", "horodatage"), _TIMES
    ),
}
"""The word, in small letters → the types that meet it; `[]` is any array, `<user>` any type of the user's."""

_ENUM = re.compile(r"enum\s*\(", re.IGNORECASE)


def words(text: str) -> str:
    """A type as it was written, in small letters and with single blanks."""
    return " ".join(text.lower().split())


def is_family(word: str) -> bool:
    """Whether it is one of these words; `enum ('a', 'b')` is."""
    return word in FAMILIES or is_enum(word)


def is_enum(word: str) -> bool:
    """MySQL's way of writing one in its place: `enum ('a', 'b')`."""
    return _ENUM.match(word) is not None


def is_loose(text: str) -> bool:
    """Whether a type written outside DDL names a family rather than one type.

    >>> is_loose("string"), is_loose("varchar"), is_loose("varchar(20)"), is_loose("timestamptz"), is_loose("uuid")
    (True, True, False, False, False)
    """
    word = words(text)
    return is_family(word.removesuffix("[]")) or word.startswith("array of ")
