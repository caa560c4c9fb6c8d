"""Accepted drift: `driftcheck.accepted.toml`, the findings that a team knows of, each with a reason and maybe an end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from driftcheck.decoding import Keys, first_fault
from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.model import Accepted, Finding
from driftcheck.tomlplaces import line_of, loads, places

FILE = "driftcheck.accepted.toml"
Words = Annotated[str, Meta(pattern=r"\S")]  # not blank


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One accepted finding. What it is about is its fingerprint; rule and object are there for people."""

    fingerprint: Words
    rule: str | None = None
    object: str | None = None
    reason: Words
    by: str | None = None
    until: datetime.date | None = None  # the last day on which it counts, in UTC

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < today

    @property
    def name(self) -> str:
        """What it is about, in words."""
        return " ".join(filter(None, (self.rule, self.object))) or self.fingerprint


class _File(msgspec.Struct, forbid_unknown_fields=True):
    accepted: list[Entry] = []


class Acceptances(msgspec.Struct, frozen=True, kw_only=True):
    """What one file says."""

    path: str = FILE
    text: str = ""
    entries: list[Entry] = []

    def lines(self) -> list[int]:
        """The line of each entry."""
        found = places(self.text)
        return [found[("accepted", str(i))].first for i in range(len(self.entries))]


class Applied(msgspec.Struct, kw_only=True):
    """Findings with what is accepted marked, and the entries that do nothing any more, each with its line."""

    findings: list[Finding]
    expired: list[tuple[int, Entry]] = []
    stale: list[tuple[int, Entry]] = []


def read(path: str) -> Acceptances:
    """The entries of a file; none if there is no file. UsageError with its line for what it cannot mean."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Acceptances(path=path)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return parse(text, path)


def parse(text: str, path: str) -> Acceptances:
    """The entries in a file's text. UsageError with the line for what it cannot mean."""
    data = loads(text, path)
    if fault := _fault(data):
        keys, message = fault
        raise UsageError(f"{path}:{line_of(text, keys)}: {message}")
    return Acceptances(path=path, text=text, entries=msgspec.convert(data, _File).accepted)


def _fault(data: dict[str, Any]) -> tuple[Keys, str] | None:
    from driftcheck.rules import RULES

    if fault := first_fault(data, _File, lambda _: "key"):
        keys, message = fault
        if keys[-1] == "until":
            message = "until: a date is expected, such as 2027-01-31"
        elif keys[-1] in ("reason", "fingerprint"):
            message = f"{keys[-1]}: a text is expected that is not blank"
        return keys, message
    for i, entry in enumerate(data.get("accepted", [])):
        rule = entry.get("rule")
        if rule is not None and rule not in RULES:
            return ("accepted", str(i), "rule"), f'no rule is called "{rule}"{did_you_mean(rule, RULES)}'
    return None


def apply(
    accepted: Acceptances, findings: Sequence[Finding], compared: Iterable[Finding], today: datetime.date | None = None
) -> Applied:
    """Mark the findings that entries accept today (in UTC).

    `compared` is all that the comparison found: an entry of a finding that is only not shown today is not stale.
    """
    if not accepted.entries:
        return Applied(findings=list(findings))
    today = today or datetime.datetime.now(datetime.UTC).date()
    good = {entry.fingerprint: entry for entry in accepted.entries if not entry.expired(today)}
    applied = Applied(findings=[_marked(finding, good) for finding in findings])
    there = {finding.fingerprint for finding in compared}
    for line, entry in zip(accepted.lines(), accepted.entries, strict=True):
        if entry.fingerprint not in there:
            applied.stale.append((line, entry))
        elif entry.fingerprint not in good:
            applied.expired.append((line, entry))
    return applied


def _marked(finding: Finding, good: dict[str, Entry]) -> Finding:
    entry = good.get(finding.fingerprint)
    if entry is None:
        return finding
    acceptance = Accepted(reason=entry.reason, by=entry.by, until=str(entry.until) if entry.until else None)
    return msgspec.structs.replace(finding, accepted=acceptance)
