"""Whether the database's type, or attribute of a type, is the stated one."""

from __future__ import annotations

from driftcheck.names import quote, split
from driftcheck.sql.families import FAMILIES, TEXT, is_enum, words
from driftcheck.sql.types import BUILT_IN, OF_EXTENSIONS, canonical, is_type, without_modifier


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
    word = words(expected)
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
    if is_enum(word):
        return bare not in BUILT_IN or bare in TEXT
    family = FAMILIES.get(word) or FAMILIES.get(wanted)
    if family is None:
        return False
    if family == ("[]",):
        return found.endswith("[]")
    if family == ("<user>",):
        return bare not in BUILT_IN or bare in TEXT
    return not found.endswith("[]") and bare in family


def _folded(type: str) -> str:
    """The name of a type of the user's, without its schema and its capital letters."""
    tail = _tail(type)
    return split(type.removesuffix(tail))[-1].lower() + tail


def _base(type: str) -> str:
    """A type without its modifier."""
    return without_modifier(type.removesuffix("[]").removeprefix("SETOF "))


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
