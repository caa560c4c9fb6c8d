"""From text to trees, by the rules of canonical.py, operators.py, queries.py and sqljson.py; what has been read is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from driftcheck.sql import parse
from driftcheck.sql.expressions import canonical, operators, queries, sqljson  # noqa: F401 — these register the rules
from driftcheck.sql.expressions.tree import Tree, build


@lru_cache(maxsize=8192)
def expression(text: str) -> Tree:
    """The tree of one expression. NotSQLError."""
    statement, *rest = _statements(f"SELECT (\n{text}\n)")
    targets: Sequence[Any] = getattr(statement, "target_list", ())
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


@lru_cache(maxsize=1024)
def exclusion(text: str) -> Tree:
    """The tree of what follows EXCLUDE: the method, each key with its operator, the predicate. NotSQLError."""
    statement, *rest = _statements(f"CREATE TABLE t (EXCLUDE {text}\n)")
    if rest or len(statement.table_elts) != 1:
        raise parse.NotSQLError("not one exclusion", 0)
    node = parse.unwrap(statement.table_elts[0])
    tree: list[Tree] = [("string", node.access_method or "gist")]
    for pair in map(parse.unwrap, node.exclusions):
        key, operator = map(parse.unwrap, pair.items)
        tree += [build(key), ("string", parse.strings(getattr(operator, "items", [operator]))[-1])]
    if node.HasField("where_clause"):
        tree.append(build(node.where_clause))
    return ("list", *tree, *(("string", name) for name in parse.strings(node.including)))


def _statements(text: str) -> list[parse.Node]:
    found = [statement for statement, _, _ in parse.statements(text)]
    if not found:
        raise parse.NotSQLError("an empty text", 0)
    return found
