"""Annotations for GitHub Actions, on the document's line; and the summary of the step.

GitHub documentation, "Workflow commands": a line that begins with `::` is a command; a step shows ten annotations of
each type. actions/runner, ActionCommand.cs: what has to be escaped, and that `##[` begins a command anywhere in a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from driftcheck.model import At, Finding, Severity
from driftcheck.reports import Medium
from driftcheck.reports.escape import escape
from driftcheck.reports.places import Places
from driftcheck.reports.words import counted, one_line, outcome

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

MOST = 10  # annotations of one type that a step shows
LARGEST_SUMMARY = 1 << 20  # bytes of a step's summary
SMALLEST_SUMMARY = 16 << 10  # what less room than this could not hold
LONGEST = 1000  # characters of an annotation
COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, medium: Medium) -> str:
    """A command a finding; beyond ten of a type, a line with the number of the others."""
    return "".join(f"{line}\n" for line in _lines(report))


def summary(report: Report, most: int) -> str:
    """The step's summary in Markdown, of at most so many bytes."""
    from driftcheck.reports import markdown

    return markdown.document(report, most)


def _lines(report: Report) -> Iterator[str]:
    places = Places(report)
    for severity in reversed(Severity):
        found = [finding for finding in report.counting() if finding.severity is severity]
        for finding in found[:MOST]:
            yield _command(finding, places.of(finding))
        if len(found) > MOST:
            yield f"driftcheck: {len(found) - MOST} more of {counted(len(found), severity)}, shown by the other formats"
    yield f"driftcheck: {outcome(report)}"


def _command(finding: Finding, at: At) -> str:
    text = escape(f"{one_line(finding)} [{finding.rule}]")
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    place = f"file={_property(at.path)},line={at.line},title={_property(finding.rule)}"
    return f"::{COMMAND[finding.severity]} {place}::{_data(text)}"


def _data(text: str) -> str:
    """As the runner unescapes it.

    >>> _data("100%\\n")
    '100%25%0A'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(escape(text)).replace(":", "%3A").replace(",", "%2C")
