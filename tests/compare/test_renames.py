"""One object under a new name is one finding, with both names and why; what may be another one is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck import sources
from driftcheck.compare import compare
from tests.mutations.inside import read_inside

BEFORE = """CREATE SCHEMA app; CREATE TABLE app.a (id int, x text); CREATE TABLE app.b (id int, y text); CREATE SCHEMA spare;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id serial PRIMARY KEY, email text UNIQUE, mood mood CHECK (mood <> 'sad'), addr text, addr2 text);
CREATE TABLE colours (id int PRIMARY KEY, name text);
CREATE TABLE visits (id int, person int REFERENCES people (id), seen text);
CREATE INDEX people_addr ON people (addr);
CREATE VIEW shown AS SELECT id, email FROM people;
CREATE FUNCTION one(a int) RETURNS int LANGUAGE sql AS $$ SELECT a + 1 $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER touched BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY reads ON people FOR SELECT USING (id = 1);
CREATE SEQUENCE tickets;
"""
ALONE = {  # a change, and all that comes of it: rule, object, the new name or None
    "ALTER TABLE people RENAME TO members": [("table-renamed", "public.people", "public.members")],
    "ALTER TABLE visits SET SCHEMA spare": [("table-missing", "public.visits", None)],  # may be another tenant's
    "ALTER TABLE people RENAME addr TO address; ALTER TABLE people RENAME addr2 TO address2": [
        ("column-renamed", "public.people.addr", "public.people.address"),
        ("column-renamed", "public.people.addr2", "public.people.address2"),
    ],
    "ALTER TYPE mood RENAME TO moods": [("type-renamed", "public.mood", "public.moods")],
    "ALTER VIEW shown RENAME TO contacts": [("view-renamed", "public.shown", "public.contacts")],
    "ALTER FUNCTION one(int) RENAME TO next_one": [
        ("function-renamed", "public.one(integer)", "public.next_one(integer)")
    ],
    "ALTER TRIGGER touched ON people RENAME TO x": [("trigger-renamed", "public.people.touched", "public.people.x")],
    "ALTER POLICY reads ON people RENAME TO x": [("policy-renamed", "public.people.reads", "public.people.x")],
    "ALTER INDEX people_addr RENAME TO x": [("index-renamed", "public.people_addr", "public.x")],
    "ALTER SEQUENCE tickets RENAME TO ticket_numbers": [
        ("sequence-renamed", "public.tickets", "public.ticket_numbers")
    ],
    "ALTER SCHEMA app RENAME TO application": [("schema-renamed", "app", "application")],
    "ALTER TABLE people RENAME TO users_old; ALTER TABLE users_old ADD extra int": [
        ("table-renamed", "public.people", "public.users_old")
    ],
    # what could be one or another is neither
    "ALTER TABLE people RENAME TO members; CREATE TABLE crew (LIKE members)": [
        ("table-missing", "public.people", None)
    ],
    "ALTER TABLE people RENAME addr2 TO x; ALTER TABLE people RENAME email TO email_a; ALTER TABLE people ADD email_b text": [
        ("column-missing", "public.people.addr2", None),
        ("column-missing", "public.people.email", None),
    ],
    "DROP TABLE colours; CREATE TABLE countries (id int PRIMARY KEY, name text)": [
        ("table-missing", "public.colours", None)
    ],
    # another kind of that name is no table
    "DROP TABLE colours; CREATE VIEW colours AS SELECT 1 AS id, 'x'::text AS name": [
        ("table-missing", "public.colours", None)
    ],
}


@pytest.fixture
def built(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database) as connection:
        connection.execute(BEFORE)
        yield connection


def test_one_object_is_one_finding(built: psycopg.Connection, tmp_path: Path) -> None:
    page = tmp_path / "db.md"
    page.write_text(f"# Database\n\n```sql\n{BEFORE}```\n")
    document, live = sources.read(str(page)), read_inside(built)
    for expected in (document, live):
        found = {}
        for change in ALONE:
            with built.transaction(force_rollback=True):
                built.execute(f"SET LOCAL search_path = public; {change}".encode())
                findings = compare(expected, read_inside(built)).findings
            kept = [f for f in findings if f.status in ("missing", "changed") and "serial" not in f.message]
            found[change] = sorted((f.rule, f.object, f.actual) for f in kept)
            assert all("instead (" in f.message for f in kept if f.rule.endswith("-renamed"))
        assert found == ALONE


def test_a_key_named_after_its_table_goes_with_it(built: psycopg.Connection) -> None:
    before = read_inside(built)
    with built.transaction(force_rollback=True):
        built.execute("SET LOCAL search_path = public")
        built.execute(
            "CREATE TABLE members (id serial PRIMARY KEY, email text UNIQUE, mood mood CHECK (mood <> 'sad'),"
            " addr text, addr2 text)"
        )
        built.execute("DROP TABLE people CASCADE")
        found = compare(before, read_inside(built)).findings
    assert ("table-renamed", "public.people") in [(f.rule, f.object) for f in found]
    assert not [f for f in found if f.rule in ("constraint-renamed", "sequence-renamed", "sequence-undocumented")]
