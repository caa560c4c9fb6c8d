"""SQL files and folders of migrations as the expected state, through the command line and a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from driftcheck import platform_stub
from driftcheck.server import running as server_running
from tests.live.support import build_rich, run, version
from tests.sqlsource.support import driftcheck, dump, report, shown

SHOP = """-- The shop
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (
    id bigserial PRIMARY KEY,
    email varchar(255) NOT NULL UNIQUE,
    mood mood DEFAULT 'ok' CHECK (mood IN ('sad', 'ok'))
);
CREATE INDEX ON people (mood);
CREATE VIEW happy AS SELECT id FROM people WHERE mood = 'ok';
"""


PROJECT = """set search_path = public;
create table t (id uuid primary key, owner uuid references auth.users(id) default auth.uid());
alter table t enable row level security;
create policy p on t to authenticated using (auth.uid() = owner);
create policy q on storage.objects to authenticated using (bucket_id = 'x');
alter publication supabase_realtime add table t;
create view v as select id from t;
create function f() returns int language sql as 'select 1';
revoke execute on function f() from public, anon;
revoke all on t from anon;
insert into storage.buckets (id, name) values ('b', 'b')"""


def findings(found: dict) -> list[tuple[str, str]]:
    return [(f["rule"], f["object"]) for f in found["findings"]]


def test_a_dump_of_everything_is_the_database_that_it_was_taken_from(
    each_database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    build_rich(each_database)
    request.addfinalizer(lambda: run(each_database, "DROP SUBSCRIPTION feed"))
    file = tmp_path / "dump.sql"
    file.write_text(dump(each_database, version(each_database)))
    there = report("check", each_database, "-e", file)
    assert findings(there) == []
    assert there["summary"]["coverage"]["table"]["matched"] > 8
    assert findings(report("diff", each_database, file)) == []


def test_a_function_may_call_what_is_not_to_be_had_here(database: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    slug = "CREATE FUNCTION slug(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(fold(t)) $$"
    file.write_text(f"CREATE TABLE a (id int);\n{slug};\n")
    run(
        database, "CREATE TABLE a (id int)", "CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql AS 'SELECT $1'", slug
    )
    found = report("check", database, "-e", file)
    assert findings(found) == [("function-undocumented", "public.fold(text)")]
    assert found["notes"] == []


def test_a_schema_that_something_else_makes_is_made_with_a_note(database: str, tmp_path: Path) -> None:
    (tmp_path / "V1__tables.sql").write_text(
        "CREATE TYPE billing.kind AS ENUM ('a');\nCREATE TABLE billing.rows (id int PRIMARY KEY, kind billing.kind);\n"
        "DROP TABLE IF EXISTS gone.t;\nCREATE TABLE cron.job (id int);\n"
    )
    run(database, "CREATE SCHEMA billing", "CREATE TYPE billing.kind AS ENUM ('a')")
    run(database, "CREATE TABLE billing.rows (id int PRIMARY KEY, kind billing.kind)")
    found = report("check", database, "-e", tmp_path, "--schema", "billing")
    assert findings(found) == []
    _, said = shown(tmp_path)
    assert "V1__tables.sql:1: schema billing is not created here" in said
    assert 'V1__tables.sql:4: schema "cron" does not exist' in said
    assert "gone" not in said


def test_what_depends_on_psqls_variables_is_exact_or_told(database: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(
        '\\set app shop\n\\set top 9\nCREATE SCHEMA :app;\nCREATE TABLE :"app".t (id int CHECK (id < :top));\n'
        "SELECT true AS wanted \\gset\n\\if :wanted\nCREATE TABLE :app.maybe (id int);\n\\endif\n"
        "CREATE TABLE :other.t (id int);\n"
    )
    run(database, "CREATE SCHEMA shop", "CREATE TABLE shop.t (id int CHECK (id < 9))")
    found = report("check", database, "-e", file)
    assert findings(found) == []
    told = "\n".join(found["notes"])
    assert "schema.sql:7: it stands in an \\if whose condition is not known" in told
    assert "schema.sql:9: psql's variable :other is not set in the file" in told


def test_a_schema_file_is_held_against_a_database(database: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(SHOP)
    run(database, SHOP)
    assert findings(report("check", database, "-e", file)) == []
    run(
        database,
        "ALTER TABLE people ALTER email TYPE text",
        "CREATE TABLE more (id int)",
        "DROP INDEX people_mood_idx",
    )
    found = report("check", database, "-e", file)
    assert sorted(findings(found)) == [
        ("column-type-changed", "public.people.email"),
        ("index-missing", "public.people_mood_idx"),
        ("table-undocumented", "public.more"),
    ]
    (changed,) = [f for f in found["findings"] if f["rule"] == "column-type-changed"]
    assert changed["at"] == {"path": file.as_posix(), "line": 5}


def test_migrations_run_in_the_order_of_their_names(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "supabase" / "migrations"
    folder.mkdir(parents=True)
    (folder / "20240102_b.sql").write_text("ALTER TABLE notes ADD COLUMN title text NOT NULL DEFAULT '';\n")
    (folder / "20240101_a.sql").write_text(
        "BEGIN;\nSET LOCAL search_path = shop;\nCOMMIT;\nCREATE TABLE notes (id int PRIMARY KEY);\n"
    )
    (folder.parent / "seed.sql").write_text("CREATE TABLE of_the_seed (id int);\n")
    found, notes = shown("supabase/migrations", tmp_path)
    assert notes == ""
    assert found["table", "public.notes"]["at"] == {"path": "20240101_a.sql", "line": 4}
    assert found["column", "public.notes.title"]["at"] == {"path": "20240102_b.sql", "line": 1}
    assert ("table", "public.of_the_seed") not in found


def test_a_statement_that_fails_is_named_and_counts_as_it_is_written(database: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(
        "CREATE TABLE a (id int);\n"
        "CREATE TABLE places (id int PRIMARY KEY, at geometry(Point, 4326) NOT NULL);\n"
        "CREATE INDEX places_at ON places USING gist (at);\n"
        "CREATE TABEL b (id int);\n"
        "CREATE TABLE c (id int);\n"
    )
    found, notes = shown(file)
    assert ("table", "public.c") in found
    assert found["table", "public.places"]["at"]["line"] == 2
    assert found["column", "public.places.at"]["facts"]["nullable"] is False
    assert found["index", "public.places_at"]["at"]["line"] == 3
    assert f"{file.as_posix()}:2: " in notes
    assert f"{file.as_posix()}:4: does not parse" in notes
    run(database, "CREATE TABLE a (id int)", "CREATE TABLE c (id int)", "CREATE TABLE b (id int)")
    run(database, "CREATE TABLE places (id int PRIMARY KEY, at point NOT NULL)")
    outcome = report("check", database, "-e", file)
    assert [(f["rule"], f["severity"]) for f in outcome["findings"] if f["object"] == "public.b"] == [
        ("table-undocumented", "warning")  # it cannot be told what the unreadable statement makes
    ]


HOSTILE = [
    "COPY a FROM PROGRAM 'touch {mark}'",
    "COPY a TO '{mark}'",
    "DO $$ BEGIN EXECUTE 'COPY a TO PROGRAM ''touch {mark}'''; END $$",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_export(lo_import('/etc/passwd'), '{mark}')",
    "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ import os $$",
    "CREATE FUNCTION system(cstring) RETURNS int AS '/lib/x86_64-linux-gnu/libc.so.6', 'system' LANGUAGE c",
    "ALTER SYSTEM SET shared_buffers = '1GB'",
    "DROP DATABASE postgres",
    "LOAD '/tmp/x.so'",
    "\\! touch {mark}",
]


def test_what_reaches_for_the_machine_is_refused_by_name(tmp_path: Path) -> None:
    file, mark = tmp_path / "hostile.sql", tmp_path / "mark"
    tmp_path.chmod(0o777)
    lines = [text.format(mark=mark) + ("" if text.startswith("\\") else ";") for text in HOSTILE]
    file.write_text("\n".join(["CREATE TABLE a (id int);", *lines, "CREATE TABLE z (id int);"]))
    found, notes = shown(file)
    assert ("table", "public.z") in found
    assert not mark.exists()
    for line in range(2, len(HOSTILE) + 2):
        (note,) = [n for n in notes.splitlines() if n.startswith(f"{file.as_posix()}:{line}: ")]
        assert "refused" in note


def test_what_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from driftcheck.sources import sql
    from driftcheck.sources.sql import session

    monkeypatch.setattr(session, "STATEMENT_SECONDS", 0.5)
    monkeypatch.setattr(session, "_PATIENCE", 0.5)
    file = tmp_path / "loops.sql"
    file.write_text(
        "CREATE TABLE a (id int);\n"
        "SELECT pg_sleep(1000);\n"
        "DO $$ BEGIN PERFORM set_config('statement_timeout', '0', false); LOOP BEGIN PERFORM pg_sleep(100);\n"
        "EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$;\n"
        "CREATE TABLE b (id int);\n"
    )
    snapshot = sql.read([str(file)])
    assert set(snapshot.of("table")) == {"public.a", "public.b"}
    assert [note.partition(": ")[0] for note in snapshot.notes] == [f"{file.as_posix()}:2", f"{file.as_posix()}:3"]
    assert "took too long and was stopped" in snapshot.notes[0]


def test_a_given_server_is_left_as_it_was(server: str, database: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text("CREATE ROLE scratch_made_this;\nCREATE TABLE a (id int);\nGRANT SELECT ON a TO scratch_missing;\n")
    with psycopg.connect(server, autocommit=True) as connection:
        before = connection.execute("SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1")
        names = before.fetchall()
        run(database, "CREATE TABLE a (id int)")
        done = driftcheck("check", database, "-e", file, "--scratch-url", server, "--fail-on", "never")
        assert done.returncode == 0, done.stderr
        after = connection.execute("SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1")
        assert after.fetchall() == names


def test_the_compared_database_is_never_the_scratch_one(database: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(SHOP)
    for command in (("check", database, "-e", file), ("diff", file, database)):
        done = driftcheck(*command, "--scratch-url", database)
        assert done.returncode == 2
        assert "the database that is compared" in done.stderr


def test_sql_that_locks_everybody_out_is_the_sources_fault(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text(
        "CREATE TABLE a (id int);\n"
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;\n"
        "CREATE EVENT TRIGGER never ON login EXECUTE FUNCTION no();\n"
    )
    done = driftcheck("show", file)
    assert done.returncode == 2
    assert "cannot be read back" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_scratch_server_that_goes_away_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text("CREATE TABLE a (id int);\nSELECT pg_sleep(9);\n")
    with server_running() as url, psycopg.connect(url, autocommit=True) as connection:
        command = [sys.executable, "-m", "driftcheck", "show", str(file), "--scratch-url", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            for _ in range(300):
                if connection.execute("SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'").rowcount:
                    break
                time.sleep(0.1)
            (data,) = connection.execute("SHOW data_directory").fetchone()
            os.kill(int(Path(data, "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
            said = running.communicate(timeout=60)[1]
    assert running.returncode == 2
    assert said.startswith("driftcheck: the throwaway server failed: ")
    assert len(said.splitlines()) == 1


def test_no_note_shows_what_a_statement_keeps_secret(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text(
        "CREATE TABLE a (id int);\n"
        "ALTER ROLE postgres RENAME TO x PASSWORD 'hunter2';\n"
        "ALTER ROLE gone_role PASSWORD 'hunter2' NOLOGIN BYPASS;\n"
        "SELECT vault.create_secret('hun''ter2hunter2', $a$hunter2$a$);\n"
        "CREATE USER MAPPING FOR postgres SERVER nowhere OPTIONS (password 'hunter2');\n"
    )
    _, notes = shown(file)
    assert len(notes.splitlines()) == 4
    assert "hunter2" not in notes


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no SQL statement"), (b"-- nothing\n", "no SQL statement"), (b"PGDMP\x01\x0e", "pg_restore -f")],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "x.sql"
    file.write_bytes(content)
    done = driftcheck("show", file)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_supabases_own_things_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "1_init.sql").write_text("""create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_cron;
create table notes (id uuid primary key default uuid_generate_v4(), owner uuid references auth.users(id));
alter table notes enable row level security;
create policy own on notes to authenticated using ((select auth.uid()) = owner);
create trigger hook after insert on notes for each row execute function supabase_functions.http_request('x');
""")
    (
        folder / "2_more.sql"
    ).write_text("""insert into storage.buckets (id, name, public) values ('pictures', 'pictures', true);
create policy seen on storage.objects for select using (bucket_id = 'pictures');
alter publication supabase_realtime add table notes;
select cron.schedule('x', '* * * * *', 'select 1');
do $$ begin create type mood as enum ('a'); exception when duplicate_object then null; end $$;
""")
    found, notes = shown(folder)
    assert found["column", "public.notes.id"]["facts"]["default"] == "extensions.uuid_generate_v4()"
    assert found["policy", "public.notes.own"]["at"] == {"path": "1_init.sql", "line": 5}
    assert found["bucket", "pictures"]["at"] == {"path": "2_more.sql", "line": 1}
    assert found["type", "public.mood"]["at"] == {"path": "2_more.sql", "line": 5}
    assert ("publication_member", "supabase_realtime.public.notes") in found
    assert ("policy", "storage.objects.seen") in found
    assert {object for kind, object in found if kind == "table"} == {"public.notes"}
    assert {object for kind, object in found if kind == "function"} == set()
    assert [note.partition(": ")[0] for note in notes.splitlines()] == ["1_init.sql:1", "1_init.sql:2", "2_more.sql:4"]
    assert "complete" in found["schema", "public"]["facts"]


@pytest.mark.parametrize(
    "options", [(), ("-O", "-x"), ("-n", "public", "-n", "storage"), ("--clean", "--if-exists"), ("-C",)]
)
def test_a_backup_of_a_supabase_project(each_database: str, tmp_path: Path, options: tuple[str, ...]) -> None:
    with psycopg.connect(each_database, autocommit=True) as connection:
        for statement in [*platform_stub.statements(), *PROJECT.split(";")]:
            connection.execute(statement)
    file = tmp_path / "backup.sql"
    file.write_text(dump(each_database, version(each_database), *options))
    found = report("check", each_database, "-e", file)
    assert findings(found) == []
    assert found["summary"]["coverage"]["policy"]["matched"] == 2
    assert "does not exist" not in str(found.get("notes"))
    assert findings(report("diff", each_database, file)) == []


def test_claims_about_lists_hold_of_sql_that_ran_as_a_whole(tmp_path: Path) -> None:
    page, file = tmp_path / "db.md", tmp_path / "db.sql"
    page.write_text("# Database\n\nRLS is enabled on all tables.\n\n## Tables\n\n- `a` - first\n- `b` - second\n")
    file.write_text("CREATE TABLE a (id int); CREATE TABLE b (id int); ALTER TABLE a ENABLE ROW LEVEL SECURITY;")
    assert findings(report("diff", page, file)) == [("claim-rls", "public.b")]
    file.write_text(file.read_text() + "ALTER TABLE b ENABLE ROW LEVEL SECURITY;")
    assert findings(report("diff", page, file)) == []


def test_an_included_file_that_is_not_there_is_never_clean(database: str, tmp_path: Path) -> None:
    (tmp_path / "all.sql").write_text("CREATE TABLE kites (id int);\n\\ir more.sql\n")
    run(database, "CREATE TABLE kites (id int)")
    done = driftcheck("check", database, "-e", tmp_path / "all.sql")
    assert (done.returncode, "all.sql:2: not included: there is no such file" in done.stderr) == (3, True)
    (tmp_path / "more.sql").write_text("CREATE VIEW flown AS SELECT id FROM kites;\n")
    assert findings(report("check", database, "-e", tmp_path / "all.sql")) == [("view-missing", "public.flown")]


def test_what_is_rolled_back_to_a_savepoint_was_never_made(database: str, tmp_path: Path) -> None:
    (tmp_path / "kites.sql").write_text(
        "BEGIN; CREATE TABLE kites (id int); SAVEPOINT one; CREATE TABLE tails (id int); SAVEPOINT two;"
        "CREATE TABLE lines (id int); ROLLBACK TO two; RELEASE two; CREATE TABLE reels (id int); ROLLBACK TO one;"
        "SAVEPOINT three; CREATE VIEW flown AS SELECT id FROM kites; RELEASE three; COMMIT;"
    )
    run(database, "CREATE TABLE kites (id int); CREATE VIEW flown AS SELECT id FROM kites")
    assert findings(report("check", database, "-e", tmp_path / "kites.sql")) == []
