"""How two queries are compared: rules of unify.py for the clauses of a SELECT and what stands in its FROM."""

from __future__ import annotations

from typing import Any

from driftcheck.sql.expressions.scopes import suffix
from driftcheck.sql.expressions.tree import NOTHING, Tree
from driftcheck.sql.expressions.unify import Unifier, same
from driftcheck.sql.expressions.unify_targets import targets

_NOTHING: Tree = ("list",)


@same("select")
def _selects(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """Clause by clause, FROM first: it says which names mean the same."""
    e, a = dict(expected[1:]), dict(actual[1:])
    if e.keys() != a.keys():
        return False
    unifier.scopes.push(a.get("from_clause", _NOTHING)[1:], united="larg" in e)
    try:
        return all(_clause(unifier, name, e, a) for name in e)
    finally:
        unifier.scopes.pop()


def _clause(unifier: Unifier, name: str, expected: dict[str, Tree], actual: dict[str, Tree]) -> bool:
    e, a = expected[name], actual[name]
    if name == "target_list":
        return targets(unifier, e[1:], a[1:])
    if name in ("sort_clause", "group_clause", "distinct_clause"):
        outputs = expected.get("target_list", _leftmost(expected))[1:]
        printed = actual.get("target_list", _NOTHING)[1:]
        return len(e) == len(a) and all(
            _key(unifier, x, y, outputs, printed, name == "sort_clause") for x, y in zip(e[1:], a[1:], strict=True)
        )
    if name == "rarg":  # the first query of a UNION names its columns
        return unifier.same(e, nameless(a))
    return unifier.same(e, a)


def _leftmost(query: dict[str, Tree]) -> Tree:
    """The output columns of a UNION are those of its first query."""
    while "larg" in query:
        query = dict(query["larg"][1:])
    return query.get("target_list", _NOTHING)


def _key(unifier: Unifier, expected: Tree, actual: Tree, outputs: Tree, printed: Tree, sort: bool) -> bool:
    """ORDER BY and GROUP BY by an output column's number or name are printed with its expression."""
    if sort:
        if expected[2:] != actual[2:]:
            return False
        expected, actual = expected[1], actual[1]
    if actual[0] == "number" and expected[0] == "column" and len(expected) == 2:  # ORDER BY of a UNION
        i = int(actual[1]) - 1
        return 0 <= i < len(outputs) and outputs[i][1] == expected[1]
    if expected[0] == "number" and actual[0] != "number":
        i = int(expected[1]) - 1
        if 0 <= i < len(printed) and printed[i][2] == actual:  # counted where stars are written out
            return True
        return 0 <= i < len(outputs) and unifier.same(outputs[i][2], actual)
    if unifier.attempt(lambda: unifier.same(expected, actual)):
        return True
    named = [t[2] for t in outputs if expected == ("column", t[1])]
    return bool(named) and unifier.same(named[0], actual)


@same("subquery", "exists", "any of query", "all of query")
def _subqueries(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A query as a value: the names of its columns are of no account."""
    return unifier.parts(expected[1:-1], actual[1:-1]) and unifier.same(expected[-1], nameless(actual[-1]))


@same("body")
def _bodies(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """The statements of a function: the names of what they return are of no account."""
    return unifier.parts(expected[1:], tuple(nameless(statement) for statement in actual[1:]))


def nameless(query: Tree) -> Tree:
    """A printed query without the names of its output columns."""
    if query[0] != "select":
        return query
    return ("select", *((k, _NAMES[k](v) if k in _NAMES else v) for k, v in query[1:]))


def _without_names(targets: Tree) -> Tree:
    return ("list", *(("target", None, *target[2:]) for target in targets[1:]))


_NAMES = {"target_list": _without_names, "larg": nameless, "rarg": nameless}


@same("relation")
def _relations(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A table, a view or a WITH query; PostgreSQL may give it another alias."""
    if not unifier.scopes.same_relation(expected[1], actual[1]) or expected[4] != actual[4]:
        return False
    if expected[3] and expected[3] != actual[3][: len(expected[3])]:  # the other columns' names follow
        return False
    unifier.scopes.bind(expected[2] or expected[1][-1], actual[2] or actual[1][-1], actual[1])
    return True


@same("join")
def _joins(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """The two sides first; NATURAL is printed as USING, or as a join without a condition."""
    _, kind, natural, left, right, using, condition, *merged, alias, names = expected
    if kind != actual[1] or not unifier.same(left, actual[3]) or not unifier.same(right, actual[4]):
        return False
    if natural and not actual[2]:
        if actual[6] not in _ALWAYS or not unifier.rows.natural(actual[3], actual[4], actual[5]):
            return False
    elif natural != actual[2] or using != actual[5] or not unifier.same(condition, actual[6]):
        return False
    if merged != list(actual[7:9]) or names != actual[10][: len(names)] or (alias is None) != (actual[9] is None):
        return False
    if alias is not None:
        unifier.scopes.bind(alias, actual[9], (actual[9],))
    return True


_ALWAYS = (NOTHING, ("bool", True))


@same("LockingClause")
def _locks(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """FOR UPDATE without OF is printed with every relation that it locks."""
    e, a = dict(expected[1:]), dict(actual[1:])
    if ".locked_rels" not in e:
        a.pop(".locked_rels", None)
    return e.keys() == a.keys() and all(unifier.same(e[name], a[name]) for name in e)


@same("from")
def _items(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A subquery or a function in FROM; PostgreSQL adds an alias, and the columns' names of a function."""
    if not unifier.same(expected[3], actual[3]) or not unifier.same(expected[4], actual[4]):
        return False
    names = expected[2]
    if names != actual[2][: len(names)] or (expected[3][0] == "select" and not names and actual[2]):
        return False
    wanted = expected[1] or _function(expected[3])
    if actual[1] and wanted:
        unifier.scopes.bind(wanted, actual[1], (actual[1],))
        if not expected[2] and len(actual[2]) == 1 and _function(expected[3]):
            unifier.scopes.stack[-1].values[wanted] = (actual[1], actual[2][0])
    return expected[1] is None or actual[1] is not None


def _function(tree: Any) -> str | None:
    """The name of the function that a FROM item calls."""
    while isinstance(tree, tuple) and len(tree) > 1 and tree[0] in ("list", "List", ".items"):
        tree = tree[1]
    return str(tree[1][-1]) if isinstance(tree, tuple) and tree and tree[0] == "call" else None


@same("key")
def _keys(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """An index's key; the collation and operator class of the type are its defaults and not printed."""
    if expected[5:] != actual[5:] or expected[4] != actual[4] or not unifier.same(expected[1], actual[1]):
        return False
    if expected[2] != actual[2] and not (expected[2] and suffix(expected[2], actual[2])):
        return False
    wanted, found = expected[3], actual[3]
    return wanted == found or (
        bool(wanted) and (suffix(wanted, found) or (not found and wanted[-1] in _DEFAULT_CLASSES))
    )


_DEFAULT_CLASSES = frozenset(
    f"{type}_ops"
    for type in (
        *("text", "int2", "int4", "int8", "uuid", "timestamptz", "timestamp", "date", "numeric", "bool", "jsonb"),
        *("array", "tsvector", "float4", "float8", "bpchar", "inet", "interval", "enum", "range", "bytea", "oid"),
    )
)
"""Operator classes that PostgreSQL takes by itself for a column of their type (pg_opclass.opcdefault)."""
