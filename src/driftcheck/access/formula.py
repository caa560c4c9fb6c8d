"""Predicates about (caller, row) in three-valued logic: negation only at the leaves, normal form, absorption."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

LIMIT = 400  # terms of a normal form; beyond it nobody could read the cell either


class TooLargeError(Exception):
    """A predicate whose normal form has too many terms."""


@dataclasses.dataclass(frozen=True)
class Role:
    """A column or claim that says what somebody may do, compared with these values."""

    where: str  # "public.user_roles.role", "claim app_metadata.role"
    values: frozenset[str]
    negated: bool = False
    like: str = ""  # the column that it is compared with, where that is no value: "public.role_permissions.role"


@dataclasses.dataclass(frozen=True)
class Atom:
    """One elementary predicate, by what it depends on."""

    text: str
    rels: frozenset[int] = frozenset()  # the relations whose row it reads
    caller: frozenset[str] = frozenset()  # what it asks of the caller: id, email, claim
    roles: frozenset[Role] = frozenset()
    column: str | None = None  # the row's column that is compared with the caller directly
    negated: bool = False
    unknown: str | None = None  # why it is not understood
    origin: str = dataclasses.field(default="", compare=False)  # the policy's own subexpression it comes from
    among: tuple[str, frozenset[str]] | None = dataclasses.field(default=None, compare=False)  # column, its values
    spelled: bool = dataclasses.field(default=False, compare=False)  # that subexpression says the negation itself
    total: bool = dataclasses.field(default=False, compare=False)  # never null, so that its negation is all the rest
    # the parts of a predicate on other rows
    facts: frozenset[str] = dataclasses.field(default=frozenset(), compare=False)
    through: frozenset[str] = frozenset()  # the tables that tie the caller, for a predicate on other rows
    equal: frozenset[tuple[int, str]] = frozenset()  # the columns that it holds equal (to each other, to the caller)

    @property
    def link(self) -> bool:
        """Whether it holds two columns equal: how relations are joined."""
        return len(self.equal) == 2 and not self.caller and not self.negated

    def negate(self) -> Atom:
        """What holds where this one does not."""
        return dataclasses.replace(self, negated=not self.negated)


@dataclasses.dataclass(frozen=True)
class Const:
    """True, false, or null."""

    value: bool | None


@dataclasses.dataclass(frozen=True)
class Junction:
    """All or any of the parts."""

    all: bool
    parts: tuple[Formula, ...]


Formula = Atom | Const | Junction
TRUE, FALSE, NULL = Const(True), Const(False), Const(None)


def conjunction(parts: Iterable[Formula]) -> Formula:
    """AND."""
    return _join(parts, True)


def disjunction(parts: Iterable[Formula]) -> Formula:
    """OR."""
    return _join(parts, False)


def _join(parts: Iterable[Formula], all: bool) -> Formula:
    kept: dict[Formula, None] = {}
    for part in parts:
        for piece in part.parts if isinstance(part, Junction) and part.all is all else (part,):
            if isinstance(piece, Const) and piece.value is (not all):
                return piece
            if not (isinstance(piece, Const) and piece.value is all):
                kept[piece] = None
    if not kept:
        return Const(all)
    return next(iter(kept)) if len(kept) == 1 else Junction(all, tuple(kept))


def negate(formula: Formula) -> Formula:
    """NOT: null stays null."""
    if isinstance(formula, Const):
        return Const(None if formula.value is None else not formula.value)
    if isinstance(formula, Atom):
        return formula.negate()
    return _join((negate(part) for part in formula.parts), not formula.all)


def is_true(formula: Formula) -> Formula:
    """IS TRUE: null becomes false."""
    if isinstance(formula, Const):
        return Const(formula.value is True)
    if isinstance(formula, Atom):
        return dataclasses.replace(formula, total=True)
    return _join((is_true(part) for part in formula.parts), formula.all)


def atoms(formula: Formula) -> Iterable[Atom]:
    """The leaves that are not constant."""
    if isinstance(formula, Atom):
        yield formula
    elif not hasattr(formula, "value"):
        for part in formula.parts:
            yield from atoms(part)


Term = frozenset[Atom]


def terms(formula: Formula) -> list[Term]:
    """The disjunctive normal form: where any of the terms holds, the formula is true."""
    return absorbed(_terms(formula))


def _terms(formula: Formula) -> list[Term]:
    if isinstance(formula, Const):
        return [frozenset()] if formula.value is True else []
    if isinstance(formula, Atom):
        return [frozenset({formula})]
    if not formula.all:
        found = [term for part in formula.parts for term in _terms(part)]
        if len(found) > LIMIT:
            raise TooLargeError
        return found
    product: list[Term] = [frozenset()]
    for part in formula.parts:
        product = absorbed([a | b for a in product for b in _terms(part)])
        if len(product) > LIMIT:
            raise TooLargeError
    return product


def absorbed(found: list[Term]) -> list[Term]:
    """Without contradictions, and without terms that another one implies."""
    possible = [t for t in dict.fromkeys(map(_leaner, found)) if _is_possible(t)]
    while (resolved := list(dict.fromkeys(_resolved(t, possible) for t in possible))) != possible:
        possible = resolved
    return [t for t in possible if not any(other < t for other in possible)]


def _is_possible(term: Term) -> bool:
    """Whether no two predicates contradict each other: one and its negation, two lists of values without a common one."""
    if any(atom.negate() in term for atom in term):
        return False
    left: dict[str, frozenset[str]] = {}
    for atom in term:
        if atom.among is not None and not atom.negated:
            column, values = atom.among
            left[column] = left.get(column, values) & values
    for atom in term:
        if atom.among is not None and atom.negated and atom.among[0] in left:
            left[atom.among[0]] -= atom.among[1]
    return all(left.values())


def _leaner(term: Term) -> Term:
    """Without predicates on other rows that a stronger one in the same term implies."""
    strong = [atom for atom in term if atom.facts and not atom.negated]
    return frozenset(a for a in term if not any(a.facts < b.facts and not a.negated for b in strong if a.facts))


def _resolved(term: Term, others: list[Term]) -> Term:
    """`a OR (NOT a AND b)` is `a OR b`, where a is never null."""
    for atom in term:
        turned, rest = atom.negate(), term - {atom}
        if atom.total and any(turned in other and other - {turned} <= rest for other in others):
            return rest
    return term
