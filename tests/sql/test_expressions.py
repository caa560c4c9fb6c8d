"""What people write against what PostgreSQL prints: the same where it means the same, and only there."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
import pytest

from driftcheck.kinds.base import Pair, Same
from driftcheck.kinds.index import Index
from driftcheck.model import Facts
from driftcheck.sql.expressions import same_expression, same_index_key, same_query
from tests.sql.lookalikes import UNLIKE, UNLIKE_KEYS, UNLIKE_QUERIES
from tests.sql.spellings import CHECKS, DEFAULTS, INDEXES, OPENING, POLICIES, VIEWS

PAIR = Pair(path="public.profiles.x", expected=Facts(), actual=Facts())
INDEX = Pair(path="public.i", expected=Index(table="public.profiles"), actual=Index(table="public.profiles"))


def printed(connection: psycopg.Connection, query: str) -> list[str]:
    """What the catalog prints, in the order in which the objects were made; one column."""
    return [row[0] for row in connection.execute(query)]


def compare(name: str, written: Sequence[str], found: Sequence[str], same: Same, pair: Pair = PAIR) -> list[str]:
    assert len(written) == len(found), name
    return [f"{name}: {e}\n    printed: {a}" for e, a in zip(written, found, strict=True) if not same(e, a, pair)]


def test_what_people_write_is_what_postgresql_prints(each_database: str) -> None:
    with psycopg.connect(each_database) as connection:
        statements = [OPENING]
        columns = ", ".join(f"c{i} {type} DEFAULT {default}" for i, (type, default) in enumerate(DEFAULTS))
        statements.append(f"CREATE TABLE defaults ({columns})")
        for i, check in enumerate(CHECKS):
            statements.append(f"ALTER TABLE profiles ADD CONSTRAINT k{i:03} CHECK ({check})")
        for i, using in enumerate(POLICIES):
            statements.append(f"CREATE POLICY p{i:03} ON profiles USING ({using})")
        for i, query in enumerate(VIEWS):
            statements.append(f"CREATE VIEW v{i:03} AS {query}")
        for i, (method, key, predicate) in enumerate(INDEXES):
            where = f"WHERE {predicate}" if predicate else ""
            statements.append(f"CREATE INDEX i{i:03} ON profiles USING {method} ({key}) {where}")
        connection.execute(";\n".join(statements))
        connection.execute("SET search_path = ''")
        problems = compare(
            "default",
            [default for _, default in DEFAULTS],
            printed(
                connection,
                "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'public.defaults'::regclass ORDER BY adnum",
            ),
            same_expression,
        )
        problems += compare(
            "check",
            CHECKS,
            printed(
                connection,
                "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname ~ '^k[0-9]+$' ORDER BY conname",
            ),
            same_expression,
        )
        problems += compare(
            "policy",
            POLICIES,
            printed(connection, "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY polname"),
            same_expression,
        )
        problems += compare(
            "view",
            VIEWS,
            printed(
                connection,
                "SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relname ~ '^v[0-9]+$' ORDER BY relname",
            ),
            same_query,
        )
        indexes = "FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE c.relname ~ '^i[0-9]+$'"
        definitions = printed(connection, f"SELECT pg_get_indexdef(x.indexrelid) {indexes} ORDER BY c.relname")
        keys = [d.partition("(")[2].partition(" WHERE ")[0].removesuffix(")") for d in definitions]
        problems += compare("index", [key for _, key, _ in INDEXES], keys, same_index_key, INDEX)
        predicates = printed(
            connection,
            f"SELECT pg_get_expr(x.indpred, x.indrelid) {indexes} AND x.indpred IS NOT NULL ORDER BY c.relname",
        )
        problems += compare("predicate", [p for _, _, p in INDEXES if p], predicates, same_expression, INDEX)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("expected", "actual"), UNLIKE)
def test_what_looks_alike_and_differs(expected: str, actual: str) -> None:
    assert not same_expression(expected, actual, PAIR)


@pytest.mark.parametrize(("expected", "actual"), UNLIKE_QUERIES)
def test_queries_that_look_alike_and_differ(expected: str, actual: str) -> None:
    assert not same_query(expected, actual, PAIR)


@pytest.mark.parametrize(("expected", "actual"), UNLIKE_KEYS)
def test_keys_that_look_alike_and_differ(expected: str, actual: str) -> None:
    assert not same_index_key(expected, actual, INDEX)


def test_a_renamed_relation_is_itself() -> None:
    pair = Pair("public.people.p", Facts(), Facts(), {"public.people": "public.profiles", "public.s": "public.t"})
    assert same_expression("people.id = 1", "(id = 1)", pair)
    assert same_expression("nextval('s')", "nextval('public.t'::regclass)", pair)
    policy = "EXISTS (SELECT 1 FROM s WHERE s.id = people.id)"
    assert same_expression(policy, "(EXISTS ( SELECT 1\n   FROM public.t\n  WHERE (t.id = profiles.id)))", pair)
    assert not same_expression(policy, "(EXISTS ( SELECT 1\n   FROM public.u\n  WHERE (u.id = profiles.id)))", pair)
    assert not same_expression("nextval('s')", "nextval('public.u'::regclass)", pair)


def test_two_documents_are_compared_from_both_sides() -> None:
    one, other = "public.profiles.role IN ('a', 'b')", "role::text = ANY (ARRAY['b', 'a'])"
    documents = Pair("public.profiles.c", Facts(at="a.md:1"), Facts(at="b.md:1"))
    assert same_expression("public.is_admin()", "is_admin()", documents)
    assert same_expression(one, "role IN ('b', 'a')", documents)
    assert same_expression("role IN ('b', 'a')", other, documents)
    assert not same_expression("role IN ('b', 'c')", other, documents)


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("not  sql at (", "not sql at (", True),
        ("not  sql at (", "not sql at [", False),
        ("", "", True),
        ("", "true", False),
        ("true); DROP TABLE x; --", "true", False),
        ("true, false", "true", False),
        ("true FROM x", "true", False),
        ("1 -- a remark", "1", True),
        ("a" + " || a" * 300, "a" + "  ||  a" * 300, True),
        ("a" + " || a" * 300, "a" + " || a" * 299, False),
        ("(" * 400 + "a" + ")" * 400, "a", True),
        ("a\0b", "a", False),
        ("'\ud800'", "'a'", False),
    ],
)
def test_any_text_is_compared_and_raises_nothing(expected: str, actual: str, same: bool) -> None:
    assert same_expression(expected, actual, PAIR) is same


def test_long_lists_and_many_stars_take_no_long_time() -> None:
    members = [f"'m{i}'" for i in range(3000)]
    turned = ", ".join(f"{m}::text" for m in reversed(members))
    assert same_expression(f"name IN ({', '.join(members)})", f"(name = ANY (ARRAY[{turned}]))", PAIR)
    stars, columns = ", ".join("*" * 40), ", ".join(f"c{i}" for i in range(120))
    assert not same_query(f"SELECT {stars}, x FROM t", f"SELECT {columns} FROM public.t", PAIR)
