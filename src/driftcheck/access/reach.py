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
        part = _term(term, caller, reading, moved=moved, untied=untied)
        if part is None:
            continue
        token, conditions, also, excepts, unknown = part
        if unknown is not None:
            total.unknown = total.unknown or unknown
            continue
        if token == "all" and not conditions:
            whole = whole or not excepts
        total.tokens.add("condition" if conditions else token)
        if conditions:
            limited.add(" AND ".join(sorted(conditions)))
        total.also += [text for text in also if text not in total.also]
        total.excepts += [text for text in excepts if text not in total.excepts]
    total.conditions = [] if "all" in total.tokens else sorted(limited)
    if whole:
        total.excepts = []
        total.unknown = None
    return total


def admits(term: Term, caller: str, reading: Reading) -> bool:
    """Whether the term leaves any row to the caller."""
    return _term(term, caller, reading, moved=False, untied=False) is not None


_Part = tuple[str, list[str], list[str], list[str], str | None]


def _term(term: Term, caller: str, reading: Reading, *, moved: bool, untied: bool) -> _Part | None:
    own: list[str] = []
    ties: list[Atom] = []
    conditions: list[str] = []
    also: list[str] = []
    excepts: list[str] = []
    unknown: str | None = None
    elevated = False
    admin = caller == "admin"
    for atom in sorted(term, key=lambda a: (a.text, a.negated)):
        sort = reading.sort(atom)
        if sort == "unknown":
            unknown = atom.unknown
        elif sort == "condition":
            if moved and not atom.negated and atom.column in reading.owners:
                return None  # the row of nobody is not somebody else's
            conditions.append(shown(atom))
        elif sort == "own" and not atom.negated:
            own.append(shown(atom))
        elif sort == "own":
            excepts.append(shown(atom.negate()))
            if caller == "owner" and not moved:
                return None
        elif sort in ("tie", "hold") and atom.negated:
            excepts.append(shown(atom.negate()))
        elif sort == "tie":
            ties.append(atom)
        elif sort == "hold":
            also.append(shown(atom))
        elif sort == "absent" and not atom.negated:
            return None  # a custom claim of no row's: nobody holds it
        elif sort == "rank":
            plain, high = reading.meets(atom, admin=False), reading.meets(atom, admin=True)
            if atom.negated:
                plain, high = not plain, not high
            if not (high if admin else plain):
                return None
            elevated = elevated or not plain
    if (own and moved) or (ties and untied):
        return None
    match caller:
        case "owner":
            if ties and not own:
                return None
        case "member":
            if (own and not ties) or not all(reading.meets(t, admin=False) for t in ties):
                return None
        case "admin" if not elevated:
            if (own and not ties) or not all(reading.meets(t, admin=True) for t in ties):
                return None
        case "admin":
            pass
        case _:
            if own or ties:
                return None
    token, tied = "all", [shown(t) for t in ties]
    if own and (caller == "owner" or not ties):
        token, also = "own", also + tied + (own if conditions and caller != "owner" else [])
    elif ties:
        token, also = "related", also + own + tied[1:]
    return token, conditions, [text for text in also if text not in conditions], excepts, unknown
