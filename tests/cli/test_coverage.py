"""Coverage: by kind and schema, and as a ratchet that may not fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftcheck import coverage
from driftcheck.model import Coverage
from tests.cli.drifted import PAGE, Run, change, report

EXPECTED = ("-e", "docs/schema.md", "--fail-on", "never")
RATCHET = (*EXPECTED, "--coverage-file", "cov.json")
FILE = Path("cov.json")


def test_by_kind_and_schema(kiosk: str, run: Run) -> None:
    change(kiosk, "CREATE SCHEMA audit; CREATE TABLE audit.log (id int)")
    _, found = report(run, "check", kiosk, *EXPECTED)
    summary = found["summary"]
    assert summary["coverage"]["table"] == {"documented": 2, "live": 4, "matched": 2}
    assert summary["coverage_by_schema"]["public"]["table"] == {"documented": 2, "live": 3, "matched": 2}
    assert summary["coverage_by_schema"]["audit"]["table"] == {"documented": 0, "live": 1, "matched": 0}
    _, found = report(run, "check", kiosk, *EXPECTED, "--schema", "public")
    assert found["summary"]["coverage"]["table"]["live"] == 3
    Path("driftcheck.toml").write_text('[ignore]\ntable = ["*.tmp_*"]\n')
    _, found = report(run, "check", kiosk, *EXPECTED, "--schema", "public")
    assert found["summary"]["coverage"]["table"] == {"documented": 2, "live": 2, "matched": 2}


def test_a_floor(kiosk: str, run: Run) -> None:
    assert run("check", kiosk, *EXPECTED, "--fail-under", "50")[0] == 0
    code, text, err = run("check", kiosk, *EXPECTED, "--fail-under", "95.5")
    assert code == 1
    assert "under 95.5 %" in text
    assert err.startswith("driftcheck: coverage: ")
    change(kiosk, "DROP TABLE tmp_import")
    assert run("check", kiosk, *EXPECTED, "--fail-under", "100")[0] == 0
    assert run("check", kiosk, *EXPECTED, "--fail-under", "101")[0] == 2


def test_a_ratchet(kiosk: str, run: Run) -> None:
    assert run("check", kiosk, *RATCHET)[0] == 0
    first = FILE.read_bytes()
    assert json.loads(first)["coverage"]["table"] == {"documented": 2, "live": 3, "matched": 2}
    assert run("check", kiosk, *RATCHET)[0] == 0
    change(kiosk, "CREATE TABLE other (a int)")
    code, _, err = run("check", kiosk, *RATCHET)
    assert (code, FILE.read_bytes()) == (1, first)
    assert "tables: 2 of 4 documented (50 %); it was 2 of 3 (66.67 %)" in err
    change(kiosk, "DROP TABLE other")
    assert (run("check", kiosk, *RATCHET)[0], FILE.read_bytes()) == (0, first)
    change(kiosk, "DROP TABLE tmp_import")
    assert run("check", kiosk, *RATCHET)[0] == 0
    assert json.loads(FILE.read_text())["coverage"]["table"] == {"documented": 2, "live": 2, "matched": 2}
    change(kiosk, "CREATE TABLE tmp_import (line text)")
    assert run("check", kiosk, *RATCHET)[0] == 1, "the best counts, not the last"


def test_a_page_that_says_less_falls(kiosk: str, run: Run) -> None:
    assert run("check", kiosk, *RATCHET)[0] == 0
    Path("docs/schema.md").write_text(PAGE.partition("CREATE TABLE orders")[0] + "```\n")
    code, _, err = run("check", kiosk, *RATCHET)
    assert code == 1
    assert "constraints: 1 of 3" in err


def test_what_is_no_coverage_file_exits_2(kiosk: str, run: Run) -> None:
    FILE.write_text("{}\n[")
    code, out, err = run("check", kiosk, *RATCHET)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_an_unreachable_database_changes_nothing(kiosk: str, run: Run) -> None:
    assert run("check", "postgresql://u@127.0.0.1:1/d", *RATCHET)[0] == 3
    assert not FILE.exists()


@pytest.mark.parametrize(
    ("then", "now", "fallen"),
    [
        (Coverage(9, 10, 9), Coverage(9, 10, 9), False),
        (Coverage(9, 10, 9), Coverage(8, 9, 8), False),  # a documented table went, from both sides
        (Coverage(9, 10, 9), Coverage(8, 10, 8), True),
        (Coverage(9, 10, 9), Coverage(9, 11, 9), True),
        (Coverage(9, 10, 9), None, True),
        (Coverage(9, 10, 9), Coverage(90, 100, 91), False),
    ],
)
def test_a_fall_is_less_documented(then: Coverage, now: Coverage | None, fallen: bool) -> None:
    assert bool(coverage.falls({"table": then}, {"table": now} if now else {})) is fallen
