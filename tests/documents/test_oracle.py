"""The comparison behind these tests notices what it is for: a fact that is missing, wrong, invented or misplaced."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.documents.oracle import Statement, compare, read

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture(params=["ddl-plain", "object-tables", "nested-bullets"])
def stated(request: pytest.FixtureRequest) -> list[Statement]:
    return read(CORPUS / f"{request.param}.facts.jsonl")


def shown(stated: list[Statement]) -> list[Statement]:
    """What `show` would print: the statements, and what it derives from the keys among them."""
    actual = copy.deepcopy(stated)
    columns = {s["object"]: s for s in actual if s["kind"] == "column"}
    for s in actual:
        facts = s["facts"]
        if s["kind"] == "constraint" and len(facts.get("columns", ())) == 1:
            column = columns.get(f"{s['object'].rpartition('.')[0]}.{facts['columns'][0]}")
            derived = {"foreign key": {"references": facts.get("references")}, "unique": {"unique": True}}
            if column:
                column["facts"] |= derived.get(facts["type"], {"primary_key": True})
    return actual


def test_the_same_statements_agree(stated: list[Statement]) -> None:
    verdict = compare(stated, shown(stated))
    assert verdict.complaints == []
    assert verdict.recall == verdict.precision == 1


def test_each_statement_is_missed(stated: list[Statement]) -> None:
    for i in range(len(stated)):
        actual = shown(stated)
        assert compare(stated, actual[:i] + actual[i + 1 :]).recall < 1, stated[i]


def test_each_statement_would_be_an_invention(stated: list[Statement]) -> None:
    free = {"schema", "relationship"}
    keys = [s["facts"].get("columns") for s in stated if s["kind"] in ("constraint", "index")]
    for i, statement in enumerate(stated):
        columns = {column for key in keys for column in key or ()}
        if statement["kind"] in free or statement["object"].rpartition(".")[2] in columns:
            continue
        verdict = compare(stated[:i] + stated[i + 1 :], shown(stated))
        assert verdict.precision < 1 or verdict.complaints, statement


def test_each_fact_is_missed_when_it_is_another(stated: list[Statement]) -> None:
    for i, statement in enumerate(stated):
        for fact in statement["facts"]:
            if fact == "about":  # it stands in the claim's key
                continue
            actual = shown(stated)
            actual[i]["facts"][fact] = ["another"] if isinstance(statement["facts"][fact], list) else "another"
            assert compare(stated, actual).complaints, (statement, fact)


def test_another_line_is_wrong(stated: list[Statement]) -> None:
    actual = shown(stated)
    for statement in actual:
        if "at" in statement:
            statement["at"]["line"] += 1000
    assert sum("at line" in c or "claim" in c for c in compare(stated, actual).complaints) >= 10


def test_a_fact_that_nobody_stated_is_an_invention(stated: list[Statement]) -> None:
    actual = shown(stated)
    next(s for s in actual if s["kind"] == "table")["facts"]["rls_forced"] = "invented"
    assert compare(stated, actual).precision < 1
