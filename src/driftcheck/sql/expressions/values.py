"""What the text of a literal means to its type, one function a type or a family of them.

Each takes the text between the quotes and the type, and gives the value's tree, or None where it does not understand it.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal, InvalidOperation
from typing import Any

from driftcheck.names import split
from driftcheck.sql import booleans
from driftcheck.sql.expressions import moments, paths, ranges
from driftcheck.sql.expressions.intervals import cut
from driftcheck.sql.expressions.intervals import interval as read_interval
from driftcheck.sql.expressions.tree import Tree

NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
RANGES = {
    "int4range": "integer",
    "int8range": "bigint",
    "numrange": "numeric",
    "daterange": "date",
    "tsrange": "timestamp without time zone",
    "tstzrange": "timestamp with time zone",
}
"""Range types and their subtypes (chapter 8.17.1)."""


def number(text: str, type: str = "numeric") -> Tree | None:
    """Digits: `'0'::numeric` is `0`, `'-1'::integer` is `-1`, `0.00` is 0; what is no number, in small letters."""
    text = text.strip().replace("_", "")
    try:
        if text[:2].lower() in ("0x", "0o", "0b"):
            return ("number", Decimal(int(text, 0)))
        value = Decimal(text)
    except (InvalidOperation, ValueError):
        return None
    if value.is_finite():
        return ("number", value)
    return ("string", str(value).lower())


def constant(text: str) -> Tree:
    """A number that stands without a cast: ("number", value, type), for `1 / 2` is not `1 / 2.0` (chapter 4.1.2.6)."""
    found = number(text)
    if found is None:
        return ("string", text)
    digits = text.lstrip("-").replace("_", "")
    plain = digits.isdecimal() or digits[:2].lower() in ("0x", "0o", "0b")
    return (*found, "numeric" if not plain or abs(found[1]) >= 2**63 else whole(found[1]))


def whole(value: Decimal) -> str:
    """The type of a whole number that is written without a cast (chapter 4.1.2.6)."""
    return "integer" if -(2**31) <= value < 2**31 else "bigint"


def boolean(text: str, type: str = "boolean") -> Tree | None:
    """`'t'`, `'yes'`, `'on'`: any unique beginning of PostgreSQL's words."""
    found = booleans.boolean(text)
    return None if found is None else ("bool", found)


def interval(text: str, type: str) -> Tree | None:
    """`'24 hours'` is printed as `'24:00:00'`."""
    field = type.partition("(")[0].rpartition(" ")[2]
    field = "second" if field == "interval" else field
    found = read_interval(text, field)
    return ("interval", *cut(found, field)) if found else None


def day(text: str, type: str) -> Tree | None:
    """`'2024-1-1'` is printed as `'2024-01-01'`."""
    found = moments.moment(text)
    return ("date", found.year, found.month, found.day) if found else _endless(text)


def moment(text: str, type: str) -> Tree | None:
    """Printed in ISO form; a time without a zone is taken as UTC, the zone in which the database is read."""
    found = moments.moment(text)
    if found is None:
        return _endless(text)
    if type.endswith("with time zone"):
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    return ("moment", found.replace(tzinfo=None).isoformat())


def _endless(text: str) -> Tree | None:
    word = text.strip().lower()
    return ("string", word) if word in ("infinity", "-infinity") else None


def clock(text: str, type: str) -> Tree | None:
    """`'9:00'` is printed as `'09:00:00'`."""
    found = moments.clock(text)
    if found is None:
        return None
    return ("time", found[0], (found[1] or 0) if type.endswith("with time zone") else None)


def document(text: str, type: str) -> Tree | None:
    """jsonb keeps values, not white space nor the order of keys."""
    try:
        return ("jsonb", _frozen(json.loads(text, parse_float=Decimal, parse_int=Decimal)))
    except (ValueError, RecursionError):
        return None


def relation(text: str, type: str) -> Tree | None:
    """A relation's name, quoted where it must be: `'public.t_id_seq'`."""
    return ("name", "relation", tuple(part for part in split(text if '"' in text else text.lower())))


def function_name(text: str, type: str) -> Tree | None:
    """A text search configuration: `'english'`, with or without its schema."""
    parts = split(text)
    return ("name", "object", parts[1:] if parts[0] == "pg_catalog" and len(parts) > 1 else parts)


def uuid(text: str, type: str) -> Tree | None:
    """UUIDs are printed in lower case, with hyphens and without braces."""
    digits = text.strip().lower().strip("{}").replace("-", "")
    return ("string", digits) if len(digits) == 32 else None


def octets(text: str, type: str) -> Tree | None:
    """bytea is printed in hexadecimal; `\\000` in a text is an octet, `\\\\` a backslash (chapter 8.4)."""
    if text.startswith("\\x"):
        return ("string", "".join(text[2:].split()).lower())
    data = _OCTET.sub(lambda m: "\\" if m[1] == "\\" else chr(int(m[1], 8)), text)
    return ("string", data.encode("latin-1" if data != text else "utf-8", "replace").hex())


_OCTET = re.compile(r"\\(\\|[0-3][0-7]{2})")


def address(text: str, type: str) -> Tree | None:
    """`'10.0.0.1/32'` is printed as `'10.0.0.1'`, a network of fewer octets with all of them (chapter 8.9).

    A cidr without a mask has that of its class, or as many octets as were written (`inet_cidr_pton_ipv4`).
    """
    ip, slash, mask = text.strip().partition("/")
    octets = ip.split(".")
    if ":" not in ip and len(octets) < 4 and octets[0].isdecimal():
        if type == "cidr" and not slash:
            first = int(octets[0])
            of_class = next(
                bits for least, bits in ((240, 32), (224, 8), (192, 24), (128, 16), (0, 8)) if first >= least
            )
            slash, mask = "/", str(max(of_class, 8 * len(octets)))
        if slash:
            ip = ".".join((octets + ["0"] * 3)[:4])
    try:
        found = ipaddress.ip_interface(ip + slash + mask)
    except ValueError:
        return None
    return ("address", int(found.ip), found.network.prefixlen, found.version)


def hardware(text: str, type: str) -> Tree | None:
    """`'08-00-2B-01-02-03'` is printed as `'08:00:2b:01:02:03'`."""
    return ("string", "".join(c for c in text.lower() if c.isalnum()))


def money(text: str, type: str) -> Tree | None:
    """`'0'` is printed as `'$0.00'`."""
    return number(text.replace("$", "").replace(",", ""))


def figure(text: str, type: str) -> Tree | None:
    """A point, a line segment, a circle, by its numbers; a box by its upper right and its lower left corner."""
    numbers = [Decimal(n) for n in _COORDINATE.findall(text)]
    if type == "box" and len(numbers) == 4:
        (a, b, c, d) = numbers
        numbers = [max(a, c), max(b, d), min(a, c), min(b, d)]
    return ("figure", *numbers) if numbers else None


_COORDINATE = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)


def search(text: str, type: str) -> Tree | None:
    """Words of a text search stand in quotes where PostgreSQL prints them, each of a tsvector once and sorted."""
    plain = _WORD.sub(r"\1", text)
    return ("string", " ".join(sorted(set(plain.split()))) if type == "tsvector" else "".join(plain.split()))


_WORD = re.compile(r"'(\w+)'")


def path(text: str, type: str) -> Tree | None:
    """A jsonpath by its tree."""
    return paths.read(text)


def range_(text: str, type: str) -> Tree | None:
    """A range, or several, by the values of their bounds."""
    several = type.replace("multirange", "range")
    subtype = RANGES[several]
    read = ranges.read if several == type else ranges.read_several
    return read(text, subtype, lambda bound: READERS[subtype](bound, subtype))


READERS: dict[str, Callable[[str, str], Tree | None]] = {
    **dict.fromkeys(NUMBERS, number),
    "boolean": boolean,
    "interval": interval,
    "date": day,
    "timestamp without time zone": moment,
    "timestamp with time zone": moment,
    "time without time zone": clock,
    "time with time zone": clock,
    "jsonb": document,
    "regclass": relation,
    "regconfig": function_name,
    "uuid": uuid,
    "bytea": octets,
    "inet": address,
    "cidr": address,
    "macaddr": hardware,
    "macaddr8": hardware,
    "money": money,
    **dict.fromkeys(("point", "box", "lseg", "circle"), figure),
    "tsvector": search,
    "tsquery": search,
    "jsonpath": path,
    **dict.fromkeys((*RANGES, *(name.replace("range", "multirange") for name in RANGES)), range_),
}


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return ("object", *sorted(((k, _frozen(v)) for k, v in value.items()), key=lambda item: item[0]))
    if isinstance(value, list):
        return ("list", *map(_frozen, value))
    return (type(value).__name__, value)
