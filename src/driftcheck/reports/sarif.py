"""SARIF 2.1.0 (OASIS), as GitHub's code scanning and editors read it.

GitHub documentation, "SARIF support for code scanning": at most 25,000 results and 10 MB gzipped;
`partialFingerprints.primaryLocationLineHash` decides which alerts are the same.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from driftcheck.model import At, Finding, Severity
from driftcheck.reports import Medium
from driftcheck.reports.escape import escape
from driftcheck.reports.places import Places
from driftcheck.reports.unique import alerts, fingerprints
from driftcheck.reports.words import one_line
from driftcheck.rules import RULES, Rule

if TYPE_CHECKING:
    from driftcheck.remedies.remedy import Remedy
    from driftcheck.reports.report import Report

MOST = 25_000  # results of one run
LARGEST = 10_000_000  # bytes, gzipped
LONGEST = 2_000  # characters of a message
LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, medium: Medium) -> str:
    """One run; where there is more than GitHub takes, the weightiest results and the total."""
    most = MOST
    while True:
        text = msgspec.json.encode(_log(report, most))
        if len(text) <= LARGEST or most <= 1 or len(gzip.compress(text, 6, mtime=0)) <= LARGEST:
            return msgspec.json.format(text, indent=2).decode() + "\n"
        most //= 2


def _log(report: Report, most: int) -> dict[str, Any]:
    places, remedy = Places(report), report.remedies()
    rules = {**RULES, **{f.rule: _unknown(f) for f in report.findings if f.rule not in RULES}}
    number = {name: i for i, name in enumerate(rules)}
    found = list(zip(report.findings, alerts(report.findings), fingerprints(report.findings), strict=True))
    notifications = [{"level": "error", "message": {"text": _text(f"not read: {why}")}} for why in report.unread]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "driftcheck",
                "version": report.version,
                "semanticVersion": report.version,
                "rules": [_rule(rule) for rule in rules.values()],
            }
        },
        "automationDetails": {"id": f"driftcheck/{escape(report.target)}/"},
        "columnKind": "utf16CodeUnits",
        "results": [
            _result(finding, number[finding.rule], places, alert, fingerprint, remedy(finding))
            for finding, alert, fingerprint in found[:most]
        ],
        "properties": {"target": escape(report.target), "expected": [escape(name) for name in report.expected]},
    }
    if len(found) > most:
        total = f"{len(found):,} findings; the {most:,} weightiest stand here"
        notifications.append({"level": "warning", "message": {"text": total}})
        run["properties"] |= {"total": len(found), "shown": most}
    run["invocations"] = [{"executionSuccessful": report.complete, "toolExecutionNotifications": notifications}]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    help = f"{rule.what} {rule.why} To mend: {rule.mend}"
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}".strip()},
        "help": {
            "text": help,
            "markdown": f"{rule.what}\n\n**Why it matters:** {rule.why}\n\n**To mend:** {rule.mend}",
        },
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
        "properties": {"tags": ["database", rule.status], "problem.severity": _problem(rule.severity)},
    }


def _unknown(finding: Finding) -> Rule:
    return Rule(
        name=escape(finding.rule), severity=finding.severity, status=finding.status, what="Drift.", why="", mend=""
    )


def _problem(severity: Severity) -> str:
    return "recommendation" if severity is Severity.INFO else severity.value


def _result(
    finding: Finding, rule: int, places: Places, alert: str, fingerprint: str, remedy: Remedy | None
) -> dict[str, Any]:
    location = _location(places.of(finding))
    location["logicalLocations"] = [{"fullyQualifiedName": escape(finding.object), "kind": finding.kind}]
    result: dict[str, Any] = {
        "ruleId": escape(finding.rule),
        "ruleIndex": rule,
        "level": LEVEL[finding.severity],
        "message": {"text": _text(one_line(finding))},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": alert, "driftcheck/v1": fingerprint},
        "properties": {"status": finding.status, "kind": finding.kind, "object": escape(finding.object)},
    }
    if remedy is not None:
        result["properties"]["remedy"] = {"document": escape(remedy.document), "sql": _code(remedy.sql)}
    if finding.property:
        result["properties"]["property"] = finding.property
    if finding.also:
        result["relatedLocations"] = [
            {**_location(places.at(finding.also)), "id": 0, "message": {"text": "the other place"}}
        ]
    if finding.accepted:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": escape(finding.accepted.reason)}
        ]
    if finding.since:
        result["baselineState"] = "new" if finding.since == "new" else "unchanged"
    return result


def _code(sql: str | None) -> str | None:
    """Statements line by line, cut where they are long."""
    return None if sql is None else "\n".join(map(escape, sql[:LONGEST].splitlines()))


def _location(at: At) -> dict[str, Any]:
    path = quote(at.path.encode("utf-8", "surrogateescape" if at.path.isprintable() else "backslashreplace"), safe="/")
    uri = f"file://{path}" if at.path.startswith("/") else path
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": at.line}}}


def _text(text: str) -> str:
    """A message; a bracket would begin a link (SARIF 2.1.0, 3.11.6).

    >>> _text("text[] by [a](b)")
    'text\\\\[\\\\] by \\\\[a\\\\](b)'
    """
    text = escape(text)
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
