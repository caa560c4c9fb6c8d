"""Parse trees as small hashable tuples: (tag, child, …), of one shape for all spellings of one meaning.

What no rule speaks of keeps the parser's shape: (message, (field, value), …), without the positions in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from driftcheck.sql import parse

Tree = tuple[Any, ...]
Rule = Callable[[parse.Node], Tree]

NOTHING: Tree = ("nothing",)
RULES: dict[str, Rule] = {}  # message of pg_query.proto → what makes its tree

# How a node was spelled, not what it means.
_SPELLING = frozenset(
    "funcformat coerceformat row_format inh relpersistence argisrow replace implicit colnames".split()  # noqa: SIM905
)


def rule(message: str) -> Callable[[Rule], Rule]:
    """Register the function that makes the tree of a message."""

    def register(function: Rule) -> Rule:
        RULES[message] = function
        return function

    return register


def build(node: parse.Node) -> Tree:
    """The tree of a node of the parse tree."""
    inner = parse.unwrap(node)
    make = RULES.get(parse.name(inner), generic)
    return make(inner)


def generic(node: parse.Node) -> Tree:
    """A message as the parser gives it, positions and spellings left out."""
    return (parse.name(node), *((f".{name}", value) for name, value in fields(node)))


def fields(node: parse.Node) -> list[tuple[str, Any]]:
    """The set fields of a message, as (name, value)."""
    found = []
    for field, value in node.ListFields():
        name = field.name
        if name in _SPELLING or name.endswith(("location", "_start", "_end")):
            continue
        if field.is_repeated:
            found.append((name, listed(value) if field.message_type else ("list", *value)))
        elif field.message_type:
            found.append((name, build(value)))
        elif field.enum_type:
            found.append((name, field.enum_type.values_by_number[value].name))
        else:
            found.append((name, value))
    return found


def listed(nodes: Any) -> Tree:
    """A list of nodes."""
    return ("list", *map(build, nodes))


def optional(node: parse.Node, field: str) -> Tree:
    """The tree of a field that may be unset."""
    return build(getattr(node, field)) if node.HasField(field) else NOTHING


def name_parts(nodes: Any) -> tuple[str, ...]:
    """A qualified name; the schema that every name may leave out (pg_catalog) left out."""
    parts = tuple(parse.strings(nodes))
    return parts[1:] if len(parts) > 1 and parts[0] == "pg_catalog" else parts
