"""The people of the proof: two plain users of two tenants, two who only own rows, and an administrator."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from driftcheck.access.matrix import Derivation
from driftcheck.access.session import SESSIONS
from driftcheck.prove.harvest import Harvest


def number(i: int) -> str:
    """The i-th made identifier: the same in every table, so that references without a foreign key meet too."""
    return f"00000000-0000-4000-8000-{i:012d}"


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody with an account. `tenant` is the number of the rows that they are tied to."""

    name: str
    id: str
    email: str
    tenant: int
    admin: bool = False


def people(derivation: Derivation, harvest: Harvest) -> list[Person]:
    """a and b act as plain users, x as the administrator; c and d have rows of their own."""
    identity, mail = "a0000000-0000-4000-8000-00000000000f", "x@example.com"
    for where, values in derivation.vocabulary.values.items():
        literal = next((v for v in sorted(values) if v in harvest.literals), None)
        if where == "the caller's own id" and literal:
            identity = literal
    for text in sorted(harvest.literals):
        if "@" in text and any(w == "the caller's own email" for w in derivation.vocabulary.values):
            mail = text.replace("%", "x")
    return [
        Person("a", "a0000000-0000-4000-8000-00000000000a", "a@example.org", 1),
        Person("b", "a0000000-0000-4000-8000-00000000000b", "b@example.org", 2),
        Person("c", "a0000000-0000-4000-8000-00000000000c", "c@example.org", 2),
        Person("d", "a0000000-0000-4000-8000-00000000000d", "d@example.org", 1),
        Person("x", identity, mail, 1, admin=True),
    ]


def tokens(person: Person | None, caller: str, tied: bool, derivation: Derivation, harvest: Harvest) -> list[str]:
    """The claims that a caller may come with, as JSON; several where the caller may choose what they say."""
    session = SESSIONS[caller]
    claims: dict[str, Any] = {"role": session.role}
    if person is None:
        return [json.dumps(claims)]
    claims |= {
        "sub": person.id, "email": person.email, "aud": "authenticated", "aal": "aal1", "is_anonymous": False,
        "session_id": number(99), "app_metadata": {"provider": "email", "providers": ["email"]}, "user_metadata": {},
    }  # fmt: skip
    asked = sorted(p for p in derivation.claims if len(p) > 0)
    leaves = [p for p in asked if not any(q[: len(p)] == p and q != p for q in asked)]
    chosen = [p for p in leaves if p[0] == "user_metadata" and len(p) > 1]
    for path in leaves:
        if session.claim(path).__class__.__name__ != "Claim":
            continue
        where = "claim " + ".".join(path)
        if where in derivation.vocabulary.values:
            if caller == "admin":
                values = derivation.vocabulary.values[where]
                value = derivation.vocabulary.admin(where)
                _put(claims, path, True if values == {"true"} else value or "admin")
        elif tied and where in derivation.vocabulary.ties:
            _put(claims, path, number(person.tenant))
    known = [claims]
    if caller == "admin":  # as each of those whom policies name themselves
        for key, where in (("sub", "the caller's own id"), ("email", "the caller's own email")):
            named = sorted(derivation.vocabulary.values.get(where, set()) & harvest.literals)
            known += [{**claims, key: name} for name in named if name != claims[key]]
    if not chosen:
        return [json.dumps(one) for one in known]
    found = []
    extras: list[object] = [*sorted(t for t in harvest.literals if len(t) < 30), number(1), number(2), True]
    for extra in extras:
        mine = json.loads(json.dumps(claims))
        for path in chosen:
            _put(mine, path, extra)
        found.append(json.dumps(mine))
    return found


def _put(claims: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        claims = claims.setdefault(key, {})
    if isinstance(claims, dict):
        claims[path[-1]] = value
