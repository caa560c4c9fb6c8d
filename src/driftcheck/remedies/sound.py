"""Facts whose free texts are what they should be: expressions, types, the names of relations."""

from __future__ import annotations

from typing import Any

from driftcheck.model import Facts
from driftcheck.names import join, quote, split
from driftcheck.remedies.guard import expression, type_

_EXPRESSIONS = {
    "column": ("default", "generated"),
    "constraint": ("expression",),
    "index": ("predicate",),
    "policy": ("using", "check"),
    "trigger": ("when",),
    "publication_member": ("where",),
    "type": ("default",),
}
_TYPES = {"column": ("type",), "sequence": ("type",), "type": ("base", "subtype")}
_PATHS = {"index": ("table",), "trigger": ("function", "from_table"), "column": ("collation",), "type": ("collation",)}
_LISTS = {"type": ("checks",)}


def sound(kind: str, facts: Facts) -> bool:
    """Whether each of these facts can stand in a statement without meaning anything else."""
    stated: Any = facts
    for name in _EXPRESSIONS.get(kind, ()):
        if (value := getattr(stated, name)) and not expression(value):
            return False
    for name in _LISTS.get(kind, ()):
        if not all(map(expression, getattr(stated, name) or ())):
            return False
    for name in _TYPES.get(kind, ()):
        value = getattr(stated, name)
        if value and not (name in (stated.loose or ()) or type_(value)):
            return False
    for name in _PATHS.get(kind, ()):
        if (value := getattr(stated, name)) and join(*split(value)) != value:
            return False
    return kind != "constraint" or not stated.references or _is_reference(stated.references)


def _is_reference(text: str) -> bool:
    """Whether the text is a table, with or without its columns in brackets."""
    table = join(*split(text))
    if not text.startswith(table):
        return False
    bracket, columns = text[len(table) :].strip()[:1], text[len(table) :].strip()[1:]
    if bracket not in ("", "("):
        return False
    if not bracket:
        return True
    names = [name.strip() for name in columns.removesuffix(")").split(",")]
    return columns.endswith(")") and all(name and quote(split(name)[0]) == name for name in names)
