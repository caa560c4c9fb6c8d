"""When two values of a property mean the same although they are not equal: one function a way of writing.

Each takes (expected, actual, the pair of objects). The SQL parser is loaded only once a value really differs.
"""

from __future__ import annotations

import re

from driftcheck.kinds.base import Pair
from driftcheck.model import UNSTATED
from driftcheck.names import arguments, join, split


def types(expected: str, actual: str, pair: Pair) -> bool:
    """`varchar(20)` and `character varying(20)`; a loose word and any type of its family."""
    from driftcheck.sql.expressions.present import of_another_schema
    from driftcheck.sql.sametypes import same_type

    loose = pair.loose("type") or pair.loose("returns")
    return same_type(expected, actual, loose=loose) and not of_another_schema(expected, actual, pair)


def expressions(expected: str | None, actual: str | None, pair: Pair) -> bool:
    """`role IN ('a')` and `((role)::text = ANY (ARRAY['a'::text]))`."""
    from driftcheck.sql.expressions import same_expression

    if expected is None or actual is None:
        return _nothing(expected) and _nothing(actual)
    if pair.loose("default") and expected.startswith("nextval("):  # SERIAL: the sequence may have kept an older name
        return actual.startswith("nextval(")
    return same_expression(expected, actual, pair)


def using(expected: str | None, actual: str | None, pair: Pair) -> bool:
    """A policy's USING, about the rows that there are: one FOR INSERT has none to ask about."""
    return _goes_with_command(expected, actual, pair, {"INSERT"}) or expressions(expected, actual, pair)


def check(expected: str | None, actual: str | None, pair: Pair) -> bool:
    """A policy's WITH CHECK, about the rows that come to be: there are none FOR SELECT and FOR DELETE."""
    return _goes_with_command(expected, actual, pair, {"SELECT", "DELETE"}) or expressions(expected, actual, pair)


def _goes_with_command(expected: str | None, actual: str | None, pair: Pair, without: set[str]) -> bool:
    """Whether one side cannot have the clause, for its command is another one: that is the finding."""
    commands = [getattr(facts, "command", None) for facts in (pair.expected, pair.actual)]
    return commands[0] != commands[1] and any(
        value is None and command in without for value, command in zip((expected, actual), commands, strict=True)
    )


def expression_lists(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """The same expressions in the same order."""
    return len(expected) == len(actual) and all(
        a == b or expressions(a, b, pair) for a, b in zip(expected, actual, strict=True)
    )


def checks(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """A domain's checks: PostgreSQL tries them, and prints them, in the order of their names."""
    free = list(actual)
    for wanted in expected:
        found = next((is_ for is_ in free if is_ == wanted or expressions(wanted, is_, pair)), None)
        if found is None:
            return False
        free.remove(found)
    return not free


def queries(expected: str, actual: str, pair: Pair) -> bool:
    """A view's query as people write it and as PostgreSQL prints it back."""
    from driftcheck.sql.expressions import same_query

    return same_query(expected, actual, pair)


def bounds(expected: str | None, actual: str | None, pair: Pair) -> bool:
    """A partition's bound: `FOR VALUES FROM ('2024-1-1') TO (MAXVALUE)`; of another table, or of none, it is another one, and
    that table is the finding.
    """
    from driftcheck.sql.bounds import same_bound

    of, now = (getattr(facts, "partition_of", UNSTATED) for facts in (pair.expected, pair.actual))
    if of is not UNSTATED and now is not UNSTATED and not relation_names(of, now, pair):
        return True
    return expected is not None and actual is not None and same_bound(expected, actual)


def bodies(expected: str, actual: str, pair: Pair) -> bool:
    """A function's body: white space at the ends and line ends aside; an SQL body by its meaning."""
    from driftcheck.sql.bodies import same_body

    return same_body(expected, actual, pair)


_ORDER = re.compile(r"(?: (?:DESC|ASC))?(?: NULLS (?:FIRST|LAST))?\Z")


def index_keys(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """Keys of an index, each with its order. Where nobody named the index, it is told by its columns: "index on made_at" is
    met in either order.
    """
    from driftcheck.sql.expressions import same_index_key

    told = pair.expected.named is False
    return len(expected) == len(actual) and all(
        a == b or same_index_key(a, b, pair) or (told and same_index_key(a, _ORDER.sub("", b), pair))
        for a, b in zip(expected, actual, strict=True)
    )


def exclusions(expected: str, actual: str, pair: Pair) -> bool:
    """What follows EXCLUDE: `USING gist (room WITH =, during WITH &&) WHERE (…)`."""
    from driftcheck.sql.expressions import same_exclusion

    return same_exclusion(expected, actual, pair)


def deferral(expected: bool, actual: bool, pair: Pair) -> bool:
    """INITIALLY DEFERRED: only what is deferrable can be; where one side is not, that is the finding."""
    return _differ(pair, "deferrable")


def validation(expected: bool, actual: bool, pair: Pair) -> bool:
    """NOT VALID: what is not enforced is not valid either; where one side is, that is the finding."""
    return _differ(pair, "enforced")


def _differ(pair: Pair, property: str) -> bool:
    values = [getattr(facts, property, UNSTATED) for facts in (pair.expected, pair.actual)]
    return UNSTATED not in values and values[0] != values[1]


def options(expected: dict[str, str], actual: dict[str, str], pair: Pair) -> bool:
    """Storage parameters: the catalog keeps a flag in whatever words it was given."""
    return _flags(expected) == _flags(actual)


def _flags(values: dict[str, str]) -> dict[str, str | bool]:
    from driftcheck.sql.booleans import boolean

    return {name: value if (meant := boolean(value)) is None else meant for name, value in values.items()}


def attribute_lists(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """A composite type's attributes: `street text`."""
    from driftcheck.sql.sametypes import same_attribute

    return len(expected) == len(actual) and all(
        a == b or same_attribute(a, b) for a, b in zip(expected, actual, strict=True)
    )


def results(expected: str, actual: str, pair: Pair) -> bool:
    """A function's result; where a source names only the type of its rows, a set of them meets it as well."""
    if types(expected, actual, pair):
        return True
    if not pair.loose("returns"):
        return False
    rows = "record" if actual.startswith("TABLE(") else actual.removeprefix("SETOF ")
    return rows != actual and types(expected, rows, pair)


def references(expected: str, actual: str, pair: Pair) -> bool:
    """`profiles(id)` and `public.profiles(id)`; a side that names only the table is met by any of its columns."""
    table, actual_table = join(*split(expected)), join(*split(actual))
    columns, actual_columns = expected[len(table) :], actual[len(actual_table) :]
    return relation_names(table, actual_table, pair) and (
        columns == actual_columns or not columns or not actual_columns
    )


def relation_names(expected: str | None, actual: str | None, pair: Pair) -> bool:
    """A relation by its path, renamed ones included."""
    return expected == actual or (actual is not None and pair.renamed.get(expected or "") == actual)


def relation_lists(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """The same relations in the same order, renamed ones included."""
    return [pair.renamed.get(path, path) for path in expected] == actual


def signatures(expected: str, actual: str) -> bool:
    """The argument types of two functions' paths: the same ones, schemas that the first leaves out aside."""
    from driftcheck.sql.sametypes import same_type

    wanted, found = arguments(expected), arguments(actual)
    return (
        wanted is not None
        and found is not None
        and len(wanted) == len(found)
        and all(a == b or same_type(a, b) for a, b in zip(wanted, found, strict=True))
    )


def function_names(expected: str, actual: str, pair: Pair) -> bool:
    """A function's name; a side that was written may leave its schema out."""
    wanted, found = split(expected), split(actual)
    shorter = min(len(wanted), len(found))
    return found[-shorter:] == wanted[-shorter:]


def key_columns(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """The columns of a key: a list in prose says which columns, not in which order."""
    if expected != actual and [name.lower() for name in expected] == actual:
        return True  # a page's spelling of names that nobody quoted
    return pair.loose("columns") and sorted(expected) == sorted(actual)


def unordered(expected: list[str] | None, actual: list[str] | None, pair: Pair) -> bool:
    """The same members in any order."""
    return expected is not None and actual is not None and sorted(expected) == sorted(actual)


_PREFIX = re.compile(r"\A(?:p|in|i|v|arg|param)?_+(?=\w)")  # by which a body tells its arguments from columns


def argument_names(expected: list[str], actual: list[str], pair: Pair) -> bool:
    """Argument names; one that either side leaves out is not compared. Where types are left out, too, the names are a page's
    short form of the call: `pay(order_id)` for `pay(p_order_id uuid)`.
    """
    if "(" not in pair.path:
        expected, actual = [_PREFIX.sub("", name) for name in expected], [_PREFIX.sub("", name) for name in actual]
    if pair.loose("arguments"):  # generated types may have them in the order of the alphabet
        expected, actual = sorted(expected), sorted(actual)
    return len(expected) == len(actual) and all(not a or not b or a == b for a, b in zip(expected, actual, strict=True))


def grants(expected: dict[str, list[str]], actual: dict[str, list[str]], pair: Pair) -> bool:
    """Privileges by role. Where a document states some grants, those must be there and others may be; who is said to
    hold none holds none.
    """
    if not pair.loose("grants"):
        return {k: sorted(v) for k, v in expected.items()} == {k: sorted(v) for k, v in actual.items()}
    return all(
        set(privileges) <= set(actual.get(role, ())) and (privileges or not actual.get(role))
        for role, privileges in expected.items()
    )


def _nothing(value: str | None) -> bool:
    """No default, or NULL: of a type with a length it is kept, and printed as `NULL::character varying`."""
    if value is None:
        return True
    if "null" not in value.lower():
        return False
    from driftcheck.sql.parse import is_null

    return is_null(value)
