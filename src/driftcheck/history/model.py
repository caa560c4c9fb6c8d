"""What the history and the job that fills it speak of: data only."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from msgspec import Struct

from driftcheck.model import At, Finding, Severity


class Seen(Struct, frozen=True, kw_only=True):
    """A finding as far as it is remembered."""

    fingerprint: str
    rule: str
    severity: Severity
    kind: str
    object: str
    message: str
    at: At | None = None

    @classmethod
    def of(cls, finding: Finding) -> Seen:
        """What is kept of a finding: never the values themselves beyond its message."""
        return cls(
            fingerprint=finding.fingerprint,
            rule=finding.rule,
            severity=finding.severity,
            kind=finding.kind,
            object=finding.object,
            message=finding.message,
            at=finding.at,
        )


class Known(Struct, frozen=True, kw_only=True):
    """An open finding of the history. Times are in UTC."""

    id: int
    seen: Seen
    first_seen: datetime.datetime
    told_at: datetime.datetime  # when it was last spoken of


class Change(Struct, frozen=True, kw_only=True):
    """One transition: what was (its row is closed or changed) and what is. Messages tell of these: new, worsened,
    resolved, reminder, unreachable, reachable."""

    transition: str
    was: Known | None = None
    now: Seen | None = None
    message: str = ""  # of a transition of the target itself

    @property
    def about(self) -> Seen | None:
        """The finding that it speaks of; None if it speaks of the target."""
        return self.now or (self.was.seen if self.was else None)


class Outcome(Struct, kw_only=True):
    """What one run found of one target. `failure` says why nothing could be compared."""

    target: str
    place: str  # host, port and database: no user, no secret
    started: datetime.datetime
    finished: datetime.datetime
    ticket: int = 0  # its place among all readings of this target
    failure: str | None = None
    misconfigured: bool = False  # the failure is the configuration's or the expected side's, not the database's
    snapshot: str | None = None  # SHA-256 of what the database states
    first: Mapping[str, Seen] = {}  # by fingerprint
    second: Mapping[str, Seen] | None = None  # the confirming read, where there was one


Changes = dict[str, list[Change]]
"""Target → its changes."""


def now() -> datetime.datetime:
    """The time in UTC, to the millisecond."""
    time = datetime.datetime.now(datetime.UTC)
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def rfc3339(time: datetime.datetime) -> str:
    """As the contract writes times.

    >>> rfc3339(datetime.datetime(2026, 11, 21, 8, 15, tzinfo=datetime.UTC))
    '2026-11-21T08:15:00Z'
    """
    text = time.astimezone(datetime.UTC).isoformat(timespec="milliseconds" if time.microsecond else "seconds")
    return text.replace("+00:00", "Z")
