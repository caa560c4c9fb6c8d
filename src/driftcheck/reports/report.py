"""What every report is made from."""

from __future__ import annotations

import msgspec

from driftcheck import __version__
from driftcheck.model import Coverage, Finding, Severity, Snapshot


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
    hidden: int = 0  # undocumented objects outside complete lists, which --all shows
    notes: list[str] = []  # what a reader should know beside the findings
    unread: list[str] = []  # why the read is not whole
    live: bool = True  # the actual side is a database
    server: str | None = None
    show_all: bool = False
    by_schema: dict[str, dict[str, Coverage]] = {}  # schema → kind
    states: States | None = None  # what was not looked at, because of --schema or [ignore], is not in it
    version: str = __version__

    def count(self, severity: Severity) -> int:
        """How many findings weigh this much, but for accepted ones."""
        return sum(1 for finding in self.findings if finding.severity is severity and not finding.accepted)

    def counting(self) -> list[Finding]:
        """The findings that nobody accepted."""
        return [finding for finding in self.findings if not finding.accepted]

    def fails(self, fail_on: str) -> bool:
        """Whether a finding is at or above the level; `never` never."""
        if fail_on == "never":
            return False
        level = Severity(fail_on)
        return any(finding.severity.weight >= level.weight for finding in self.counting())
