"""Policies as teams write them: what is stated by hand, what is derived and what PostgreSQL does are the same."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from driftcheck import sources
from driftcheck.access.cells import Cell
from driftcheck.access.matrix import Derivation
from driftcheck.prove.scene import Outcome, Scene
from tests.access.build import build, platform
from tests.access.corpus import Case, cases, expected_of
from tests.support import servers

CASES = cases()
Proof = list[tuple[Case, Cell, Outcome]]


@pytest.fixture(scope="module")
def proof(server: str) -> Iterator[Proof]:
    with psycopg.connect(server, autocommit=True) as administration:
        with servers.fresh_database(server, administration, "access_corpus") as url:
            with psycopg.connect(url, autocommit=True) as connection:
                platform(connection)
                build(connection, CASES)
                snapshot = sources.read(url)
                found: Proof = []
                for case in CASES:
                    derivation = Derivation(snapshot, [case.schema])
                    named = {object for object, _, _ in case.expected}
                    cells = [
                        c
                        for c in derivation.cells()
                        if c.object in named
                        or (c.object.startswith(f"{case.schema}.") and derivation.world.relations[c.object].policies)
                    ]
                    connection.execute(f"SET search_path = {case.schema}, public, extensions")
                    scene = Scene(connection, derivation, {case.schema, f"{case.schema}_private"})
                    assert not scene.made.failed, (case.name, scene.made.failed)
                    outcomes = scene.prove(cells)
                    found += [(case, c, outcomes[c.object, c.command, c.caller]) for c in cells]
                yield found


def test_the_corpus_is_large_enough() -> None:
    assert sum(case.policies for case in CASES) >= 200


def test_every_cell_is_as_stated_by_hand(proof: Proof) -> None:
    wrong = []
    for case, cell, _ in proof:
        reach, may_move = expected_of(case, cell.object, cell.command, cell.caller)
        if cell.reach != reach or (may_move is not None and cell.may_move is not may_move):
            wrong.append(
                (case.name, cell.object, cell.command, cell.caller, cell.reach, cell.may_move, reach, may_move)
            )
    assert wrong == []


def test_every_cell_is_as_postgresql_does_it(proof: Proof) -> None:
    known = [(case, cell, outcome) for case, cell, outcome in proof if cell.unknown is None]
    tried = [(case, cell, outcome) for case, cell, outcome in known if outcome.reach is not None]
    differ = [
        (case.name, cell.object, cell.command, cell.caller, cell.reach, cell.may_move, outcome)
        for case, cell, outcome in tried
        if cell.reach != outcome.reach or outcome.may_move not in (None, cell.may_move)
    ]
    unknown = 1 - len(known) / len(proof)
    print(
        f"\naccess: {sum(case.policies for case in CASES)} policies, {len(proof)} cells;"
        f" derived = executed in {1 - len(differ) / len(tried):.1%} of {len(tried)} cells; unknown {unknown:.1%}"
    )
    assert differ == []
    assert unknown <= 0.05
    assert len(tried) >= 0.98 * len(known)  # the rest has nobody in the caller's place among the made rows
