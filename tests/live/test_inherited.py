"""Partitions and tables that inherit: what is their own is read, and what they have from a parent is no drift."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck import cli, sources
from driftcheck.compare import compare
from driftcheck.model import Finding, Snapshot
from driftcheck.sources import files
from tests.live.support import facts, read, run

TABLES = """
    CREATE TABLE public.visits (
        id bigint NOT NULL, at date NOT NULL, note text DEFAULT 'x', amount numeric,
        CONSTRAINT visits_pkey PRIMARY KEY (id, at), CONSTRAINT positive CHECK (amount > 0)) PARTITION BY RANGE (at);
    CREATE INDEX visits_note ON public.visits (note);
    CREATE TABLE public.visits_old (note text DEFAULT 'x', at date NOT NULL, id bigint NOT NULL, amount numeric,
        CONSTRAINT positive CHECK (amount > 0));
    ALTER TABLE public.visits_old ADD CONSTRAINT another_name PRIMARY KEY (id, at);
    ALTER TABLE public.visits ATTACH PARTITION public.visits_old FOR VALUES FROM ('2020-01-01') TO ('2024-01-01');
    CREATE TABLE public.visits_new PARTITION OF public.visits FOR VALUES FROM ('2024-01-01') TO ('2030-01-01');
    CREATE TABLE public.base (a integer NOT NULL, b text DEFAULT 'q');
    CREATE TABLE public.child (c integer) INHERITS (public.base)
"""
PAGE = """# Database

## public.visits_old

| column | type | null | default |
|---|---|---|---|
| id | bigint | no | |
| at | date | no | |
| note | text | yes | 'x' |
| amount | numeric | yes | |

## public.child

| column | type | null |
|---|---|---|
| a | integer | no |
| b | text | yes |
| c | integer | yes |
"""


@pytest.fixture
def tables(each_database: str) -> str:
    run(each_database, TABLES)
    return each_database


def found(expected: Snapshot, actual: Snapshot) -> list[Finding]:
    return compare(expected, actual).findings


def test_an_inherited_column_states_only_what_is_its_own(tables: str) -> None:
    def own() -> dict[str, object]:
        return {
            p: f
            for p, f in facts(read(tables), "column").items()
            if p.split(".")[1] in ("visits_old", "visits_new", "child")
        }

    assert own().keys() == {"public.child.c"}
    run(
        tables,
        "ALTER TABLE public.visits_old ALTER note SET DEFAULT 'y', ALTER amount SET NOT NULL",
        "ALTER TABLE public.visits_new ALTER note DROP DEFAULT, ALTER note SET STORAGE external",
        "ALTER TABLE public.child ALTER b SET DEFAULT 'z'; COMMENT ON COLUMN public.child.a IS 'its own'",
        "GRANT SELECT (id) ON public.visits_old TO PUBLIC",
    )
    assert own() == {
        "public.visits_old.note": {"default": "'y'::text"},
        "public.visits_old.id": {"grants": {"public": ["SELECT"]}},
        "public.visits_old.amount": {"nullable": False},
        "public.visits_new.note": {"default": None, "storage": "external"},
        "public.child.a": {"comment": "its own"},
        "public.child.b": {"default": "'z'::text"},
        "public.child.c": own()["public.child.c"],
    }


def test_what_a_partition_has_of_its_own_is_drift_when_it_comes_and_when_it_goes(tables: str) -> None:
    before = read(tables)
    run(tables, "ALTER TABLE public.visits_new ALTER note SET DEFAULT 'y'")
    after = read(tables)
    for expected, actual, was, is_ in (
        (before, after, "'x'::text", "'y'::text"),
        (after, before, "'y'::text", "'x'::text"),
    ):
        (finding,) = found(expected, actual)
        assert (finding.kind, finding.object, finding.property) == ("column", "public.visits_new.note", "default")
        assert (finding.expected, finding.actual) == (was, is_)
    assert found(after, after) == found(before, before) == []


def test_a_page_may_list_what_is_inherited(tables: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    code = cli.run(["check", tables, "-e", str(page), "-f", "json"])
    assert code in (0, 1)
    report = capsys.readouterr().out
    for name in ("visits_old", "child"):
        assert f'"public.{name}.' not in report
    run(tables, "ALTER TABLE public.visits_old ALTER note SET DEFAULT 'y'; ALTER TABLE public.base ALTER a TYPE bigint")
    cli.run(["check", tables, "-e", str(page), "-f", "json"])
    report = capsys.readouterr().out
    assert '"public.visits_old.note"' in report
    assert '"public.child.a"' in report


def test_what_pg_dump_writes_of_partitions_is_no_drift(tables: str, tmp_path: Path) -> None:
    """It spells out every column of a partition, and attaches the partition and its keys afterwards."""
    dump = tmp_path / "dump.md"
    dump.write_text(
        """```sql
        CREATE TABLE public.visits (id bigint NOT NULL, at date NOT NULL, note text DEFAULT 'x'::text, amount numeric,
            CONSTRAINT positive CHECK ((amount > (0)::numeric))) PARTITION BY RANGE (at);
        CREATE TABLE public.visits_old (note text DEFAULT 'x'::text, at date NOT NULL, id bigint NOT NULL, amount numeric,
            CONSTRAINT positive CHECK ((amount > (0)::numeric)));
        ALTER TABLE ONLY public.visits ATTACH PARTITION public.visits_old FOR VALUES FROM ('2020-01-01') TO ('2024-01-01');
        ALTER TABLE ONLY public.visits ADD CONSTRAINT visits_pkey PRIMARY KEY (id, at);
        ALTER TABLE ONLY public.visits_old ADD CONSTRAINT another_name PRIMARY KEY (id, at);
        CREATE INDEX visits_note ON ONLY public.visits USING btree (note);
        CREATE INDEX visits_old_note_idx ON public.visits_old USING btree (note);
        ALTER INDEX public.visits_pkey ATTACH PARTITION public.another_name;
        ALTER INDEX public.visits_note ATTACH PARTITION public.visits_old_note_idx;
```
"""
    )
    written, live = sources.read(str(dump)), read(tables)
    about = lambda findings: [f for f in findings if "visits" in f.object and "visits_new" not in f.object]  # noqa: E731
    assert about(found(written, live)) == []
    assert [f for f in about(found(live, written)) if f.status in ("undocumented", "missing")] == []


def test_a_snapshot_keeps_what_is_its_own(tables: str, tmp_path: Path) -> None:
    run(tables, "ALTER TABLE public.visits_new ALTER note SET DEFAULT 'y'")
    kept = str(tmp_path / "kept.json")
    assert cli.run(["snapshot", tables, "-o", kept]) == 0
    assert facts(files.read(kept), "column")["public.visits_new.note"] == {"default": "'y'::text"}
    assert cli.run(["check", tables, "-e", kept, "--fail-on", "info"]) == 0
