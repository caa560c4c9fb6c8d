"""What a condition on the rows of a subquery says of the row outside and of the caller."""

from __future__ import annotations

import re
from collections.abc import Callable

from driftcheck.access import values as v
from driftcheck.access import words
from driftcheck.access.formula import NULL, Atom, Formula, Role, conjunction, disjunction, is_true, terms
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

    What only the rows inside decide counts as met: data can make it so.
    """
    if not inner:
        return is_true(where)
    found = []
    for term in terms(where):
        inside = [atom for atom in term if atom.rels & inner]
        parts: list[Formula] = [atom for atom in term if not atom.rels & inner]
        outer = frozenset().union(*(a.rels for a in inside)) - inner
        asked = frozenset().union(*(a.caller for a in inside if not a.negated))
        itself = _same_column(inside, inner)
        reason = next((a.unknown for a in inside if a.unknown), None)
        if reason:
            parts.append(Atom(text, outer, unknown=reason))
        elif asked or outer:
            roles = frozenset(
                Role(r.where, r.values, r.negated != a.negated) for a in inside for r in a.roles
            ) | frozenset(Role(t, frozenset({"admin"})) for t in tables if words.is_admin_table(split(t)[-1]))
            through = tables.union(*(a.through for a in inside))
            facts = _facts(inside, inner)
            if itself is not None:
                parts.append(itself)
                outer = frozenset()
                if not roles:
                    found.append(conjunction(parts))
                    continue
            spelled = "exists " + " and ".join(sorted(facts)) if facts else text
            if asked:
                parts.append(Atom(spelled, outer, asked, roles, through=through, facts=facts))
            else:
                parts.append(Atom(spelled, outer, facts=facts))
        found.append(conjunction(parts))
    return disjunction(found)


def _facts(inside: list[Atom], inner: frozenset[int]) -> frozenset[str]:
    """The parts of a predicate on other rows, spelled alike wherever they stand; none where a table stands twice."""
    paths = [PLACES.get(rel, "") for rel in inner]
    if "" in paths or len(set(paths)) < len(paths):
        return frozenset()

    def place(found: re.Match[str]) -> str:
        rel = int(found[1])
        return f"{PLACES.get(rel, '')}." if rel in inner else found[0]

    return frozenset(("not " if a.negated else "") + _NUMBER.sub(place, a.text) for a in inside)


def _same_column(inside: list[Atom], inner: frozenset[int]) -> Atom | None:
    """`profiles.id = auth.uid() AND profiles.id = notes.user_id` says that notes.user_id is the caller."""
    matched = {e: a for a in inside if a.caller and not a.negated and len(a.equal) == 1 for e in a.equal}
    links = [a for a in inside if not a.caller and not a.negated and len(a.equal) == 2]
    outside = [a for a in inside if a.rels - inner]
    for link in links:
        ends = [e for e in link.equal if e in matched]
        others = [e for e in link.equal if e[0] not in inner]
        if len(ends) == 1 and len(others) == 1 and outside == [link]:
            ((rel, column),) = others
            caller = matched[ends[0]].caller
            return Atom(link.text, frozenset({rel}), caller, column=column, equal=frozenset(others))
    return None
