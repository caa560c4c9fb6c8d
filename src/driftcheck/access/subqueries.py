"""What a condition on the rows of a subquery says of the row outside and of the caller."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import NamedTuple

from driftcheck.access import values as v
from driftcheck.access import words
from driftcheck.access.formula import NULL, Atom, Formula, Role, Term, conjunction, disjunction, is_true, terms
from driftcheck.access.referred import on_referred, row_itself
from driftcheck.access.scope import PLACES
from driftcheck.names import split

_NUMBER = re.compile(r"#(\d+)\.")
Test = Callable[[v.Value], Formula]
"""What is asked of the first column of a row."""


def over(query: v.Query, test: Test, text: str) -> Formula:
    """A condition on a scalar subquery: null where it has no row."""
    found = any_row(query, test, text)
    return disjunction((found, NULL))


def any_row(query: v.Query, test: Test, text: str) -> Formula:
    """Whether the query has a row whose first column meets the test."""
    return disjunction(
        close(b.rels, conjunction((b.where, test(b.columns[0][1] if b.columns else v.Const("1")))), text, b.tables)
        for b in query.branches
    )


def exists(query: v.Query, text: str) -> Formula:
    """Whether the query has a row."""
    return disjunction(close(b.rels, b.where, text, b.tables) for b in query.branches)


def close(inner: frozenset[int], where: Formula, text: str, tables: frozenset[str] = frozenset()) -> Formula:
    """A condition on rows of relations that are in sight only here: what it says of the rows outside and of the caller.

    What only the rows inside decide is left to data, which can meet it and can fail it.
    """
    if not inner:
        return is_true(where)
    return disjunction(_closed(row_itself(term, inner), inner, text, tables) for term in terms(where))


def _closed(term: Term, inner: frozenset[int], text: str, tables: frozenset[str]) -> Formula:
    inside = [atom for atom in term if atom.rels & inner]
    parts: list[Formula] = [atom for atom in term if not atom.rels & inner]
    asked = frozenset().union(*(a.caller for a in inside if not a.negated))
    reason = next((a.unknown for a in inside if a.unknown), None)
    if reason:
        return conjunction((*parts, Atom(text, _outside(inside, inner), unknown=reason)))
    apart = on_referred(inside, inner) if asked else []
    if apart:
        links = [a for a in inside if a.link]
        parts.append(_spelled(apart, inner, text, _outside([*apart, *links], inner)))
        inside = [a for a in inside if a not in apart]
    roles = frozenset(
        dataclasses.replace(r, negated=r.negated != a.negated) for a in inside for r in a.roles
    ) | frozenset(Role(t, frozenset({"admin"})) for t in tables if words.is_admin_table(split(t)[-1]))
    itself = _same_column(inside, inner) if asked else None
    if itself is not None:
        parts.append(itself.atom)
        rest = [a for a in inside if a not in itself.used]
        if rest and not roles:
            parts.append(_spelled(rest, inner, text, frozenset()))
        inside = inside if roles else []
    if asked and inside:
        outer = _outside(inside, inner) if itself is None else frozenset()
        through = tables.union(*(a.through for a in inside))
        met = _spelled(inside, inner, text, outer)
        parts.append(dataclasses.replace(met, caller=asked, roles=roles, through=through))
    elif not asked:
        parts.append(_spelled(inside, inner, text, _outside(inside, inner)))
    return conjunction(parts)


def _outside(inside: list[Atom], inner: frozenset[int]) -> frozenset[int]:
    return frozenset().union(*(a.rels for a in inside)) - inner


def _spelled(inside: list[Atom], inner: frozenset[int], text: str, outer: frozenset[int]) -> Atom:
    facts = _facts(inside, inner)
    return Atom("exists " + " and ".join(sorted(facts)) if facts else text, outer, facts=facts)


def _facts(inside: list[Atom], inner: frozenset[int]) -> frozenset[str]:
    """The parts of a predicate on other rows, spelled alike wherever they stand; none where a table stands twice."""
    paths = [PLACES.get(rel, "") for rel in inner]
    if "" in paths or len(set(paths)) < len(paths):
        return frozenset()

    def place(found: re.Match[str]) -> str:
        rel = int(found[1])
        return f"{PLACES.get(rel, '')}." if rel in inner else found[0]

    return frozenset(("not " if a.negated else "") + _NUMBER.sub(place, a.text) for a in inside)


class _Same(NamedTuple):
    atom: Atom
    used: list[Atom]


def _same_column(inside: list[Atom], inner: frozenset[int]) -> _Same | None:
    """`profiles.id = auth.uid() AND profiles.id = notes.user_id` says that notes.user_id is the caller."""
    matched = {e: a for a in inside if a.caller and not a.negated and len(a.equal) == 1 for e in a.equal}
    links = [a for a in inside if a.link]
    outside = [a for a in inside if a.rels - inner]
    for link in links:
        ends = [e for e in link.equal if e in matched]
        others = [e for e in link.equal if e[0] not in inner]
        if len(ends) == 1 and len(others) == 1 and outside == [link]:
            ((rel, column),) = others
            met = matched[ends[0]]
            atom = Atom(link.text, frozenset({rel}), met.caller, column=column, equal=frozenset(others))
            return _Same(atom, [link, met])
    return None
