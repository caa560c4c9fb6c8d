"""Meaning, not spelling: what people write against what PostgreSQL prints of it, each release that there is."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import psycopg
import pytest

from driftcheck.kinds import KINDS, Pair
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.index import Index
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.table import Table
from driftcheck.kinds.view import View
from driftcheck.model import Facts, Snapshot
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from driftcheck.sql.types import canonical
from tests.sql import meanings
from tests.support.servers import fresh_database

Group = list[str]


def numbered(groups: list[Group]) -> Iterator[tuple[int, int, str]]:
    for g, group in enumerate(groups):
        for s, text in enumerate(group):
            yield g, s, text


def views(version: int) -> list[Group]:
    """Those that the release has."""
    return meanings.VIEWS + (meanings.VIEWS_17 if version >= 170000 else [])


def build(connection: psycopg.Connection) -> None:
    """Every spelling in an object of its own, named after its place in the tables."""
    connection.execute(meanings.SETUP)
    statements = []
    for t, (type, groups) in enumerate(meanings.DEFAULTS.items()):
        columns = (f"c{g}_{s} {meanings.TYPES[type]} DEFAULT {text}" for g, s, text in numbered(groups))
        statements.append(f"CREATE TABLE d{t} ({', '.join(columns)})")
    checks = (f"ADD CONSTRAINT k{g}_{s} CHECK ({text})" for g, s, text in numbered(meanings.CHECKS))
    statements.append(f"ALTER TABLE t {', '.join(checks)}")
    for g, s, text in numbered(meanings.POLICIES):
        statements.append(f"CREATE POLICY p{g}_{s} ON projects FOR SELECT USING ({text})")
    for g, s, text in numbered(views(connection.info.server_version)):
        statements.append(f"CREATE VIEW v{g}_{s} AS {text}")
    for g, s, text in numbered(meanings.KEYS):
        statements.append(f"CREATE INDEX i{g}_{s} ON t ({text})")
    for g, s, text in numbered(meanings.PREDICATES):
        statements.append(f"CREATE INDEX w{g}_{s} ON t (n) WHERE {text}")
    connection.execute(";\n".join(statements))


@pytest.fixture(scope="module")
def printed(each_server: str) -> Iterator[Snapshot]:
    """What the live source reads of all of them."""
    with (
        psycopg.connect(each_server, autocommit=True) as administration,
        fresh_database(each_server, administration, f"meanings_{os.getpid()}") as url,
    ):
        with psycopg.connect(url) as connection:
            connection.execute("SET search_path = public, auth, extensions")
            build(connection)
        yield live.read(resolve(url, {}))


def compare(
    groups: list[Group],
    kind: str,
    property: str,
    path: Callable[[int, int], str],
    printed: Snapshot,
    facts: Callable[[object], Facts],
    one: Callable[[str], object] = lambda text: text,
) -> tuple[list[str], list[str]]:
    """(spellings that should be one and are not, spellings that should differ and do not)."""
    test = KINDS[kind].same[property]
    wrongly_different, wrongly_same = [], []
    live = {(g, s): getattr(printed.of(kind)[path(g, s)], property) for g, s, _ in numbered(groups)}
    tables = {path: Table(complete=["columns"]) for path in printed.of("table")}
    here: dict[str, dict[str, Facts]] = {"table": tables, "column": printed.of("column")}  # type: ignore[dict-item]
    for (g, _, text), (h, r) in itertools.product(numbered(groups), live):
        actual = live[h, r]
        if g != h and r:
            continue  # one printed form of another group is enough
        expected = one(text)
        pair = Pair(path(h, r), facts(expected), facts(actual), there=printed.objects, here=here)
        same = expected == actual or test(expected, actual, pair)
        if same != (g == h):
            (wrongly_same if same else wrongly_different).append(f"{text}   |   {actual}")
    return wrongly_different, wrongly_same


@pytest.mark.parametrize("type", list(meanings.DEFAULTS))
def test_defaults(printed: Snapshot, type: str) -> None:
    t = list(meanings.DEFAULTS).index(type)
    assert compare(
        meanings.DEFAULTS[type],
        "column",
        "default",
        lambda g, s: f"public.d{t}.c{g}_{s}",
        printed,
        lambda value: Column(type=canonical(meanings.TYPES[type]), default=value),  # type: ignore[arg-type]
    ) == ([], [])


def test_checks(printed: Snapshot) -> None:
    assert compare(
        meanings.CHECKS,
        "constraint",
        "expression",
        lambda g, s: f"public.t.k{g}_{s}",
        printed,
        lambda value: Constraint(type="check", expression=value),  # type: ignore[arg-type]
    ) == ([], [])


def test_policies(printed: Snapshot) -> None:
    assert compare(
        meanings.POLICIES,
        "policy",
        "using",
        lambda g, s: f"public.projects.p{g}_{s}",
        printed,
        lambda value: Policy(table="public.projects", using=value),  # type: ignore[arg-type]
    ) == ([], [])


def test_views(printed: Snapshot, each_server: str) -> None:
    with psycopg.connect(each_server) as connection:
        version = connection.info.server_version
    assert compare(
        views(version),
        "view",
        "definition",
        lambda g, s: f"public.v{g}_{s}",
        printed,
        lambda value: View(definition=value),  # type: ignore[arg-type]
    ) == ([], [])


def test_index_keys(printed: Snapshot) -> None:
    assert compare(
        meanings.KEYS,
        "index",
        "columns",
        lambda g, s: f"public.i{g}_{s}",
        printed,
        lambda value: Index(table="public.t", columns=value),  # type: ignore[arg-type]
        lambda text: [text],
    ) == ([], [])


def test_index_predicates(printed: Snapshot) -> None:
    assert compare(
        meanings.PREDICATES,
        "index",
        "predicate",
        lambda g, s: f"public.w{g}_{s}",
        printed,
        lambda value: Index(table="public.t", predicate=value),  # type: ignore[arg-type]
    ) == ([], [])


@pytest.mark.parametrize("type", ["varchar(5)", "numeric(5, 2)", "text", "char(3)", "timestamptz(3)"])
def test_null_as_a_default_is_none(type: str, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(f"CREATE TABLE t (c {type} DEFAULT NULL)")
    printed = live.read(resolve(database, {})).of("column")
    default = getattr(printed["public.t.c"], "default")  # noqa: B009 - the struct is one of many kinds
    test = KINDS["column"].same["default"]
    pair = Pair(path="public.t.c", expected=Column(), actual=Column())
    assert default is None or test(None, default, pair)
    assert default == "NULL" or test("NULL", default, pair)
    assert not test(None, "'null'::text", pair)
    assert not test(None, "(NULL::text || 'a'::text)", pair)
