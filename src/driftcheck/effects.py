"""One fault, one finding: what follows from something that is missing, renamed, retyped or undocumented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from driftcheck.completeness import table_of
from driftcheck.kinds import RELATIONS
from driftcheck.model import UNSTATED, Facts, Snapshot, stated
from driftcheck.names import join, last, parent, quote, split

_WORD = re.compile(r"[\w$]+")

_HANGS_ON_COLUMNS = frozenset(
    {"constraint", "index", "policy", "trigger", "rule", "view", "materialized_view", "statistics"}
)


class Effects:
    """What has been found so far, asked before anything more is reported.

    A name maps to the one that it bears now: None if it is gone, itself if only its type changed.
    """

    def __init__(self, expected: Snapshot) -> None:
        self._absent: set[str] = set()  # expected schemas, relations and publications that are not there
        self._unspoken: set[str] = set()  # actual schemas and relations that nothing expected speaks of
        self._names: dict[str, str | None] = {}  # bare names of missing or renamed objects
        self._columns: dict[str, dict[str, str | None]] = {}  # bare name of a relation → its columns
        self._keyless: set[str] = set()  # relations that lack a primary or unique key
        self._shared = {fault.object: fault.about for fault in expected.faults if fault.about}

    def missing(self, kind: str, path: str, facts: Facts, renamed_to: str | None = None) -> None:
        """Note that an expected object is missing, or there under another name."""
        if kind == "column":
            self._column(path, last(renamed_to) if renamed_to else None)
        else:
            self._names[last(path)] = last(renamed_to) if renamed_to else None
            if getattr(facts, "type", None) in ("primary key", "unique") and renamed_to is None:
                self._keyless.add(parent(path))
            if renamed_to is None:
                self._absent.add(path)

    def retyped(self, column: str) -> None:
        """Note that a column has another type: PostgreSQL prints what is built on it in another way."""
        self._column(column, last(column))

    def undocumented(self, path: str) -> None:
        """Note a schema or relation that nothing expected speaks of."""
        self._unspoken.add(path)

    def explain_missing(self, kind: str, path: str, facts: Facts) -> bool:
        """Whether the object is missing because of something already noted."""
        if self._absent.intersection(_holders(kind, path, facts)):
            return True
        shared = self._shared.get(path, ())
        if self._absent.intersection(shared) or any(None in self._columns.get(last(t), {}).values() for t in shared):
            return True
        if getattr(facts, "type", None) == "foreign key" and self._keyless.intersection(_referred(facts)):
            return True
        if kind == "column":
            words = set(_words([getattr(facts, "type", None), getattr(facts, "generated", None)]))
            beside = {n for n, now in self._columns.get(last(parent(path)), {}).items() if now is None}
            return bool(self._names.keys() & words) or bool(beside & set(_words(getattr(facts, "generated", None))))
        if kind in RELATIONS and kind != "view" and kind != "materialized_view":
            return False
        words = set(_words([path.partition("(")[2], *(value for _, value in stated(facts))]))
        return any(word in words for word in self._known(kind, path, facts, words))

    def explain_change(self, kind: str, path: str, facts: Facts, property: str, expected: Any, actual: Any) -> bool:
        """Whether a property differs only because something already noted has another name or type."""
        if property == "comment" or kind not in _HANGS_ON_COLUMNS | {"column", "function"}:
            return False
        before, after = set(_words(expected)), set(_words(actual))
        if kind == "column" and self._columns.get(last(parent(path)), {}).get(last(path)) is not None:
            return before <= after  # the same value, in the notation of another type
        known = self._known(kind, path, facts, before)
        if property == "generated":
            known |= self._columns.get(last(parent(path)), {})
        for word, now in known.items():
            if word in before and (now in after or (now is None and kind == "column" and property == "default")):
                return True
        return False

    def explain_extra(self, kind: str, path: str, facts: Facts) -> bool:
        """Whether an undocumented object belongs to something that is undocumented itself."""
        owned_by = getattr(facts, "owned_by", None)
        return bool(
            self._unspoken.intersection([*_holders(kind, path, facts), *([parent(owned_by)] if owned_by else [])])
        )

    def _column(self, path: str, now: str | None) -> None:
        self._columns.setdefault(last(parent(path)), {})[last(path)] = now

    def _known(self, kind: str, path: str, facts: Facts, words: set[str]) -> dict[str, str | None]:
        """The noted names that could stand in this object's facts."""
        known = {name: now for name, now in self._names.items() if name != last(path)}
        if kind in _HANGS_ON_COLUMNS:
            table = table_of(kind, path, facts)
            relations = words | {last(t) for t in ([table] if table else self._shared.get(path, ()))}
            for relation in relations & self._columns.keys():
                known |= self._columns[relation]
        return known


def _holders(kind: str, path: str, facts: Facts) -> Iterator[str]:
    """What the object stands in: its relation, its schema, its publication."""
    parts = split(path)
    if kind == "publication_member":
        yield quote(parts[0])
        yield join(*parts[1:])
        yield quote(parts[1])
        return
    if table := table_of(kind, path, facts):
        yield table
        yield parent(table)
    if len(parts) > 1:
        yield quote(parts[0])


def _referred(facts: Facts) -> Iterator[str]:
    """The table that a foreign key refers to, where it is stated."""
    references = getattr(facts, "references", None)
    if references:
        yield references.partition("(")[0]


def _words(value: Any) -> Iterator[str]:
    """The identifiers in a fact's value.

    >>> list(_words(["lower(email)", None, {"a": 1}]))
    ['lower', 'email', 'a']
    """
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, dict):
        yield from _words(list(value))
        yield from _words(list(value.values()))
    elif isinstance(value, Iterable) and value is not UNSTATED:
        for item in value:
            yield from _words(item)
