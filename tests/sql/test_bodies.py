"""Function bodies: what is no change of the code, and what is."""

from __future__ import annotations

import psycopg
import pytest

from driftcheck.kinds import Pair
from driftcheck.kinds.function import Function
from driftcheck.model import Facts
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from driftcheck.sql.bodies import same_body

PLPGSQL = """
BEGIN
  NEW.updated_at = now();
  RAISE NOTICE 'two  blanks';
  RETURN NEW;
END;
"""


def same(expected: str, actual: str, language: str = "plpgsql") -> bool:
    facts: Facts = Function(language=language)
    return same_body(expected, actual, Pair(path="public.f()", expected=facts, actual=facts))


@pytest.mark.parametrize(
    "other",
    [
        PLPGSQL.strip(),
        PLPGSQL.replace("\n", "\r\n"),
        PLPGSQL.replace(";\n", ";  \n"),
        PLPGSQL.replace("\n  ", "\n\t"),
        PLPGSQL.replace("BEGIN\n  NEW", "BEGIN NEW"),
        PLPGSQL.replace("updated_at = now", "updated_at=now"),
    ],
)
def test_blanks_and_line_ends_are_no_change(other: str) -> None:
    assert same(PLPGSQL, other)
    assert same(other, PLPGSQL)


@pytest.mark.parametrize(
    "other",
    [
        PLPGSQL.replace("two  blanks", "two blanks"),
        PLPGSQL.replace("now()", "clock_timestamp()"),
        PLPGSQL.replace("NEW;", "OLD;"),
        PLPGSQL.replace("RAISE", "-- RAISE"),
        PLPGSQL.replace("  RETURN NEW;\n", ""),
        "",
        "BEGIN RETURN NULL; END",
        PLPGSQL + "'",
    ],
)
def test_another_word_is_a_change(other: str) -> None:
    assert not same(PLPGSQL, other)
    assert not same(other, PLPGSQL)


def test_blanks_count_where_the_language_counts_them() -> None:
    python = "if a:\n    b = 1\nreturn b"
    assert same(python, python.replace("\n", "\r\n"), "plpython3u")
    assert not same(python, python.replace("    ", ""), "plpython3u")
    assert not same(python, python.replace("\nreturn", "\n    return"), "plpython3u")


def test_sql_that_the_server_keeps_as_a_tree_is_compared_by_meaning(each_database: str) -> None:
    written = {
        "f1": "BEGIN ATOMIC SELECT id FROM t WHERE n IN (1, 2) AND name LIKE 'a%'; END",
        "f2": "BEGIN ATOMIC INSERT INTO t (id, name) VALUES (1, 'x'); SELECT max(id) FROM t; END",
        "f3": "RETURN 1 + 2",
        "f4": "RETURN (SELECT count(*)::integer FROM t)",
    }
    with psycopg.connect(each_database) as connection:
        connection.execute("CREATE TABLE t (id integer, n integer, name text)")
        for name, body in written.items():
            connection.execute(f"CREATE FUNCTION {name}() RETURNS integer LANGUAGE sql {body}")
    printed = live.read(resolve(each_database, {})).of("function")
    for name, body in written.items():
        for other in written:
            found = getattr(printed[f"public.{other}()"], "body")  # noqa: B009 - the struct is one of many kinds
            assert same(body, found, "sql") == (name == other), (body, found)
