"""How two statements that change rows are compared: rules of unify.py for INSERT, UPDATE, DELETE and MERGE, as they stand
in a function's body or a rule.
"""

from __future__ import annotations

from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.unify import Unifier, same
from driftcheck.sql.expressions.unify_queries import nameless
from driftcheck.sql.expressions.unify_targets import targets

_NAMING = (".source_relation", ".relation", ".from_clause", ".using_clause")
_ORDER = {name: i for i, name in enumerate((".with_clause", ".select_stmt", *_NAMING))}


@same("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt")
def _changes(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """Clause by clause: the rows of INSERT, which do not see its relation, then what names relations, then the rest.

    INSERT without columns is printed with them.
    """
    e, a = dict(expected[1:]), dict(actual[1:])
    if expected[0] == "InsertStmt" and ".cols" not in e and ".cols" in a:
        row = unifier.rows.now(a[".relation"][1])
        names = tuple(column[1] for column in a.pop(".cols")[1:])
        if row is not None and names != row[: len(names)]:
            return False
    if e.keys() != a.keys():
        return False
    if ".select_stmt" in a:
        a[".select_stmt"] = nameless(a[".select_stmt"])
    several = [item for name in _NAMING[2:] for item in a.get(name, ())[1:]]
    unifier.scopes.push((*(a[name] for name in _NAMING[:2] if name in a), *several))
    try:
        return all(unifier.same(e[name], a[name]) for name in sorted(e, key=lambda name: _ORDER.get(name, len(_ORDER))))
    finally:
        unifier.scopes.pop()


@same("ReturningClause")
def _returned(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """The output columns of a change."""
    e, a = dict(expected[1:]), dict(actual[1:])
    wanted, found = e.pop(".exprs"), a.pop(".exprs")
    return e == a and targets(unifier, wanted[1:], found[1:])
