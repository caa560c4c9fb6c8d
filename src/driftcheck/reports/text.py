"""placeholder."""

from driftcheck.reports import Medium
from driftcheck.reports.report import Report


def render(report: Report, medium: Medium) -> str:
    """The report for people."""
    return "".join(f"{f.severity} {f.rule} {f.object}: {f.message}\n" for f in report.findings) or "no drift\n"
