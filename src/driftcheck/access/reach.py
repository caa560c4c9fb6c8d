"""What a predicate leaves to each kind of caller."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable

from driftcheck.access.formula import Atom, Term
from driftcheck.access.roles import Vocabulary


@dataclasses.dataclass
class Reach:
    """Which rows: a cell's central part."""

    tokens: set[str] = dataclasses.field(default_factory=set)
    conditions: list[str] = dataclasses.field(default_factory=list)
    also: list[str] = dataclasses.field(default_factory=list)
    excepts: list[str] = dataclasses.field(default_factory=list)
    unknown: str | None = None

    @property
    def words(self) -> list[str]:
        """The contract's list."""
        if self.unknown is not None:
            return ["unknown"]
        return in_order(self.tokens)


def in_order(tokens: Collection[str]) -> list[str]:
    """What may be reached as the contract lists it: all, or each way to some rows."""
    return ["all"] if "all" in tokens else [token for token in ("own", "related", "condition") if token in tokens]


@dataclasses.dataclass(frozen=True)
class Reading:
    """What decides how an atom counts: the table's owner columns and the database's roles."""

    owners: frozenset[str]
    vocabulary: Vocabulary

    def sort(self, atom: Atom) -> str:
        """Which kind of predicate it is about the row: own, tie, hold, rank, condition, data, unknown."""
        if atom.unknown is not None:
            return "unknown"
        if not atom.caller:
            return "condition" if atom.rels else "data"
        if not atom.rels:
            return "rank" if atom.roles else "absent" if atom.caller == {"claim"} else "hold"
        return "own" if atom.column is not None and atom.column in self.owners else "tie"

    def meets(self, atom: Atom, *, admin: bool) -> bool:
        """Whether the caller's role is one of those that the predicate asks for."""
        if not atom.roles:
            return not admin or self.vocabulary.ties_admins(atom)
        return all(self.vocabulary.meets(role, admin=admin) for role in atom.roles)


def shown(atom: Atom) -> str:
    """The predicate in the words of the policy."""
    text = atom.origin or atom.text
    return f"NOT ({text})" if atom.negated != atom.spelled else text


def reach(found: Iterable[Term], caller: str, reading: Reading, *, moved: bool = False, untied: bool = False) -> Reach:
    """What the terms leave to a caller. `moved`: the row is somebody else's; `untied`: and of another tie."""
    total = Reach()
    whole, limited = False, set()
    for term in found:
        left = _term(term, caller, reading, moved=moved, untied=untied)
        if left is None:
            continue
        token, asked = left
        if asked.unknown is not None:
            total.unknown = total.unknown or asked.unknown
            continue
        if token == "all" and not asked.conditions:
            whole = whole or not asked.excepts
        total.tokens.add("condition" if asked.conditions else token)
        if asked.conditions:
            limited.add(" AND ".join(sorted(set(asked.conditions))))
        total.also += [text for text in asked.also if text not in total.also]
        total.excepts += [text for text in asked.excepts if text not in total.excepts]
    total.conditions = [] if "all" in total.tokens else sorted(limited)
    if whole:
        total.excepts = []
        total.unknown = None
    return total


def admits(term: Term, caller: str, reading: Reading) -> bool:
    """Whether the term leaves any row to the caller."""
    return _term(term, caller, reading, moved=False, untied=False) is not None


@dataclasses.dataclass
class _Asked:
    """What a term asks for, by what it is about; all but the ties in the policy's words."""

    own: list[str] = dataclasses.field(default_factory=list)
    ties: list[Atom] = dataclasses.field(default_factory=list)
    conditions: list[str] = dataclasses.field(default_factory=list)
    also: list[str] = dataclasses.field(default_factory=list)
    excepts: list[str] = dataclasses.field(default_factory=list)
    unknown: str | None = None
    elevated: bool = False  # a rank that not everybody has

    def left(self, caller: str) -> tuple[str, list[str]]:
        """The sort of rows that are left, and what else is asked for them."""
        tied = [shown(tie) for tie in self.ties]
        if self.own and (caller == "owner" or not self.ties):
            return "own", self.also + tied + (self.own if self.conditions and caller != "owner" else [])
        if self.ties:
            return "related", self.also + self.own + tied[1:]
        return "all", self.also


def _term(term: Term, caller: str, reading: Reading, *, moved: bool, untied: bool) -> tuple[str, _Asked] | None:
    """The rows that the term leaves to the caller; None for none."""
    asked = _asked(term, caller, reading, moved=moved)
    if asked is None or (asked.own and moved) or (asked.ties and untied) or not _stands(asked, caller, reading):
        return None
    token, also = asked.left(caller)
    asked.also = [text for text in also if text not in asked.conditions]
    return token, asked


def _asked(term: Term, caller: str, reading: Reading, *, moved: bool) -> _Asked | None:
    """The term's atoms, sorted; None where one of them keeps this caller out."""
    asked = _Asked()
    for atom in sorted(term, key=lambda a: (a.text, a.negated)):
        sort = reading.sort(atom)
        if sort == "unknown":
            asked.unknown = atom.unknown
        elif sort == "condition":
            if moved and not atom.negated and atom.column in reading.owners:
                return None  # the row of nobody is not somebody else's
            asked.conditions.append(shown(atom))
        elif sort == "own" and not atom.negated:
            asked.own.append(shown(atom))
        elif sort == "own":
            asked.excepts.append(shown(atom.negate()))
            if caller == "owner" and not moved:
                return None
        elif sort in ("tie", "hold") and atom.negated:
            asked.excepts.append(shown(atom.negate()))
        elif sort == "tie":
            asked.ties.append(atom)
        elif sort == "hold":
            asked.also.append(shown(atom))
        elif sort == "absent" and not atom.negated:
            return None  # a custom claim of no row's: nobody holds it
        elif sort == "rank":
            plain, high = (reading.meets(atom, admin=admin) != atom.negated for admin in (False, True))
            if not (high if caller == "admin" else plain):
                return None
            asked.elevated = asked.elevated or not plain
    return asked


def _stands(asked: _Asked, caller: str, reading: Reading) -> bool:
    """Whether the caller stands in the relation to the row that the term asks for."""
    if caller == "owner":
        return bool(asked.own) or not asked.ties
    if caller == "admin" and asked.elevated:
        return True
    if caller in ("member", "admin"):
        tied = all(reading.meets(tie, admin=caller == "admin") for tie in asked.ties)
        return tied and (bool(asked.ties) or not asked.own)
    return not asked.own and not asked.ties
