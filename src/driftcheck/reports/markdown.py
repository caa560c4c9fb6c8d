"""Markdown for a comment on a pull request, and for the summary of a GitHub step: summary, tables, collapsed details.

GitHub documentation: a comment holds 65,536 characters. What does not fit is counted, never silently left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from driftcheck.findings import label, say
from driftcheck.kinds import KINDS
from driftcheck.model import Finding, Severity
from driftcheck.reports import Medium
from driftcheck.reports.inside import line_difference
from driftcheck.reports.markup import code, fence, prose
from driftcheck.reports.words import counted, outcome

if TYPE_CHECKING:
    from driftcheck.remedies.remedy import Remedy
    from driftcheck.reports.report import Report

MOST = 65_000  # bytes, which are never fewer than characters
LONGEST = 100  # characters of a value in a table
LONGEST_DETAIL = 4_000  # of a value in the details
FEW, MOST_LINES = 6, 60  # lines of a value that is shown whole, lines of a difference
ICON = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}
_RESERVED = 1_500  # bytes for the lines that say what was cut
_SAID = {"missing": "documented, and not there", "undocumented": "there, and not documented"}


def render(report: Report, medium: Medium) -> str:
    """The report as a comment."""
    return document(report, MOST)


def document(report: Report, most: int) -> str:
    """The report in at most so many bytes of UTF-8."""
    text = _Budget(most - _RESERVED)
    counting = report.counting()
    text.always(f"## {ICON[counting[0].severity] if counting else '🟢'} driftcheck: {outcome(report)}\n\n")
    text.always(_about(report))
    foot = _coverage(report)
    text.reserve(foot)
    rows_end = text.left // 3 if counting else 0  # bytes that the tables leave to the details
    for severity in reversed(Severity):
        found = [finding for finding in counting if finding.severity is severity]
        _table(text, counted(len(found), severity), found, _row, rows_end)
    _folded(text, f"{len(report.resolved):,} resolved", report.resolved, _row, rows_end)
    _folded(text, f"{len(report.accepted()):,} accepted", report.accepted(), _accepted_row, rows_end)
    _details(text, report)
    return text.whole() + foot


class _Budget:
    """Text that may not grow beyond so many bytes."""

    def __init__(self, most: int) -> None:
        self.left = most
        self._parts: list[str] = []

    def always(self, text: str) -> None:
        self._parts.append(text)
        self.left -= len(text.encode("utf-8", "backslashreplace"))

    def fits(self, text: str, keep: int = 0) -> bool:
        """Add the text if more than `keep` bytes are left after it."""
        if len(text) * 4 + keep > self.left and len(text.encode("utf-8", "backslashreplace")) + keep > self.left:
            return False
        self.always(text)
        return True

    def reserve(self, text: str) -> None:
        self.left -= len(text.encode("utf-8", "backslashreplace"))

    def whole(self) -> str:
        return "".join(self._parts)


def _about(report: Report) -> str:
    server = f" (PostgreSQL {prose(report.server)})" if report.server else ""
    against = ", ".join(code(_short(name, 200)) for name in report.expected[:20])
    lines = [f"{code(_short(report.target, 200))}{server} against {against}", ""]
    if not report.complete:
        lines += ["> [!CAUTION]", "> Not everything could be read, so this is no clean bill:"]
        lines += [*(f"> - {prose(_short(why, 500))}" for why in report.unread[:20]), ""]
    lines += [f"- coverage: {prose(_short(why, 500))}" for why in report.shortfalls[:20]]
    lines += [f"- {prose(_short(note, 500))}" for note in report.notes[:20]]
    lines += [
        f"- {code(place)}: {code(_short(entry.name, 200))} was accepted until {prose(str(entry.until))}, and counts again"
        for place, entry in report.expired[:20]
    ]
    lines += [f"- {code(place)}: {code(_short(entry.name, 200))} matches nothing" for place, entry in report.stale[:20]]
    return "\n".join(lines).rstrip() + "\n\n"


def _table(
    text: _Budget, title: str, found: list[Finding], row: Callable[[Finding], str], keep: int, level: str = "###"
) -> None:
    if not found:
        return
    head = f"{level} {title}\n\n" if level else ""
    text.always(f"{head}| | object | drift | document |\n|---|---|---|---|\n")
    for shown, finding in enumerate(found):
        if not text.fits(row(finding), keep):
            text.always(f"\n… and {len(found) - shown:,} more of {title}, left out for want of room.\n")
            break
    text.always("\n")


def _folded(text: _Budget, title: str, found: list[Finding], row: Callable[[Finding], str], keep: int) -> None:
    if found:
        text.always(f"<details><summary>{title}</summary>\n\n")
        _table(text, title, found, row, keep, "")
        text.always("</details>\n\n")


def _row(finding: Finding) -> str:
    new = " **new**" if finding.since == "new" else ""
    at = code(str(finding.at), table=True) if finding.at else ""
    object = code(_short(finding.object, 200), table=True)
    return f"| {label(finding.kind)} | {object}{new} | {_drift(finding)} | {at} |\n"


def _accepted_row(finding: Finding) -> str:
    assert finding.accepted is not None
    until = f" until {prose(finding.accepted.until)}" if finding.accepted.until else ""
    object = code(_short(finding.object, 200), table=True)
    reason = prose(_short(finding.accepted.reason, 200))
    return f"| {label(finding.kind)} | {object} | {_drift(finding)} | {reason}{until} |\n"


def _drift(finding: Finding) -> str:
    if finding.status == "changed" and finding.property:
        name = finding.property.replace("_", " ")
        if _is_long(finding):
            return f"{prose(name)}: see the details"
        expected, actual = (_short(say(v, finding.property), LONGEST) for v in (finding.expected, finding.actual))
        return f"{prose(name)}: {code(expected, table=True)} → {code(actual, table=True)}"
    return _SAID.get(finding.status) or prose(_short(finding.message, 2 * LONGEST))


def _details(text: _Budget, report: Report) -> None:
    """Each finding with both values whole, where the table has no room for them, and both ways to mend it."""
    found, remedy = report.counting(), report.remedies()
    if not found:
        return
    text.always("<details><summary>Details, and how to mend</summary>\n\n")
    for shown, finding in enumerate(found):
        if not text.fits(_details_of(finding, remedy(finding))):
            text.always(f"… and the details of {len(found) - shown:,} more, left out for want of room.\n\n")
            break
    text.always("</details>\n\n")


def _details_of(finding: Finding, remedy: Remedy | None) -> str:
    parts = [f"**{prose(label(finding.kind))}** {code(_short(finding.object, 200))} {code(finding.rule)}\n\n"]
    if finding.status == "changed" and _is_long(finding):
        parts.append(fence("\n".join(_values(finding)), "diff") + "\n")
    if remedy:
        parts.append(f"In the document: {prose(_short(remedy.document, 500))}\n\n")
        if remedy.sql and len(remedy.sql) <= LONGEST_DETAIL:
            parts.append(f"Or in the database:\n\n{fence(remedy.sql, 'sql')}\n")
    return "".join(parts)


def _is_long(finding: Finding) -> bool:
    """Whether a table's cell has no room for the values."""
    lines = _values(finding)
    return len(lines) > 2 or max(map(len, lines)) > 2 * LONGEST


def _values(finding: Finding) -> list[str]:
    """Both values as the lines of a diff; of long ones those that differ, with what stands around them."""
    values = [say(value, finding.property or "value") for value in (finding.expected, finding.actual)]
    if max(value.count("\n") for value in values) >= FEW:
        lines = line_difference(*values)
        more = [f"… {len(lines) - MOST_LINES:,} more lines"] if len(lines) > MOST_LINES else []
        return [line[:LONGEST_DETAIL] for line in lines[:MOST_LINES]] + more
    values = [value[:LONGEST_DETAIL] for value in values]
    return [f"{sign} {line}" for sign, value in zip("-+", values, strict=True) for line in value.splitlines() or [""]]


def _coverage(report: Report) -> str:
    rows = [
        f"| {label(KINDS[kind].plural)} | {c.matched:,} | {c.live:,} | {c.documented:,} |\n"
        for kind, c in report.coverage.items()
    ]
    if report.hidden:
        hidden = f"{report.hidden:,} undocumented objects outside the lists that are complete; `--all` shows them.\n\n"
    else:
        hidden = ""
    if not rows:
        return hidden
    table = f"| | documented and there | there | documented |\n|---|--:|--:|--:|\n{''.join(rows)}"
    return f"{hidden}<details><summary>Coverage</summary>\n\n{table}\n</details>\n"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
