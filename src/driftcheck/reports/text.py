"""The report for people: by severity, then by object, what was expected beside what is there.

`-` is documented and not there, `+` is there and not documented, `~` is there and different, `!` is a statement that
does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from driftcheck.findings import label
from driftcheck.kinds import KINDS
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.model import Finding, Severity
from driftcheck.reports import Medium
from driftcheck.reports.changes import Widths, change, column_widths, header
from driftcheck.reports.escape import escape
from driftcheck.reports.lines import columns, line, paint, spread, wrap
from driftcheck.reports.words import INCOMPLETE, counted

if TYPE_CHECKING:
    from rich.text import Text

    from driftcheck.reports.report import Remedies, Report

WIDEST = 120
MARGIN = 11
_TIE = "\u00a0"  # a space at which no line is broken
STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SIGN = {"missing": "-", "undocumented": "+", "changed": "~"}
_SAID = {"missing": "documented, and not there", "undocumented": "there, and not documented"}


def render(report: Report, medium: Medium) -> str:
    """The report's text, coloured if the medium knows colours."""
    return paint(lines(report, medium), medium)


def lines(report: Report, medium: Medium) -> Iterator[Text]:
    """The report line by line."""
    width = min(medium.width, WIDEST)
    widths = column_widths(report.findings, width)
    remedy = report.remedies() if medium.verbose else None
    yield from _title(report, width)
    for severity in reversed(Severity):
        found = [finding for finding in report.counting() if finding.severity is severity]
        if found:
            yield line()
            yield from _section(severity, found, widths, width, remedy)
    yield from _accepted(report.accepted(), width)
    yield line()
    yield from _foot(report, width)


def _title(report: Report, width: int) -> Iterator[Text]:
    server = f" (PostgreSQL {report.server})" if report.server else ""
    yield from _labelled("target", report.target + server, width, "bold")
    yield from _labelled("against", ", ".join(report.expected), width)


def _section(
    severity: Severity, found: list[Finding], widths: Widths, width: int, remedy: Remedies | None
) -> Iterator[Text]:
    style = STYLE[severity]
    yield from header(counted(len(found), severity), f"bold {style}", widths, any(f.status == "changed" for f in found))
    for (kind, object), group in groupby(found, key=lambda f: (f.kind, f.object)):
        findings = list(group)
        first = findings[0]
        kind = f"{label(KINDS[kind].plural)} of the" if object == DATABASE else label(kind)
        head, *more = wrap(object, width - len(kind) - 9)
        left = [("  ", ""), (_SIGN.get(first.status, "!"), style), (f" {kind} ", ""), (head, "bold")]
        if any(finding.since == "new" for finding in findings):
            left.insert(2, (" new", style))
        place = escape(str(first.at or ""))
        said = _SAID.get(first.status, "")
        room = width - sum(columns(text) for text, _ in left) - columns(place) - 1
        fits = bool(said) and not more and len(findings) == 1 and room >= len(said) + 2
        yield from spread([*left, (f"  {said}", "dim")] if fits else left, (place, "blue"), width)
        for rest in more:
            yield line((" " * (5 + len(kind)), ""), (rest, "bold"))
        for finding in () if fits else findings:
            yield from _detail(finding, style, widths, width, "" if finding.at == first.at else str(finding.at or ""))
        for finding in findings if remedy else ():
            yield from _mended(finding, remedy, width)


def _mended(finding: Finding, remedy: Remedies | None, width: int) -> Iterator[Text]:
    """Both ways to mend it: in the document, or in the database."""
    found = remedy(finding) if remedy else None
    if found is not None:
        for title, said in (("document", found.document), ("or SQL", found.sql or "")):
            parts = [part for text in said.split("\n") if text for part in wrap(text, width - 14)]
            for i, part in enumerate(parts):
                yield line((f"    {'' if i else title:<10}", "dim"), (part, ""))


def _detail(finding: Finding, style: str, widths: Widths, width: int, place: str) -> Iterator[Text]:
    if finding.status == "changed" and finding.property:
        yield from change(finding, style, widths, width, escape(place))
        return
    *texts, last = wrap(_SAID.get(finding.status) or finding.message, width - 4)
    for text in texts:
        yield line(("    ", ""), (text, ""))
    yield from spread([("    ", ""), (last, "")], (escape(place), "blue"), width)
    rule = "" if finding.status in _SAID else f"    {finding.rule}"
    also = f"see also {finding.also}" if finding.also else ""
    if rule or also:
        yield from spread([(escape(rule), "dim")], (escape(also), "blue"), width)


def _accepted(found: list[Finding], width: int) -> Iterator[Text]:
    """What does not count, in a line each: what it is, why, and until when."""
    if found:
        yield line()
        yield line((f"{len(found)} accepted", "bold"))
    for finding in found:
        assert finding.accepted is not None
        head, *more = wrap(f"{label(finding.kind)} {finding.object}  {finding.rule}", width - 4)
        yield line(("  = ", "dim"), (head, ""))
        until = f" (until {finding.accepted.until})" if finding.accepted.until else ""
        by = f", says {finding.accepted.by}" if finding.accepted.by else ""
        for text in [*more, *wrap(f"{finding.accepted.reason}{by}{until}", width - 4)]:
            yield line(("    ", ""), (text, "dim"))


def _foot(report: Report, width: int) -> Iterator[Text]:
    for note in report.notes:
        yield from _labelled("note", note, width)
    for place, entry in report.expired:
        said = f"{place}: {entry.name} was accepted until {entry.until}, and counts again: {entry.reason}"
        yield from _labelled("expired", said, width, "yellow")
    for place, entry in report.stale:
        yield from _labelled("stale", f"{place}: {entry.name} matches nothing; accept --prune removes it", width)
    if report.against is not None:
        new = sum(1 for finding in report.findings if finding.since == "new")
        said = f"{new} new, {len(report.findings) - new} persisting, {len(report.resolved)} resolved"
        yield from _labelled("since", f"{report.against}: {said}", width)
        for finding in report.resolved:
            yield from _labelled("resolved", f"{label(finding.kind)} {finding.object}  {finding.rule}", width)
    if report.hidden:
        number = f"{report.hidden} undocumented object{'s' * (report.hidden != 1)}"
        yield from _labelled("unlisted", f"{number} outside the lists that are complete; --all shows them", width)
    covered = [f"{label(KINDS[kind].plural)} {c.matched} of {c.live}" for kind, c in report.coverage.items() if c.live]
    if covered:
        covered[0] += " documented"
        whole = ", ".join(item.replace(" ", _TIE) for item in covered)
        yield from _labelled("coverage", whole, width)
    for why in report.shortfalls:
        yield from _labelled("coverage", why, width, "red")
    for why in report.unread:
        yield from _labelled("unread", why, width, "red")
    yield line(("result".ljust(MARGIN), "dim"), *_result(report))


def _result(report: Report) -> list[tuple[str, str]]:
    pieces = []
    for severity in reversed(Severity):
        if number := report.count(severity):
            pieces += [(", ", ""), (counted(number, severity), f"bold {STYLE[severity]}")]
    if not report.complete:
        return [*pieces[1:], (", " if pieces else "", ""), (INCOMPLETE, "bold red")]
    accepted = [(f", {len(report.accepted())} accepted", "")] if report.accepted() else []
    return [*(pieces[1:] or [("no drift", "bold green")]), *accepted]


def _labelled(name: str, text: str, width: int, style: str = "") -> Iterator[Text]:
    head, *more = wrap(text, width - MARGIN)
    yield line((name.ljust(MARGIN), "dim"), (head.replace(_TIE, " "), style))
    for rest in more:
        yield line((" " * MARGIN, ""), (rest.replace(_TIE, " "), style))
