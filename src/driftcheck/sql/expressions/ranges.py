"""Literals of ranges and multiranges (chapter 8.17.5 "Range Input/Output", 8.17.7 "Discrete Range Types")."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from driftcheck.sql.expressions.tree import Tree

_EMPTY: Tree = ("range", "empty")
Bound = Callable[[str], Tree | None]


def read(text: str, subtype: str, bound: Bound) -> Tree | None:
    """`[1,9]` of integers is `[1,10)`; a bound that is left out is infinite and never inclusive."""
    text = text.strip()
    if text.lower() == "empty":
        return _EMPTY
    if len(text) < 3 or text[0] not in "[(" or text[-1] not in "])":
        return None
    parts = _bounds(text[1:-1])
    if parts is None:
        return None
    lower, upper = (None if part is None else bound(part) for part in parts)
    if (lower is None) != (parts[0] is None) or (upper is None) != (parts[1] is None):
        return None
    with_lower, with_upper = text[0] == "[" and lower is not None, text[-1] == "]" and upper is not None
    if subtype in ("integer", "bigint", "date"):
        if lower is not None and not with_lower:
            lower, with_lower = _next(lower), True
        if upper is not None and with_upper:
            upper, with_upper = _next(upper), False
    if lower is not None and lower == upper and not (with_lower and with_upper):
        return _EMPTY
    return ("range", lower, upper, with_lower, with_upper)


def read_several(text: str, subtype: str, bound: Bound) -> Tree | None:
    """`{[1,5),[7,9)}`."""
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return None
    ranges, rest = [], text[1:-1].strip()
    while rest:
        end = next((i for i, c in enumerate(rest) if c in "])"), None)
        one = None if end is None else read(rest[: end + 1], subtype, bound)
        if end is None or one is None:
            return None
        ranges.append(one)
        rest = rest[end + 1 :].lstrip().removeprefix(",").lstrip()
    return ("ranges", *(one for one in ranges if one != _EMPTY))


def _bounds(text: str) -> tuple[str | None, str | None] | None:
    """The two bounds, out of their quotes; None for one that is left out."""
    parts: list[str] = [""]
    quoted = False
    for c in text:
        if c == '"':
            quoted = not quoted
        elif c == "\\":
            return None
        elif c == "," and not quoted:
            parts.append("")
        else:
            parts[-1] += c
    return (parts[0].strip() or None, parts[1].strip() or None) if len(parts) == 2 else None


def _next(value: Tree) -> Tree:
    if value[0] == "number":
        return ("number", value[1] + Decimal(1))
    if value[0] == "date" and len(value) == 4:
        day = date(*value[1:]) + timedelta(days=1)
        return ("date", day.year, day.month, day.day)
    return value
