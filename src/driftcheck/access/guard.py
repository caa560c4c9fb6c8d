"""What guards a relation's rows for a role: its policies, and whose eyes a view looks with."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from driftcheck.access.formula import TRUE, Formula, conjunction, disjunction, is_true
from driftcheck.access.scope import AlwaysFailsError, Scope, Source
from driftcheck.access.trees import UnreadableError, expression, has_subquery
from driftcheck.access.world import Relation
from driftcheck.kinds.policy import Policy
from driftcheck.model import UNSTATED
from driftcheck.names import split

if TYPE_CHECKING:
    from driftcheck.access.reader import Reader


def search(relation: Relation) -> tuple[str, ...]:
    """Where the names in a policy of the relation are looked for."""
    return tuple(dict.fromkeys((split(relation.path)[0], "public", "extensions")))


def applying(reader: Reader, relation: Relation, command: str, role: str) -> dict[str, Policy]:
    """The policies of a relation that hold for a command and a role, by name."""
    found = {}
    for name, policy in relation.policies.items():
        stated = policy.command if policy.command is not UNSTATED else "ALL"
        roles = policy.roles if policy.roles is not UNSTATED and policy.roles else ["public"]
        if stated in ("ALL", command) and any(reader.world.holds(role, r) for r in roles):
            found[name] = policy
    return found


def text_of(policy: Policy, which: str) -> str | None:
    """The policy's expression: USING, or WITH CHECK, which is USING where it is not written."""
    using = policy.using if policy.using is not UNSTATED else None
    check = policy.check if policy.check is not UNSTATED else None
    return using if which == "using" else check if check is not None else using


def read(reader: Reader, text: str | None, relation: Relation, rel: int, scope: Scope) -> Formula:
    """One policy's expression about the row `rel` of its relation."""
    if text is None:
        return TRUE
    inside = Scope(
        role=scope.role,
        search=search(relation),
        sources=({split(relation.path)[-1]: Source(relation, rel)},),
        active=(*scope.active, relation.path),
        calls=scope.calls,
        current=scope.current,
    )
    try:
        return reader.condition(expression(text), inside)
    except UnreadableError as error:
        from driftcheck.access.formula import Atom

        return Atom(text, frozenset({rel}), unknown=str(error))


def visible(reader: Reader, relation: Relation, rel: int, scope: Scope) -> Formula:
    """Which rows of a relation a role sees inside a policy.

    Met again within its own policies it is an error only if those for SELECT have a subquery (rewriteHandler.c).
    """
    policies = applying(reader, relation, "SELECT", scope.role)
    if relation.path in scope.active and any(has_subquery(text_of(p, "using") or "") for p in policies.values()):
        raise AlwaysFailsError(f"infinite recursion in the policies of {relation.path}")
    parts: dict[bool, list[Formula]] = {True: [], False: []}
    for policy in policies.values():
        found = is_true(read(reader, text_of(policy, "using"), relation, rel, scope))
        parts[policy.permissive is not False].append(found)
    return conjunction((disjunction(parts[True]), *parts[False]))


def viewer(relation: Relation, scope: Scope) -> Scope:
    """The scope of a view's query: it looks with its owner's eyes, or, with security_invoker, with the caller's.

    That is the caller of the whole statement, even where a plain view reads it (CREATE VIEW, "Notes").
    """
    if relation.path in scope.active:
        raise AlwaysFailsError(f"infinite recursion in {relation.path}")
    role = scope.current if relation.invoker else relation.owner or "postgres"
    base = Scope(role=role, search=search(relation), active=(*scope.active, relation.path), current=scope.current)
    return dataclasses.replace(base, calls=scope.calls)
