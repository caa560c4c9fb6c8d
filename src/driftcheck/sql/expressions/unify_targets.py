"""How the output columns of two queries are compared: rules of unify.py for targets and the stars among them."""

from __future__ import annotations

from driftcheck.sql.expressions.literals import called
from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.unify import Unifier, same
from driftcheck.sql.types import same_type


def targets(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """Output columns in order; a star stands for the columns that PostgreSQL lists in its place."""
    failed: set[tuple[int, int]] = set()  # what several stars have shared out in vain

    def matched(i: int, j: int) -> bool:
        while i < len(expected) and not _is_star(expected[i]):
            if j >= len(actual) or not _target(unifier, expected[i], actual[j]):
                return False
            i, j = i + 1, j + 1
        if i == len(expected):
            return j == len(actual)
        if (i, j) in failed:
            return False
        end = j
        while end < len(actual) and _of_star(unifier, expected[i][2], actual[end]):
            end += 1
        for k in range(end, j, -1):
            if _whole(unifier, expected[i][2], actual[j:k]) and unifier.attempt(lambda k=k: matched(i + 1, k)):  # type: ignore[misc]
                return True
        failed.add((i, j))
        return False

    return matched(0, 0)


def _is_star(target: Tree) -> bool:
    return bool(target[0] == "target" and target[2][0] == "column" and target[2][-1] == "*")


def _of_star(unifier: Unifier, star: Tree, target: Tree) -> bool:
    if target[2][0] != "column" or (target[1] or target[2][-1]) != target[2][-1]:
        return False
    return len(star) == 2 or unifier.scopes.same_column((*star[1:-1], target[2][-1]), target[2][1:])


def _whole(unifier: Unifier, star: Tree, targets: Tree) -> bool:
    """Whether these are all of the columns that a star stands for, where the expected side lists them all.

    Those of either side: a view that was made before its table got another column has those that there were.
    """
    scope = unifier.scopes.stack[-1]
    if len(star) > 2:
        path = scope.relations.get(scope.names.get(star[-2], ""))
    else:
        path = next(iter(scope.relations.values())) if len(scope.relations) == 1 else None
    if path is None:
        return True
    old = next((old for old, new in unifier.scopes.renamed.items() if new == path), path)
    if not unifier.own.lists_columns(old):
        return True
    named = frozenset(target[1] or target[2][-1] for target in targets)
    return named in (unifier.own.columns(old), unifier.present.columns(path))


def _target(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """An output column: its name, and its value, to which PostgreSQL adds no cast but that of a literal to text."""
    if expected[1] and actual[1] and expected[1] != actual[1]:
        return False
    wanted, found = expected[2], actual[2]
    if wanted[0] == "call" and found[0] == "cast":
        wanted = called(wanted)
    if found[0] == "cast" and wanted[0] != "cast" and not unifier.scopes.stack[-2].united:
        plain = wanted[0] in ("string", "null") and found[1] == "text"
        if not plain and not (wanted[0] == "number" and wanted[2:] == (found[1],)):
            return False
    if wanted[0] == "cast" and found[0] == "number" and found[2:] != (wanted[1],):
        return False
    if wanted[0] == found[0] == "cast" and not same_type(wanted[1], found[1]):
        return False
    return unifier.parts(expected[2:], actual[2:])


@same("target")
def _any_target(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A value of INSERT or UPDATE, a column of a subquery: a stated name must be the actual one."""
    return (expected[1] is None or expected[1] == actual[1]) and unifier.parts(expected[2:], actual[2:])
