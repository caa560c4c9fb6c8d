"""What a literal of a type is: PostgreSQL reads it when it reads the expression, and prints the value back.

Each function takes the text between the quotes and gives the value's tree, or None where it does not understand it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from driftcheck.names import split
from driftcheck.sql.expressions.intervals import cut
from driftcheck.sql.expressions.intervals import interval as read_interval
from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.types import BUILT_IN, canonical

NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "off", "no", "0")


def cast(value: Tree, type: str) -> Tree:
    """The tree of a cast: of a literal the value, of an array a cast of each element, else ("cast", type, value)."""
    if value[0] == "string":
        return literal(value[1], type)
    if value[0] == "array" and type.endswith("[]"):
        element = type[:-2]
        return ("array", element, *(cast(item, element) for item in value[2:]))
    if value[0] == "cast" and value[1] == type:
        return value
    return ("cast", type, value)


def literal(text: str, type: str) -> Tree:
    """A quoted literal of that type."""
    if type.endswith("[]"):
        items = _elements(text)
        if items is None:
            return ("cast", type, ("string", text))
        element = type[:-2]
        return ("array", element, *(cast(("null",) if i is None else ("string", i), element) for i in items))
    base = _base(type)
    if base.startswith("interval"):
        base = "interval"
    reader = _READERS.get(base)
    value = reader(text, type) if reader is not None else None
    if value is not None and value[0] == "bool":
        return value
    if (value is not None and base == "interval") or _fits(text, type, base):
        type = base
    return ("cast", type, value or ("string", text))


def untyped(text: str) -> Tree | None:
    """An array's literal as an array of literals whose types are open."""
    items = _elements(text)
    return None if items is None else ("array", None, *(("null",) if i is None else ("string", i) for i in items))


def other_type(expected: Tree, actual: Tree, column: str) -> bool:
    """Whether a bare literal, which takes its column's type, meets one that is printed as another built-in type."""
    if expected[0] != "string" or actual[0] != "cast":
        return False
    of_column, printed = _base(canonical(column)), _base(actual[1])
    return of_column != printed and {of_column, printed} <= BUILT_IN and not {of_column, printed} <= NUMBERS


def _base(type: str) -> str:
    """`character varying(20)` without the length; a character without one is bpchar."""
    base, _, rest = type.partition("(")
    base = (base + rest.partition(")")[2]).strip()
    return "bpchar" if base == "character" else base


def _fits(text: str, type: str, base: str) -> bool:
    """Whether a length leaves the literal as it is: `'US'::character(2)` is `'US'::bpchar`."""
    length = type.partition("(")[2].partition(")")[0]
    if not length.isdecimal() or base not in ("bpchar", "character varying", "bit", "bit varying"):
        return False
    return len(text) == int(length) if base == "bit" else len(text) <= int(length)


def number(text: str, type: str = "numeric") -> Tree | None:
    """Digits: `'0'::numeric` is `0`, `'-1'::integer` is `-1`, `0.00` is 0."""
    text = text.strip().replace("_", "")
    try:
        if text[:2].lower() in ("0x", "0o", "0b"):
            return ("number", Decimal(int(text, 0)))
        value = Decimal(text)
    except (InvalidOperation, ValueError):
        return None
    return ("number", value) if value.is_finite() else None


def boolean(text: str, type: str = "boolean") -> Tree | None:
    """`'t'`, `'yes'`, `'on'`: any unique beginning of PostgreSQL's words."""
    word = text.strip().lower()
    if not word or word == "o":
        return None
    true, false = any(w.startswith(word) for w in _TRUE), any(w.startswith(word) for w in _FALSE)
    return None if true == false else ("bool", true)


def interval(text: str, type: str) -> Tree | None:
    """`'24 hours'` is printed as `'24:00:00'`."""
    field = type.partition("(")[0].rpartition(" ")[2]
    field = "second" if field == "interval" else field
    found = read_interval(text, field)
    return ("interval", *cut(found, field)) if found else None


def day(text: str, type: str) -> Tree | None:
    """`'2024-1-1'` is printed as `'2024-01-01'`."""
    moment = _moment(text)
    return ("date", moment.year, moment.month, moment.day) if moment else None


def moment(text: str, type: str) -> Tree | None:
    """Printed in ISO form; a time without a zone is taken as UTC, the zone in which the database is read."""
    found = _moment(text)
    if found is None:
        return None
    if type.endswith("with time zone"):
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    return ("moment", found.replace(tzinfo=None).isoformat())


def clock(text: str, type: str) -> Tree | None:
    """`'9:00'` is printed as `'09:00:00'`."""
    text = text.strip()
    try:
        return ("time", time.fromisoformat(text if text[1:2] != ":" else "0" + text).isoformat())
    except ValueError:
        return None


def document(text: str, type: str) -> Tree | None:
    """jsonb keeps values, not white space nor the order of keys."""
    try:
        return ("jsonb", _frozen(json.loads(text, parse_float=Decimal, parse_int=Decimal)))
    except (ValueError, RecursionError):
        return None


def relation(text: str, type: str) -> Tree | None:
    """A relation's name, quoted where it must be: `'public.t_id_seq'`."""
    return ("name", "relation", tuple(part for part in split(text)))


def function_name(text: str, type: str) -> Tree | None:
    """A text search configuration: `'english'`, with or without its schema."""
    parts = split(text)
    return ("name", "object", parts[1:] if parts[0] == "pg_catalog" and len(parts) > 1 else parts)


def lower(text: str, type: str) -> Tree | None:
    """UUIDs are printed in lower case."""
    return ("string", text.strip().lower())


def octets(text: str, type: str) -> Tree | None:
    """bytea is printed in hexadecimal."""
    return ("string", text.lower() if text.startswith("\\x") else "\\x" + text.encode().hex())


_READERS: dict[str, Callable[[str, str], Tree | None]] = {
    **dict.fromkeys(NUMBERS, number),
    "boolean": boolean,
    "interval": interval,
    "date": day,
    "timestamp without time zone": moment,
    "timestamp with time zone": moment,
    "time without time zone": clock,
    "jsonb": document,
    "regclass": relation,
    "regconfig": function_name,
    "uuid": lower,
    "bytea": octets,
}


def _moment(text: str) -> datetime | None:
    text = text.strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    parts = text.split("-")
    if len(parts) == 3 and all(p.isdecimal() for p in parts):
        try:
            return datetime.combine(date(*map(int, parts)), datetime.min.time())
        except ValueError:
            return None
    return None


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return ("object", *sorted(((k, _frozen(v)) for k, v in value.items()), key=lambda item: item[0]))
    if isinstance(value, list):
        return ("list", *map(_frozen, value))
    return (type(value).__name__, value)


def _elements(text: str) -> list[str | None] | None:
    """The items of a one-dimensional array's literal, `{a,"b c",NULL}` (chapter 8.15.2 "Array Value Input")."""
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return None
    body = text[1:-1].strip()
    items: list[str | None] = []
    i = 0
    while body and i <= len(body):
        part: list[str] = []
        quoted = closed = False
        while i < len(body) and (quoted or body[i] != ","):
            c = body[i]
            if c == "\\" and i + 1 < len(body):
                i += 1
                part.append(body[i])
            elif c == '"':
                quoted, closed = not quoted, True
            elif c in "{}" and not quoted:
                return None
            else:
                part.append(c)
            i += 1
        item = "".join(part)
        items.append(item if closed else None if item.strip().upper() == "NULL" else item.strip())
        i += 1
    return items
