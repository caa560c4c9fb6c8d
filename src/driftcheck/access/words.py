"""Words by which databases say who may do more than others, ranked."""

from __future__ import annotations

import re

_RANKS = {
    "anonymous": 0, "anon": 0, "none": 0, "banned": 0, "blocked": 0, "pending": 0, "public": 0,
    "viewer": 1, "reader": 1, "guest": 1, "observer": 1, "read": 1, "readonly": 1, "view": 1,
    "free": 1,
    "user": 2, "member": 2, "basic": 2, "customer": 2, "client": 2, "student": 2, "employee": 2, "participant": 2,
    "authenticated": 2, "subscriber": 2, "standard": 2, "regular": 2,
    "premium": 3, "commenter": 3, "contributor": 3, "author": 3, "agent": 3, "pro": 3, "write": 3, "writer": 3,
    "comment": 3, "edit": 4, "editor": 4, "staff": 4, "support": 4, "teacher": 4, "developer": 4,
    "moderator": 5, "manager": 5, "maintainer": 5, "mod": 5, "manage": 5,
    "admin": 7, "administrator": 7, "admins": 7, "true": 7,
    "superadmin": 8, "superuser": 8, "owner": 9, "root": 9,
}  # fmt: skip
_ADMIN, _UNKNOWN = 7, 3
_SEPARATORS = re.compile(r"[_\-\s.:]+")
_AROUND = frozenset({"can", "only", "access", "full"})  # around the word that tells a rank
_PERMISSIONS = frozenset({"permission", "permissions", "privilege"})
_ROLE_WORDS = frozenset({"role", "roles"}) | _PERMISSIONS
_FLAGS = frozenset({"admin", "administrator", "superuser", "superadmin", "staff", "moderator"})
_NAMES = frozenset({"name", "slug", "key", "code", "title"})


def rank(value: str) -> int:
    """How much a role named like this may usually do: 0 nobody, 2 everybody, 7 an administrator.

    >>> rank("viewer"), rank("SUPER_ADMIN"), rank("org:admin"), rank("owner")
    (1, 7, 7, 9)
    """
    plain = value.lower()
    if plain in _RANKS:
        return _RANKS[plain]
    words = [word for word in _SEPARATORS.split(plain) if word]
    if "admin" in words or "administrator" in words:
        return _ADMIN
    return max((_RANKS[word] for word in words if word in _RANKS), default=_UNKNOWN)


def is_admin(value: str) -> bool:
    """Whether a role of this name is an administrator's."""
    return rank(value) >= _ADMIN and value.lower() != "true"


def is_role(table: str, column: str) -> bool:
    """Whether a column says what somebody may do.

    >>> is_role("user_roles", "role"), is_role("roles", "name"), is_role("profiles", "is_admin"), is_role("posts", "status")
    (True, True, True, False)
    """
    words = set(_SEPARATORS.split(column.lower()))
    if words & _ROLE_WORDS or is_flag(column):
        return True
    return bool(words & _NAMES and set(_SEPARATORS.split(table.lower())) & _ROLE_WORDS) or column in (
        "user_type",
        "account_type",
        "access_level",
    )


def is_permission(where: str, values: frozenset[str]) -> bool:
    """Whether a column of permissions is asked for such that no word says who holds them: administrators do.

    >>> is_permission("public.role_permissions.permission", frozenset({"posts.delete"}))
    True
    >>> is_permission("public.shares.permission", frozenset({"read"})), is_permission("public.users.role", frozenset())
    (False, False)
    >>> is_permission("shares.permission", frozenset({"can_edit"})), is_permission("p.permission", frozenset({"edit_any"}))
    (False, True)
    """
    column = set(_SEPARATORS.split(where.rpartition(".")[2].lower()))
    return bool(column & _PERMISSIONS and values) and not any(
        set(re.split(r"[_\s-]+", value.lower())) <= _RANKS.keys() | _AROUND for value in values
    )


def is_flag(column: str) -> bool:
    """Whether a boolean column marks administrators: `is_admin`, `is_super_admin`, `admin`."""
    words = [w for w in _SEPARATORS.split(column.lower()) if w and w != "is"]
    return bool(words) and words[-1] in _FLAGS


def is_admin_table(table: str) -> bool:
    """Whether being in the table makes an administrator: `admins`, `admin_users`, `team_admins`."""
    words = set(_SEPARATORS.split(table.lower()))
    return bool(words & {"admins", "administrators", "superusers", "superadmins"}) or words in (
        {"admin", "users"},
        {"admin", "user"},
        {"app", "admin"},
    )


def least(values: frozenset[str], default: str | None) -> str | None:
    """The least role of a vocabulary; None if all that is known of it are administrators' roles."""
    ordered = sorted(values, key=lambda v: (rank(v), v != default, v))
    return ordered[0] if ordered and not is_admin(ordered[0]) and ordered[0] != "true" else None


def highest_admin(values: frozenset[str]) -> str | None:
    """The role that "admin" means: the plainest administrator's, else the highest there is."""
    admins = sorted((v for v in values if is_admin(v)), key=lambda v: (rank(v), len(v), v))
    if admins:
        return admins[0]
    ordered = sorted(values, key=lambda v: (-rank(v), v))
    return ordered[0] if ordered and rank(ordered[0]) > _UNKNOWN else None
