"""What one release of PostgreSQL knows and an older one does not: between two majors, such a difference is no drift."""

from __future__ import annotations

from typing import Any

from driftcheck.model import Snapshot

Majors = tuple[int, int]
"""Of the expected and the actual server."""


def majors(expected: Snapshot, actual: Snapshot) -> Majors | None:
    """The two majors, where both sides come from servers of different ones."""
    found = [int(s.server.partition(".")[0]) for s in (expected, actual) if s.server and s.server[0].isdigit()]
    return (found[0], found[1]) if len(found) == 2 and found[0] != found[1] else None


def same_but_for_release(kind: str, path: str, property: str, expected: Any, actual: Any, between: Majors) -> bool:
    """Whether two values differ only by what lies between the releases.

    MAINTAIN came with 17, where whoever has all privileges has it. Subscriptions gain options with each release, and
    stream in parallel by default from 18 (CREATE SUBSCRIPTION's documentation). From 15 on a new database's schema
    `public` is the database's owner's, and nobody else creates in it (release notes of 15, "Migration").
    """
    older, newer = min(between), max(between)
    if kind == "schema" and path == "public" and older < 15 <= newer:
        before, since = (expected, actual) if between[0] == older else (actual, expected)
        if property == "owner":
            return bool(since == "pg_database_owner")
        return property == "grants" and bool(before == since | {"public": ["CREATE", "USAGE"]})
    if property == "grants" and older < 17 <= newer:
        return _without_maintain(expected) == _without_maintain(actual)
    if kind == "subscription" and property == "options":
        both = (expected.keys() & actual.keys()) - ({"streaming"} if older < 18 <= newer else set())
        return all(expected[name] == actual[name] for name in both)
    return False


def _without_maintain(grants: dict[str, list[str]]) -> dict[str, list[str]]:
    kept = {role: [p for p in of if p.rstrip("*") != "MAINTAIN"] for role, of in grants.items()}
    return {role: of for role, of in kept.items() if of}
