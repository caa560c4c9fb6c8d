"""What a literal of a type is: PostgreSQL reads it when it reads the expression, and prints the value back."""

from __future__ import annotations

from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.values import NUMBERS, READERS, whole
from driftcheck.sql.types import BUILT_IN, canonical


def cast(value: Tree, type: str) -> Tree:
    """The tree of a cast: of a literal the value, of an array a cast of each element, else ("cast", type, value)."""
    if value[0] == "string":
        return literal(value[1], type)
    if value[0] == "array" and type.endswith("[]"):
        element = type[:-2]
        return ("array", element, *(cast(item, element) for item in value[2:]))
    if value[0] == "cast" and value[1] == type:
        return value
    if value[0] == "cast" and value[1] == "bit" and value[2][0] == "string" and _base(type) in ("bit", "bit varying"):
        return literal(value[2][1], type)
    return ("cast", type, ("number", value[1]) if value[0] == "number" else value)


def called(call: Tree) -> Tree:
    """The cast that a call with a type's name is, `date('2024-01-01')` (chapter 4.2.9 "Type Casts"); else the call."""
    name, arguments, *others = call[1:]
    if len(name) != 1 or len(arguments) != 2 or others or name[0] not in CASTS:
        return call
    return cast(arguments[1], canonical(name[0]))


CASTS = frozenset(
    {"int2", "int4", "int8", "float4", "float8", "bool", "text", "varchar", "numeric", "date", "time", "timetz"}
    | {"timestamp", "timestamptz", "interval", "uuid", "jsonb", "money", "bytea", "inet", "cidr", "name", "regclass"}
)
"""Types whose names, called, cast; what keywords spell (`integer(x)`) is no call."""


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
    reader = READERS.get(base)
    value = reader(text, type) if reader is not None else None
    if value is not None and value[0] == "bool":
        return value
    if value is not None and value[0] == "number" and type in ("numeric", whole(value[1])):
        return (*value, type)  # as `-1`, `1e3` and `5000000000` are printed (`get_const_expr`)
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


def _elements(text: str) -> list[str | None] | None:
    """The items of a one-dimensional array's literal, `{a,"b c",NULL}` (chapter 8.15.2 "Array Value Input").

    Bounds that count from 1, as they do where none are written, say nothing: `[1:2]={a,b}` is printed as `{a,b}`.
    """
    text = text.strip()
    if text.startswith("[1:"):
        last, _, plain = text[3:].partition("]=")
        counted = _elements(plain)
        return counted if counted is not None and last == str(len(counted)) else None
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
