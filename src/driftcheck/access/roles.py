"""Which roles a database knows, and which of them the least member and an administrator have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from driftcheck.access import words
from driftcheck.access.formula import Atom, Role
from driftcheck.access.world import World
from driftcheck.kinds.type import Type
from driftcheck.model import UNSTATED

_LITERAL = re.compile(r"'((?:[^']|'')*)'")


class Vocabulary:
    """The values that role columns and claims are compared with, gathered while policies are read."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.values: dict[str, set[str]] = defaultdict(set)
        self.ties: set[str] = set()  # tables and claims that tie the caller to rows
        self.tying: set[str] = set()  # tables that make somebody an administrator of one tie

    def learn(self, atoms: Iterable[Atom]) -> None:
        """Takes in what a policy asks for."""
        for atom in atoms:
            if atom.rels:
                self.ties |= atom.through
            for role in atom.roles:
                self.values[role.where] |= role.values | (self.declared(role.like) if role.like else frozenset())
                if atom.caller and atom.rels:
                    self.tying |= atom.through

    def learn_together(self, term: Iterable[Atom]) -> None:
        """Takes in what a policy asks for at once: a tenant and a role in one token make an administrator of the tenant."""
        ranked = any(r.where.startswith("claim ") for a in term if not a.rels and not a.negated for r in a.roles)
        if ranked:
            self.tying |= frozenset().union(*(a.through for a in term if a.caller == {"claim"} and not a.roles))

    def _known(self, where: str) -> frozenset[str]:
        return frozenset(self.values[where]) | self.declared(where)

    def declared(self, where: str) -> frozenset[str]:
        """The values that a column's type, checks and default name: the enum's, the literals."""
        table, _, column = where.rpartition(".")
        relation = self.world.relations.get(table)
        facts = relation.columns.get(column) if relation else None
        if facts is None:
            return frozenset()
        found: set[str] = set()
        type = self.world.snapshot.of("type").get(facts.type if isinstance(facts.type, str) else "")
        if isinstance(type, Type) and type.values is not UNSTATED:
            found |= set(type.values)
        for key in self.world.keys.get(table, []):
            if (
                key.type == "check"
                and isinstance(key.expression, str)
                and re.search(rf"\b{re.escape(column)}\b", key.expression)
            ):
                found |= {text.replace("''", "'") for text in _LITERAL.findall(key.expression)}
        default = self._default(where)
        return frozenset(found | ({default} if default else set()))

    def _default(self, where: str) -> str | None:
        table, _, column = where.rpartition(".")
        relation = self.world.relations.get(table)
        facts = relation.columns.get(column) if relation else None
        text = facts.default if facts is not None and isinstance(facts.default, str) else ""
        found = _LITERAL.match(text)
        return found[1] if found else text if text in ("true", "false") else None

    def least(self, where: str) -> str | None:
        """The role that every member has; None: none that any policy names."""
        if where.startswith(("claim ", "the caller's own ")):
            return None
        return words.least(self._known(where), self._default(where))

    def admin(self, where: str) -> str | None:
        """The administrator's role."""
        return words.highest_admin(self._known(where))

    def meets(self, role: Role, *, admin: bool) -> bool:
        """Whether an administrator, or else the least member, has one of the roles asked for."""
        if role.where.startswith("the caller's own ") or role.like or words.is_permission(role.where, role.values):
            return admin != role.negated
        value = self.admin(role.where) if admin else self.least(role.where)
        if value is None and role.where.startswith("claim "):
            return False
        return (value in role.values) != role.negated

    def ties_admins(self, atom: Atom) -> bool:
        """Whether the tables of a tie also make administrators of that tie."""
        return bool(atom.through & self.tying) and any(
            role.rpartition(".")[0] in atom.through
            or role in atom.through
            or (role.startswith("claim ") and atom.caller == {"claim"})
            for role in self.values
            if self.admin(role) is not None
        )
