"""The column of a table that says whose row it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from driftcheck.access.formula import Atom
from driftcheck.access.world import Relation, World
from driftcheck.names import referred, split

_NAMES = (
    "user_id", "owner_id", "owner", "created_by", "author_id", "creator_id", "customer_id", "profile_id", "account_id",
    "sender_id", "uploaded_by", "auth_id", "id",
)  # fmt: skip
_OTHERS = ("updated_by", "approved_by", "reviewed_by", "deleted_by", "invited_by", "assigned_to", "assignee_id")
_USERS = frozenset({"users", "profiles", "user_profiles", "accounts", "members"})


def candidates(world: World, relation: Relation) -> list[str]:
    """The columns that refer to users, or default to the caller's id."""
    found = []
    for key in world.keys.get(relation.path, []):
        if key.type == "foreign key" and isinstance(key.columns, list) and isinstance(key.references, str):
            target = referred(key.references)[0]
            if len(key.columns) == 1 and is_users(world, target):
                found.append(key.columns[0])
    for name, column in relation.columns.items():
        if isinstance(column.default, str) and "auth.uid()" in column.default.replace(" ", ""):
            found.append(name)
    return list(dict.fromkeys(sorted(found, key=_order)))


def choose(world: World, relation: Relation, direct: Iterable[Atom]) -> str | None:
    """The owner column: of those that refer to users the one that policies compare, else the one that policies compare."""
    compared = Counter(atom.column for atom in direct if atom.column is not None)
    ordered = sorted(compared, key=lambda c: (_order(c), -compared[c], c))
    users = candidates(world, relation)
    both = [column for column in users if column in compared]
    if both:
        return both[0]
    if users and (users[0] not in _OTHERS or not ordered):
        return users[0]
    return ordered[0] if ordered else None


def _order(column: str) -> tuple[int, str]:
    if column in _OTHERS:
        return len(_NAMES) + 1, column
    return (_NAMES.index(column), "") if column in _NAMES else (len(_NAMES), column)


def is_users(world: World, target: str) -> bool:
    """Whether a table holds the users: auth.users, or a table that is named like it and tied to it."""
    if target == "auth.users":
        return True
    if split(target)[-1] not in _USERS:
        return False
    return any(
        key.type == "foreign key" and isinstance(key.references, str) and key.references.startswith("auth.users")
        and isinstance(key.columns, list) and key.columns == _primary(world, target)
        for key in world.keys.get(target, [])
    )  # fmt: skip


def _primary(world: World, table: str) -> list[str] | None:
    for key in world.keys.get(table, []):
        if key.type == "primary key" and isinstance(key.columns, list):
            return key.columns
    return None
