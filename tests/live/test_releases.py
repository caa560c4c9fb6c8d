"""One schema on several majors: what the releases print or know otherwise is no drift, and what differs is.

`make test` has two majors at hand, `make test-matrix` all five.
"""

from __future__ import annotations

import contextlib
import itertools
from pathlib import Path

import pytest

from driftcheck.compare import compare
from driftcheck.model import Snapshot
from driftcheck.sources import Context
from driftcheck.sources import read as read_source
from tests.live.support import HERE, read, run, version
from tests.support.servers import every, start, with_database

ROLE = "CREATE ROLE rich_reader"
RICH = ("rich.sql", "rich_15.sql")
PRACTICE = HERE / "practice.sql"
DRIFT = ("CREATE TABLE shop.late (id integer)", "GRANT DELETE ON shop.pairs TO rich_reader")
Databases = dict[int, Snapshot]


@pytest.fixture(scope="module")
def servers() -> dict[int, tuple[Snapshot, Snapshot]]:
    """Major → the rich schema (with some drift on the newest), and the practice's."""
    found = {}
    newest = 18
    for name in every():
        with contextlib.ExitStack() as stack:
            url = stack.enter_context(start(name))
            major = version(url)
            files = RICH if major >= 15 else RICH[:1]
            run(url, ROLE, *((HERE / file).read_text() for file in files), "CREATE DATABASE practice")
            if major == newest:
                run(url, *DRIFT)
            practice = with_database(url, "practice")
            run(practice, PRACTICE.read_text())
            found[major] = (read(url), read(practice))
            run(url, "DROP SUBSCRIPTION feed")
    assert newest in found
    return dict(sorted(found.items()))


@pytest.fixture(scope="module")
def rich(servers: dict[int, tuple[Snapshot, Snapshot]]) -> Databases:
    return {major: snapshot for major, (snapshot, _) in servers.items() if major >= 15}


@pytest.fixture(scope="module")
def practices(servers: dict[int, tuple[Snapshot, Snapshot]]) -> Databases:
    return {major: snapshot for major, (_, snapshot) in servers.items()}


def told(expected: Snapshot, actual: Snapshot) -> list[str]:
    return [
        f"{f.rule} {f.object}: {f.expected!r} ≠ {f.actual!r}"
        for f in compare(expected, actual).findings
        if not f.partial
    ]


def test_only_what_differs_is_drift(rich: Databases) -> None:
    for older, newer in itertools.combinations(rich, 2):
        changed = {("table-grants-changed", "shop.pairs")} if newer == 18 else set()
        found = {(f.rule, f.object) for f in compare(rich[older], rich[newer]).findings}
        assert found == changed | ({("table-undocumented", "shop.late")} if changed else set()), (older, newer)
        found = {(f.rule, f.object) for f in compare(rich[newer], rich[older]).findings}
        assert found == changed | ({("table-missing", "shop.late")} if changed else set()), (newer, older)


def test_one_schema_is_equal_on_all_releases(practices: Databases) -> None:
    for one, other in itertools.permutations(practices, 2):
        assert told(practices[one], practices[other]) == [], (one, other)


def test_its_sql_is_equal_to_it_on_all_releases(practices: Databases) -> None:
    made = read_source(str(PRACTICE), Context())
    assert len(made.of("view")) == 5
    for major, there in practices.items():
        assert told(made, there) == [], major


def test_a_document_of_it_is_equal_to_it_on_all_releases(practices: Databases, tmp_path: Path) -> None:
    page = tmp_path / "schema.md"
    page.write_text(f"# The practice's database\n\n```sql\n{PRACTICE.read_text()}\n```\n")
    stated = read_source(str(page), Context())
    assert stated.faults == []
    assert len(stated.of("policy")) == 4
    for major, there in practices.items():
        assert told(stated, there) == [], major


def test_a_change_is_seen_across_releases(practices: Databases) -> None:
    """The newest as it would be after a change of one expression."""
    older, newer = practices[min(practices)], practices[max(practices)]
    for kind, path, property, old, new in (
        ("policy", "practice.visits.\"visits of my clinic\"", "using", "100", "101"),
        ("view", "practice.plain_vets", "definition", "'high'", "'higher'"),
        ("index", "practice.visits_by_vet", "predicate", "'call'", "'check'"),
        ("rule", "practice.plain_vets.no_delete", "definition", "false", "true"),
        ("materialized_view", "practice.income", "definition", "0.5", "0.6"),
    ):  # fmt: skip
        facts = newer.of(kind)[path]
        text = getattr(facts, property)
        assert old in text, text
        setattr(facts, property, text.replace(old, new))
        try:
            (finding,) = compare(older, newer).findings
        finally:
            setattr(facts, property, text)
        assert (finding.object, finding.property) == (path, property)
