"""Long lists and mappings show what differs in them, and no more."""

from __future__ import annotations

import io

from rich.console import Console

from driftcheck.model import Finding, Severity
from driftcheck.reports.changes import change, column_widths
from driftcheck.reports.inside import inside


def test_the_items_that_differ() -> None:
    assert inside(["a", "b", "c"], ["a", "c", "d", "e"]) == [("-", "b"), ("+", "d"), ("+", "e")]
    assert inside({"x": "1", "y": "2"}, {"y": "3", "z": "4"}) == [
        ("-", "x: 1"),
        ("-", "y: 2"),
        ("+", "y: 3"),
        ("+", "z: 4"),
    ]
    assert inside({"anon": ["SELECT"]}, {}) == [("-", "anon: SELECT")]


def test_another_order_shows_both() -> None:
    assert inside(["a", "b"], ["b", "a"]) == [("-", "a, b"), ("+", "b, a")]
    assert inside(["a", "a"], ["a"]) == [("-", "a, a"), ("+", "a")]


def test_other_values_have_no_items() -> None:
    assert inside("a", "b") == []
    assert inside(None, ["a"]) == []
    assert inside(["a"], "a") == []


def test_the_report_shows_only_what_differs() -> None:
    many = [f"value_number_{i}" for i in range(60)]
    finding = Finding(
        rule="type-values-changed", severity=Severity.ERROR, status="changed", kind="type", object="public.mood",
        property="values", message="", expected=many, actual=[*many[:-1], "hostile\x1b[31m"],
    )  # fmt: skip
    console = Console(file=io.StringIO(), width=100)
    for text in change(finding, "red", column_widths([finding], 100), 100):
        console.print(text)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "- value_number_59" in printed
    assert "+ hostile" in printed
    assert "value_number_58" not in printed
    assert "\x1b" not in printed
