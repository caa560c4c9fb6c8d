"""The report as JSON: format 1 of the contract. The same two states always give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from driftcheck.coverage import percent, total
from driftcheck.model import At, Finding, Severity
from driftcheck.reports import Medium

if TYPE_CHECKING:
    from driftcheck.remedies.remedy import Remedy
    from driftcheck.reports.report import Report


def render(report: Report, medium: Medium) -> str:
    """One object, indented by two."""
    return encode(as_data(report))


def encode(data: object) -> str:
    """Indented by two. What is no Unicode text, as half of a surrogate pair, is written out."""
    try:
        text = msgspec.json.encode(data)
    except UnicodeEncodeError:
        text = msgspec.json.encode(_unicode(msgspec.to_builtins(data)))
    return msgspec.json.format(text, indent=2).decode() + "\n"


def _unicode(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case list():
            return [_unicode(item) for item in value]
        case dict():
            return {_unicode(key): _unicode(item) for key, item in value.items()}
    return value


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    remedy = report.remedies()
    summary: dict[str, Any] = {level.value: report.count(level) for level in reversed(Severity)}
    summary["accepted"] = len(report.accepted())
    summary["unlisted"] = report.hidden
    summary["coverage"] = {kind: msgspec.to_builtins(coverage) for kind, coverage in report.coverage.items()}
    summary["coverage_percent"] = percent(total(report.coverage))
    summary["coverage_by_schema"] = msgspec.to_builtins(report.by_schema)
    data = {
        "format": 1,
        "driftcheck": report.version,
        "target": report.target,
        "expected": report.expected,
        "complete": report.complete,
        "summary": summary,
        "notes": report.notes,
        "unread": report.unread,
        "findings": [finding_data(finding, remedy(finding)) for finding in report.findings],
    }
    for name in ("expired", "stale"):
        if entries := getattr(report, name):
            data[name] = [{"at": At.of(place), **msgspec.to_builtins(entry)} for place, entry in entries]
    if report.shortfalls:
        data["shortfalls"] = report.shortfalls
    if report.against is not None:
        data["against"] = report.against
        data["resolved"] = [finding_data(finding) for finding in report.resolved]
    return data


def finding_data(finding: Finding, remedy: Remedy | None = None) -> dict[str, Any]:
    """One finding; every key of the contract is there, null where it does not apply."""
    data: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "status": finding.status,
        "kind": finding.kind,
        "object": finding.object,
        "property": finding.property,
        "expected": finding.expected,
        "actual": finding.actual,
        "message": finding.message,
        "at": finding.at,
    }
    if finding.also is not None:
        data["also"] = finding.also
    data["fingerprint"] = finding.fingerprint
    if finding.accepted is not None:
        data["accepted"] = finding.accepted
    if finding.since is not None:
        data["since"] = finding.since
    if remedy is not None:
        data["remedy"] = remedy
    return data
