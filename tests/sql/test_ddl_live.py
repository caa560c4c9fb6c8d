"""What DDL states is what PostgreSQL makes of it: each script is read, and run, and what is live is held against it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck import model
from driftcheck.compare import compare
from driftcheck.kinds import KINDS
from driftcheck.ledger import Ledger
from driftcheck.model import Finding, Snapshot
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from driftcheck.sql import ddl

SCRIPTS = sorted((Path(__file__).parent / "ddl").glob("*.sql"))
ROLES = "DO $$ BEGIN CREATE ROLE reader; CREATE ROLE writer; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
BEFORE = ROLES + "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"

UNSTATED = {
    "tables.sql": {
        "sequence-undocumented public.keys_id_seq",  # SERIAL is a column's default, and says no more
        'sequence-undocumented billing."invoices_Invoice No_seq"',
        "column-undocumented public.copied.id",  # LIKE and AS take their columns from elsewhere
        "column-undocumented public.copied.name",
        "column-undocumented public.copied.note",
        "column-undocumented public.counted.one",
        "column-undocumented public.counted.two",
    },
    "alterations.sql": {
        "column-undocumented public.v.id",
        "column-undocumented public.loose.n",  # inherited once, and its own since it left its parent
        "column-undocumented public.may.at",
        "column-undocumented public.may.id",
        "constraint-undocumented public.june.june_id_at_key",  # of what is attached, all is left to the parent
    },
    "drops.sql": {"column-undocumented public.v2.kept"},  # as in programs.sql
    "changes.sql": {"sequence-undocumented app.moved_id_seq"},
    "renames.sql": {
        f"column-undocumented public.{column}"
        for column in (
            *("names.name", "odd_ones.id", "odd_ones.was", "light_crates.id", "light_crates.crates"),
            *("new_deals.id", "new_deals.stage", "all_shops.id", "all_shops.code", "large_bins.id"),
            *("paces.pace", "paces.said", "paces.date", "days.date", "days.many", "either.date"),
        )
    },  # as in programs.sql
    "programs.sql": {  # a view's columns come from its query
        f"column-undocumented public.{column}"
        for column in (
            *("names.id", "names.name", "safe.id", "safe.many", "totals.owner", "totals.total"),
            *("guarded.id", "guarded.n", "guarding.id", "waiting.n", "ready.n"),
        )
    },
}


def stated(text: str) -> Snapshot:
    ledger = Ledger()
    unread = ddl.read(text, ledger, path="schema.sql", line=1)
    assert unread == []
    assert ledger.faults == []
    return Snapshot(objects=ledger.objects, complete=True)


def differences(text: str, url: str, before: str = "") -> Iterator[Finding]:
    with psycopg.connect(url) as connection:
        connection.execute(before)
        connection.execute(text)
    yield from compare(stated(before + "\n" + text), live.read(resolve(url, {}))).findings


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_what_is_read_is_what_is_made(script: Path, each_database: str) -> None:
    found = {
        f"{f.rule} {f.object}" + (f": {f.expected} | {f.actual}" if f.property else "")
        for f in differences(script.read_text(), each_database, BEFORE)
        if KINDS[f.kind].scope != "database" and f.kind != "statistics"
    }
    assert found == UNSTATED.get(script.name, set())


def test_unnamed_keys_have_the_names_that_postgres_chooses(each_database: str) -> None:
    text = (Path(__file__).parent / "ddl" / "tables.sql").read_text()
    with psycopg.connect(each_database) as connection:
        connection.execute(BEFORE)
        connection.execute(text)
    made, said = live.read(resolve(each_database, {})), stated(text)
    for kind in ("constraint", "index"):
        unnamed = {path: facts for path, facts in said.of(kind).items() if facts.named is False}
        assert len(unnamed) > (20 if kind == "constraint" else 0)
        for path, facts in unnamed.items():
            there = made.of(kind)[path]
            for property in ("type", "columns", "deferrable", "initially_deferred", "nulls_not_distinct", "include"):
                value = getattr(facts, property, None) or None
                assert value is None or value == getattr(there, property), path


def test_what_follows_a_renaming_is_still_stated() -> None:
    objects = stated(
        "CREATE TYPE pace AS ENUM ('slow'); CREATE TABLE jobs (id int PRIMARY KEY, pace pace);"
        "CREATE FUNCTION ok(p pace) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
        "CREATE VIEW v AS SELECT j.pace FROM jobs j WHERE ok(j.pace) AND j.pace = 'slow'::public.pace;"
        "ALTER TABLE jobs RENAME COLUMN pace TO tempo; ALTER FUNCTION ok RENAME TO fine;"
        "ALTER TYPE pace RENAME VALUE 'slow' TO 'calm'; ALTER TYPE pace RENAME TO speed; ALTER TABLE jobs RENAME TO runs;"
    )
    assert dict(model.stated(objects.of("view")["public.v"]))["definition"] == (
        "SELECT j.tempo AS pace FROM runs j WHERE fine(j.tempo) AND j.tempo = 'calm'::public.speed"
    )
