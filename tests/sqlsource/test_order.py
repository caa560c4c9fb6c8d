"""Which files make an SQL source, in which order, and what is made of statements that come too early or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from driftcheck.sources.sql.folder import files, is_sql
from tests.live.support import run
from tests.sqlsource.support import driftcheck, report, shown

FOLDERS = {
    "supabase": (
        ["config.toml", "seed.sql", "migrations/20240102_b.sql", "migrations/20240101_a.sql", "tests/a.sql"],
        ["migrations/20240101_a.sql", "migrations/20240102_b.sql"],
    ),
    "parts": (
        ["schema.sql", "tables/b.sql", "tables/deep/c.sql", "seeds/rows.sql", ".hidden/x.sql", "node_modules/y.sql"],
        ["schema.sql", "tables/b.sql", "tables/deep/c.sql"],
    ),
    "flyway": (
        ["R__views.sql", "V10__c.sql", "V2__b.sql", "U10__c.sql", "V1.1__a.sql"],
        ["V1.1__a.sql", "V2__b.sql", "V10__c.sql", "R__views.sql"],
    ),
    "there and back": (
        [
            "1_a.up.sql",
            "1_a.down.sql",
            "2_b_up.sql",
            "2_b_down.sql",
            "3_c.sql",
            "rollback_3_c.sql",
            "4_add_rollback.sql",
        ],
        ["1_a.up.sql", "2_b_up.sql", "3_c.sql", "4_add_rollback.sql"],
    ),
    "sqitch": (
        ["sqitch.plan", "deploy/users.sql", "deploy/app.sql", "revert/users.sql", "verify/users.sql"],
        ["deploy/users.sql", "deploy/app.sql"],
    ),
    "seeded": (["001.sql", "seed.sql"], ["001.sql"]),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_files_of_a_folder(tmp_path: Path, name: str) -> None:
    there, wanted = FOLDERS[name]
    for file in there:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("SELECT 1;")
    (tmp_path / "README.md").write_text("# About")
    if "sqitch.plan" in there:
        (tmp_path / "sqitch.plan").write_text(
            "%project=shop\n\nusers 2024-01-01T00:00:00Z A <a@b> # u\napp [users] 2024 A\n"
        )
    assert is_sql(tmp_path)
    assert [shown for _, shown in files(tmp_path)] == wanted


def test_what_stands_before_what_it_needs_is_made_all_the_same(database: str, tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    (tmp_path / "1_orders.sql").write_text(
        "CREATE TABLE orders (id int PRIMARY KEY, kind kind, who int REFERENCES people (id));\n"
        "CREATE OR REPLACE VIEW names AS SELECT name FROM people;\nDROP TABLE people;\n"
    )
    (tmp_path / "2_people.sql").write_text("CREATE TABLE people (id int PRIMARY KEY, name text);\n")
    (tmp_path / "3_types.sql").write_text("CREATE TYPE kind AS ENUM ('a');\n")
    run(
        database,
        "CREATE TYPE kind AS ENUM ('a'); CREATE TABLE people (id int PRIMARY KEY, name text)",
        "CREATE TABLE orders (id int PRIMARY KEY, kind kind, who int REFERENCES people (id))",
        "CREATE VIEW names AS SELECT name FROM people",
    )
    found = report("check", database, "-e", tmp_path)
    assert found["findings"] == []
    assert [note.partition(": ")[0] for note in found["notes"]] == ["1_orders.sql:3"]


def test_a_later_definition_stays(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text(
        "CREATE OR REPLACE VIEW v AS SELECT id FROM t;\nCREATE OR REPLACE VIEW v AS SELECT 1 AS n;\nCREATE TABLE t (id int);\n"
    )
    found, notes = shown(file)
    assert found["view", "public.v"]["facts"]["columns"] == ["n"]
    assert f"{file.as_posix()}:1: " in notes


def test_several_sources_of_sql_run_one_after_the_other(database: str, tmp_path: Path) -> None:
    parts = {
        "roles": 'CREATE ROLE "several_reader" NOLOGIN;',
        "schema": "CREATE TABLE a (id int); GRANT SELECT ON a TO several_reader;",
        "change": "ALTER TABLE a ADD COLUMN b text;",
        "rows": "COPY a (id) FROM stdin;\n1\n\\.\n",
    }
    for name, text in parts.items():
        (tmp_path / f"{name}.sql").write_text(text)
    run(
        database, "CREATE TABLE a (id int, b text)", "CREATE ROLE several_reader", "GRANT SELECT ON a TO several_reader"
    )
    try:
        expected = [x for name in parts for x in ("-e", tmp_path / f"{name}.sql")]
        found = report("check", database, *expected)
        assert found["findings"] == []
        assert not [note for note in found["notes"] if "stand-in" in note or "does not exist" in note]
    finally:
        run(database, "DROP OWNED BY several_reader", "DROP ROLE several_reader")
    alone = driftcheck("check", database, "-e", tmp_path / "rows.sql")
    assert alone.returncode == 2
    assert "rows alone" in alone.stderr


@pytest.mark.parametrize(
    "broken", ["CREATE TABEL b (id int)", "CREATE TABLE {{ schema }}.b (id int)", "CREATE TABLE c (); /* open"]
)
def test_what_nobody_can_read_is_never_clean(database: str, tmp_path: Path, broken: str) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(f"CREATE TABLE a (id int);\n{broken};\n")
    run(database, "CREATE TABLE a (id int)")
    found = report("check", database, "-e", file)
    assert found["complete"] is False
    assert found["unread"][0].startswith(f"{file.as_posix()}:2: does not parse")
    done = driftcheck("check", database, "-e", file)
    assert done.returncode == 3
    assert f"{file.as_posix()}:2" in done.stderr


def test_no_subscription_reaches_for_its_publisher(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text(
        "CREATE SUBSCRIPTION feed CONNECTION 'host=192.0.2.1 password=hunter2' PUBLICATION a, \"B b\" WITH (binary = true);\n"
        "CREATE SUBSCRIPTION gone CONNECTION 'host=192.0.2.1' PUBLICATION a;\nDROP SUBSCRIPTION gone;\n"
        "CREATE SUBSCRIPTION still CONNECTION 'host=192.0.2.1' PUBLICATION a WITH (connect = false, slot_name = NONE);\n"
        "ALTER SUBSCRIPTION feed ADD PUBLICATION c;\nALTER SUBSCRIPTION feed DISABLE;\n"
        "ALTER SUBSCRIPTION feed REFRESH PUBLICATION;\n"
        "DO $$ BEGIN CREATE SUBSCRIPTION y CONNECTION 'host=192.0.2.1' PUBLICATION a; END $$;\n"
    )
    found, notes = shown(file)
    facts = found["subscription", "feed"]["facts"]
    assert (facts["publications"], facts["enabled"], facts["slot"]) == (["a", "B b", "c"], False, "feed")
    assert facts["options"]["binary"] == "true"
    assert "enabled" not in found["subscription", "still"]["facts"]
    assert [path for kind, path in found if kind == "subscription"] == ["feed", "still"]
    assert notes.startswith(f"{file.as_posix()}:8: refused: CREATE SUBSCRIPTION")
    assert "hunter2" not in notes


EXPORT = """-- WARNING: This schema is for context only and is not meant to be run.
-- Table order and constraints may not be valid for execution.

CREATE TABLE public.tickets (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  guest uuid NOT NULL,
  state USER-DEFINED NOT NULL DEFAULT 'open'::ticket_state,
  tags ARRAY DEFAULT '{}'::text[],
  code character varying NOT NULL UNIQUE,
  CONSTRAINT tickets_pkey PRIMARY KEY (id),
  CONSTRAINT tickets_guest_fkey FOREIGN KEY (guest) REFERENCES public.guests(id)
);
CREATE TABLE public.guests (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  CONSTRAINT guests_pkey PRIMARY KEY (id)
);
"""


@pytest.mark.parametrize("place", ["export.sql", "docs/export.sql"])
def test_the_dashboards_export_is_read_and_not_run(database: str, tmp_path: Path, place: str) -> None:
    file = tmp_path / place
    file.parent.mkdir(exist_ok=True)
    file.write_text(EXPORT)
    source = file if place == "export.sql" else file.parent
    run(
        database,
        "CREATE TYPE ticket_state AS ENUM ('open'); CREATE TABLE guests (id uuid PRIMARY KEY DEFAULT gen_random_uuid())",
        "CREATE TABLE tickets (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, guest uuid NOT NULL REFERENCES guests"
        " ON DELETE CASCADE DEFERRABLE, state ticket_state NOT NULL DEFAULT 'open', tags text[] DEFAULT '{}',"
        " code varchar(20) NOT NULL UNIQUE)",
    )
    assert report("check", database, "-e", source)["findings"] == []
    run(database, "ALTER TABLE tickets ALTER guest DROP NOT NULL", "CREATE TABLE extra (id int)")
    found = report("check", database, "-e", source)["findings"]
    assert [(f["rule"], f["severity"]) for f in found] == [
        ("column-nullable-changed", "error"),
        ("table-undocumented", "warning"),
    ]
    assert found[0]["at"]["line"] == 6


def test_roles_alone_say_nothing_of_tables(database: str, tmp_path: Path) -> None:
    file = tmp_path / "roles.sql"
    file.write_text("CREATE ROLE anybody_at_all;\nALTER ROLE anybody_at_all WITH NOLOGIN;\n")
    run(database, "CREATE TABLE a (id int)")
    found = report("check", database, "-e", file)["findings"]
    assert [(f["rule"], f["object"]) for f in found] == [("role-missing", "anybody_at_all")]


def test_a_dump_of_all_databases_is_no_databases(tmp_path: Path) -> None:
    file = tmp_path / "all.sql"
    one = "CREATE DATABASE {0};\n\\connect {0}\nCREATE TABLE t (id int);\n"
    file.write_text("\\connect template1\n" + one.format("shop"))
    _, notes = shown(file)
    assert "connect" not in notes
    file.write_text("\\connect postgres\n" + one.format("shop") + one.format("crm"))
    done = driftcheck("show", file)
    assert done.returncode == 2
    assert "holds 2 databases (crm, shop)" in done.stderr


def test_the_scratch_database_is_told_by_what_its_server_says(database: str, tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text("CREATE TABLE a (id int);")
    parts = conninfo_to_dict(database)
    host = str(parts["host"])
    if not host.startswith("/"):
        pytest.skip("the server has no socket that a link could lead to")
    link = tmp_path / "s"
    link.symlink_to(host)
    other = make_conninfo(database, host=f"{link},{link}")
    done = driftcheck(
        "check", database, "-e", file, "--scratch-url", f"host={link} dbname={parts['dbname']} user={parts['user']}"
    )
    assert done.returncode == 2
    assert "the database that is compared" in done.stderr
    done = driftcheck("check", database, "-e", file, "--scratch-url", other)
    assert "the database that is compared" in done.stderr
