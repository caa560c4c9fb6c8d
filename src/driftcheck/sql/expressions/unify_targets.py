"""How the output columns of two queries are compared: rules of unify.py for targets and the stars among them."""

from __future__ import annotations

from driftcheck.sql.expressions import rows
from driftcheck.sql.expressions.literals import called
from driftcheck.sql.expressions.tree import NOTHING, Tree
from driftcheck.sql.expressions.unify import Unifier, same
from driftcheck.sql.sametypes import same_type


def targets(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """Output columns in order; a star stands for the columns that PostgreSQL lists in its place."""
    stars = [_star(unifier, target) for target in expected]
    failed: set[tuple[int, int]] = set()  # what several stars have shared out in vain

    def matched(i: int, j: int) -> bool:
        while i < len(expected) and stars[i] is None:
            if j >= len(actual) or not _target(unifier, expected[i], actual[j]):
                return False
            i, j = i + 1, j + 1
        if i == len(expected):
            return j == len(actual)
        if (i, j) in failed:
            return False
        star, end = stars[i] or NOTHING, j
        while end < len(actual) and _of_star(unifier, star, actual[end]):
            end += 1
        for k in range(end, j, -1):
            if _whole(unifier, star, actual[j:k]) and unifier.attempt(lambda k=k: matched(i + 1, k)):  # type: ignore[misc]
                return True
        failed.add((i, j))
        return False

    return matched(0, 0)


def _star(unifier: Unifier, target: Tree) -> Tree | None:
    """`*`, `t.*` or `(composite).*`, None for any other column; `(t).*` of a relation is `t.*`."""
    value = target[2]
    if target[0] != "target" or value[0] not in ("column", "A_Indirection"):
        return None
    if value[0] == "column":
        return value if value[-1] == "*" else None
    row, fields = _parts(value)
    if fields[-1] != _EVERY:
        return None
    of_relation = row[0] == "column" and len(fields) == 1 and row[-1] in unifier.scopes.stack[-1].names
    return (*row, "*") if of_relation else value


_EVERY: Tree = ("A_Star",)


def _parts(value: Tree) -> tuple[Tree, Tree]:
    """What an indirection is of, and the steps of it."""
    stated = dict(value[1:])
    return stated[".arg"], stated[".indirection"][1:]


def _of_star(unifier: Unifier, star: Tree, target: Tree) -> bool:
    value = target[2]
    if value[0] != star[0]:
        return False
    if target[1] not in (None, _name(value)):
        return False
    if star[0] == "column":
        return len(star) == 2 or unifier.scopes.same_column((*star[1:-1], value[-1]), value[1:])
    (row, fields), (found, steps) = _parts(star), _parts(value)
    return fields[:-1] == steps[:-1] and unifier.attempt(lambda: unifier.same(row, found))


def _name(value: Tree) -> str | None:
    """The name of a column or of a composite's field."""
    last = value[-1] if value[0] == "column" else _parts(value)[1][-1]
    return last if isinstance(last, str) else dict(last[1:]).get(".sval")


def _whole(unifier: Unifier, star: Tree, targets: Tree) -> bool:
    """Whether a star may have become these columns, as far as the columns of what it stands over are known."""
    names = tuple(_name(target[2]) or "" for target in targets)
    if star[0] != "column":
        row, steps = _parts(targets[0][2])
        type = unifier.type(row) if len(steps) == 1 else None
        return type is None or unifier.present.attributes(type) in (None, names)
    items = unifier.scopes.stack[-1].items
    if len(star) > 2:
        item = rows.named(items, unifier.scopes.stack[-1].names.get(star[-2], ""))
        items = () if item is None else (item,)
    return not items or unifier.rows.star(items, names)


def _target(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """An output column: its name, and its value, to which PostgreSQL adds no cast but that of a literal to text."""
    if expected[1] and actual[1] and expected[1] != actual[1]:
        return False
    wanted, found = expected[2], actual[2]
    if wanted[0] == "call" and found[0] == "cast":
        wanted = called(wanted)
    if wanted[0] == "column" and found[0] == "cast" and found[2][0] == "column" and found[2][-1] == "*":
        return unifier.same(wanted, found)  # a relation's row
    if found[0] == "cast" and wanted[0] != "cast" and not unifier.scopes.stack[-2].united:
        plain = wanted[0] in ("string", "null") and found[1] == "text"
        if not plain and not (wanted[0] == "number" and wanted[2:] == (found[1],)):
            return False
    if wanted[0] == "cast" and found[0] == "number" and found[2:] != (wanted[1],):
        return False
    if wanted[0] == found[0] == "cast" and not same_type(wanted[1], found[1]):
        return False
    return unifier.parts(expected[2:], actual[2:])


@same("row")
def _rows(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """`ROW(t.*)` is printed with the columns."""
    if not any(item[0] == "column" and item[-1] == "*" for item in expected[1:]):
        return unifier.parts(expected, actual)
    wanted, found = ([("target", None, item, ("list",)) for item in row[1:]] for row in (expected, actual))
    return targets(unifier, tuple(wanted), tuple(found))


@same("target")
def _any_target(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A value of INSERT or UPDATE, a column of a subquery: a stated name must be the actual one."""
    return (expected[1] is None or expected[1] == actual[1]) and unifier.parts(expected[2:], actual[2:])
