"""What every report is made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from driftcheck import __version__
from driftcheck.accepted import Entry
from driftcheck.model import Coverage, Finding, Severity, Snapshot

if TYPE_CHECKING:
    from driftcheck.remedies.remedy import Remedy

    Remedies = Callable[[Finding], Remedy | None]


class States(msgspec.Struct, kw_only=True, frozen=True):
    """Both sides of the comparison, for the formats that show more than findings; `pairs` is Comparison.pairs."""

    expected: Snapshot
    actual: Snapshot
    pairs: dict[str, dict[str, str]] = {}


class Report(msgspec.Struct, kw_only=True, frozen=True):
    """The outcome of one check, after policy. Holds no secret: `target` is a name, not a URL with a password."""

    target: str
    expected: list[str]
    complete: bool  # False: the database could not be read whole; never clean
    findings: list[Finding]
    coverage: dict[str, Coverage] = {}
    shortfalls: list[str] = []  # what coverage lacks: fails the gate whatever the findings
    expired: list[tuple[str, Entry]] = []  # accepted until a day that has passed, each with its place: it counts again
    stale: list[tuple[str, Entry]] = []  # accepted, and not found any more
    against: str | None = None  # the earlier report that findings are held against
    resolved: list[Finding] = []  # what it had and this one has not
    hidden: int = 0  # undocumented objects outside complete lists, which --all shows
    notes: list[str] = []  # what a reader should know beside the findings
    unread: list[str] = []  # why the read is not whole
    live: bool = True  # the actual side is a database
    server: str | None = None
    show_all: bool = False
    by_schema: dict[str, dict[str, Coverage]] = {}  # schema → kind
    states: States | None = None  # what was not looked at, because of --schema or [ignore], is not in it
    version: str = __version__

    def remedies(self) -> Remedies:
        """What mends a finding, where both sides are at hand."""
        from driftcheck.remedies import Remedies

        if self.states is None:
            return lambda finding: None
        where = next(iter(self.expected), "")
        return Remedies(self.states.expected, self.states.actual, self.states.pairs, where).of

    def count(self, severity: Severity) -> int:
        """How many findings weigh this much, but for accepted ones."""
        return sum(1 for finding in self.counting() if finding.severity is severity)

    def counting(self) -> list[Finding]:
        """The findings that nobody accepted."""
        return [finding for finding in self.findings if finding.accepted is None]

    def accepted(self) -> list[Finding]:
        """The findings that somebody did."""
        return [finding for finding in self.findings if finding.accepted is not None]

    def fails(self, fail_on: str) -> bool:
        """Whether coverage falls short, or a finding that counts is at or above the level.

        `never` looks at no finding, `new:error` only at those that the earlier report had not.
        """
        if self.shortfalls or fail_on == "never":
            return bool(self.shortfalls)
        new, _, name = fail_on.rpartition(":")
        found = [finding for finding in self.counting() if not new or finding.since == "new"]
        return any(finding.severity.weight >= Severity(name).weight for finding in found)
