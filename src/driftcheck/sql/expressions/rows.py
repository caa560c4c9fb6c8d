"""Which columns a FROM gives, and in which order: what a star stands for, and by what NATURAL joins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from driftcheck.sql.expressions.present import Present
from driftcheck.sql.expressions.tree import Tree

Path = tuple[str, ...]
Row = tuple[str, ...]
Known = Callable[[Path], Row | None]


class Rows:
    """The columns of relations by their actual paths: as both sides' sources have them, and as the expected side's had
    them at the place `at` ("0001.sql:7"), where the query is stated. `renamed` maps expected paths to actual ones.
    """

    def __init__(self, present: Present, own: Present, renamed: Mapping[Path, Path], at: str | None) -> None:
        self.present = present
        self.own = own
        self.old = {new: old for old, new in renamed.items()}
        self.at = at

    def now(self, path: Path) -> Row | None:
        """The actual relation's, None where they are not known."""
        return self.present.row(path)

    def stated(self, path: Path) -> Row | None:
        """The expected relation's, None where they are not known to be all."""
        old = self.old.get(path, path)
        return self.own.row(old) if self.own.lists_columns(old) else None

    def earlier(self, path: Path) -> Row | None:
        """Those of the expected relation that are stated before the query: later ones are in none of its stars."""
        old = self.old.get(path, path)
        return self.own.row(old, self.at) if self.at and self.own.lists_columns(old) else None

    def natural(self, left: Tree, right: Tree, using: Row) -> bool:
        """Whether NATURAL may have become USING these: the columns of one name on both sides, where these are known."""
        known = [(gives(left, of), gives(right, of)) for of in (self.now, self.stated, self.earlier)]
        common = [frozenset(a) & frozenset(b) for a, b in known if a is not None and b is not None]
        return not common or frozenset(using) in common

    def star(self, items: Tree, names: Row) -> bool:
        """Whether a star over these items of FROM may have become these columns.

        A view keeps the columns that there were when it was made: the first ones, since others are added behind them.
        """
        now, stated, earlier = (together(items, of) for of in (self.now, self.stated, self.earlier))
        if stated is not None and frozenset(names) not in map(frozenset, filter(None, (now, stated, earlier))):
            return False
        if now is None or not set(names) <= set(now) or names == stated:
            return True
        return names == now[: len(names)] if len(items) == 1 and items[0][0] != "join" else _in_order(names, now)


def gives(item: Tree, of: Known) -> Row | None:
    """The columns of one item of FROM as PostgreSQL prints it, None where they do not show."""
    match item[0]:
        case "relation":
            row = of(item[1])
            return None if row is None else (*item[3], *row[len(item[3]) :])
        case "from":
            names = _of_query(item[3]) if item[3][0] == "select" else ()
            return None if names is None else (*item[2], *names[len(item[2]) :]) or None
        case "join":
            left, right, using = gives(item[3], of), gives(item[4], of), item[5]
            if left is None or right is None or item[9] is not None:
                return None
            return (*using, *(name for name in (*left, *right) if name not in using))
    return None


def together(items: Tree, of: Known) -> Row | None:
    """The columns of several items, one behind the other."""
    found: list[str] = []
    for item in items:
        if (row := gives(item, of)) is None:
            return None
        found += row
    return tuple(found)


def named(items: Tree, name: str) -> Tree | None:
    """The item of FROM that has the name."""
    for item in items:
        if item[0] == "join":
            found = named(item[3:5], name)
        else:
            called = item[1] if item[0] == "from" else (item[2] or item[1][-1]) if item[0] == "relation" else None
            found = item if called == name else None
        if found is not None:
            return found
    return None


def _of_query(query: Tree) -> Row | None:
    clauses = dict(query[1:])
    while "larg" in clauses:
        clauses = dict(clauses["larg"][1:])
    names: tuple[Any, ...] = tuple(target[1] for target in clauses.get("target_list", ("list",))[1:])
    return names if names and None not in names else None


def _in_order(names: Row, row: Row) -> bool:
    rest = iter(row)
    return all(name in rest for name in names)
