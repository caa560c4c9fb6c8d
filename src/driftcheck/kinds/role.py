"""Roles: `pg_roles`, `pg_auth_members`, `pg_db_role_setting`."""

from __future__ import annotations

from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, Number, OptionalText


class Role(Facts):
    superuser: Flag = UNSTATED
    inherit: Flag = UNSTATED
    create_role: Flag = UNSTATED
    create_db: Flag = UNSTATED
    login: Flag = UNSTATED
    replication: Flag = UNSTATED
    bypass_rls: Flag = UNSTATED
    connection_limit: Number = UNSTATED
    valid_until: OptionalText = UNSTATED
    member_of: Names = UNSTATED  # "role", "role WITH ADMIN"
    settings: Names = UNSTATED  # "search_path=public"
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="role",
    plural="roles",
    facts=Role,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO, "superuser": ERROR, "bypass_rls": ERROR},
    why="Grants and policies name roles; a role that bypasses RLS sees everything.",
)
