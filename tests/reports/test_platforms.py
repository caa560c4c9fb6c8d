"""SARIF, Code Quality, JUnit and GitHub's commands, read by somebody else's reader."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest

from driftcheck import cli
from driftcheck.model import Accepted, Finding, Severity
from driftcheck.reports import render
from driftcheck.reports.escape import escape
from driftcheck.rules import RULES
from tests.reports.library import DATA, At, drifted, hostile, made_of, many

pytestmark = pytest.mark.usefixtures("library")

# OASIS's schema as the MIT-licensed npm package @microsoft/jest-sarif carries it
SCHEMA = jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[\[\]]")


def finding(object: str, line: int = 1, **more: Any) -> Finding:
    more = {"rule": "table-missing", "severity": Severity.ERROR, "status": "missing", "kind": "table"} | more
    return Finding(object=object, message=f"{object} is gone", at=At("docs/library.md", line), **more)


def sarif(report: Any) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    SCHEMA.validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_has_every_rule_and_the_document_s_line() -> None:
    run = sarif(drifted())
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == set(RULES)
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)
    results = {(r["ruleId"], r["properties"]["object"]): r for r in run["results"]}
    physical = results["column-type-changed", "public.members.email"]["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "docs/library.md"}, "region": {"startLine": 10}}
    extra = results["table-undocumented", "public.reservations"]
    assert extra["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "docs/library.md"}
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert Counter(r["level"] for r in run["results"]) == {"error": 7, "warning": 4}


def test_sarif_knows_an_alert_again_after_its_line_or_value_moved() -> None:
    before, moved = (
        sarif(made_of(finding("public.a", line), finding("public.a", line + 1)))["results"] for line in (1, 9)
    )
    hashes = [[r["partialFingerprints"]["primaryLocationLineHash"] for r in found] for found in (before, moved)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0])) == 2
    assert (
        hashes[0][0]
        != sarif(made_of(finding("public.b")))["results"][0]["partialFingerprints"]["primaryLocationLineHash"]
    )


def test_sarif_past_the_limits_of_github() -> None:
    run = json.loads(render("sarif", made_of(*(finding(f"public.t{i}") for i in range(25_010)))))["runs"][0]
    assert len(run["results"]) == 25_000
    assert run["properties"]["total"] == 25_010
    assert "25,010" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert len(gzip.compress(json.dumps(run).encode())) < 10_000_000


def test_sarif_says_what_is_accepted_and_what_is_new() -> None:
    known = finding("public.a", accepted=Accepted(reason="until spring"), since="persisting")
    first, second = sarif(made_of(known, finding("public.b", since="new")))["results"]
    assert first["suppressions"][0]["justification"] == "until spring"
    assert (first["baselineState"], second["baselineState"]) == ("unchanged", "new")


def test_sarif_of_hostile_names() -> None:
    run = sarif(hostile())
    assert not run["invocations"][0]["executionSuccessful"]
    for result in run["results"]:
        assert UNESCAPED.search(result["message"]["text"]) is None
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w.~/%-]+", uri, re.ASCII)


def test_gitlab_has_what_code_quality_wants() -> None:
    for report in (drifted(), hostile(), made_of(finding("public.a"), finding("public.a", 2))):
        issues = json.loads(render("gitlab", report))
        assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(report.counting())
        for issue in issues:
            assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
            assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert issue["location"]["lines"]["begin"] >= 1
            assert issue["description"] == escape(issue["description"])
            assert not issue["location"]["path"].startswith(("/", "./"))


def junit(report: Any) -> list[junitparser.TestCase]:
    suites = junitparser.JUnitXml.fromstring(render("junit", report).encode())
    return [case for suite in suites for case in suite]


def test_junit_has_a_case_for_each_documented_object() -> None:
    report = drifted()
    assert report.states is not None
    cases = {(case.classname, case.name): case for case in junit(report)}
    documented = {(k.replace("_", " "), p) for k, p, _ in report.states.expected if k != "claim"}
    assert documented < cases.keys()
    assert cases.keys() - documented == {("table", "public.reservations")}
    failed = {key for key, case in cases.items() if any(isinstance(r, junitparser.Failure) for r in case.result)}
    assert failed == {(f.kind, f.object) for f in report.findings}
    skipped = {name for (_, name), case in cases.items() if case.is_skipped}
    assert {"public.fines.cents", "public.fines.fines_pkey"} <= skipped, "its table is missing: it was not compared"
    assert cases["column", "public.members.email"].result[0].type == "column-type-changed"


def test_junit_of_hostile_names_and_an_incomplete_read() -> None:
    report = hostile()
    cases = junit(report)
    assert {escape(f.object) for f in report.findings} <= {case.name for case in cases}
    assert any(isinstance(r, junitparser.Error) for case in cases for r in case.result), "never clean"


COMMAND = re.compile(r"::(error|warning|notice) file=([^,:\n]+),line=(\d+),title=([a-z-]+)::[^\n\r]+")


def test_github_annotates_the_document_s_line() -> None:
    lines = render("github", drifted()).splitlines()
    assert (
        "::error file=docs/library.md,line=10,title=column-type-changed::column public.members.email: docs/library.md says "
        "character varying(255); the database has text [column-type-changed]"
    ) in lines


def test_github_shows_ten_of_a_type_and_counts_the_rest() -> None:
    lines = render("github", many(90)).splitlines()
    commands = [match for line in lines if (match := COMMAND.fullmatch(line))]
    assert Counter(match[1] for match in commands) == {"error": 10, "warning": 10, "notice": 10}
    assert sum("20 more of 30" in line for line in lines) == 3


def test_a_runner_reads_no_command_but_ours() -> None:
    for line in render("github", hostile()).splitlines():
        assert COMMAND.fullmatch(line) or (line.startswith("driftcheck: ") and "##[" not in line)


def test_no_line_of_the_text_is_a_command_either() -> None:
    from driftcheck.reports import Medium

    for width in (24, 40, 80, 120):
        for line in render(
            "text", hostile(["::error::x", "##[error]x", "a ::error::b ::error::c"]), Medium(width)
        ).splitlines():
            assert not line.lstrip().startswith("::")
            assert "##[" not in line


def test_the_step_s_summary_is_appended_and_stays_small(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = library / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    arguments = ["diff", "docs/library.md", "live.yaml", "-f", "github", "-o", "out.txt"]
    assert cli.run(arguments) == cli.run(arguments) == 1
    assert file.read_text().count("## 🔴 driftcheck: 7 errors, 4 warnings") == 2
    file.write_bytes(b"x" * ((1 << 20) - 100))
    assert cli.run(arguments) == 1
    assert file.stat().st_size <= 1 << 20
    from driftcheck.reports.github import summary

    text = summary(many(9_000), 1 << 20)
    assert 900_000 < len(text.encode()) <= 1 << 20
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(library / "no" / "such" / "folder"))
    assert cli.run(arguments) == 1, "a summary that cannot be written fails nothing"


def test_a_folder_s_documents_are_shown_where_they_lie(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (library / ".git").mkdir()
    (library / "service").mkdir()
    for name in ("docs", "live.yaml"):
        (library / name).rename(library / "service" / name)
    monkeypatch.chdir(library / "service")
    assert cli.run(["diff", "docs", "live.yaml", "-f", "gitlab", "-o", "out.json"]) == 1
    paths = {issue["location"]["path"] for issue in json.loads(Path("out.json").read_text())}
    assert paths == {"service/docs/library.md"}, "from the root of the repository, whatever folder the check ran in"
