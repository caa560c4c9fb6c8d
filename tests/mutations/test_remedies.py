"""The SQL that a finding suggests makes the database match: run in a test, by nobody else."""

from __future__ import annotations

from collections import Counter

import psycopg
import pytest

from driftcheck import sources
from driftcheck.compare import compare
from driftcheck.model import Finding, Snapshot
from driftcheck.remedies import Remedies
from tests.mutations.inside import read_inside
from tests.mutations.lab import REFUSED, Lab, mutations, sample
from tests.mutations.test_mutations import ALL, SUBJECTS, lab  # noqa: F401 - a fixture

# Rows or objects may stand in the way of what the document wants; so may what a suggestion leaves to people.
IN_THE_WAY = (*REFUSED, psycopg.errors.InvalidTableDefinition)


def parted(expected: Snapshot, actual: Snapshot) -> tuple[list[Finding], Remedies]:
    comparison = compare(expected, actual)
    counting = [f for f in comparison.findings if not f.partial and f.status not in ("contradiction", "broken-claim")]
    counting = [f for f in counting if f.kind != "relationship"]
    return counting, Remedies(expected, actual, comparison.pairs, "docs/db.md")


@pytest.mark.parametrize("name", SUBJECTS)
def test_what_is_suggested_mends(name: str, lab: Lab) -> None:  # noqa: F811
    built = lab.build(name, sources.read(str(SUBJECTS[name])))
    left, unmended, faults = Counter[str](), Counter[str](), []
    every = list(mutations(built))
    with psycopg.connect(lab.url(name), autocommit=True) as connection:
        for mutation in every if ALL else sample(every, 20):
            if mutation.hidden or not mutation.rules:
                continue
            try:
                with connection.transaction(force_rollback=True):
                    for statement in mutation.sql:
                        connection.execute(statement)
                    found, remedies = parted(built.expected, read_inside(connection))
                    if not found:
                        continue
                    finding = found[0]
                    remedy = remedies.of(finding)
                    assert remedy.document
                    if remedy.sql is None:
                        left[finding.rule] += 1
                        continue
                    connection.execute("SET LOCAL search_path = public, extensions")
                    connection.execute(remedy.sql)
                    after, _ = parted(built.expected, read_inside(connection))
                    if after:
                        faults.append(
                            (
                                finding.rule,
                                finding.object,
                                remedy.sql,
                                [(f.rule, f.object, f.expected, f.actual) for f in after],
                            )
                        )
                    unmended[finding.rule] += 1
            except REFUSED:
                continue
            except psycopg.Error as error:
                faults.append((finding.rule, finding.object, remedy.sql, str(error)))
    print(f"{name}: mended {sum(unmended.values())}, no SQL for {dict(left)}")
    for fault in faults:
        print(fault)
    assert not faults, f"{len(faults)} of {sum(unmended.values())}"
