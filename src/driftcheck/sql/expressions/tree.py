"""Parse trees as small hashable tuples: (tag, child, …), of one shape for all spellings of one meaning.

What no rule speaks of keeps the parser's shape: (message, (field, value), …), without the positions in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from driftcheck.sql import parse

Tree = tuple[Any, ...]
Rule = Callable[[parse.Node], Tree]

NOTHING: Tree = ("nothing",)
RULES: dict[str, Rule] = {}  # message of pg_query.proto → what makes its tree

# How a node was spelled, not what it means.
_SPELLING = frozenset(
    "funcformat coerceformat row_format inh relpersistence argisrow limit_option replace implicit colnames".split()  # noqa: SIM905
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


@lru_cache(maxsize=8192)
def expression(text: str) -> Tree:
    """The tree of one expression. NotSQLError."""
    statement, *rest = _statements(f"SELECT (\n{text}\n)")
    targets = getattr(statement, "target_list", ())
    if rest or len(targets) != 1 or len(statement.ListFields()) > 3:
        raise parse.NotSQLError("not one expression", 0)
    return build(parse.unwrap(targets[0]).val)


@lru_cache(maxsize=1024)
def statements(text: str) -> Tree:
    """The trees of all statements. NotSQLError."""
    return ("list", *map(build, _statements(text)))


@lru_cache(maxsize=4096)
def index_element(text: str) -> Tree:
    """The tree of one key of an index. NotSQLError."""
    statement, *rest = _statements(f"CREATE INDEX ON t ({text}\n)")
    if rest or len(statement.index_params) != 1:
        raise parse.NotSQLError("not one key", 0)
    return build(statement.index_params[0])


def _statements(text: str) -> list[parse.Node]:
    found = [statement for statement, _, _ in parse.statements(text)]
    if not found:
        raise parse.NotSQLError("an empty text", 0)
    return found
