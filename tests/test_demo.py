"""The demo: each drift found once and nothing else, from a checkout and from an installed package."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from driftcheck import demo
from driftcheck.commands.demo import demo as run_demo
from driftcheck.model import Finding, Severity

ROOT = Path(__file__).parents[1]


def test_each_drift_is_found_once_and_nothing_else() -> None:
    report = run_demo()
    found = [(f.rule, f.object) for f in report.findings if f.status != "contradiction"]
    assert sorted(found) == sorted((drift.rule, drift.object) for drift in demo.DRIFTS)
    assert len(found) >= 10
    assert report.complete


def test_a_drift_that_is_not_found_or_not_there_is_noticed() -> None:
    def finding(rule: str, object: str) -> Finding:
        return Finding(
            rule=rule, severity=Severity.ERROR, status="changed", kind="table", object=object, message="different"
        )

    right = [finding(drift.rule, drift.object) for drift in demo.DRIFTS]
    assert demo.unexpected(right) == []
    assert demo.unexpected(right[1:]) == [f"{demo.DRIFTS[0].what} was not found"]
    assert len(demo.unexpected([*right, finding("table-missing", "public.other")])) == 1
    assert demo.unexpected([*right, right[0]])


def test_the_command_prints_the_report_and_what_to_try_next() -> None:
    done = subprocess.run([sys.executable, "-m", "driftcheck", "demo"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert all(drift.object in done.stdout for drift in demo.DRIFTS)
    assert "driftcheck check" in done.stderr.splitlines()[-1]


def test_it_comes_in_every_format(tmp_path: Path) -> None:
    page = tmp_path / "demo.html"
    command = [sys.executable, "-m", "driftcheck", "demo", "-f", "html", "-o", str(page), "-f", "junit", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("<?xml")
    assert all(drift.object.split('"')[0] in page.read_text() for drift in demo.DRIFTS)


def test_the_package_carries_the_snapshot(tmp_path: Path) -> None:
    """A wheel has no `expected/` beside it: what it carries must be the same bytes."""
    pytest.importorskip("hatchling", reason="the build needs hatchling, which pip fetches only for a build")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = archive.read(f"driftcheck/data/{demo.SNAPSHOT}")
        assert {"driftcheck/reports/html/report.css", "driftcheck/reports/html/report.js"} <= set(archive.namelist())
    assert carried == (ROOT / "expected" / demo.SNAPSHOT).read_bytes()
