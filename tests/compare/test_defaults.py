"""What a document's DDL leaves out, and PostgreSQL takes by default, is held against the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck import sources
from driftcheck.compare import compare
from driftcheck.model import Snapshot
from tests.live.support import read, run, version
from tests.mutations.inside import read_inside

DDL = """CREATE TABLE parents (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE kids (
    id bigserial PRIMARY KEY,
    parent bigint REFERENCES parents (id) ON DELETE SET NULL,
    other bigint REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED,
    code text UNIQUE,
    n int CONSTRAINT positive CHECK (n > 0)
);
CREATE INDEX kids_n ON kids (n);
CREATE INDEX kids_code ON kids (code) WITH (fillfactor = 70);
CREATE VIEW shown AS SELECT id FROM kids;
CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql AS $$ SELECT 2 * a $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER touched BEFORE INSERT ON kids FOR EACH ROW EXECUTE FUNCTION touch();
CREATE SEQUENCE tickets;
CREATE DOMAIN mail AS text;
CREATE TABLE days (day date, n int) PARTITION BY RANGE (day);
"""
CHANGES = {
    "ALTER FUNCTION twice(int) SET search_path = ''": ("function-settings-changed", "public.twice(integer)"),
    "ALTER FUNCTION twice(int) STRICT": ("function-strict-changed", "public.twice(integer)"),
    "ALTER FUNCTION twice(int) PARALLEL SAFE": ("function-parallel-changed", "public.twice(integer)"),
    "ALTER TABLE kids ALTER CONSTRAINT kids_parent_fkey DEFERRABLE INITIALLY DEFERRED": (
        "constraint-deferrable-changed",
        "public.kids.kids_parent_fkey",
    ),
    "ALTER TABLE kids ALTER CONSTRAINT kids_other_fkey NOT DEFERRABLE": (
        "constraint-deferrable-changed",
        "public.kids.kids_other_fkey",
    ),
    "ALTER TABLE kids DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (n > 0) NOT VALID": (
        "constraint-validated-changed",
        "public.kids.positive",
    ),
    "ALTER TABLE kids DROP CONSTRAINT kids_code_key, ADD CONSTRAINT kids_code_key UNIQUE (code) INCLUDE (n)": (
        "constraint-include-changed",
        "public.kids.kids_code_key",
    ),
    "DROP INDEX kids_n; CREATE INDEX kids_n ON kids (n) INCLUDE (code)": ("index-include-changed", "public.kids_n"),
    "ALTER INDEX kids_code SET (fillfactor = 50)": ("index-options-changed", "public.kids_code"),
    "ALTER VIEW shown SET (security_barrier = on)": ("view-options-changed", "public.shown"),
    "ALTER TABLE kids DISABLE TRIGGER touched": ("trigger-enabled-changed", "public.kids.touched"),
    "ALTER SEQUENCE tickets INCREMENT 5": ("sequence-increment-changed", "public.tickets"),
    "ALTER DOMAIN mail ADD CHECK (VALUE <> '')": ("type-checks-changed", "public.mail"),
    "ALTER TABLE kids SET UNLOGGED": ("table-persistence-changed", "public.kids"),
    "ALTER TABLE parents ALTER id ADD GENERATED ALWAYS AS IDENTITY": (
        "column-identity-changed",
        "public.parents.id",
    ),
    'ALTER TABLE kids ALTER code TYPE text COLLATE "C"': ("column-collation-changed", "public.kids.code"),
    "DROP TABLE days; CREATE TABLE days (day date, n int) PARTITION BY LIST (day)": (
        "table-partition-key-changed",
        "public.days",
    ),
}


@pytest.fixture
def page(tmp_path: Path) -> Snapshot:
    file = tmp_path / "db.md"
    file.write_text(f"# Database\n\n```sql\n{DDL}```\n")
    return sources.read(str(file))


@pytest.fixture
def built(database: str) -> Iterator[psycopg.Connection]:
    run(database, DDL)
    with psycopg.connect(database) as connection:
        yield connection


def test_each_is_one_finding(page: Snapshot, built: psycopg.Connection) -> None:
    assert [f for f in compare(page, read_inside(built)).findings if not f.partial] == []
    found = {}
    for change in CHANGES:
        with built.transaction(force_rollback=True):
            built.execute(change.encode())
            found[change] = [(f.rule, f.object) for f in compare(page, read_inside(built)).findings if not f.partial]
    assert found == {change: [expected] for change, expected in CHANGES.items()}


@pytest.mark.parametrize("word", ["true", "on", "yes", "1", "T"])
def test_a_flag_is_kept_in_the_words_that_it_was_given_in(tmp_path: Path, database: str, word: str) -> None:
    file = tmp_path / "db.md"
    file.write_text("```sql\nCREATE VIEW one WITH (security_barrier) AS SELECT 1 AS n;\n```\n")
    run(database, f"CREATE VIEW one WITH (security_barrier = '{word}') AS SELECT 1 AS n")
    assert [f for f in compare(sources.read(str(file)), read(database)).findings if not f.partial] == []
    run(database, "ALTER VIEW one SET (security_barrier = 'F')")
    found = compare(sources.read(str(file)), read(database)).findings
    assert [f.rule for f in found if not f.partial] == ["view-options-changed"]


def test_a_key_that_is_not_enforced_is_no_key(page: Snapshot, database: str) -> None:
    if version(database) < 18:
        pytest.skip("NOT ENFORCED came with PostgreSQL 18")
    run(database, DDL, "ALTER TABLE kids ALTER CONSTRAINT kids_parent_fkey NOT ENFORCED")
    found = compare(page, read(database)).findings
    assert [(f.rule, f.object) for f in found if not f.partial] == [
        ("constraint-enforced-changed", "public.kids.kids_parent_fkey")
    ]


def test_what_is_no_ddl_states_nothing_by_default(tmp_path: Path, database: str) -> None:
    file = tmp_path / "db.md"
    file.write_text(
        "# Tables\n\n## parents\n\n| column | type | null | default |\n|---|---|---|---|\n| id | bigint | no | none |\n\n"
        "## kids\n\n- `parent` bigint → parents(id)\n\n## Functions\n\n- `twice(a int)` - doubles\n"
    )
    run(database, "CREATE TABLE parents (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY)")
    run(database, "CREATE TABLE kids (parent bigint REFERENCES parents (id) DEFERRABLE)")
    run(database, "CREATE FUNCTION twice(a int) RETURNS int STRICT LANGUAGE sql AS $$ SELECT 2 * a $$")
    found = compare(sources.read(str(file)), read(database)).findings
    assert [(f.rule, f.object) for f in found if not f.partial] == []


def test_what_two_places_say_differently_is_not_taken_by_default(tmp_path: Path, database: str) -> None:
    file = tmp_path / "db.md"
    function = "CREATE FUNCTION one() RETURNS int LANGUAGE sql {} AS $$ SELECT 1 $$;"
    first, second = (function.format(clause) for clause in ("SET search_path = ''", "SET search_path = public"))
    file.write_text(f"# Database\n\n```sql\n{first}\n```\n\nAgain:\n\n```sql\n{second}\n```\n")
    run(database, first)
    found = compare(sources.read(str(file)), read(database)).findings
    assert [f.rule for f in found] == ["document-disagreement"]
