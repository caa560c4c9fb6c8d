"""Code Quality for GitLab: a list of issues, which merge requests show beside the changed lines.

GitLab documentation, "Code Quality": description, check_name, fingerprint, severity, location.path, location.lines.begin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftcheck.model import Severity
from driftcheck.reports import Medium
from driftcheck.reports.escape import escape
from driftcheck.reports.json import encode
from driftcheck.reports.places import Places
from driftcheck.reports.unique import fingerprints
from driftcheck.reports.words import one_line

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, medium: Medium) -> str:
    """One issue a finding."""
    places = Places(report)
    issues = []
    counting = report.counting()
    for finding, fingerprint in zip(counting, fingerprints(counting), strict=True):
        at = places.of(finding)
        issues.append(
            {
                "description": escape(one_line(finding)),
                "check_name": escape(finding.rule),
                "fingerprint": fingerprint,
                "severity": SEVERITY[finding.severity],
                "location": {"path": escape(at.path), "lines": {"begin": at.line}},
            }
        )
    return encode(issues)
