"""Does what PostgreSQL printed mean what a person wrote? Two trees, compared from the person's side.

What a person leaves out (casts that PostgreSQL adds, qualifiers, names of columns) may be there; what is stated must.
Here are casts and literals, which may meet anything; each kind of tree has a rule of its own (unify_expressions.py,
unify_queries.py, unify_changes.py), and what has none is compared part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from driftcheck.model import Facts
from driftcheck.sql.expressions.known import may_be_added, type_of
from driftcheck.sql.expressions.literals import called, cast, untyped
from driftcheck.sql.expressions.operators import spread
from driftcheck.sql.expressions.present import Present
from driftcheck.sql.expressions.results import EXACT, FLOATS, MOMENTS, Results, bare, never_added
from driftcheck.sql.expressions.rows import Rows
from driftcheck.sql.expressions.scopes import Scopes
from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.values import NUMBERS, number
from driftcheck.sql.sametypes import same_type
from driftcheck.sql.types import BUILT_IN

Test = Callable[["Unifier", Tree, Tree], bool]
TESTS: dict[str, Test] = {}  # tag of a tree → what compares two of them


def same(*tags: str) -> Callable[[Test], Test]:
    """Register the function that compares trees of these tags."""

    def register(function: Test) -> Test:
        TESTS.update(dict.fromkeys(tags, function))
        return function

    return register


class Unifier:
    """One comparison. `relation` is the path of the one whose columns need no qualifier; `there` is what the actual
    side's source holds, by kind and path, `here` the expected one's, and `at` the place that states what is compared.
    """

    def __init__(
        self,
        relation: str | None,
        renamed: Mapping[str, str],
        there: Mapping[str, Mapping[str, Facts]] | None = None,
        here: Mapping[str, Mapping[str, Facts]] | None = None,
        at: str | None = None,
    ) -> None:
        self.present = Present(there or {})
        self.scopes = Scopes(relation, renamed, self.present)
        self.rows = Rows(self.present, Present(here or {}), self.scopes.renamed, at)

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
        if expected[0] == "ParamRef" and actual[0] == "column":
            return self.scopes.same_parameter(dict(expected[1:])[".number"], actual[1:])
        if expected[0] == "A_Indirection" and actual[0] == "column":
            stated = dict(expected[1:])
            expected = self.scopes.of_row(stated[".arg"], stated[".indirection"][1:]) or expected
        if expected[0] == "column" != actual[0] == "A_Indirection" and len(expected) > 2:  # a parameter's field
            expected = (
                "A_Indirection",
                (".arg", expected[:-1]),
                (".indirection", ("list", ("String", (".sval", expected[-1])))),
            )
        if actual[0] in ("any", "all") and expected[0] in ("or", "and", "operation"):
            actual = spread(actual)
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
            value = called(value) if value[0] == "call" else value
            # PostgreSQL's own cast around the stated one
            return self.may_be_added(found, value, compared) and self.same(expected, value, compared)
        if expected[0] == "string" and value[0] != "cast":
            return self._literal(expected, actual)
        if value[0] == "cast" and innermost(value)[0] in ("string", "number"):
            return False  # a literal takes one type; a second cast was written
        return self.may_be_added(found, value, compared) and self.same(expected, value, compared)

    def _no_cast_left(self, expected: Tree, actual: Tree, compared: bool, beside: str | None) -> bool:
        """A stated cast that PostgreSQL does not print: it was none, where the value shows to be of that type."""
        type, value = expected[1], expected[2]
        if value[0] == "number" and type in NUMBERS and value[:2] == actual[:2]:
            return True
        shown = type_of(actual)
        types = [shown] if shown else [beside, self.type(actual)]
        return any(t and same_type(type, t) for t in types) and self.same(value, actual, compared, beside)

    def may_be_added(self, type: str, value: Tree, compared: bool) -> bool:
        """Whether PostgreSQL may have cast the printed value by itself."""
        if value[0] == "column" and value[-1] == "*":  # a row, with the relation's type
            return type not in BUILT_IN
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


def innermost(tree: Tree) -> Tree:
    """What all casts are of."""
    while tree[0] == "cast":
        tree = tree[2]
    return tree
