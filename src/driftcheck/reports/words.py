"""What several formats say in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftcheck.findings import label
from driftcheck.model import Finding, Severity

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

INCOMPLETE = "incomplete: not everything could be read"
_NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("info", "infos"),
}


def counted(number: int, severity: Severity) -> str:
    """`1 error`, `2 warnings`."""
    return f"{number:,} {_NAMES[severity][number != 1]}"


def one_line(finding: Finding) -> str:
    """What the finding says, on one line."""
    return f"{label(finding.kind)} {finding.object}: {' '.join(finding.message.split())}"


def outcome(report: Report) -> str:
    """The outcome in one line: `2 errors, 1 warning`, `no drift`."""
    counts = [counted(number, severity) for severity in reversed(Severity) if (number := report.count(severity))]
    if not report.complete:
        return ", ".join([*counts, INCOMPLETE])
    return ", ".join(counts) or "no drift"
