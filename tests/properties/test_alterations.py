"""Every property of every kind, altered once in a real PostgreSQL, is one finding: that rule, on that object."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck.compare import compare
from driftcheck.kinds import KINDS
from driftcheck.model import Finding, Snapshot, properties
from tests.live.support import read, run, version
from tests.properties.alterations import ALTERATIONS, BUCKETS, FIXED, PREPARED, Alteration
from tests.properties.page import render
from tests.support.servers import fresh_database


class Altered:
    """A database with every case in it, before and after."""

    def __init__(self, url: str, space: Path) -> None:
        self.cases = [case for case in ALTERATIONS if case.since <= version(url)]
        name = str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
        self.schemas = {case.name: f"c{number:03}" for number, case in enumerate(self.cases)}
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in (*PREPARED, f"CREATE TABLESPACE altered_space LOCATION '{space}'", BUCKETS):
                connection.execute(statement)
            for case in self.cases:
                connection.execute(f"CREATE SCHEMA {self.schemas[case.name]}")
                self._each(connection, case.before, case, name)
            self.before = read(url)
            for case in self.cases:
                self._each(connection, case.alter, case, name)
            self.after = read(url)

    def _each(self, connection: psycopg.Connection, text: str, case: Alteration, database: str) -> None:
        if filled := text.format(s=self.schemas[case.name], database=database).strip():
            try:
                connection.execute(filled)
            except psycopg.Error as error:
                raise AssertionError(f"{case.name}: {filled}: {error}") from error

    def wanted(self, case: Alteration) -> list[tuple[str, str, str]]:
        """Rule, object and property of the case's findings."""
        path = case.object.format(s=self.schemas[case.name])
        if case.rules:
            return [(rule, path, "") for rule in case.rules]
        return [(f"{case.kind}-{case.property}-changed".replace("_", "-"), path, case.property)]


@pytest.fixture(scope="module")
def altered(each_server: str) -> Iterator[Altered]:
    with psycopg.connect(each_server, autocommit=True) as connection:
        with fresh_database(each_server, connection, "altered") as url:
            try:
                yield Altered(url, _space(connection))
            finally:
                _drop(url)
        connection.execute("DROP TABLESPACE IF EXISTS altered_space")
        for (role,) in connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname ~ '^(altered_|c[0-9]{3}_)'"
        ).fetchall():
            connection.execute(f"DROP ROLE {role}")


def _space(connection: psycopg.Connection) -> Path:
    """A folder for a tablespace, beside the data of the server, whose user it belongs to."""
    data = Path(connection.execute("SHOW data_directory").fetchone()[0])  # type: ignore[index]
    space = data.parent / f"space_{os.getpid()}"
    space.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(space, data.stat().st_uid, data.stat().st_gid)
    return space


def _drop(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for (name,) in connection.execute("SELECT subname FROM pg_subscription").fetchall():
            connection.execute(
                f"UPDATE pg_subscription SET subslotname = NULL, subenabled = false WHERE subname = '{name}'"
            )
            connection.execute(f"DROP SUBSCRIPTION {name}")


def _found(findings: list[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter((f.rule, f.object, f.property or "") for f in findings)


def _same(found: Counter[tuple[str, str, str]], wanted: Counter[tuple[str, str, str]]) -> None:
    more = [f"+ {' '.join(each)}" for each in sorted((found - wanted).elements())]
    less = [f"- {' '.join(each)}" for each in sorted((wanted - found).elements())]
    if more or less:
        pytest.fail("\n".join(["found (+) and wanted (-):", *more, *less]), pytrace=False)


def test_each_alteration_is_one_finding_and_nothing_else_is(altered: Altered) -> None:
    findings = compare(altered.before, altered.after).findings
    wanted = Counter(found for case in altered.cases for found in altered.wanted(case))
    _same(_found(findings), wanted)


def test_each_alteration_is_one_finding_the_other_way_round(altered: Altered) -> None:
    turned = {"missing": "undocumented", "undocumented": "missing"}

    def other(rule: str) -> str:
        stem, _, event = rule.rpartition("-")
        return f"{stem}-{turned[event]}" if event in turned else rule

    wanted = Counter((other(r), o, p) for case in altered.cases for r, o, p in altered.wanted(case))
    found = _found(compare(altered.after, altered.before).findings)
    _same(found, wanted)


def test_a_state_is_equal_to_itself(altered: Altered) -> None:
    assert compare(altered.before, altered.before).findings == []
    assert compare(altered.after, altered.after).findings == []


def _compared() -> set[tuple[str, str]]:
    return {
        (kind.name, property)
        for kind in KINDS.values()
        if kind.query is not None
        for property in (
            *properties(kind.facts),
            *(("missing",) if kind.missing else ()),
            *(("undocumented",) if kind.undocumented else ()),
        )
    }


def test_every_property_that_is_read_is_altered() -> None:
    stated = {(case.kind, case.property) for case in ALTERATIONS}
    assert sorted(_compared() - stated - set(FIXED)) == []
    assert sorted(stated - _compared()) == []


def test_what_cannot_be_altered_is_compared_all_the_same(database: str) -> None:
    from msgspec.structs import replace

    run(
        database,
        "CREATE TABLE a (id integer)",
        "CREATE POLICY p ON a",
        "CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING",
        "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER g AFTER INSERT ON a EXECUTE FUNCTION t()",
    )
    before = read(database)
    for kind, property in FIXED:
        ((path, facts),) = before.of(kind).items()
        objects = {**before.objects, kind: {path: replace(facts, **{property: "other"})}}
        after: Snapshot = replace(before, objects=objects)
        wanted = Counter([(f"{kind}-{property}-changed", path, property)])
        _same(_found(compare(before, after).findings), wanted)


def test_the_page_lists_them_all() -> None:
    page = Path(__file__).parents[2] / "docs" / "properties.md"
    assert page.read_text("utf-8") == render(), "run: python -m tests.properties.page"
