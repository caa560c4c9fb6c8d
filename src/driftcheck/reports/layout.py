"""The JSON report as types: what `schemas/report.schema.json` is made from. reports/json.py writes it."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from driftcheck.model import Accepted, At, Coverage, Severity

Since = Literal["new", "persisting"]
Status = Literal["missing", "undocumented", "changed", "broken-claim", "contradiction", "advice"]


class Remedy(Struct):
    """Both ways to mend a finding. The SQL is a suggestion: driftcheck never runs it."""

    document: str
    sql: str | None


class Finding(Struct, kw_only=True):
    """One place where expected and actual part."""

    rule: str
    severity: Severity
    status: Status
    kind: str
    object: str
    property: str | None
    expected: Any
    actual: Any
    message: str
    at: At | None
    also: At | UnsetType = UNSET
    fingerprint: str
    accepted: Accepted | UnsetType = UNSET
    since: Since | UnsetType = UNSET
    remedy: Remedy | UnsetType = UNSET


class Summary(Struct, kw_only=True):
    """Findings that count by severity, accepted ones, objects outside complete lists, and coverage."""

    error: int
    warning: int
    info: int
    accepted: int
    unlisted: int
    coverage: dict[str, Coverage]
    coverage_percent: float
    coverage_by_schema: dict[str, dict[str, Coverage]]


class Entry(Struct, kw_only=True):
    """An entry of accepted drift that does nothing any more."""

    at: At
    fingerprint: str
    rule: str | UnsetType = UNSET
    object: str | UnsetType = UNSET
    reason: str
    by: str | UnsetType = UNSET
    until: str | UnsetType = UNSET


class Report(Struct, kw_only=True):
    """The outcome of one check: format 1."""

    format: Literal[1]
    driftcheck: str
    target: str
    expected: list[str]
    complete: bool
    summary: Summary
    notes: list[str]
    unread: list[str]
    findings: list[Finding]
    expired: list[Entry] | UnsetType = UNSET
    stale: list[Entry] | UnsetType = UNSET
    shortfalls: list[str] | UnsetType = UNSET
    against: str | UnsetType = UNSET
    resolved: list[Finding] | UnsetType = UNSET
