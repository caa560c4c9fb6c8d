"""What a claim is checked against."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, cast

from driftcheck.completeness import level
from driftcheck.coverage import Counts
from driftcheck.kinds import KINDS
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.managed import is_managed
from driftcheck.match import Matches
from driftcheck.model import Facts, Finding, Level, Severity, Snapshot, place
from driftcheck.names import quote, split


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scene:
    """Both sides, and which object is which."""

    expected: Snapshot
    actual: Snapshot
    matches: Mapping[str, Matches]
    renamed: Mapping[str, str]
    counts: Counts  # which objects the user asked about

    def claims(self, claim: str) -> Iterator[Claim]:
        """The expected claims of one sort."""
        return (c for c in cast("Iterator[Claim]", self.expected.of("claim").values()) if c.claim == claim)

    def live(self, kind: str, about: str) -> dict[str, Facts]:
        """What people made of one kind, in a schema or in the whole database; partitions count with their table."""
        whole = about == DATABASE
        return {
            path: facts
            for path, facts in self.actual.of(kind).items()
            if not getattr(facts, "partition_of", None)
            and (within(path, kind, about) if not whole else not is_managed(kind, path, facts))
        }

    def listed(self, kind: str, about: str) -> dict[str, Facts]:
        """What the expected side names of one kind, in a schema or in the whole database."""
        return {
            path: facts
            for path, facts in self.expected.of(kind).items()
            if about == DATABASE or within(path, kind, about)
        }

    def reported_as_extra(self, kind: str, path: str) -> bool:
        """Whether the actual object is reported as undocumented, so that no claim need speak of it."""
        extra = self.matches[kind].extra
        return path in extra and level(self.expected, kind, path, extra[path]) is not Level.PARTIAL


def within(path: str, kind: str, about: str) -> bool:
    """Whether an object of this kind stands in the schema."""
    return KINDS[kind].scope in ("schema", "table") and quote(split(path)[0]) == about


def broken(
    claim: str, severity: Severity, facts: Facts, object: str, kind: str, message: str, expected: Any, actual: Any
) -> Finding:
    """A claim that does not hold."""
    return Finding(
        rule=f"claim-{claim}",
        severity=severity,
        status="broken-claim",
        kind=kind,
        object=object,
        message=message,
        expected=expected,
        actual=actual,
        at=place(facts, "column_count" if claim == "count" else None),
    )
