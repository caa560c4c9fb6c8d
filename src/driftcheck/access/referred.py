"""Rows that a key makes certain: the row itself that a subquery finds again, and the one row that it refers to."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.access.formula import Atom, Term
from driftcheck.access.scope import KEYS, PLACES

Place = tuple[int, str]
"""A column of a relation in sight."""


def row_itself(term: Term, inner: frozenset[int]) -> Term:
    """`EXISTS (SELECT FROM docs d WHERE d.id = docs.id AND d.owner = …)` asks about the row of docs itself."""
    for atom in term:
        if not atom.link:
            continue
        for (rel, column), (other, same) in (tuple(atom.equal), tuple(atom.equal)[::-1]):
            found_again = rel in inner and other not in inner and PLACES.get(rel) == PLACES.get(other)
            if found_again and column == same and column in KEYS.get(rel, ()):
                return row_itself(frozenset(_renamed(a, rel, other) for a in term - {atom}), inner)
    return term


def _renamed(atom: Atom, rel: int, other: int) -> Atom:
    def turned(text: str) -> str:
        return re.sub(rf"#{rel}\.", f"#{other}.", text)

    return dataclasses.replace(
        atom,
        text=turned(atom.text),
        rels=frozenset(other if r == rel else r for r in atom.rels),
        equal=frozenset((other if r == rel else r, column) for r, column in atom.equal),
        among=None if atom.among is None else (re.sub(rf"^{rel}\.", f"{other}.", atom.among[0]), atom.among[1]),
        facts=frozenset(map(turned, atom.facts)),
    )


def on_referred(inside: list[Atom], inner: frozenset[int]) -> list[Atom]:
    """The conditions on rows that the row outside refers to by their key, which hold or fail without the caller.

    There is one such row, so that `EXISTS (a AND b)` is `EXISTS (a) AND EXISTS (b)`. A row that is the caller's by the
    same key is no such row: what is asked of it is asked of the caller.
    """
    referred = _referred(inside, inner)
    return [
        a
        for a in inside
        if not a.caller and not a.roles and not a.link and a.rels & inner and a.rels & inner <= referred
    ]


def _referred(inside: list[Atom], inner: frozenset[int]) -> frozenset[int]:
    same: dict[Place, set[Place]] = {}
    for atom in inside:
        if atom.link:
            one, other = atom.equal
            joined = same.get(one, {one}) | same.get(other, {other})
            for place in joined:
                same[place] = joined
    callers = {e for a in inside if a.caller and not a.negated and len(a.equal) == 1 for e in a.equal}
    found: set[int] = set()
    while True:
        more = {
            rel
            for (rel, column), joined in same.items()
            if rel in inner and rel not in found and column in KEYS.get(rel, ()) and not joined & callers
            and any(r not in inner or r in found for r, _ in joined if r != rel)
        }  # fmt: skip
        if not more:
            return frozenset(found)
        found |= more
