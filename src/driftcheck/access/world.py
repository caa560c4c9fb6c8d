"""The database as access control sees it: relations, policies, functions, roles and privileges, looked up by name."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from functools import cached_property
from typing import cast

from driftcheck.kinds import RELATIONS
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.function import Function
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.role import Role
from driftcheck.kinds.schema import Schema
from driftcheck.kinds.trigger import Trigger
from driftcheck.model import UNSTATED, Facts, Grants, Snapshot
from driftcheck.names import join, parent, quote, split
from driftcheck.sql.booleans import boolean


@dataclasses.dataclass(frozen=True)
class Relation:
    """A table or view, with what guards it."""

    path: str
    kind: str
    facts: Facts
    columns: dict[str, Column]
    policies: dict[str, Policy]  # by name

    @property
    def owner(self) -> str:
        """The role that owns it, "" if unstated."""
        owner = getattr(self.facts, "owner", UNSTATED)
        return owner if isinstance(owner, str) else ""

    @property
    def rls(self) -> bool:
        """Whether row security is on."""
        return getattr(self.facts, "rls", False) is True

    @property
    def forced(self) -> bool:
        """Whether it holds for the owner as well."""
        return getattr(self.facts, "rls_forced", False) is True

    @property
    def invoker(self) -> bool:
        """Whether a view asks as whoever reads it."""
        options = getattr(self.facts, "options", UNSTATED)
        return isinstance(options, dict) and boolean(str(options.get("security_invoker", ""))) is True


class World:
    """A snapshot's objects by name. Only reads; keeps indexes of what it was asked."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """Path → relation."""
        columns: dict[str, dict[str, Column]] = defaultdict(dict)
        for path, facts in self.snapshot.of("column").items():
            columns[parent(path)][split(path)[-1]] = cast(Column, facts)
        policies: dict[str, dict[str, Policy]] = defaultdict(dict)
        for path, facts in self.snapshot.of("policy").items():
            policies[parent(path)][split(path)[-1]] = cast(Policy, facts)
        found = {}
        for kind in RELATIONS:
            for path, facts in self.snapshot.of(kind).items():
                found[path] = Relation(path, kind, facts, columns.get(path, {}), policies.get(path, {}))
        return found

    @cached_property
    def functions(self) -> dict[tuple[str, str], list[tuple[str, Function]]]:
        """(schema, name) → the functions of that name."""
        found: dict[tuple[str, str], list[tuple[str, Function]]] = defaultdict(list)
        for path, facts in self.snapshot.of("function").items():
            parts = split(path)
            found[parts[-2], parts[-1]].append((path, cast(Function, facts)))
        return found

    @cached_property
    def keys(self) -> dict[str, list[Constraint]]:
        """Table → its constraints."""
        found: dict[str, list[Constraint]] = defaultdict(list)
        for path, facts in self.snapshot.of("constraint").items():
            found[parent(path)].append(cast(Constraint, facts))
        return found

    def alone(self, table: str) -> frozenset[str]:
        """The columns that tell a table's rows apart, each alone: its keys of one column."""
        return frozenset(
            key.columns[0]
            for key in self.keys.get(table, [])
            if key.type in ("primary key", "unique") and isinstance(key.columns, list) and len(key.columns) == 1
        )

    @cached_property
    def triggers(self) -> dict[str, list[tuple[str, Trigger]]]:
        """Table → (name, trigger)."""
        found: dict[str, list[tuple[str, Trigger]]] = defaultdict(list)
        for path, facts in self.snapshot.of("trigger").items():
            found[parent(path)].append((split(path)[-1], cast(Trigger, facts)))
        return found

    def relation(self, schema: str, name: str, search: tuple[str, ...]) -> Relation | None:
        """A relation by its name, unqualified ones along the search path."""
        for candidate in (schema,) if schema else search:
            found = self.relations.get(join(candidate, name))
            if found:
                return found
        return None

    def function(self, schema: str, name: str, arguments: int, search: tuple[str, ...]) -> tuple[str, Function] | str:
        """The function that a call with so many arguments means, or why that cannot be said."""
        for candidate in (schema,) if schema else search:
            named = self.functions.get((candidate, name), [])
            fitting = [(path, f) for path, f in named if _takes(path, f, arguments)]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                return f"{join(candidate, name)} is overloaded"
        return f"{join(schema, name) if schema else quote(name)} is not in the snapshot"

    def role(self, name: str) -> Role:
        """A role's attributes; one that is not in the snapshot has those that the platform gives it."""
        found = self.snapshot.of("role").get(quote(name))
        if found is not None:
            return cast(Role, found)
        return Role(superuser=name == "supabase_admin", bypass_rls=name in ("service_role", "postgres"), member_of=[])

    def bypasses(self, role: str) -> bool:
        """Whether row security never holds for the role."""
        facts = self.role(role)
        return facts.superuser is True or facts.bypass_rls is True

    def holds(self, role: str, other: str) -> bool:
        """Whether `role` has the privileges of `other` (`has_privs_of_role`, acl.c)."""
        return other == "public" or self.role(role).superuser is True or other in self._held(role)

    def _held(self, role: str) -> set[str]:
        seen, queue = {role}, [role]
        while queue:
            facts = self.role(queue.pop())
            for entry in facts.member_of if facts.member_of is not UNSTATED else []:
                name, _, _ = entry.partition(" WITH ")
                inherits = facts.inherit is not False
                if "INHERIT true" in entry:
                    inherits = True
                elif "INHERIT false" in entry:
                    inherits = False
                if inherits and name not in seen:
                    seen.add(name)
                    queue.append(name)
        return seen

    def granted(self, role: str, grants: Grants, owner: str, privilege: str) -> bool:
        """Whether the role, or one whose privileges it has, may do this."""
        if self.role(role).superuser is True:
            return True
        held = self._held(role)
        stated = grants if isinstance(grants, dict) else {}
        if owner in held and (grants is UNSTATED or owner not in stated):
            return True
        return any(
            privilege in (p.removesuffix("*") for p in privileges)
            for grantee, privileges in stated.items()
            if grantee in held or grantee == "public"
        )

    def enters(self, role: str, schema: str) -> bool:
        """Whether the role has USAGE on the schema; one without facts counts as open."""
        facts = cast("Schema | None", self.snapshot.of("schema").get(quote(schema)))
        if facts is None or facts.grants is UNSTATED:
            return True
        return self.granted(role, facts.grants, facts.owner if isinstance(facts.owner, str) else "", "USAGE")

    def privilege(
        self, role: str, relation: Relation, privilege: str, *, entering: bool = True
    ) -> list[str] | bool | None:
        """True: the whole relation; a list: these columns only; False: nothing. None never.

        A stored expression has found its relations already, and needs no USAGE on their schemas: `entering` is false.
        """
        if entering and not self.enters(role, split(relation.path)[0]):
            return False
        grants = getattr(relation.facts, "grants", UNSTATED)
        if grants is UNSTATED or self.granted(role, grants, relation.owner, privilege):
            return True
        if privilege == "DELETE":
            return False
        columns = [
            name
            for name, column in relation.columns.items()
            if column.grants is not UNSTATED and column.grants and self.granted(role, column.grants, "", privilege)
        ]
        return columns or False

    def executes(self, role: str, function: Function) -> bool:
        """Whether the role may call it."""
        if function.grants is UNSTATED:
            return True
        return self.granted(role, function.grants, function.owner if isinstance(function.owner, str) else "", "EXECUTE")

    def guarded(self, relation: Relation, role: str) -> bool:
        """Whether row security filters what this role sees of the relation."""
        if not relation.rls or relation.kind != "table" or self.bypasses(role):
            return False
        return relation.forced or not (relation.owner and self.holds(role, relation.owner))


def _takes(path: str, function: Function, count: int) -> bool:
    opening = path.find("(", path.rfind('"') + 1)
    if opening >= 0:
        inside = path[opening + 1 : path.rfind(")")]
        most = len(_split(inside)) if inside.strip() else 0
    else:
        most = len(function.arguments) if function.arguments is not UNSTATED else count
    least = most - (len(function.defaults) if function.defaults is not UNSTATED else 0)
    return least <= count <= most


def _split(inside: str) -> list[str]:
    parts, depth = [""], 0
    for c in inside:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts
