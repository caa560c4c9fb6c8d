"""A missing and an undocumented object that are alike are one object under a new name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher

from driftcheck.completeness import table_of
from driftcheck.kinds import KINDS, RELATIONS, Pair
from driftcheck.match import Matches
from driftcheck.model import UNSTATED, Facts, Snapshot, stated
from driftcheck.names import last, parent

Columns = dict[str, set[str]]
Renames = dict[str, tuple[str, str]]
"""Expected path → (actual path, why they are held for one object)."""

_BY_FACTS = frozenset({"constraint", "index", "policy", "trigger", "function"})
_INCIDENTAL = frozenset({"table", "owner", "grants", "comment"})
NEAR = 0.6
MOST = 1_000_000  # pairs: where whole databases have nothing in common, no two of their objects are one
ALIKE = 0.8


def find_renames(
    expected: Snapshot, actual: Snapshot, kind: str, matches: Matches, renamed: Mapping[str, str]
) -> Renames:
    """The renames among what one kind has left over on both sides; each object is used once."""
    if not matches.missing or not matches.extra:
        return {}
    fewer = _with_fewer_columns(expected, actual, renamed) if kind == "column" else set()
    columns = (_columns(expected), _columns(actual)) if kind in RELATIONS else ({}, {})
    groups: dict[str, list[str]] = defaultdict(list)
    for path, facts in matches.extra.items():
        if facts.extension is UNSTATED:
            groups[_place(kind, path, facts)].append(path)
    if len(matches.missing) * max(map(len, groups.values()), default=0) > MOST:
        return {}
    scored: list[tuple[float, str, str, str]] = []
    for path, facts in matches.missing.items():
        place = _place(kind, path, facts)
        if place in fewer:
            continue
        scored += (
            (*found, path, candidate)
            for candidate in groups.get(renamed.get(place, place), ())
            if (found := _likeness(kind, path, facts, candidate, matches.extra[candidate], columns, renamed))
        )
    result: Renames = {}
    used: set[str] = set()
    for _, why, path, candidate in sorted(scored, key=lambda s: (-s[0], s[2], s[3])):
        if path not in result and candidate not in used:
            result[path] = (candidate, why)
            used.add(candidate)
    return result


def _ratio(a: str, b: str, least: float = 0.0) -> float:
    """How alike two names are, from 0 to 1; 0 for what is below `least`, which is soon seen.

    >>> [_ratio(*names, NEAR) >= NEAR for names in (("currencies", "currencies_old"), ("orders", "order_lines"))]
    [True, True]
    >>> _ratio("users", "badges", NEAR)
    0.0
    """
    shorter, longer = sorted((a, b), key=len)
    if (len(shorter) >= 3 and shorter in longer) or shorter in (longer.partition("_")[0], longer.rpartition("_")[2]):
        return 1.0
    if 2 * len(shorter) < least * (len(a) + len(b)) or 2 * _common(a, b) < least * (len(a) + len(b)):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _common(a: str, b: str) -> int:
    """How many characters the two share, in whatever order: no ratio is above what they allow."""
    return sum(min(a.count(c), b.count(c)) for c in set(a))


def _place(kind: str, path: str, facts: Facts) -> str:
    return table_of(kind, path, facts) or parent(path)


def _likeness(
    kind: str,
    path: str,
    facts: Facts,
    to: str,
    found: Facts,
    columns: tuple[Columns, Columns],
    renamed: Mapping[str, str],
) -> tuple[float, str] | None:
    if kind in _BY_FACTS:
        if _defining(facts) >= 2 and _agree(kind, path, facts, found, renamed):
            return 1 + _ratio(last(path), last(to)), "the same definition"
        return None
    if kind in RELATIONS:
        wanted, has = columns[0].get(path, set()), columns[1].get(to, set())
        if len(wanted) >= 2:
            share = len(wanted & has) / len(wanted | has) if _whole(facts) else len(wanted & has) / len(wanted)
            if share < ALIKE:
                return None
            ratio = _ratio(last(path), last(to))
            if ratio >= NEAR or share == 1.0:
                return (
                    1 + share + ratio,
                    "the same columns" if wanted == has else f"{len(wanted & has)} columns of the same names",
                )
            return None
    ratio = _ratio(last(path), last(to), NEAR)
    if kind in RELATIONS:
        return (ratio, "a name that is near") if ratio >= NEAR else None
    if kind == "column":
        wanted_type, type = getattr(facts, "type", UNSTATED), getattr(found, "type", UNSTATED)
        if ratio >= NEAR and (wanted_type is UNSTATED or _agree(kind, path, facts, found, renamed, {"type"})):
            return (
                ratio,
                "a name that is near" if wanted_type is UNSTATED else f"of type {type}, with a name that is near",
            )
    return None


def _with_fewer_columns(expected: Snapshot, actual: Snapshot, renamed: Mapping[str, str]) -> set[str]:
    """Tables with fewer columns than a document counts: there one is gone, whatever the others are called."""
    live = _columns(actual)
    counts = ((path, getattr(facts, "column_count", UNSTATED)) for path, facts in expected.of("table").items())
    return {path for path, n in counts if n is not UNSTATED and len(live.get(renamed.get(path, path), ())) < n}


def _whole(facts: Facts) -> bool:
    return facts.complete is not UNSTATED and "columns" in facts.complete


def _columns(snapshot: Snapshot) -> Columns:
    columns: dict[str, set[str]] = defaultdict(set)
    for path in snapshot.of("column"):
        columns[parent(path)].add(last(path))
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
