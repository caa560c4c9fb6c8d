"""DDL out of snapshots: it runs, and what it makes is what was stated."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from driftcheck import platform_stub, sources
from driftcheck.build import statements
from driftcheck.build.text import dollar_quoted, literal, signature
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.function import Function
from driftcheck.kinds.index import Index
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.schema import Schema
from driftcheck.kinds.table import Table
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.view import View
from driftcheck.model import UNSTATED, Snapshot
from driftcheck.names import join
from tests.mutations.lab import findings, read

STUDIO = Path(__file__).parent / "studio.md"
NASTY = 'Weird "name"; DROP TABLE x; --\n'


def build(url: str, snapshot: Snapshot, *, platform: bool = False) -> Snapshot:
    """The database built and read again."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in platform_stub.statements() if platform else ():
            connection.execute(statement)
        for statement in statements(snapshot, read(url)):
            connection.execute(statement)
    return read(url)


def of(**objects: dict[str, object]) -> Snapshot:
    return Snapshot(objects=objects)  # type: ignore[arg-type]


def test_one_of_everything_is_built_as_it_is_described(database: str) -> None:
    expected = sources.read(str(STUDIO))
    found = findings(expected, build(database, expected, platform=True))
    assert [f"{f.rule} {f.object}: {f.message}" for f in found if not f.partial] == []


def test_a_live_snapshot_can_be_built_again(
    database: str, server: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Everything is stated then: the copy has no drift from the original, grants, owners and comments included."""
    first = build(database, sources.read(str(STUDIO)), platform=True)
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    copy = f"{name}_copy"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE template0")
        try:
            second = build(database.replace(f"/{name}", f"/{copy}"), first, platform=True)
        finally:
            connection.execute(f"DROP DATABASE {copy} WITH (FORCE)")
    assert [f"{f.rule} {f.object}: {f.message}" for f in findings(first, second)] == []


def test_privileges_on_columns_are_built_and_those_on_the_table_do_not_take_them(database: str) -> None:
    snapshot = of(
        schema={"public": Schema()},
        table={"public.t": Table(grants={"authenticated": ["INSERT"]})},
        column={
            "public.t.a": Column(type="integer", grants={"authenticated": ["SELECT", "UPDATE*"]}),
            'public.t."b c"': Column(type="text", grants={"anon": ["SELECT"]}),
        },
    )
    built = build(database, snapshot, platform=True).of("column")
    assert built["public.t.a"].grants == {"authenticated": ["SELECT", "UPDATE*"]}  # type: ignore[attr-defined]
    assert built['public.t."b c"'].grants == {"anon": ["SELECT"]}  # type: ignore[attr-defined]


def test_names_are_quoted(database: str) -> None:
    table = join("Odd Schema", NASTY)
    column = join("Odd Schema", NASTY, "Größe in %")
    snapshot = of(
        table={table: Table(rls=True)},
        column={column: Column(type="integer", default="1")},
        policy={join("Odd Schema", NASTY, "it's; mine"): Policy(command="SELECT")},
        index={join("Odd Schema", "Idx 1"): Index(table=table, columns=['"Größe in %"'])},
    )
    found = findings(snapshot, build(database, snapshot))
    assert [f for f in found if not f.partial] == []


def test_what_is_unstated_is_filled_in_plainly(database: str) -> None:
    snapshot = of(
        table={"public.people": Table(column_count=5), "public.empty": Table()},
        column={
            "public.people.name": Column(),
            "public.people.age": Column(type="number", loose=["type"]),
            "public.people.mood": Column(type="mood_of_the_day"),
        },
        constraint={
            "public.people.people_boss_id_fkey": Constraint(
                type="foreign key", columns=["boss_id"], references="public.people"
            ),
            "public.visits.visits_where_fkey": Constraint(type="foreign key", references="public.places(code)"),
        },
        function={
            "public.greet": Function(arguments=["name", "loudly"]),
            "public.stamp": Function(),
        },
        trigger={"public.people.stamp_it": Trigger(function="stamp")},
        view={"public.summary": View()},
        index={"public.by_name": Index(table="public.people")},
    )
    built = build(database, snapshot)
    columns = {path: facts for path, facts in built.of("column").items() if path.startswith("public.people.")}
    types = {path.rpartition(".")[2]: facts.type for path, facts in columns.items() if isinstance(facts, Column)}
    assert len(columns) == 5
    assert (types["name"], types["age"], types["mood"]) == ("text", "numeric", "public.mood_of_the_day")
    (key,) = (facts for path, facts in built.of("constraint").items() if path == "public.people.people_pkey")
    assert isinstance(key, Constraint)
    assert key.columns == ["name"]
    assert types["boss_id"] == types["name"]
    assert "public.places" in built.of("table")
    assert "public.empty.id" in built.of("column")
    assert {"public.greet(text, text)", "public.stamp()"} <= built.of("function").keys()
    assert [f.rule for f in findings(snapshot, built) if not f.partial] == []


def test_claims_are_made_true(database: str) -> None:
    snapshot = of(
        table={f"public.{name}": Table(at=f"a.md:{n}") for n, name in enumerate(("artists", "albums", "tracks"), 1)},
        claim={
            "rls public": Claim(claim="rls", about="public", text="all tables have RLS policies", at="a.md:7"),
            "flow x": Claim(
                claim="flow",
                about="public.artists",
                text="…",
                tables=["public.artists", "public.albums", "public.tracks"],
            ),
            "count public": Claim(claim="count", about="public", of="functions", number=4, at="a.md:9"),
        },
    )
    built = build(database, snapshot)
    assert len([p for p in built.of("function") if p.startswith("public.")]) == 4
    assert len(built.of("policy")) == 3
    assert [f.rule for f in findings(snapshot, built) if not f.partial] == []


def test_nothing_that_is_there_is_made_again(database: str) -> None:
    snapshot = of(
        table={"public.a": Table()},
        column={"public.a.id": Column(type="bigint", nullable=False)},
        function={"public.f()": Function(arguments=[], returns="integer", language="sql", body="SELECT 1")},
    )
    built = build(database, snapshot)
    assert statements(snapshot, built) == ["SET check_function_bodies = off"]
    more = of(
        table={"public.a": Table(rls=True)},
        column={"public.a.id": Column(), "public.a.note": Column(type="text")},
    )
    assert statements(more, built)[1:] == [
        "ALTER TABLE public.a ADD COLUMN note text",
        "ALTER TABLE public.a ENABLE ROW LEVEL SECURITY",
    ]


def test_the_snapshot_stays_as_it_was() -> None:
    facts = Column()
    snapshot = of(column={"public.a.b": facts})
    statements(snapshot)
    assert facts.type is UNSTATED
    assert list(snapshot.objects) == ["column"]


@pytest.mark.parametrize("body", ["SELECT 1", "a $$ b", "a $body$ b $$", "ends in $", "'quoted' \\ \n"])
def test_bodies_and_constants_come_back_as_they_went(database: str, body: str) -> None:
    with psycopg.connect(database) as connection:
        assert connection.execute(f"SELECT {dollar_quoted(body)}, {literal(body)}").fetchone() == (body, body)


def test_signatures_are_taken_apart() -> None:
    assert signature('public."f(x)"(numeric(10,2), "a,b"[])') == ["numeric(10,2)", '"a,b"[]']
    assert signature("public.f") == signature("public.f()") == []
