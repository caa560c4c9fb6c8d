"""Which expected object is which actual one. Pure; compares nothing but what identifies an object."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import cast

from driftcheck.completeness import table_of
from driftcheck.kinds import KINDS, Pair
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.function import Function
from driftcheck.kinds.index import Index
from driftcheck.kinds.same import signatures
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join, parent, split

Objects = Mapping[str, Facts]


@dataclasses.dataclass(slots=True)
class Matches:
    """The outcome for one kind: expected path → actual path, and what is left over on either side."""

    pairs: dict[str, str] = dataclasses.field(default_factory=dict)
    missing: dict[str, Facts] = dataclasses.field(default_factory=dict)
    extra: dict[str, Facts] = dataclasses.field(default_factory=dict)


def match(
    kind: str,
    expected: Objects,
    actual: Objects,
    renamed: Mapping[str, str],
    there: Mapping[str, Objects] = MappingProxyType({}),
) -> Matches:
    """Pair the objects of one kind. `renamed` maps the expected path of a renamed relation to its actual one; `there`
    is all that the actual side's source holds, by kind.
    """
    matches = Matches(extra=dict(actual))
    rest: dict[str, Facts] = {}
    for path, facts in expected.items():
        if not renamed and path in matches.extra and facts.named is not False:  # nearly all of two snapshots
            matches.pairs[path] = path
            del matches.extra[path]
            continue
        if facts.named is False and kind in _STRUCTURE:
            rest[path] = facts
        else:
            found = next((p for p in _paths(kind, path, facts, renamed) if p in matches.extra), None)
            if found is not None:
                matches.pairs[path] = found
                del matches.extra[found]
            elif kind in _NAMED:  # an object of another name is another object, or a renamed one
                matches.missing[path] = facts
            else:
                rest[path] = facts
    if rest:
        by_scope = defaultdict(list)
        if kind in _STRUCTURE:
            for path, facts in matches.extra.items():
                by_scope[_scope(kind, path, facts)].append(path)
        for path, facts in rest.items():
            scope = _scope(kind, path, facts)
            candidates = by_scope.get(renamed.get(scope, scope), [])
            found = (
                next(_STRUCTURE[kind](_Search(kind, path, facts, candidates, matches.extra, renamed, there)), None)
                if candidates
                else None
            )
            if found is None:
                matches.missing[path] = facts
            else:
                matches.pairs[path] = found
                del matches.extra[found]
                candidates.remove(found)
    return matches


def moved(path: str, renamed: Mapping[str, str]) -> str:
    """The path under the actual name of its relation.

    >>> moved("public.a.email", {"public.a": "public.b"}), moved("realtime_pub.public.a", {"public.a": "public.b"})
    ('public.b.email', 'realtime_pub.public.b')
    """
    if not renamed:
        return path
    first, *rest = split(path)
    if member := renamed.get(join(*rest)):
        return join(first, *split(member))
    holder = renamed.get(parent(path))
    return path if holder is None else join(*split(holder), split(path)[-1])


def _paths(kind: str, path: str, facts: Facts, renamed: Mapping[str, str]) -> Iterator[str]:
    yield moved(path, renamed) if KINDS[kind].scope in ("table", "publication") and kind != "index" else path
    if facts.spellings is not UNSTATED:
        yield from facts.spellings


def _scope(kind: str, path: str, facts: Facts) -> str:
    if kind == "function":
        return join(*split(path))
    return table_of(kind, path, facts) or ""


@dataclasses.dataclass(frozen=True, slots=True)
class _Search:
    """One expected object that its name did not find, and the unmatched actual ones where it belongs."""

    kind: str
    path: str
    facts: Facts
    candidates: list[str]
    actual: Objects
    renamed: Mapping[str, str]
    there: Mapping[str, Objects]

    def agreeing(self, *properties: str) -> Iterator[str]:
        """The candidates that contradict none of these properties."""
        return (c for c in self.candidates if all(self._same(property, c) for property in properties))

    def _same(self, property: str, candidate: str) -> bool:
        found = self.actual[candidate]
        wanted, is_ = getattr(self.facts, property), getattr(found, property)
        if wanted is UNSTATED or wanted == is_:
            return True
        test = KINDS[self.kind].same.get(property)
        if test is None or is_ is UNSTATED or wanted is None or is_ is None:
            return False
        return test(wanted, is_, Pair(self.path, self.facts, found, self.renamed, self.there))


def _constraints(search: _Search) -> Iterator[str]:
    """An unnamed key is the one over the same columns; a table has one primary key; an unnamed check, the same rule."""
    facts = cast(Constraint, search.facts)
    if facts.type == "check":
        if facts.expression is not UNSTATED:
            yield from search.agreeing("type", "expression")
        yield from (c for c in search.agreeing("type") if c == moved(search.path, search.renamed))
    elif facts.columns is UNSTATED:
        yield from search.agreeing("type", "references")
    else:
        alike = list(search.agreeing("type", "columns", "references", *_SETTLED_AT_BIRTH))
        yield from (c for c in alike if c == moved(search.path, search.renamed))
        yield from alike
        yield from search.agreeing("type", "columns", "references")
        yield from search.agreeing("type", "columns")
        if facts.type == "primary key":
            yield from search.agreeing("type")


_SETTLED_AT_BIRTH = ("deferrable", "initially_deferred", "nulls_not_distinct", "include")
"""What tells apart two keys over the same columns: CREATE TABLE makes one of those that agree in it."""


def _indexes(search: _Search) -> Iterator[str]:
    """An unnamed index is one over the same keys, the one that agrees in all else first."""
    if cast(Index, search.facts).columns is not UNSTATED:
        yield from search.agreeing("columns", "unique", "predicate", "method")
        yield from search.agreeing("columns", "unique")
        yield from search.agreeing("columns")


def _functions(search: _Search) -> Iterator[str]:
    """A function whose argument types are unstated is the overload with these argument names, else the one with as
    many, else any of its name. One whose types are spelled otherwise is the same; one whose types changed is the only
    other one of its name.
    """
    if "(" in search.path:
        yield from (c for c in search.candidates if signatures(search.path, c))
        yield from search.candidates if len(search.candidates) == 1 else ()
        return
    arguments = cast(Function, search.facts).arguments
    yield from search.agreeing("arguments")
    if arguments is not UNSTATED:
        for candidate in search.candidates:
            names = cast(Function, search.actual[candidate]).arguments
            if names is not UNSTATED and len(names) == len(arguments):
                yield candidate
    yield from search.candidates


_STRUCTURE = {"constraint": _constraints, "index": _indexes, "function": _functions}
_NAMED = frozenset({"constraint", "index"})
"""Kinds of which one that a document names is found by that name only."""
