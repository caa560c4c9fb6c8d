"""How two expressions are compared: rules of unify.py for names, operators, arrays and calls."""

from __future__ import annotations

from driftcheck.sql.expressions.known import BUILT_IN, COMPARISONS, RANGE_ARGUMENTS, TEXT_FUNCTIONS, tells, type_of
from driftcheck.sql.expressions.literals import untyped
from driftcheck.sql.expressions.operators import junction, spread
from driftcheck.sql.expressions.results import WHOLE
from driftcheck.sql.expressions.scopes import suffix
from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.unify import Unifier, innermost, same
from driftcheck.sql.sametypes import same_type

_COMMUTATORS = {"=": "=", "<>": "<>", "distinct": "distinct", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_STRINGS = ("text", "character varying")


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
    if len(expected) != len(actual):
        return False
    if all(unifier.same(e, a) for e, a in zip(expected[2:], actual[2:], strict=True)):
        return True
    if expected[1] or not actual[1] or not all(item[:2] == ("cast", actual[1]) for item in actual[2:]):
        return False
    plain = ("array", None, *(item[2] for item in actual[2:]))  # cast as a whole: `(ARRAY['a'::text])::varchar[]`
    return unifier.may_be_added(f"{actual[1]}[]", plain, False) and unifier.same(expected, plain)


@same("and", "or")
def _junctions(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """The same conditions in any order."""
    if len(expected) != len(actual):
        actual = junction(actual[0], [spread(item) if item[0] in ("any", "all") else item for item in actual[1:]])
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
        by_value.setdefault(innermost(item), []).append(j)
    for item in expected:
        near = by_value.get(innermost(item), [])
        for j in (*near, *range(len(actual))):
            if unifier.attempt(lambda item=item, j=j: _same_member(unifier, item, actual[j])):  # type: ignore[misc]
                found.add(j)
                break
        else:
            return False
    rest = (j for j in range(len(actual)) if j not in found)  # the same member twice
    return all(any(unifier.same(e, actual[j], True) for e in expected) for j in rest)


def _same_member(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """As beside a comparison; the members of an array are cast to one type."""
    return unifier.same(expected, actual, True) or (actual[0] == "cast" and unifier.same(expected, actual))


def _member(item: Tree) -> Tree:
    """A varchar's list is cast to text as a whole, so a text in it is the text, by whichever of the types."""
    while item[0] == "cast" and item[1] in _STRINGS and innermost(item)[0] == "string":
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


@same("path")
def _paths(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A jsonpath holds nothing of SQL."""
    return expected == actual


@same("made")
def _json(unifier: Unifier, expected: Tree, actual: Tree) -> bool:
    """A JSON constructor: one that says no type returns jsonb where a value is of it, else json."""
    wanted, found = expected[2], actual[2]
    if wanted[1] is None:
        types = {unifier.type(value) for value in _values(actual[3])}
        known = "jsonb" if "jsonb" in types else None if None in types else "json"
        wanted = ("returning", known or (found[1] if found[1] == "jsonb" else "json"), *wanted[2:])
    return wanted == found and expected[1] == actual[1] and unifier.parts(expected[3:], actual[3:])


def _values(items: Tree) -> list[Tree]:
    """The values of a JSON constructor, without the keys."""
    return [dict(item[1:])[".value"] if item[0] == "JsonKeyValue" else item for item in items[1:]]
