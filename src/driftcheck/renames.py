"""A missing and an undocumented object that are alike are one object under a new name.

Rather none than a wrong pair: what two objects resemble equally well is neither's.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher

from driftcheck import completeness
from driftcheck.completeness import table_of
from driftcheck.kinds import KINDS, RELATIONS, Pair
from driftcheck.match import Matches
from driftcheck.model import UNSTATED, Facts, Level, Snapshot, stated
from driftcheck.names import last, parent

Columns = dict[str, dict[str, Facts]]
Renames = dict[str, tuple[str, str]]
"""Expected path → (actual path, why they are held for one object)."""

_BY_FACTS = frozenset(
    {"constraint", "index", "policy", "trigger", "function", "type", "rule", "view", "materialized_view"}
)
_BY_NAME_AND_FACTS = frozenset({"sequence", "statistics", "event_trigger"})
_INCIDENTAL = frozenset({"table", "owner", "grants", "comment"})
NEAR = 0.6
NEARER = 0.75  # where names are all there is to go by
MARGIN = 0.05  # how much likelier than its rivals a pair has to be
MOST = 1_000_000  # pairs: where whole databases have nothing in common, no two of their objects are one
ALIKE = 0.8  # of the columns that are stated
MOSTLY = 0.6  # of all columns that either has, under a near name

_ANYBODYS = frozenset(
    """
    id uuid name title label code slug description value position sort_order is_active active status type kind notes data metadata
    created_at updated_at deleted_at created_on updated_on created_by updated_by created updated inserted_at user_id
    """.split()  # noqa: SIM905 - a list of names reads best as one
)
"""Columns that say nothing of what a table is for: two that have no others are not alike for that."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Sides:
    """Both sides, and what is known of them by now."""

    expected: Snapshot
    actual: Snapshot
    wanted: Columns
    has: Columns
    renamed: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class _Likely:
    """A pair, and how likely it is one object; the likeliest first."""

    weight: float  # negative
    path: str
    to: str
    why: str


def find_renames(
    expected: Snapshot, actual: Snapshot, kind: str, matches: Matches, renamed: Mapping[str, str]
) -> Renames:
    """The renames among what one kind has left over on both sides; each object is used once."""
    if not matches.missing or not matches.extra:
        return {}
    fewer = _with_fewer_columns(expected, actual, renamed) if kind == "column" else set()
    columns = (_columns(expected), _columns(actual)) if kind in RELATIONS or kind == "schema" else ({}, {})
    sides = _Sides(expected, actual, *columns, renamed)
    groups: dict[str, list[str]] = defaultdict(list)
    for path, facts in matches.extra.items():
        if facts.extension is UNSTATED:
            groups[_place(kind, path, facts)].append(path)
    if len(matches.missing) * max(map(len, groups.values()), default=0) > MOST:
        return {}
    found: list[_Likely] = []
    for path, facts in matches.missing.items():
        place = _place(kind, path, facts)
        if place in fewer:
            continue
        for candidate in groups.get(renamed.get(place, place), ()):
            likeness = _likeness(kind, path, facts, candidate, matches.extra[candidate], sides)
            if likeness is not None:
                found.append(_Likely(-likeness[0], path, candidate, likeness[1]))
    return _chosen(found, kind in RELATIONS or kind in ("column", "schema"))


def _chosen(found: list[_Likely], unlike: bool) -> Renames:
    """The likeliest pairs. `unlike`: what is about as likely as another one is no pair, for the two may differ in the rest."""
    of: dict[str, list[_Likely]] = defaultdict(list)
    for one in found:
        of[f"from {one.path}"].append(one)
        of[f"to {one.to}"].append(one)
    result: Renames = {}
    used: set[str] = set()
    for one in sorted(found):
        ends = {f"from {one.path}", f"to {one.to}"}
        if ends & used:
            continue
        rivals = (o for end in ends for o in of[end] if o is not one and o.weight - one.weight < MARGIN)
        if not unlike or all({f"from {o.path}", f"to {o.to}"} & used for o in rivals):
            result[one.path] = (one.to, one.why)
        used |= ends
    return result


def near(a: str, b: str, least: float = NEAR) -> bool:
    """Whether two names look like one that was changed, or one has only words more than the other.

    >>> near("currencies", "currencies_old"), near("orders", "order_lines", NEARER), near("users", "badges")
    (True, False, False)
    """
    shorter, longer = sorted((a, b), key=len)
    if (len(shorter) >= 3 and shorter in longer) or shorter in (longer.partition("_")[0], longer.rpartition("_")[2]):
        return True
    if 2 * len(shorter) < least * (len(a) + len(b)) or 2 * _common(a, b) < least * (len(a) + len(b)):
        return False  # which is soon seen
    return _ratio(a, b) >= least


def _ratio(a: str, b: str) -> float:
    """How alike two names are, from 0 to 1."""
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _common(a: str, b: str) -> int:
    """How many characters the two share, in whatever order: no ratio is above what they allow."""
    return sum(min(a.count(c), b.count(c)) for c in set(a))


def _place(kind: str, path: str, facts: Facts) -> str:
    return table_of(kind, path, facts) or parent(path)


def _likeness(kind: str, path: str, facts: Facts, to: str, found: Facts, sides: _Sides) -> tuple[float, str] | None:
    name, other = last(path), last(to)
    if (
        kind in _BY_FACTS
        and _defining(facts) >= _ENOUGH.get(kind, 2)
        and (_is_telling(kind, facts) or near(name, other))
        and _agree(kind, path, facts, found, sides.renamed)
    ):
        return 1 + _ratio(name, other), "the same definition"
    if kind in RELATIONS:
        return _relations(kind, path, facts, to, sides)
    if kind == "schema":
        return _schemas(path, to, sides)
    if kind == "column" and near(name, other):
        wanted, type = getattr(facts, "type", UNSTATED), getattr(found, "type", UNSTATED)
        if wanted is UNSTATED:
            return _ratio(name, other), "a name that is near"
        if _agree(kind, path, facts, found, sides.renamed, {"type"}):
            return _ratio(name, other), f"of type {type}, with a name that is near"
    if kind in _BY_NAME_AND_FACTS and near(name, other) and _agree(kind, path, facts, found, sides.renamed):
        return _ratio(name, other), "alike in all else, with a name that is near"
    return None


_ENOUGH = {"view": 1, "materialized_view": 1}


def _is_telling(kind: str, facts: Facts) -> bool:
    """Whether two of the same definition are one whatever they are called."""
    if kind == "type":  # many a domain is text without a check
        return any(len(getattr(facts, p, None) or ()) > 1 for p in ("values", "attributes")) or bool(
            getattr(facts, "checks", None)
        )
    return kind not in ("view", "materialized_view") or getattr(facts, "definition", UNSTATED) is not UNSTATED


def _relations(kind: str, path: str, facts: Facts, to: str, sides: _Sides) -> tuple[float, str] | None:
    """By columns, where enough of them are stated; else by names alone."""
    name, other = last(path), last(to)
    wanted, has = sides.wanted.get(path, {}), sides.has.get(to, {})
    if len(wanted) < 2:
        return (_ratio(name, other), "a name that is near") if near(name, other, NEARER) else None
    common = wanted.keys() & has.keys()
    share, of_all = len(common) / len(wanted), len(common) / len(wanted.keys() | has.keys())
    anybodys = wanted.keys() <= _ANYBODYS
    named_alike = near(name, other, NEARER if anybodys else NEAR)
    if share < (MOSTLY if named_alike else 1) or (anybodys and not named_alike):
        return None
    if _lists_columns(sides.expected, path, facts):
        if of_all < MOSTLY:
            return None
    elif share < ALIKE:
        return None
    same_types = sum(_same_type(c, wanted[c], has[c], sides.renamed) for c in common)
    if same_types < len(common) and not named_alike:
        return None
    why = "the same columns" if wanted.keys() == has.keys() else f"{len(common)} columns of the same names"
    return of_all + (1 + _ratio(name, other) if named_alike else 0) + same_types / (10 * len(wanted)), why


def _lists_columns(expected: Snapshot, path: str, facts: Facts) -> bool:
    """Whether the columns that are stated are all that there should be."""
    listed = facts.complete is not UNSTATED and "columns" in facts.complete
    return listed or completeness.level(expected, "column", f"{path}.x", KINDS["column"].facts()) is Level.COMPLETE


def _same_type(name: str, wanted: Facts, has: Facts, renamed: Mapping[str, str]) -> bool:
    return _agree("column", name, wanted, has, renamed, {"type"})


def _schemas(path: str, to: str, sides: _Sides) -> tuple[float, str] | None:
    """By the names of the relations in them."""
    wanted, has = (
        {last(p) for kind in RELATIONS for p in side.of(kind) if parent(p) == schema}
        for side, schema in ((sides.expected, path), (sides.actual, to))
    )
    if len(wanted) >= 2 and wanted == has:
        return 1 + _ratio(last(path), last(to)), "relations of the same names"
    return None


def _with_fewer_columns(expected: Snapshot, actual: Snapshot, renamed: Mapping[str, str]) -> set[str]:
    """Tables with fewer columns than a document counts: there one is gone, whatever the others are called."""
    live = _columns(actual)
    counts = ((path, getattr(facts, "column_count", UNSTATED)) for path, facts in expected.of("table").items())
    return {path for path, n in counts if n is not UNSTATED and len(live.get(renamed.get(path, path), ())) < n}


def _columns(snapshot: Snapshot) -> Columns:
    columns: Columns = defaultdict(dict)
    for path, facts in snapshot.of("column").items():
        columns[parent(path)][last(path)] = facts
    return columns


def _defining(facts: Facts) -> int:
    return sum(1 for name, value in stated(facts) if value not in (None, [], {}) and name not in _INCIDENTAL)


def _agree(
    kind: str, path: str, facts: Facts, found: Facts, renamed: Mapping[str, str], only: set[str] | None = None
) -> bool:
    pair = Pair(path=path, expected=facts, actual=found, renamed=renamed)
    for name, wanted in stated(facts):
        if name in _INCIDENTAL or (only is not None and name not in only):
            continue
        value = getattr(found, name)
        if value is UNSTATED or value == wanted:
            continue
        test = KINDS[kind].same.get(name)
        if test is None or value is None or wanted is None or not test(wanted, value, pair):
            return False
    return True


def follows(path: str, to: str, table: str, renamed: Mapping[str, str]) -> bool:
    """Whether an object has its new name from its table's, as PostgreSQL names keys and indexes that nobody named.

    >>> follows("public.a.a_pkey", "public.b.b_pkey", "public.a", {"public.a": "public.b"})
    True
    """
    now = renamed.get(table)
    return now is not None and last(path).replace(last(table), last(now), 1) == last(to)
