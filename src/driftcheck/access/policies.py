"""Policies that keep what a document's sentences say: for databases that are built from documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from driftcheck.access import sentences
from driftcheck.access.sentences import DELETE, SELECT, UPDATE, Grant
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.policy import Policy
from driftcheck.names import join, last, quote, split

_OWNERS = ("user_id", "owner_id", "created_by", "author_id", "creator_id", "customer_id", "profile_id", "owner")
_CONDITIONS = ("is_public", "public", "is_published", "published", "is_active", "active", "is_approved", "approved")
_ADMIN = "(auth.jwt() -> 'app_metadata' ->> 'role') = 'admin'"
_UID = "(SELECT auth.uid())::text"


def policies_for(table: str, claims: Iterable[Claim], columns: Mapping[str, Iterable[str]]) -> dict[str, Policy]:
    """Path → policy, for a table and the access claims about it. `columns` gives each table's column names.

    A sentence that is not understood, and one for which the table has no column, gives none.
    """
    found: dict[str, Policy] = {}
    for claim in claims:
        for grant in sentences.read(claim.text if isinstance(claim.text, str) else "").grants:
            condition = _condition(grant, table, columns, claim.text if isinstance(claim.text, str) else "")
            if condition is None:
                continue
            roles = ["public"] if grant.who == "anyone" else ["authenticated"]
            seen = {SELECT} if grant.must & {UPDATE, DELETE} else set()  # who changes rows has to see them
            for command in sorted(grant.must | seen):
                path = join(*split(table), f"{grant.who} {command} {grant.rows}")
                found[path] = _policy(table, command.upper(), roles, condition)
    return found


def _policy(table: str, command: str, roles: list[str], condition: str) -> Policy:
    facts: dict[str, Any] = {"table": table, "command": command, "permissive": True, "roles": roles}
    facts["using"] = None if command == "INSERT" else condition
    facts["check"] = condition if command in ("INSERT", "UPDATE") else None
    return Policy(**facts)


def _condition(grant: Grant, table: str, columns: Mapping[str, Iterable[str]], text: str) -> str | None:
    mine = list(columns.get(table, ()))
    if grant.who == "admin":
        return _ADMIN
    match grant.rows:
        case "all" if grant.who in ("anyone", "signed-in"):
            return "true"
        case "own":
            owner = owner_of(table, mine)
            return f"{quote(owner)}::text = {_UID}" if owner else None
        case "condition":
            column = next((c for c in _CONDITIONS if c in mine), None)
            return f"{quote(column)}::text = 'true'" if column else None
        case "related":
            return _tie(table, mine, columns, text)
    return None


def owner_of(table: str, mine: list[str]) -> str | None:
    """The column that would say whose row it is."""
    named = next((c for c in _OWNERS if c in mine), None)
    return named or ("id" if "id" in mine and last(table) in ("profiles", "users", "user_profiles") else None)


def _tie(table: str, mine: list[str], columns: Mapping[str, Iterable[str]], text: str) -> str | None:
    words = set(re.findall(r"[a-z]+", text.lower()))
    schema = split(table)[0]
    linked = []
    for column in mine:
        noun = column.removesuffix("_id")
        for name in (noun, f"{noun}s", f"{noun}es", f"{noun.removesuffix('y')}ies"):
            other = join(schema, name)
            if column.endswith("_id") and other in columns and other != table:
                owner = owner_of(other, list(columns[other]))
                if owner and "id" in columns[other]:
                    linked.append((not {noun, f"{noun}s"} & words, column, other, owner))
    if not linked:
        return None
    _, column, other, owner = min(linked)
    return (
        f"EXISTS (SELECT 1 FROM {other} tied WHERE tied.id::text = {table}.{quote(column)}::text"
        f" AND tied.{quote(owner)}::text = {_UID})"
    )
