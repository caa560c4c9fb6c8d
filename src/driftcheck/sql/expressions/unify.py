"""Does what PostgreSQL printed mean what a person wrote? Two trees, compared from the person's side.

What a person leaves out (casts that PostgreSQL adds, qualifiers, names of columns) may be there; what is stated must.
Each rule compares one kind of tree; what has no rule is compared part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from driftcheck.model import Facts
from driftcheck.sql.expressions.known import (
    BUILT_IN,
    COMPARISONS,
    RANGE_ARGUMENTS,
    TEXT_FUNCTIONS,
    may_be_added,
    tells,
    type_of,
)
from driftcheck.sql.expressions.literals import called, cast, untyped
from driftcheck.sql.expressions.present import Present
from driftcheck.sql.expressions.results import EXACT, FLOATS, MOMENTS, WHOLE, Results, bare, never_added
from driftcheck.sql.expressions.scopes import Scopes, suffix
from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.values import NUMBERS, number
from driftcheck.sql.types import same_type

Test = Callable[["Unifier", Tree, Tree], bool]
TESTS: dict[str, Test] = {}  # tag of a tree → what compares two of them
_COMMUTATORS = {"=": "=", "<>": "<>", "distinct": "distinct", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_STRINGS = ("text", "character varying")


def same(*tags: str) -> Callable[[Test], Test]:
    """Register the function that compares trees of these tags."""

    def register(function: Test) -> Test:
        TESTS.update(dict.fromkeys(tags, function))
        return function

    return register


class Unifier:
    """One comparison. `relation` is the path of the one whose columns need no qualifier; `there` is what the actual
    side's source holds, by kind and path, `here` the expected one's.
    """

    def __init__(
        self,
        relation: str | None,
        renamed: Mapping[str, str],
        there: Mapping[str, Mapping[str, Facts]] | None = None,
        here: Mapping[str, Mapping[str, Facts]] | None = None,
    ) -> None:
        self.present = Present(there or {})
        self.own = Present(here or {})
        self.scopes = Scopes(relation, renamed, self.present)

    def same(self, expected: Any, actual: Any, compared: bool = False, beside: str | None = None) -> bool:
        """Whether the trees mean the same.

        `compared`: they stand beside a comparison operator; `beside`: the type that the place asks of the actual one.
        """
        if not isinstance(expected, tuple) or not isinstance(actual, tuple) or not expected or not actual:
            return bool(expected == actual)
        if expected[0] == "call" != actual[0]:
            expected = called(expected)
        elif actual[0] == "call" and expected[0] == "cast":
            actual = called(actual)
        if expected[0] == "cast" or actual[0] == "cast":
            return self._casts(expected, actual, compared, beside)
        if expected[0] == "string" and actual[0] != "string":
            return self._literal(expected, actual)
        if expected[0] != actual[0]:
            return False
        if expected[0] == "number":
            return _same_number(expected, actual, compared)
        test = TESTS.get(expected[0])
        return test(self, expected, actual) if test else self.parts(expected, actual)

    def parts(self, expected: Tree, actual: Tree) -> bool:
        """Part by part."""
        return len(expected) == len(actual) and all(self.same(e, a) for e, a in zip(expected, actual, strict=True))

    def attempt(self, test: Callable[[], bool]) -> bool:
        """Try; what was bound on the way is forgotten if it fails."""
        before = self.scopes.snapshot()
        if test():
            return True
        self.scopes.restore(before)
        return False

    def _casts(self, expected: Tree, actual: Tree, compared: bool, beside: str | None) -> bool:
        if actual[0] != "cast":
            return self._no_cast_left(expected, actual, compared, beside)
        found, value = actual[1], actual[2]
        if expected[0] == "cast":
            if same_type(expected[1], found) and self.same(expected[2], value):
                return True
            # PostgreSQL's own cast around the stated one
            return (
                value[0] == "cast"
                and self._may_be_added(found, value, compared)
                and self.same(expected, value, compared)
            )
        if expected[0] == "string" and value[0] != "cast":
            return self._literal(expected, actual)
        if value[0] == "cast" and _innermost(value)[0] in ("string", "number"):
            return False  # a literal takes one type; a second cast was written
        return self._may_be_added(found, value, compared) and self.same(expected, value, compared)

    def _no_cast_left(self, expected: Tree, actual: Tree, compared: bool, beside: str | None) -> bool:
        """A stated cast that PostgreSQL does not print: it was none, where the value shows to be of that type."""
        type, value = expected[1], expected[2]
        if value[0] == "number" and type in NUMBERS and value[:2] == actual[:2]:
            return True
        shown = type_of(actual)
        types = [shown] if shown else [beside, self.type(actual)]
        return any(t and same_type(type, t) for t in types) and self.same(value, actual, compared, beside)

    def _may_be_added(self, type: str, value: Tree, compared: bool) -> bool:
        known = None if value[0] == "number" else self.type(value)
        if type == "interval" and known == "time without time zone":
            compared = False  # no operator compares the two as they are
        return may_be_added(type, value, compared) and not (known and never_added(known, type, self.present))

    def type(self, printed: Tree) -> str | None:
        """The type of an expression that PostgreSQL printed, where it shows."""
        return Results(self.scopes, self.present).of(printed)

    def operands(self, operator: str, expected: Tree, actual: Tree) -> bool:
        """Whether both operands can have the types that PostgreSQL printed, as far as nobody stated any.

        A literal takes the type of the other operand (chapter 10.2, step 2.a): beside a timestamp it is no date. Exact
        numbers are not made floating-point ones where both are exact, but by `^`, which has none of integers.
        """
        if (
            operator == "^"
            or any(side[0] == "cast" for side in expected)
            or not any(side[0] == "cast" for side in actual)
        ):
            return True
        for literal, other in (actual, actual[::-1]):
            if literal[0] == "cast" and literal[1] in MOMENTS and literal[2][0] != "column" and other[0] != "cast":
                type = bare(self.type(other) or "")
                if type in MOMENTS and type != literal[1] and any(side[0] == "string" for side in expected):
                    return False
        if all(side[0] == "cast" and side[1] in FLOATS for side in actual):
            return not all(side[2][0] == "number" or bare(self.type(side[2]) or "") in EXACT for side in actual)
        return True

    def _literal(self, expected: Tree, actual: Tree) -> bool:
        """A quoted literal without a type takes the one that PostgreSQL found for it."""
        text = expected[1]
        if actual[0] == "cast":
            typed = cast(expected, actual[1])
            if typed[0] == actual[2][0] == "number":
                return bool(typed[1] == actual[2][1])
            if typed[0] == "cast" and typed[1].startswith("character") and "(" in typed[1]:
                return False  # a length that cuts the literal was written: PostgreSQL adds none
            return typed == actual or (typed[0] == "cast" and typed[2][0] == "name" and self.same(typed[2], actual[2]))
        if actual[0] == "bool":
            return bool(cast(expected, "boolean") == actual)
        if actual[0] == "number":
            return number(text) == actual[:2]
        if actual[0] == "array":
            items = untyped(text)
            return items is not None and self.same(items, actual)
        return False


def _same_number(expected: Tree, actual: Tree, compared: bool) -> bool:
    """By value; what is computed with `2` is not what is computed with `2.0`, unless a cast tells the type."""
    kinds = {number[2] == "numeric" for number in (expected, actual) if len(number) > 2}
    return bool(expected[1] == actual[1] and (compared or len(kinds) < 2))


def _innermost(tree: Tree) -> Tree:
    while tree[0] == "cast":
        tree = tree[2]
    return tree


@same("name")
def _names(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A relation's or an object's name inside an expression: `nextval('t_id_seq')`."""
    if expected[1] != actual[1]:
        return False
    return (
        unifier.scopes.same_relation(expected[2], actual[2])
        if expected[1] == "relation"
        else suffix(*_pair(2, expected, actual))
    )


def _pair(index: int, expected: Tree, actual: Tree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return expected[index], actual[index]


@same("column")
def _columns(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """With or without the qualifiers that PostgreSQL prints."""
    return unifier.scopes.same_column(expected[1:], actual[1:])


@same("type")
def _types(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A type where the grammar has one; its schema may be left out."""
    return same_type(expected[1], actual[1])


@same("array")
def _arrays(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """Element by element; a stated type of the elements must be the actual one."""
    if expected[1] and actual[1] and len(expected) == 2 and not same_type(expected[1], actual[1]):
        return False
    return len(expected) == len(actual) and all(
        unifier.same(e, a) for e, a in zip(expected[2:], actual[2:], strict=True)
    )


@same("and", "or")
def _junctions(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """The same conditions in any order."""
    return _matched(unifier, expected[1:], actual[1:])


def _matched(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """Each item of one side has one of its own on the other; the one in the same place is tried first."""
    if len(expected) != len(actual):
        return False
    free = dict(enumerate(actual))
    for i, item in enumerate(expected):
        for j in (i, *(j for j in free if j != i)):
            if j in free and unifier.attempt(lambda item=item, j=j: unifier.same(item, free[j])):  # type: ignore[misc]
                del free[j]
                break
        else:
            return False
    return True


def _of_another_kind(expected: Tree, actual: Tree) -> bool:
    """Whether an operand was written with a fraction and is whole: PostgreSQL casts the other way only."""
    cast_number = actual[0] == "cast" and actual[2][0] == "number"
    return cast_number and expected[0] == "number" and expected[2:] == ("numeric",) and actual[1] in WHOLE


@same("operation")
def _operations(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """The same operator, or its commutator with the operands turned: `a < b` and `b > a`."""
    wanted, found = _pair(1, expected, actual)
    if len(expected) != len(actual):
        return False
    if len(expected) == 3:
        return suffix(wanted, found) and unifier.same(expected[2], actual[2])
    compared = wanted[-1] in COMPARISONS
    left, right = actual[2], actual[3]

    if not compared and any(map(_of_another_kind, expected[2:], actual[2:])):
        return False
    if not unifier.operands(wanted[-1], expected[2:], actual[2:]):
        return False

    def in_order(first: Tree, second: Tree) -> bool:
        return unifier.same(first, left, compared, tells(type_of(right))) and unifier.same(
            second, right, compared, tells(type_of(left))
        )

    if suffix(wanted, found) and unifier.attempt(lambda: in_order(expected[2], expected[3])):
        return True
    turned = _COMMUTATORS.get(wanted[-1])
    if turned is None or not suffix((*wanted[:-1], turned), found):
        return False
    return unifier.attempt(lambda: in_order(expected[3], expected[2]))


@same("any", "all")
def _quantified(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """`= ANY (array)`; the members of an array in any order."""
    if not suffix(*_pair(1, expected, actual)):
        return False
    e, a = expected[3], actual[3]
    kind = type_of(a)
    element = kind.removesuffix("[]") if kind and kind.endswith("[]") else None
    if not unifier.same(expected[2], actual[2], True, tells(element)):
        return False
    if e[0] == "string" and a[0] == "array":
        e = untyped(e[1]) or e
    if e[0] == "cast" and a[0] == "cast" and same_type(e[1], a[1]):
        e, a = e[2], a[2]
    if e[0] == a[0] == "array":
        return _same_members(unifier, e[2:], a[2:])
    return unifier.same(e, a, True)


def _same_members(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """Each is among the others; those of the same value are tried first, so that long lists take no long time."""
    expected, actual = tuple(map(_member, expected)), tuple(map(_member, actual))
    found = set()
    by_value: dict[Tree, list[int]] = {}
    for j, item in enumerate(actual):
        by_value.setdefault(_innermost(item), []).append(j)
    for item in expected:
        near = by_value.get(_innermost(item), [])
        for j in (*near, *range(len(actual))):
            if unifier.attempt(lambda item=item, j=j: unifier.same(item, actual[j], True)):  # type: ignore[misc]
                found.add(j)
                break
        else:
            return False
    rest = (j for j in range(len(actual)) if j not in found)  # the same member twice
    return all(any(unifier.same(e, actual[j], True) for e in expected) for j in rest)


def _member(item: Tree) -> Tree:
    """A varchar's list is cast to text as a whole, so a text in it is the text, by whichever of the types."""
    while item[0] == "cast" and item[1] in _STRINGS and _innermost(item)[0] == "string":
        item = item[2]
    return item


@same("call")
def _calls(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """The same function, with the same arguments."""
    wanted, found = _pair(1, expected, actual)
    if not unifier.scopes.same_function(wanted, found) or (len(wanted) < len(found) and wanted[-1] in BUILT_IN):
        return False
    e, a = expected[2][1:], actual[2][1:]
    given = ["text"] if found[-1] in TEXT_FUNCTIONS else RANGE_ARGUMENTS.get(found[-1], [])
    if found[-1] in ("round", "trunc") and len(actual[2]) == 3:  # to so many digits: of numeric only
        given = ["numeric"]
    if len(e) != len(a) or not all(
        unifier.same(x, y, False, given[i] if i < len(given) else None)
        for i, (x, y) in enumerate(zip(e, a, strict=True))
    ):
        return False
    return unifier.parts(expected[3:], actual[3:])
