"""What a piece of advice is, and what it looks at."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from driftcheck.access.world import Relation, World
from driftcheck.managed import is_managed
from driftcheck.model import UNSTATED, Facts, Finding, Severity, Snapshot
from driftcheck.names import split

API_ROLES = ("anon", "authenticated")


class View:
    """A snapshot as the advice sees it: what people made, and which of it the API serves."""

    def __init__(self, snapshot: Snapshot, exposed: frozenset[str]) -> None:
        self.snapshot, self.exposed = snapshot, exposed
        self.world = World(snapshot)

    def own(self, kind: str) -> dict[str, Facts]:
        """The objects of one kind that neither an extension nor the platform made."""
        return {p: f for p, f in self.snapshot.of(kind).items() if not is_managed(kind, p, f)}

    def relations(self, *kinds: str) -> Iterator[Relation]:
        """The relations of these kinds that people made, in all their schemas."""
        for kind in kinds:
            for path in self.own(kind):
                yield self.world.relations[path]

    def served(self, relation: Relation) -> bool:
        """Whether the API serves the relation's schema, and one of its roles has any right to it."""
        return split(relation.path)[0] in self.exposed and any(self.rights(relation))

    def rights(self, relation: Relation) -> Iterator[str]:
        """The roles that stand for callers of the API and have any right to the relation."""
        for role in self.callers:
            if any(self.world.privilege(role, relation, p) for p in ("SELECT", "INSERT", "UPDATE", "DELETE")):
                yield role

    @cached_property
    def callers(self) -> tuple[str, ...]:
        """Supabase's roles; where nothing was ever granted to them, all that something was granted to but owners."""
        granted: dict[str, None] = {}
        for kind in ("table", "view", "materialized_view", "function"):
            for facts in self.own(kind).values():
                grants: Any = getattr(facts, "grants", UNSTATED)
                for role in grants if isinstance(grants, Mapping) else ():
                    if role != getattr(facts, "owner", None):
                        granted[role] = None
        known = {*granted, *(split(path)[0] for path in self.snapshot.of("role"))}
        return tuple(r for r in API_ROLES if r in known) or tuple(r for r in granted if not self.world.bypasses(r))

    def reaches(self, roles: object) -> bool:
        """Whether a policy for these roles speaks of anybody whom row security holds back."""
        named = roles if isinstance(roles, list) else ["public"]
        return any(role == "public" or not self.world.bypasses(role) for role in named)


Look = Callable[[View], Iterator[Finding]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Advice:
    """One rule: what it looks for, in words and as a function of a view."""

    name: str
    severity: Severity
    what: str
    why: str
    mend: str
    look: Look
    said_by: tuple[str, ...] = ()  # rules of the comparison that report the same fault of the same object


def found(kind: str, object: str, message: str, actual: Any = None) -> Finding:
    """A finding whose rule and severity the advice that found it gives."""
    return Finding(
        rule="", severity=Severity.INFO, status="advice", kind=kind, object=object, message=message, actual=actual
    )
