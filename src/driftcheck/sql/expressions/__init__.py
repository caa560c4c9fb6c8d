"""Expressions, queries and index keys compare by meaning: what people write, and what PostgreSQL prints of it.

PostgreSQL keeps no text; `pg_get_expr` and its kin (chapter 9.26.4) print the analysed tree: IN as = ANY, casts added,
names qualified. Both sides are parsed with PostgreSQL's own grammar, brought to one tree for each meaning
(reading.py), and compared from the side of the person (unify.py).
"""

from __future__ import annotations

from collections.abc import Callable

from driftcheck.kinds.base import Pair
from driftcheck.model import UNSTATED
from driftcheck.names import parent, split
from driftcheck.sql.parse import NotSQLError


def same_expression(expected: str, actual: str, pair: Pair) -> bool:
    """Whether two expressions (a default, a check, a policy's condition, a predicate) mean the same.

    Text that does not parse is compared as text, white space aside.
    """
    from driftcheck.sql.expressions import reading
    from driftcheck.sql.expressions.literals import other_type

    type = getattr(pair.actual, "type", UNSTATED)
    if isinstance(type, str) and hasattr(pair.actual, "default") and not _retyped(pair, type):  # a column's default
        try:
            if other_type(reading.expression(expected), reading.expression(actual), type):
                return False
        except NotSQLError:
            pass
    return _same(expected, actual, pair, reading.expression)


def _retyped(pair: Pair, type: str) -> bool:
    """Whether the column has another type than stated: then its default keeps the cast to the old one."""
    from driftcheck.sql.sametypes import same_type

    wanted = getattr(pair.expected, "type", UNSTATED)
    return isinstance(wanted, str) and not same_type(wanted, type, loose=pair.loose("type"))


def same_query(expected: str, actual: str, pair: Pair) -> bool:
    """Whether two queries (a view's, a rule's) mean the same, with the same output columns."""
    from driftcheck.sql.expressions import reading

    return _same(expected, actual, pair, reading.statements)


def same_index_key(expected: str, actual: str, pair: Pair) -> bool:
    """Whether two keys of an index, as CREATE INDEX writes them, are the same."""
    from driftcheck.sql.expressions import reading

    return _same(expected, actual, pair, reading.index_element)


def same_exclusion(expected: str, actual: str, pair: Pair) -> bool:
    """Whether two exclusion constraints, from USING on, are the same."""
    from driftcheck.sql.expressions import reading

    return _same(expected, actual, pair, reading.exclusion)


def _same(expected: str, actual: str, pair: Pair, read: Callable[[str], tuple[object, ...]]) -> bool:
    from driftcheck.sql.expressions import unify, unify_changes, unify_expressions, unify_queries  # noqa: F401 — rules

    try:
        wanted, found = read(expected), read(actual)
        if wanted == found or (wanted[0] == found[0] == "number" and wanted[1] == found[1]):
            return True
        unifier = unify.Unifier(_relation(pair), pair.renamed, pair.there, pair.here, pair.expected.at or None)
        if isinstance(parameters := getattr(pair.actual, "arguments", UNSTATED), list):
            unifier.scopes.bind_function(split(pair.path), parameters)
            wanted, found = (("body", *tree[1:]) if tree[0] == "list" else tree for tree in (wanted, found))
        if unifier.same(wanted, found):
            return True
        if pair.actual.at is UNSTATED:  # printed by PostgreSQL
            return False
        back = {new: old for old, new in pair.renamed.items()}
        relation = _relation(pair)
        return unify.Unifier(pair.renamed.get(relation or "", relation), back).same(found, wanted)
    except (NotSQLError, RecursionError):
        return expected.split() == actual.split()


def _relation(pair: Pair) -> str | None:
    """The expected path of the relation whose columns stand without a qualifier."""
    table = getattr(pair.expected, "table", UNSTATED)
    if isinstance(table, str):
        return table
    return parent(pair.path) or None
