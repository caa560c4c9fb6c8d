"""One word changed is another meaning: every spelling of meanings.py, with each of its words changed in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from driftcheck.kinds import Pair
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.view import View
from driftcheck.model import Facts
from driftcheck.sql import parse
from driftcheck.sql.expressions import same_expression, same_query
from tests.sql import meanings

OTHERS = {
    "=": ("<>", ">"), "<>": ("=",), "!=": ("=",), "<": ("<=", ">"), ">": (">=", "<"), "<=": ("<", ">="), ">=": (">", "<="),
    "+": ("-",), "-": ("+",), "*": ("/",), "~~": ("!~~",), "~": ("~*", "!~"), "->>": ("->",), "->": ("->>",), "@>": ("<@",),
    "AND": ("OR",), "OR": ("AND",), "NOT": ("",), "ANY": ("ALL",), "ALL": ("ANY",), "EXISTS": ("NOT EXISTS",),
    "DISTINCT": ("",), "LEFT": ("RIGHT",), "UNION": ("EXCEPT",), "DESC": ("ASC",), "TRUE": ("FALSE",), "FALSE": ("TRUE",),
    "IN": ("NOT IN",), "BETWEEN": ("NOT BETWEEN",), "LIKE": ("ILIKE",), "ILIKE": ("LIKE",),
}  # fmt: skip

# Names that a query gives itself, and schemas that may be left out: another name there is no other meaning.
GIVEN = frozenset({"m", "mem", "p", "a", "b", "s", "n", "own", "profiles_1", "public", "pg_catalog", "uid", "projects"})


def changed(text: str) -> Iterator[str]:
    """The text with one word replaced by another of its sort."""
    tokens = parse.tokens(text)
    before = ""
    for kind, start, end in tokens:
        word, others = text[start:end], OTHERS.get(text[start:end].upper(), ())
        if kind in ("ICONST", "FCONST") and before not in ("SELECT", "CHAR("):  # what EXISTS selects is of no account
            others = (word + "1",)
        elif kind == "SCONST":
            others = (word[:-1] + "q'",)  # no zone of a time, as "z" is
        elif kind == "IDENT" and word.lower() not in GIVEN:
            others = ("zzz",)
        for other in others:
            yield text[:start] + other + text[end:]
        before = "CHAR(" if word == "(" and before == "CHAR" else word.upper()


def survivors(texts: Iterable[str], test: Callable[[str, str, Pair], bool], facts: Facts, path: str) -> list[str]:
    """Changed texts that still count as the same, either way round."""
    pair = Pair(path=path, expected=facts, actual=facts)
    found = []
    for text in texts:
        for other in changed(text):
            try:
                parse.statements(other if test is same_query else f"SELECT ({other}\n)")
            except parse.NotSQLError:
                continue
            if test(text, other, pair) or test(other, text, pair):
                found.append(f"{text}   |   {other}")
    return found


def flat(groups: Iterable[list[str]]) -> list[str]:
    return [text for group in groups for text in group]


@pytest.mark.parametrize(
    ("texts", "test", "facts", "path"),
    [
        (
            flat(flat_groups for groups in meanings.DEFAULTS.values() for flat_groups in groups),
            same_expression,
            Column(),
            "public.t.c",
        ),
        (flat(meanings.CHECKS), same_expression, Constraint(type="check"), "public.t.k"),
        (flat(meanings.POLICIES), same_expression, Policy(table="public.projects"), "public.projects.p"),
        (flat(meanings.VIEWS + meanings.VIEWS_17), same_query, View(), "public.v"),
    ],
    ids=["defaults", "checks", "policies", "views"],
)
def test_no_change_of_a_word_goes_unnoticed(
    texts: list[str], test: Callable[[str, str, Pair], bool], facts: Facts, path: str
) -> None:
    assert survivors(texts, test, facts, path) == []
