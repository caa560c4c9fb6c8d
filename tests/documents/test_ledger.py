"""Several statements of one thing: merged, contradicted, changed, removed, renamed."""

from __future__ import annotations

import pytest

from driftcheck.kinds.claim import Claim
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.function import Function
from driftcheck.kinds.index import Index
from driftcheck.kinds.table import Table
from driftcheck.ledger import Ledger
from driftcheck.model import UNSTATED


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def test_the_same_said_twice_is_one_fact_that_stands_where_it_was_said_first(ledger: Ledger) -> None:
    ledger.state("column", "public.a.b", Column(at="x.md:1", type="text"))
    ledger.state("column", "public.a.b", Column(at="x.md:9", type="text", nullable=False))
    assert ledger.find("column", "public.a.b") == Column(
        at="x.md:1", type="text", nullable=False, lines={"nullable": "x.md:9"}
    )
    assert not ledger.faults


def test_two_places_that_disagree_leave_the_fact_unstated_and_name_both(ledger: Ledger) -> None:
    ledger.state("column", "public.a.b", Column(at="x.md:1", type="text"))
    ledger.state("column", "public.a.b", Column(at="y.md:2", type="uuid"))
    ledger.state("column", "public.a.b", Column(at="y.md:3", type="uuid"))
    assert ledger.find("column", "public.a.b") == Column(at="x.md:1")
    assert [(f.rule, f.at, f.also) for f in ledger.faults] == [("document-disagreement", "x.md:1", "y.md:2")]


def test_a_loose_word_gives_way_to_an_exact_type_of_its_family_only(ledger: Ledger) -> None:
    ledger.state("column", "public.a.b", Column(at="x.md:1", type="string", loose=["type"]))
    ledger.state("column", "public.a.b", Column(at="x.md:2", type="text"))
    assert ledger.find("column", "public.a.b") == Column(at="x.md:1", type="text", lines={"type": "x.md:2"})
    ledger.state("column", "public.a.c", Column(at="x.md:1", type="string", loose=["type"]))
    ledger.state("column", "public.a.c", Column(at="x.md:2", type="integer"))
    assert len(ledger.faults) == 1


def test_a_change_wins_over_what_was_said_before_and_after(ledger: Ledger) -> None:
    ledger.state("column", "public.a.b", Column(at="x.md:1", type="text"))
    ledger.change("column", "public.a.b", "x.md:5", type="uuid")
    ledger.state("column", "public.a.b", Column(at="x.md:7", type="text"))
    assert ledger.find("column", "public.a.b") == Column(at="x.md:1", type="uuid", lines={"type": "x.md:5"})
    assert not ledger.faults


def test_what_is_removed_takes_with_it_what_stands_on_it(ledger: Ledger) -> None:
    ledger.state("table", "public.a", Table(at="x.md:1"))
    ledger.state("column", "public.a.b", Column(at="x.md:1"))
    ledger.state("index", "public.a_b_idx", Index(at="x.md:1", table="public.a", columns=["b DESC"]))
    ledger.state("constraint", "public.a.a_b_key", Constraint(at="x.md:1", type="unique", columns=["b"]))
    ledger.remove("column", "public.a.b")
    assert [kind for kind, found in ledger.objects.items() if found] == ["table"]


def test_a_renamed_table_keeps_its_parts_and_those_that_refer_to_it(ledger: Ledger) -> None:
    ledger.state("table", "public.a", Table(at="x.md:1"))
    ledger.state("column", "public.a.b", Column(at="x.md:2"))
    ledger.state("index", "public.i", Index(at="x.md:3", table="public.a", columns=["b"]))
    key = Constraint(at="x.md:4", type="foreign key", columns=["a_id"], references="public.a(id)")
    ledger.state("constraint", "public.c.c_a_id_fkey", key)
    ledger.rename("table", "public.a", "public.z")
    assert list(ledger.objects["column"]) == ["public.z.b"]
    assert ledger.objects["index"]["public.i"].table == "public.z"  # type: ignore[attr-defined]
    assert key.references == "public.z(id)"


def test_one_index_name_on_two_tables_is_a_contradiction_about_both(ledger: Ledger) -> None:
    ledger.state("index", "public.i", Index(at="x.md:1", table="public.a", columns=["b"], unique=False))
    ledger.state("index", "public.i", Index(at="x.md:9", table="public.c", columns=["b"], unique=False))
    assert ledger.find("index", "public.i") == Index(at="x.md:1", columns=["b"], unique=False)
    (fault,) = ledger.faults
    assert (fault.rule, fault.at, fault.also) == ("document-duplicate-name", "x.md:1", "x.md:9")
    assert fault.about == ["public.a", "public.c"]


def test_an_unnamed_key_and_a_named_one_over_the_same_columns_are_one(ledger: Ledger) -> None:
    ledger.state("constraint", "public.a.a_b_key", Constraint(at="x.md:1", named=False, type="unique", columns=["b"]))
    ledger.state("constraint", "public.a.only_b", Constraint(at="x.md:2", type="unique", columns=["b"]))
    assert list(ledger.objects["constraint"]) == ["public.a.only_b"]
    assert ledger.objects["constraint"]["public.a.only_b"].named is UNSTATED


def test_a_function_named_without_types_is_the_only_one_of_its_name(ledger: Ledger) -> None:
    ledger.state("function", "public.f", Function(at="x.md:1", arguments=["a"]))
    ledger.state("function", "public.f(uuid)", Function(at="x.md:5", arguments=["a"], returns="text"))
    assert list(ledger.objects["function"]) == ["public.f(uuid)"]
    ledger.state("function", "public.f(text, text)", Function(at="x.md:6", arguments=["a", "b"]))
    assert len(ledger.objects["function"]) == 2


def test_a_table_and_a_view_of_one_name_cannot_coexist(ledger: Ledger) -> None:
    from driftcheck.kinds.view import View

    ledger.state("table", "public.a", Table(at="x.md:1"))
    ledger.state("view", "public.a", View(at="x.md:2"))
    assert [(f.rule, f.object, f.at, f.also) for f in ledger.collisions()] == [
        ("document-duplicate-name", "public.a", "x.md:1", "x.md:2")
    ]


def test_claims_of_one_object_stand_beside_each_other_once(ledger: Ledger) -> None:
    for line, text in (1, "one"), (2, "two"), (3, "one"):
        ledger.claim("public.a", Claim(at=f"x.md:{line}", claim="access", text=text))
    assert list(ledger.objects["claim"]) == ["access public.a", "access public.a 2"]


def test_the_ledger_knows_what_each_line_gave(ledger: Ledger) -> None:
    ledger.state("table", "public.a", Table(at="x.md:1", rls=True, lines={"rls": "x.md:4"}))
    assert ledger.taken["x.md:1"] == [("table", "public.a", None)]
    assert ledger.taken["x.md:4"] == [("table", "public.a", "rls")]
