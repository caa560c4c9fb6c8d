"""`driftcheck demo`: a throwaway database with real drift in it, and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftcheck import demo as scenario
from driftcheck.errors import DriftcheckError

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

CLOSING = (
    f"That was a throwaway PostgreSQL, built from a real schema document and changed in {len(scenario.DRIFTS)} ways; "
    "it is gone now.\nTry your own: driftcheck check postgresql://… -e docs/schema.md"
)


def demo() -> Report:
    """The report on the demo's database. DriftcheckError if it does not hold each drift once and nothing else."""
    from driftcheck.commands.check import report
    from driftcheck.config import Config
    from driftcheck.server import running
    from driftcheck.sources import files
    from driftcheck.sources.live import read as live

    file = scenario.snapshot_file()
    expected = files.read(file)
    with running() as url:
        target = scenario.target(url, expected)
        scenario.build(url, expected, lambda: live.read(target))
        scenario.drift(url)
        actual = live.read(target)
    result = report("demo, a throwaway database", [f"expected/{file.name}"], expected, actual, Config())
    if wrong := scenario.unexpected(result.findings):
        raise DriftcheckError(f"the demo's report is wrong: {'; '.join(wrong)}")
    return result
