"""Every change that the documented facts allow brings exactly one finding, by the right rule, on the right object."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck import sources
from tests.mutations.inside import read_inside
from tests.mutations.lab import Lab, findings, mutations, sample

EXPECTED = Path(__file__).parents[2] / "expected"
STUDIO = Path(__file__).parents[1] / "build" / "studio.md"  # what no snapshot in expected/ has: types, views, checks, …
SUBJECTS = {path.stem: path for path in (*sorted(EXPECTED.glob("*.yaml")), STUDIO)}
ALL = os.environ.get("DRIFTCHECK_MUTATIONS") == "all"
SHARDS = 8 if ALL else 1
SAMPLE = 60


@pytest.fixture(scope="module")
def lab(server: str) -> Iterator[Lab]:
    made = Lab(server)
    yield made
    made.close()


def test_the_five_documents_are_there() -> None:
    assert len(SUBJECTS) >= 6


@pytest.mark.parametrize("name", SUBJECTS)
def test_what_a_snapshot_describes_has_no_drift(lab: Lab, name: str) -> None:
    expected = sources.read(str(SUBJECTS[name]))
    built = lab.build(name, expected)
    assert [f"{f.rule} {f.object}: {f.message}" for f in findings(expected, built.live) if not f.partial] == []


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("name", SUBJECTS)
def test_one_change_one_finding(lab: Lab, name: str, shard: int, record_property: object) -> None:
    built = lab.build(name, sources.read(str(SUBJECTS[name])))
    possible = list(mutations(built))
    chosen = possible[shard::SHARDS] if ALL else sample(possible, SAMPLE)
    outcomes = [lab.outcome(name, mutation) for mutation in chosen]
    refused = Counter(o.mutation.what for o in outcomes if o.found is None)
    run = len(outcomes) - refused.total()
    record_property(
        "figure", f"mutations of {name}: {run} run of {len(possible)} ({refused.total()} refused by PostgreSQL)"
    )  # type: ignore[operator]
    assert run > 0.6 * len(outcomes)
    assert [fault for outcome in outcomes if (fault := outcome.fault())] == []


def test_inside_a_transaction_the_same_is_read(lab: Lab) -> None:
    """The mutations are read where they happen; the way there must not change what is seen."""
    name = STUDIO.stem
    built = lab.build(name, sources.read(str(SUBJECTS[name])))
    with psycopg.connect(lab.url(name)) as connection:
        assert read_inside(connection).objects == built.live.objects
