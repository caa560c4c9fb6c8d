"""One finding of the page: what is expected beside what is live, the document's lines, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from driftcheck.findings import label, say
from driftcheck.model import Finding, Snapshot, stated
from driftcheck.names import last, parent
from driftcheck.reports.html.difference import Parts, difference
from driftcheck.reports.html.markup import Markup, lines, tag, text
from driftcheck.reports.places import Places

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

LONGEST = 20_000  # characters of a value
_DESCRIBED = 40  # lines of an object's description
_OF_TABLES = ("rls", "partition_of", "comment")  # what else is said of a table than its columns


class Findings:
    """The findings in the page's order: those that count, then the accepted ones. `number` is by kind and object."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._places = Places(report)
        self._remedy = report.remedies()
        self._columns: dict[int, dict[str, list[str]]] = {}
        self.shown = sorted(report.findings, key=lambda finding: finding.accepted is not None)
        self.number: dict[tuple[str, str], int] = {}
        for i, finding in enumerate(self.shown):
            self.number.setdefault((finding.kind, finding.object), i)

    def articles(self) -> Iterator[Markup]:
        """An article a finding, `#f0` and so on."""
        for i, finding in enumerate(self.shown):
            yield self._article(i, finding)
            yield Markup("\n")

    def _article(self, i: int, finding: Finding) -> Markup:
        level = "accepted" if finding.accepted else finding.severity.value
        title = tag(
            "h3",
            tag("span", finding.severity.value, class_=f"badge {level}"),
            " ",
            tag("span", label(finding.kind), class_="kind"),
            " ",
            tag("code", finding.object),
        )
        return tag(
            "article",
            title,
            tag("p", *self._meta(finding), class_="meta"),
            self._body(finding),
            *self._excerpts(finding),
            self._mend(finding),
            id=f"f{i}",
            class_=f"finding {level}",
            data_kind=finding.kind,
            data_severity=finding.severity.value,
            data_status=finding.status,
        )

    def _meta(self, finding: Finding) -> Iterator[Markup]:
        yield tag("code", finding.rule)
        for at in (finding.at, finding.also):
            if at:
                yield tag("span", str(at), class_="place")
        if finding.since:
            yield tag("span", finding.since, class_="badge since")
        if finding.accepted:
            until = f" (until {finding.accepted.until})" if finding.accepted.until else ""
            by = f", {finding.accepted.by}" if finding.accepted.by else ""
            yield tag("span", f"accepted: {finding.accepted.reason}{by}{until}")

    def _body(self, finding: Finding) -> Markup:
        states = self._report.states
        if finding.status == "changed":
            property = finding.property or "value"
            expected, actual = (_cut(say(v, property)) for v in (finding.expected, finding.actual))
            left, right = difference(expected, actual)
            return _sides(property.replace("_", " "), tag("del", *_marked(left)), tag("ins", *_marked(right)))
        if finding.status == "missing":
            said = self._described(states.expected, finding) if states else finding.object
            return _sides("", tag("del", tag("mark", lines(said))), tag("em", "not there"))
        if finding.status == "undocumented":
            there = self._described(states.actual, finding) if states else finding.object
            return _sides("", tag("em", "not documented"), tag("ins", tag("mark", lines(there))))
        return tag("p", finding.message, class_="message")

    def _described(self, snapshot: Snapshot, finding: Finding) -> str:
        """The object in words: a table by its columns, anything else by what is stated of it."""
        facts = snapshot.of(finding.kind).get(finding.object)
        if facts is None:
            return finding.object
        found = [
            f"{name.replace('_', ' ')}: {'yes' if value is True else say(value, name)}"
            for name, value in stated(facts)
            if value and (finding.kind != "table" or name in _OF_TABLES)
        ]
        found += self._columns_of(snapshot).get(finding.object, [])
        more = [f"… and {len(found) - _DESCRIBED} more"] if len(found) > _DESCRIBED else []
        return _cut("\n".join([*found[:_DESCRIBED], *more])) or finding.object

    def _columns_of(self, snapshot: Snapshot) -> dict[str, list[str]]:
        if id(snapshot) not in self._columns:
            found: dict[str, list[str]] = {}
            for path, facts in snapshot.of("column").items():
                found.setdefault(parent(path), []).append(
                    f"{last(path)}  {getattr(facts, 'type', None) or ''}".rstrip()
                )
            self._columns[id(snapshot)] = found
        return self._columns[id(snapshot)]

    def _mend(self, finding: Finding) -> Markup:
        remedy = self._remedy(finding)
        if remedy is None:
            return Markup()
        ways = [("Document", text(_cut(remedy.document)))]
        if remedy.sql:
            ways.append(("Or SQL", tag("pre", lines(_cut(remedy.sql)))))
        rows = [tag("div", tag("dt", name), tag("dd", way)) for name, way in ways]
        return tag("details", tag("summary", "How to mend"), tag("dl", *rows, class_="mend"))

    def _excerpts(self, finding: Finding) -> Iterator[Markup]:
        for at in (finding.at, finding.also):
            excerpt = self._places.excerpt(at) if at else []
            if at and excerpt:
                rows = [
                    tag("li", tag("mark", _cut(line)) if number == at.line else _cut(line), value=number)
                    for number, line in excerpt
                ]
                yield tag("details", tag("summary", f"Document, {at}"), tag("ol", *rows, class_="excerpt"))


def _sides(property: str, expected: Markup, actual: Markup) -> Markup:
    heads = ("Expected", "Live")
    sides = [
        tag("div", tag("h4", f"{head} {property}".rstrip()), tag("pre", value))
        for head, value in zip(heads, (expected, actual), strict=True)
    ]
    return tag("div", *sides, class_="sides")


def _marked(parts: Parts) -> Iterator[Markup]:
    for content, differs in parts:
        yield tag("mark", lines(content)) if differs else lines(content)


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}… ({len(value) - LONGEST:,} more characters)"
