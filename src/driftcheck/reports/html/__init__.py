"""One self-contained page: it asks nothing of anywhere, and its policy forbids that it could."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from driftcheck.findings import label
from driftcheck.model import Severity
from driftcheck.reports import Medium
from driftcheck.reports.html.coverage import coverage
from driftcheck.reports.html.diagram import diagram
from driftcheck.reports.html.finding import Findings
from driftcheck.reports.html.markup import Markup, tag, text
from driftcheck.reports.words import INCOMPLETE, counted, outcome

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

LONG = 1_000  # findings, from which on a browser lays out only those that are in view
# Nothing may be fetched. Scripts may evaluate: what inspects a page, such as a checker of accessibility, does.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "base-uri 'none'; form-action 'none'"
)


def render(report: Report, medium: Medium) -> str:
    """The page."""
    findings = Findings(report)
    title = f"{report.target}: {outcome(report)}"
    sections = [
        ("findings", "Findings", _findings(findings)),
        ("diagram", "Diagram", diagram(report, findings.number)),
        ("coverage", "Coverage", coverage(report)),
    ]
    sections = [section for section in sections if section[2]]
    head = [
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        tag("title", f"driftcheck: {title}"),
        tag("style", _resource("report.css")),
    ]
    body = [
        Markup('<a class="skip" href="#findings">To the findings</a>'),
        _header(report, [(name, heading) for name, heading, _ in sections]),
        tag("main", *(tag("section", tag("h2", heading), content, id=name) for name, heading, content in sections)),
        tag("footer", f"driftcheck {report.version}"),
        tag("script", _resource("report.js")),
    ]
    page = tag("html", tag("head", *head), Markup("\n"), tag("body", *body), lang="en")
    return f"<!doctype html>\n{page}\n"


def _resource(name: str) -> Markup:
    return Markup((files(__package__) / name).read_text("utf-8"))


def _header(report: Report, sections: list[tuple[str, str]]) -> Markup:
    server = f"PostgreSQL {report.server}" if report.server else ""
    against = Markup(", ").join(tag("code", name) for name in report.expected)
    facts = [("Against", Markup(against)), ("Server", server)]
    if report.hidden:
        facts.append(
            (
                "Unlisted",
                f"{report.hidden:,} undocumented objects outside the lists that are complete; --all shows them",
            )
        )
    facts += [("Coverage", why) for why in report.shortfalls]
    facts += [("Note", note) for note in report.notes]
    facts += [
        ("Expired", f"{place}: {entry.name} was accepted until {entry.until}, and counts again")
        for place, entry in report.expired
    ]
    facts += [("Stale", f"{place}: {entry.name} matches nothing") for place, entry in report.stale]
    if report.against is not None:
        new = sum(1 for finding in report.findings if finding.since == "new")
        known = len(report.findings) - new
        facts.append(
            ("Since", f"{report.against}: {new:,} new, {known:,} persisting, {len(report.resolved):,} resolved")
        )
        facts += [("Resolved", f"{label(f.kind)} {f.object}  {f.rule}") for f in report.resolved]
    facts += [("Not read", why) for why in report.unread]
    rows = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts if value]
    worst = next((level for level in reversed(Severity) if report.count(level)), None)
    level = "error" if not report.complete else worst or "fine"
    return tag(
        "header",
        tag("p", "driftcheck", class_="brand"),
        tag("h1", report.target),
        tag("ul", *_counts(report), class_="counts"),
        tag("dl", *rows),
        tag("nav", *(tag("a", heading, href=f"#{name}") for name, heading in sections), aria_label="Sections"),
        class_=level,
    )


def _counts(report: Report) -> list[Markup]:
    shown = [(counted(n, level), level.value) for level in reversed(Severity) if (n := report.count(level))]
    if accepted := len(report.findings) - len(report.counting()):
        shown.append((f"{accepted:,} accepted", "accepted"))
    if not report.complete:
        shown.append((INCOMPLETE, "error"))
    return [tag("li", words, class_=f"badge {level}") for words, level in shown or [("no drift", "fine")]]


def _findings(findings: Findings) -> Markup:
    if not findings.shown:
        return tag("p", "Nothing differs.", class_="empty")
    found = findings.shown
    kinds = dict.fromkeys(sorted(finding.kind for finding in found))
    levels = [level.value for level in reversed(Severity) if any(f.severity is level for f in found)]
    statuses = dict.fromkeys(sorted(finding.status for finding in found))
    search = tag("label", "Search ", Markup('<input type="search" id="search" autocomplete="off" spellcheck="false">'))
    form = tag(
        "form",
        search,
        _select("Kind", "kind", {kind: label(kind) for kind in kinds}),
        _select("Severity", "severity", {level: level for level in levels}),
        _select("Status", "status", {status: status.replace("-", " ") for status in statuses}),
        tag("button", "Clear", type="reset"),
        tag("output", f"{len(found):,} of {len(found):,} shown", id="shown", aria_live="polite"),
        id="filters",
        role="search",
        hidden=True,  # until the script runs: without it everything is shown
    )
    nothing = tag("p", "No finding matches.", id="nothing", class_="empty", hidden=True)
    return tag(
        "div", form, tag("div", *findings.articles(), id="list", class_="long" if len(found) > LONG else None), nothing
    )


def _select(name: str, id: str, options: dict[str, str]) -> Markup:
    every = tag("option", "all", value="")
    return tag(
        "label", f"{name} ", tag("select", every, *(tag("option", t, value=v) for v, t in options.items()), id=id)
    )


__all__ = ["render", "text"]
