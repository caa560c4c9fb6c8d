"""From single attempts to a reach: which rows a kind of caller could touch, in the contract's words."""

from __future__ import annotations

import dataclasses

from driftcheck.access.cells import Cell
from driftcheck.access.formula import Term
from driftcheck.access.reach import Reading
from driftcheck.access.words import is_permission
from driftcheck.prove.made import Row
from driftcheck.prove.people import Person


@dataclasses.dataclass(frozen=True)
class Pair:
    """Somebody and a row, with the ties that hold between them (by predicate)."""

    person: Person
    row: Row
    held: dict[str, bool]
    plain: dict[str, bool]  # the same with a token that holds no custom claims


def verdict(
    cell: Cell, pairs: list[Pair], touched: list[bool | None], accepted: list[Term], reading: Reading, every: set[str]
) -> tuple[list[str] | None, list[bool]]:
    """What happened, and which pairs stand for the caller; None where the made rows have nobody in the caller's place.

    `every` names the predicates that tie somebody to a row.
    """
    not_own = cell.caller != "owner" and any(reading.sort(a) == "own" and a.negated for t in accepted for a in t)
    wanted = [_asked(t, reading) for t in accepted]
    token = {"owner": "own", "member": "related", "admin": "related"}.get(cell.caller)
    if cell.caller == "admin" and "own" in cell.reach:
        token = "own"
    barred = {a.origin or a.text for t in accepted for a in t if reading.sort(a) in ("tie", "hold") and a.negated}
    promised: list[bool] = []
    strange: list[bool] = []
    counted: list[bool] = []
    for strict in (True, False):  # an owner without any tie, if there is one
        promised, strange, counted = [], [], [False] * len(pairs)
        groups: tuple[list[Pair], list[Pair]] = ([], [])
        for i, (pair, done) in enumerate(zip(pairs, touched, strict=True)):
            if done is None or (pair.held["own"] and not_own) or any(pair.held.get(name) for name in barred):
                continue
            own = pair.held["own"]
            tied = any(pair.held.get(name) for name in every)
            if _in_place(cell.caller, own, pair, wanted, every if strict else set(), tied and strict):
                promised.append(done)
                groups[0].append(pair)
                counted[i] = True
            elif (not own and not tied) or (cell.caller == "admin" and cell.reach == ["all"]):
                strange.append(done)
                groups[1].append(pair)
                counted[i] = True
        if promised or cell.caller != "owner" or "own" not in cell.reach:
            break
    found = _words(cell, token, promised, strange)
    if found is not None and found != cell.reach:
        nobody = len(cell.reach) > 1 and not groups[1]  # whoever has no tie would have to show the condition
        if nobody or not all(decides(cell, group, accepted, reading) for group in groups if group):
            found = None
    return found, counted


def left_to_data(accepted: list[Term], reading: Reading) -> bool:
    """Whether the cell takes for granted what other rows decide, or one part of a predicate whose parts cannot be asked
    apart: then what made rows show is no disproof."""
    sorts: dict[str, set[str]] = {}
    for atom in (a for t in accepted for a in t):
        sorts.setdefault(atom.origin or atom.text, set()).add(reading.sort(atom))
        if any(role.like or is_permission(role.where, role.values) for role in atom.roles):
            return True
    return any(found & {"data", "absent"} or len(found) > 1 for found in sorts.values())


def decides(cell: Cell, pairs: list[Pair], accepted: list[Term], reading: Reading) -> bool:
    """Whether there are rows that meet a condition of the cell and rows that do not."""
    if "condition" not in cell.reach:
        return True
    terms = [
        [(a.origin or a.text, a.negated != a.spelled) for a in t if reading.sort(a) == "condition"] for t in accepted
    ]
    met = [
        any(all(pair.held.get(name, False) != turned for name, turned in term) for term in terms if term)
        for pair in pairs
    ]
    return any(met) and not all(met)


def _asked(term: Term, reading: Reading) -> tuple[bool, frozenset[str]]:
    own = any(reading.sort(a) == "own" and not a.negated for a in term)
    return own, frozenset(a.origin or a.text for a in term if reading.sort(a) == "tie" and not a.negated)


def _in_place(
    caller: str, own: bool, pair: Pair, wanted: list[tuple[bool, frozenset[str]]], every: set[str], tied: bool
) -> bool:
    """Whether the caller stands in the cell's relation to the row."""
    asked = [(o, t) for o, t in wanted if o or t]
    if caller == "stranger":
        return False
    if asked and caller in ("owner", "admin", "member"):
        for needs_own, needs in asked:
            met = all(pair.held.get(name) for name in needs) and (own or not needs_own)
            if caller == "owner":
                met = met and own and not any(pair.held.get(name) for name in every - needs)
            elif caller == "member":
                met = met and own <= needs_own
            if met:
                return True
        return False
    if caller == "owner":
        return own and not tied
    if caller == "member":
        return tied and not own
    return False


def _words(cell: Cell, token: str | None, promised: list[bool], strange: list[bool]) -> list[str] | None:
    if not promised and not strange:
        return None
    if cell.caller == "stranger":
        if not strange:
            return None
        return ["all"] if all(strange) else ["condition"] if any(strange) else []
    if not promised and cell.caller in ("owner", "member") and token in cell.reach:
        return None
    everything = bool(strange) and all(strange)
    if everything and (all(promised) if promised else True):
        return ["all"]
    if everything and promised and not any(promised):
        return []
    found = []
    if promised and all(promised):
        found.append(token or "")
    some = any(promised) and not all(promised)
    if some or (any(strange) and not all(strange)) or (everything and some):
        found.append("condition")
    return found
