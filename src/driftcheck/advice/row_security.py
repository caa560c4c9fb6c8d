"""Tables whose row security is off, or on and without a policy."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.advice.base import Advice, View, found
from driftcheck.model import Finding, Severity


def _off(view: View) -> Iterator[Finding]:
    for table in view.relations("table"):
        if not table.rls and not table.policies and view.served(table):
            roles = ", ".join(view.rights(table))
            yield found("table", table.path, f"row level security is off, and {roles} can reach every row", [roles])


def _policies_for_nothing(view: View) -> Iterator[Finding]:
    for table in view.relations("table"):
        if table.policies and not table.rls:
            names = ", ".join(f"“{name}”" for name in sorted(table.policies))
            yield found("table", table.path, f"row level security is off: {names} does nothing", sorted(table.policies))


def _nobody(view: View) -> Iterator[Finding]:
    for table in view.relations("table"):
        if table.rls and not table.policies and getattr(table.facts, "partition_of", None) is None:
            yield found("table", table.path, "row level security is on and there is no policy: nobody reads a row")


RULES = (
    Advice(
        name="advice-rls-disabled",
        severity=Severity.ERROR,
        what="A table in a schema that the API serves has row level security off.",
        why="Whoever holds the public key of the API reads and writes every row that the grants allow.",
        mend="ALTER TABLE … ENABLE ROW LEVEL SECURITY and create its policies, or revoke the grants of the API's roles.",
        look=_off,
        said_by=("table-rls-changed", "claim-rls", "access-wider-than-documented"),
    ),
    Advice(
        name="advice-policy-without-rls",
        severity=Severity.ERROR,
        what="A table has policies, and row level security is off.",
        why="The policies look like a wall and do nothing.",
        mend="ALTER TABLE … ENABLE ROW LEVEL SECURITY, or drop the policies.",
        look=_policies_for_nothing,
        said_by=("table-rls-changed", "claim-rls", "access-wider-than-documented"),
    ),
    Advice(
        name="advice-rls-without-policy",
        severity=Severity.INFO,
        what="Row level security is on, and the table has no policy.",
        why="Nobody but its owner and roles that bypass row security reads or writes a row; it may be meant so.",
        mend="Create the policies that the application needs; if it is meant so, turn this rule off for the table.",
        look=_nobody,
        said_by=("claim-rls", "access-narrower-than-documented", "policy-missing", "policy-renamed"),
    ),
)
