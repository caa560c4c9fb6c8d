"""What a finding suggests: quoted whatever the names are, one statement whatever a document hides in an expression."""

from __future__ import annotations

import psycopg
import pytest

from driftcheck.compare import compare
from driftcheck.kinds.bucket import Bucket
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.function import Function
from driftcheck.kinds.index import Index
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.publication import Publication
from driftcheck.kinds.publication_member import PublicationMember
from driftcheck.kinds.role import Role
from driftcheck.kinds.schema import Schema
from driftcheck.kinds.table import Table
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.type import Type
from driftcheck.model import Facts, Finding, Snapshot
from driftcheck.names import join
from driftcheck.remedies import Remedies
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from driftcheck.sql.parse import statements
from tests.reports.library import HOSTILE

NAMES = [name for name in HOSTILE if "\0" not in name and "\ud800" not in name and len(name.encode()) < 50]


def state(*objects: tuple[str, str, Facts], live: bool = False) -> Snapshot:
    made = Snapshot(origin="database" if live else "documents", complete=live)
    made.add("schema", "public", Schema() if live else Schema(complete=["tables"], at="docs/db.md:1"))
    for kind, path, facts in objects:
        made.add(kind, path, facts)
    return made


def parted(expected: Snapshot, actual: Snapshot) -> tuple[list[Finding], Remedies]:
    comparison = compare(expected, actual)
    return comparison.findings, Remedies(expected, actual, comparison.pairs, "docs/db.md")


def read(database: str) -> Snapshot:
    """The database's state without roles, which are the server's: other tests make some."""
    found = live.read(resolve(database, {}))
    found.objects["role"] = {}
    return found


def sql_of(expected: Snapshot, actual: Snapshot) -> list[str | None]:
    found, remedies = parted(expected, actual)
    assert found
    return [remedies.of(finding).sql for finding in found]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_mended_in_a_real_database(name: str, database: str) -> None:
    table, other = join("public", f"t{name}"), join("public", f"o{name}")
    expected = state(
        ("table", table, Table(rls=True, comment=name, at="docs/db.md:2", complete=["columns", "indexes"])),
        ("column", join("public", f"t{name}", name), Column(type="text", default="'x'", comment=name)),
        ("column", join("public", f"t{name}", f"n{name}"), Column(type="integer", nullable=False)),
        ("constraint", join("public", f"t{name}", f"k{name}"), Constraint(type="unique", columns=[name])),
        ("policy", join("public", f"t{name}", name), Policy(table=table, command="SELECT", roles=["public"], using="true")),
        ("index", join("public", f"i{name}"), Index(table=table, columns=[join(name)], unique=False)),
        ("table", other, Table(at="docs/db.md:3")),
        ("column", join("public", f"o{name}", name), Column(type="text")),
    )  # fmt: skip
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {table} ({join(name)} integer, {join('x' + name)} text)")
        for _ in range(3):  # what hangs on a column that is mended first comes up after it
            found, remedies = parted(expected, read(database))
            for finding in (f for f in found if not f.partial):
                sql = remedies.of(finding).sql
                assert sql is not None, finding
                connection.execute(sql)
    assert [f for f in compare(expected, read(database)).findings if not f.partial] == []


INJECTED = [
    "0); DROP TABLE public.victim; --",
    "0, ADD COLUMN evil int",
    "0) FROM pg_sleep(1",
    "0; DROP TABLE public.victim",
    "(0)) /* ",
    "0 UNION SELECT 1",
    "$$",
    "'",
    "",
]


@pytest.mark.parametrize("text", INJECTED)
def test_what_is_no_expression_makes_no_statement(text: str) -> None:
    there = state(
        ("table", "public.t", Table(rls=True)),
        ("column", "public.t.a", Column(type="integer", default="1", generated=None)),
        ("constraint", "public.t.c", Constraint(type="check", expression="a > 0")),
        ("policy", "public.t.p", Policy(table="public.t", command="SELECT", roles=["public"], using="true", check=None)),
        ("index", "public.i", Index(table="public.t", columns=["a"], unique=False, predicate=None)),
        live=True,
    )  # fmt: skip
    for kind, path, facts in (
        ("column", "public.t.a", Column(default=text)),
        ("column", "public.t.a", Column(type=text or "''")),
        ("column", "public.t.new", Column(type="integer", default=text or ")")),
        ("column", "public.t.new", Column(type=text or "''")),
        ("constraint", "public.t.c", Constraint(type="check", expression=text)),
        ("constraint", "public.t.f", Constraint(type="foreign key", columns=["a"], references=f"public.t(a) {text or ','}")),
        ("policy", "public.t.p", Policy(table="public.t", using=text or ")")),
        ("policy", "public.t.q", Policy(table="public.t", command="SELECT", using=text or ")")),
        ("index", "public.i", Index(table="public.t", columns=["a"], predicate=text or ")")),
    ):  # fmt: skip
        expected = state(("table", "public.t", Table(rls=True)), (kind, path, facts))
        expected.objects.setdefault("column", {}).setdefault("public.t.a", Column())
        found, remedies = parted(expected, there)
        for finding in (f for f in found if (f.kind, f.object) == (kind, path)):
            assert remedies.of(finding).sql is None, (text, remedies.of(finding).sql)
            assert remedies.of(finding).document


def test_bodies_and_comments_may_hold_anything() -> None:
    for text in (*INJECTED, "$$; DROP TABLE x; $$", "$body$ $$ $body1$"):
        wanted = state(
            ("function", "public.f()", Function(body=f"SELECT {text or 1}", language="sql", returns="integer"))
        )
        there = state(
            ("function", "public.f()", Function(body="SELECT 1", language="sql", returns="integer")), live=True
        )
        (sql,) = sql_of(wanted, there) if wanted.of("function") != there.of("function") else [None]
        assert sql is None or len(statements(sql)) == 1
        wanted = state(("table", "public.t", Table(comment=text or "x")))
        (sql,) = sql_of(wanted, state(("table", "public.t", Table(comment=None)), live=True))
        assert sql is not None
        assert len(statements(sql)) == 1


@pytest.mark.parametrize(
    ("kind", "path", "wanted", "there", "sql"),
    [
        ("type", "public.mood", Type(kind="enum", values=["a", "b", "c"]), Type(kind="enum", values=["a", "c"]),
         "ALTER TYPE public.mood ADD VALUE 'b' BEFORE 'c';"),
        ("type", "public.mood", Type(kind="enum", values=["a"]), Type(kind="enum", values=["a", "c"]), None),
        ("column", "public.t.a", Column(default="no(", comment="x"), Column(default="no(", comment=None),
         "COMMENT ON COLUMN public.t.a IS 'x';"),
        ("role", "app", Role(bypass_rls=False), Role(bypass_rls=True), "ALTER ROLE app NOBYPASSRLS;"),
        ("bucket", "avatars", Bucket(public=False), Bucket(public=True),
         "UPDATE storage.buckets SET public = false WHERE id = 'avatars';"),
        ("trigger", "public.t.touch", Trigger(enabled="origin"), Trigger(enabled="disabled"),
         "ALTER TABLE public.t ENABLE TRIGGER touch;"),
        ("column", "public.t.a", Column(type="string", loose=["type"]), Column(type="integer"),
         "ALTER TABLE public.t ALTER COLUMN a TYPE text USING a::text;"),
        ("table", "public.t", Table(grants={"anon": ["SELECT"]}), Table(grants={"anon": ["INSERT", "SELECT"], "x": ["SELECT"]}),
         "REVOKE ALL ON TABLE public.t FROM anon;\nREVOKE ALL ON TABLE public.t FROM x;\nGRANT SELECT ON TABLE public.t TO anon;"),
        ("column", "public.t.a", Column(grants={"anon": ["SELECT", "UPDATE*"]}), Column(grants={"x": ["SELECT"]}),
         "REVOKE ALL (a) ON TABLE public.t FROM x;\nGRANT SELECT (a) ON TABLE public.t TO anon;\n"
         "GRANT UPDATE (a) ON TABLE public.t TO anon WITH GRANT OPTION;"),
        ("function", "public.f(uuid)", Function(security="invoker"), Function(security="definer"),
         "ALTER ROUTINE public.f(uuid) SECURITY INVOKER;"),
    ],
)  # fmt: skip
def test_what_changes(kind: str, path: str, wanted: Facts, there: Facts, sql: str | None) -> None:
    beside = [("table", "public.t", Table())] if kind not in ("table",) else []
    assert sql_of(state(*beside, (kind, path, wanted)), state(*beside, (kind, path, there), live=True)) == [sql]


def test_a_table_is_dropped_with_a_warning_and_never_cascades() -> None:
    sql_lines = sql_of(
        state(("table", "public.a", Table())),
        state(("table", "public.a", Table()), ("table", "public.b", Table()), live=True),
    )
    assert sql_lines == ["-- its data is lost\nDROP TABLE public.b;"]


def test_a_publication_comes_with_its_members() -> None:
    wanted = state(
        ("table", "public.t", Table()),
        ("publication", "feed", Publication()),
        ("publication_member", "feed.public.t", PublicationMember()),
    )
    (sql,) = sql_of(wanted, state(("table", "public.t", Table()), live=True))
    assert sql == "CREATE PUBLICATION feed;\nALTER PUBLICATION feed ADD TABLE public.t;"


def test_what_is_left_open_is_called_a_guess() -> None:
    (sql,) = sql_of(state(("table", "public.t", Table())), state(live=True))
    assert sql is not None
    assert sql.startswith("-- what the document leaves open is a guess\nCREATE TABLE public.t (")


def test_what_a_renamed_table_lacks_is_added_where_it_stands_now(database: str) -> None:
    columns = [f"c{i}" for i in range(6)]
    expected = state(
        ("table", "public.orders", Table(at="docs/db.md:2")),
        *(("column", f"public.orders.{c}", Column(type="text")) for c in (*columns, "new")),
        ("index", "public.by_new", Index(table="public.orders", columns=["new"], unique=False)),
    )
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE orders_v2 ({', '.join(f'{c} text' for c in columns)})")
        found, remedies = parted(expected, read(database))
        assert {f.rule for f in found} == {"table-renamed", "column-missing"}, "the index went with its column"
        for finding in sorted(found, key=lambda f: f.rule):  # the name comes last
            connection.execute(remedies.of(finding).sql or "")
    assert compare(expected, read(database)).findings == []
