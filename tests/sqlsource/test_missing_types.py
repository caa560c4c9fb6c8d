"""SQL over types of extensions that the throwaway server does not have."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.support import run
from tests.sqlsource.support import report, shown

LIBRARY = """CREATE EXTENSION citext SCHEMA public;
CREATE TABLE readers (id uuid PRIMARY KEY, email citext NOT NULL UNIQUE, names citext[] DEFAULT '{}'::citext[],
    CONSTRAINT email_ok CHECK (email ~ '^[^@]+@[^@]+$' AND email <> 'x@y'));
CREATE INDEX readers_low ON readers (lower(email)) WHERE email <> 'root';
ALTER TABLE readers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON readers FOR SELECT USING (email = current_setting('app.email', true)::citext);
CREATE VIEW roots AS SELECT id, email FROM readers WHERE email = 'root';
CREATE FUNCTION find(wanted citext) RETURNS SETOF readers LANGUAGE sql STABLE
    AS $$ SELECT * FROM readers WHERE email = wanted $$;
CREATE DOMAIN mail AS citext CHECK (value <> '');
CREATE TYPE pair AS (a citext, b text);
CREATE TABLE loans (email citext REFERENCES readers (email), kept mail, said pair);
"""
PLACES = """CREATE TABLE places (id int PRIMARY KEY, at geography(Point,4326) NOT NULL, area extensions.geometry);
CREATE INDEX places_at ON places USING gist (at);
CREATE VIEW near AS SELECT id FROM places WHERE st_dwithin(at, at, 5);
CREATE TABLE visits (place int REFERENCES places (id));
CREATE POLICY all_visits ON visits USING (EXISTS (SELECT FROM places p WHERE p.id = place));
"""


def test_tables_of_such_types_are_made_with_all_that_hangs_on_them(tmp_path: Path) -> None:
    file = tmp_path / "places.sql"
    file.write_text(f"CREATE SCHEMA extensions;\n{PLACES}")
    found, notes = shown(file)
    assert found["column", "public.places.at"]["facts"]["type"] == "geography(point,4326)"
    assert found["column", "public.places.area"]["facts"]["type"] == "extensions.geometry"
    assert "storage" not in found["column", "public.places.at"]["facts"]
    assert found["constraint", "public.visits.visits_place_fkey"]["facts"]["references"] == "public.places(id)"
    assert found["policy", "public.visits.all_visits"]["facts"]["command"] == "ALL"
    assert found["index", "public.places_at"]["facts"]["method"] == "gist"
    assert not [key for key in found if key[0] in ("extension", "cast", "function") or key[1] == "public.geography"]
    assert "type public.geography of extension postgis is not to be had here: a stand-in was used" in notes
    assert 'relation "places" does not exist' not in notes


def test_what_is_said_of_a_stand_in_is_what_the_statement_says(tmp_path: Path) -> None:
    file = tmp_path / "library.sql"
    file.write_text(LIBRARY)
    found, _ = shown(file)
    assert found["column", "public.readers.email"]["facts"]["type"] == "citext"
    assert "text" not in found["constraint", "public.readers.email_ok"]["facts"]["expression"]
    assert found["type", "public.mail"]["facts"]["base"] == "citext"
    assert found["view", "public.roots"]["facts"]["columns"] == ["id", "email"]


@pytest.fixture
def with_extensions(tmp_path: Path) -> Iterator[str]:
    """A server of the system's, which has the extensions that come with PostgreSQL's sources."""
    programs = [p for p in sorted(Path("/usr/lib/postgresql").glob("*/bin")) if (p / "initdb").exists()]
    extensions = sorted(Path("/usr/share/postgresql").glob("*/extension/citext.control"))
    if not programs or not extensions:
        pytest.skip("no PostgreSQL with its extensions is installed here")
    folder = Path("/tmp") / f"driftcheck-{os.getpid()}"
    folder.mkdir(mode=0o700)
    as_user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    if as_user:
        os.chown(folder, 65534, 65534)
    control = [*as_user, str(programs[-1] / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    subprocess.run(
        [*as_user, str(programs[-1] / "initdb"), "-D", str(folder / "data"), "-U", "postgres"],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
    )
    options = f"-c listen_addresses= -k {folder} -c fsync=off"
    subprocess.run(
        [*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, cwd="/", stdout=subprocess.DEVNULL
    )
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd="/", stdout=subprocess.DEVNULL)
        shutil.rmtree(folder)


def test_a_database_with_the_real_types_is_what_its_sql_says(with_extensions: str, tmp_path: Path) -> None:
    file = tmp_path / "library.sql"
    file.write_text(LIBRARY)
    run(with_extensions, LIBRARY)
    assert report("check", with_extensions, "-e", file)["findings"] == []
    run(
        with_extensions,
        "ALTER TABLE readers DROP CONSTRAINT email_ok",
        "ALTER TABLE readers ADD CONSTRAINT email_ok CHECK (email ~ '^[^@]+@[^@]+$' AND email <> 'y@y')",
        "ALTER POLICY own ON readers USING (email = current_setting('app.mail', true)::citext)",
        "ALTER TABLE loans ALTER kept TYPE citext",
    )
    found = report("check", with_extensions, "-e", file)["findings"]
    assert [(f["rule"], f["object"]) for f in found] == [
        ("column-type-changed", "public.loans.kept"),
        ("policy-using-changed", "public.readers.own"),
        ("constraint-expression-changed", "public.readers.email_ok"),
    ]


def test_a_dump_names_its_extensions_with_an_empty_search_path(with_extensions: str, tmp_path: Path) -> None:
    run(
        with_extensions,
        "CREATE EXTENSION citext; CREATE EXTENSION pg_trgm",
        "CREATE TABLE words (word citext, said text)",
        "CREATE INDEX words_said ON words USING gist (said gist_trgm_ops (siglen = 32))",
    )
    program = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))))
    file = tmp_path / "dump.sql"
    file.write_text(subprocess.run([program, with_extensions], capture_output=True, text=True, check=True).stdout)
    assert report("check", with_extensions, "-e", file)["findings"] == []
