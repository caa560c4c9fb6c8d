"""Reports: what they say, on any width, of any name."""

from __future__ import annotations

import datetime
import json
import re

import pytest

from driftcheck.model import At, Coverage, Finding, Severity, Snapshot, Source
from driftcheck.reports import Medium, render
from driftcheck.reports.escape import escape
from driftcheck.reports.lines import columns, wrap
from driftcheck.reports.notes import notes
from driftcheck.reports.report import Report

HOSTILE = 'public."a\x1b[31m\x07\nb\r[bold]c[/bold]\u202ed\u200be\x9b2J\u2028"'
ACTIVE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


def finding(rule: str, severity: Severity, status: str, kind: str, object: str, **more: object) -> Finding:
    more = {"message": "it is so", **more}
    return Finding(rule=rule, severity=severity, status=status, kind=kind, object=object, **more)  # type: ignore[arg-type]


TYPE = finding(
    "column-type-changed", Severity.ERROR, "changed", "column", "public.customers.email",
    property="type", expected="character varying(255)", actual="text", at=At("docs/shop.md", 24),
)  # fmt: skip
NULLABLE = finding(
    "column-nullable-changed", Severity.ERROR, "changed", "column", "public.customers.email",
    property="nullable", expected=False, actual=True, at=At("docs/shop.md", 25),
)  # fmt: skip
MISSING = finding(
    "index-missing", Severity.WARNING, "missing", "index", "public.orders_created_at_idx", at=At("docs/shop.md", 61)
)
EXTRA = finding("table-undocumented", Severity.ERROR, "undocumented", "table", "public.tmp_import")
BODY = finding(
    "function-body-changed", Severity.WARNING, "changed", "function", "public.touch()", property="body",
    expected="BEGIN\n  NEW.at = now();\n  RETURN NEW;\nEND", actual="BEGIN\n  NEW.at = NULL;\n  RETURN NEW;\nEND",
)  # fmt: skip
CLAIM = finding(
    "claim-rls", Severity.ERROR, "broken-claim", "table", "public.logs", message="row level security is off here",
    expected=True, actual=False, at=At("docs/shop.md", 3),
)  # fmt: skip
TWICE = finding(
    "document-count", Severity.INFO, "contradiction", "table", "public.orders", message="9 are counted, 10 are listed",
    at=At("docs/shop.md", 30), also=At("docs/shop.md", 32),
)  # fmt: skip
ALL = [TYPE, NULLABLE, EXTRA, CLAIM, MISSING, BODY, TWICE]


def report(*findings: Finding, **more: object) -> Report:
    settings: dict[str, object] = {"target": "production", "expected": ["expected/shop.yaml"], "complete": True}
    settings |= {"coverage": {"table": Coverage(26, 27, 25)}, **more}
    return Report(findings=list(findings), **settings)  # type: ignore[arg-type]


def test_expected_stands_beside_actual_with_its_line() -> None:
    lines = render("text", report(TYPE, NULLABLE), Medium(80)).splitlines()
    start = next(i for i, line in enumerate(lines) if "public.customers.email" in line)
    assert lines[start].endswith("docs/shop.md:24")
    assert lines[start + 1].split("  ")[2:] != []
    assert re.fullmatch(r" +type +character varying\(255\) +text", lines[start + 1])
    assert re.fullmatch(r" +nullable +NOT NULL +nullable +docs/shop\.md:25", lines[start + 2])
    assert sum("public.customers.email" in line for line in lines) == 1, "one heading an object"


def test_sections_summary_and_coverage() -> None:
    text = render("text", report(*ALL, hidden=12, notes=["the document is old"]), Medium(80))
    titles = [line.split("  ")[0] for line in text.splitlines() if re.match(r"[0-9]", line)]
    assert titles == ["4 errors", "2 warnings", "1 info"]
    assert text.splitlines()[-1] == "result     4 errors, 2 warnings, 1 info"
    assert "coverage   tables 25 of 27 documented" in text
    assert "12 undocumented objects" in text
    assert "the document is old" in text
    assert "+ table public.tmp_import  there, and not documented" in text
    assert "docs/shop.md:32" in text


def test_a_body_is_shown_by_the_lines_that_differ() -> None:
    text = render("text", report(BODY), Medium(80))
    assert "-   NEW.at = now();" in text
    assert "+   NEW.at = NULL;" in text


def test_no_drift_says_so() -> None:
    assert render("text", report(), Medium(80)).splitlines()[-1] == "result     no drift"


def test_an_incomplete_read_never_says_no_drift() -> None:
    text = render("text", report(complete=False, unread=["policies"]), Medium(80))
    assert "no drift" not in text
    assert "incomplete" in text
    assert "policies" in text


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = [
        finding("policy-using-changed", Severity.ERROR, "changed", "policy", 'public.orders."' + "Own rows " * 9 + '"',
                property="using", expected="(a = b) AND " * 20, actual="x" * 300, at=At("docs/" + "d" * 20 + ".md", 7)),
        finding("claim-count", Severity.WARNING, "broken-claim", "table", "public.t", message="word " * 60),
        finding("table-missing", Severity.ERROR, "missing", "table", "public." + "表" * 60),
    ]  # fmt: skip
    text = render("text", report(*long, *ALL), Medium(width))
    assert max(map(columns, text.splitlines())) <= width


def test_colour_only_where_it_is_understood() -> None:
    plain, coloured = (render("text", report(*ALL), Medium(80, colour)) for colour in (False, True))
    assert "\x1b[" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured).split() == plain.split()
    assert "\x1b[31m" in coloured


@pytest.mark.parametrize("colour", [False, True])
def test_hostile_names_are_shown_and_not_obeyed(colour: bool) -> None:
    attack = finding(
        "column-default-changed", Severity.ERROR, "changed", "column", HOSTILE, message=HOSTILE,
        property="default", expected=HOSTILE, actual=f"{HOSTILE}\n{HOSTILE}", at=At(HOSTILE, 1), also=At(HOSTILE, 2),
    )  # fmt: skip
    gone = finding("table-missing", Severity.ERROR, "missing", "table", HOSTILE, at=At(HOSTILE, 1))
    hostile = report(
        attack, gone, target=HOSTILE, expected=[HOSTILE], notes=[HOSTILE], unread=[HOSTILE], server=HOSTILE
    )
    text = re.sub("\x1b\\[[0-9;]*m", "", render("text", hostile, Medium(80, colour)))
    assert ACTIVE.search(text) is None
    assert "[bold]c[/bold]" in text.replace("\n", "")


def test_escape_leaves_text_alone() -> None:
    assert escape('públic."naïve 表" 🙂') == 'públic."naïve 表" 🙂'
    assert escape("\ud800") == "\\ud800"


def test_wrap_keeps_every_word() -> None:
    text = "one  two " + "x" * 50 + " three"
    assert "".join(wrap(text, 20)).replace(" ", "") == text.replace(" ", "")


def test_json_is_the_contract() -> None:
    text = render("json", report(*ALL))
    data = json.loads(text)
    assert list(data)[:6] == ["format", "driftcheck", "target", "expected", "complete", "summary"]
    assert (data["format"], data["target"], data["expected"]) == (1, "production", ["expected/shop.yaml"])
    assert {k: data["summary"][k] for k in ("error", "warning", "info")} == {"error": 4, "warning": 2, "info": 1}
    assert data["summary"]["coverage"] == {"table": {"documented": 26, "live": 27, "matched": 25}}
    first = data["findings"][0]
    assert first == {
        "rule": "column-type-changed", "severity": "error", "status": "changed", "kind": "column",
        "object": "public.customers.email", "property": "type", "expected": "character varying(255)", "actual": "text",
        "message": "it is so", "at": {"path": "docs/shop.md", "line": 24}, "fingerprint": TYPE.fingerprint,
    }  # fmt: skip
    assert data["findings"][2]["at"] is None
    assert data["findings"][6]["also"] == {"path": "docs/shop.md", "line": 32}
    assert render("json", report(*ALL)) == text


def test_notes_speak_of_other_projects_and_old_documents() -> None:
    today = datetime.date(2026, 6, 1)
    old = Snapshot(sources=[Source(path="a.md", project="abc", updated="2024-01-31")])
    assert notes(old, Snapshot(database="xyz"), today) == [
        "a.md describes abc; this is xyz",
        "a.md was last updated on 2024-01-31, 2 years ago",
    ]
    fresh = Snapshot(
        sources=[Source(path="a.md", project="xyz", updated="2026-01-31"), Source(path="b.md", updated="soon")]
    )
    assert notes(fresh, Snapshot(database="xyz"), today) == []
