"""What names mean at one place of an expression."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping

from driftcheck.access import values as v
from driftcheck.access.world import Relation
from driftcheck.names import split

_numbers = itertools.count(1)


class AlwaysFailsError(Exception):
    """The statement raises an error whatever the data: a recursive policy, a right that is missing."""


@dataclasses.dataclass(frozen=True)
class Source:
    """A relation in sight: a table's row, or the output of a subquery."""

    relation: Relation | None = None
    rel: int = 0
    columns: Mapping[str, v.Value] | None = None  # of a subquery, or a view's columns by what they show

    def column(self, name: str) -> v.Value | None:
        """What a column is worth; None if it has no such column."""
        if self.columns is not None:
            return self.columns.get(name)
        assert self.relation is not None
        if self.relation.columns and name not in self.relation.columns:
            return None
        facts = self.relation.columns.get(name)
        type = facts.type if facts is not None and isinstance(facts.type, str) else ""
        nullable = facts is None or facts.nullable is not False
        return v.Column(self.rel, self.relation.path, name, type, nullable)

    @property
    def sure(self) -> bool:
        """Whether its columns are all known."""
        return self.columns is not None or bool(self.relation and self.relation.columns)


PLACES: dict[int, str] = {}
"""Which table a number stands for."""
KEYS: dict[int, frozenset[str]] = {}
"""Which of its columns tell its rows apart, each alone."""


def number(path: str = "", keys: frozenset[str] = frozenset()) -> int:
    """A new number for a relation in sight."""
    found = next(_numbers)
    PLACES[found], KEYS[found] = path, keys
    return found


@dataclasses.dataclass(frozen=True)
class Scope:
    """The frames of names, innermost last, and in whose name relations are read."""

    role: str
    search: tuple[str, ...]
    sources: tuple[Mapping[str, Source], ...] = ()
    variables: Mapping[str, v.Value] = dataclasses.field(default_factory=dict)
    queries: Mapping[str, v.Query] = dataclasses.field(default_factory=dict)  # WITH
    active: tuple[str, ...] = ()  # relations whose policies are being read
    calls: tuple[str, ...] = ()  # functions whose bodies are being read
    current: str = ""  # current_user

    def within(self, sources: Mapping[str, Source]) -> Scope:
        """One frame further in."""
        return dataclasses.replace(self, sources=(*self.sources, sources))

    def name(self, name: str) -> v.Value | None:
        """An unqualified name: columns from the inside out, then variables."""
        for frame in reversed(self.sources):
            for source in frame.values():
                if source.sure and (found := source.column(name)) is not None:
                    return found
            if name in frame and name not in self.variables:
                return v.Opaque(name, frozenset({frame[name].rel} if frame[name].rel else ()))
            loose = [source for source in frame.values() if not source.sure]
            if len(loose) == 1 and name not in self.variables:
                return loose[0].column(name)
        return self.variables.get(name)

    def qualified(self, alias: str, name: str) -> v.Value | None:
        """A name with its relation's, or a record's field."""
        for frame in reversed(self.sources):
            if alias in frame:
                return frame[alias].column(name)
        found = self.variables.get(alias)
        if isinstance(found, v.Query):
            return pick(found, name)
        if self.calls and alias == split(self.calls[-1].partition("(")[0])[-1]:
            return self.variables.get(name)
        return None


def pick(query: v.Query, name: str) -> v.Value | None:
    """One column of a query that has several."""
    if not all(name in dict(b.columns) for b in query.branches):
        return None
    branches = tuple(dataclasses.replace(b, columns=((name, dict(b.columns)[name]),)) for b in query.branches)
    return dataclasses.replace(query, branches=branches)
