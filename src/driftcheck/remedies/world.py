"""Both states as remedies need them: what belongs to what, found without a walk through everything."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from driftcheck.completeness import table_of
from driftcheck.defaults import filled
from driftcheck.kinds import KINDS, PARTS, RELATIONS
from driftcheck.match import moved
from driftcheck.model import UNSTATED, Facts, Snapshot, properties, stated
from driftcheck.names import join, last, parent, quote, split

_WIDE = ("schema", "role", "type", "function", "extension", "publication", "sequence", "database", "event_trigger")
_WORD = re.compile(r"[\w$]+")
Objects = dict[str, dict[str, Facts]]


class World:
    """The expected and the actual snapshot of one comparison."""

    def __init__(self, expected: Snapshot, actual: Snapshot, pairs: Mapping[str, Mapping[str, str]]) -> None:
        self.expected, self.actual, self.pairs = filled(expected), actual, pairs

    def actual_path(self, kind: str, path: str) -> str:
        """Under which path the database has an expected object."""
        return self.pairs.get(kind, {}).get(path, path)

    @functools.cached_property
    def renamed(self) -> dict[str, str]:
        """Expected relation → the name that the database has for it, where that is another one."""
        return {path: to for kind in RELATIONS for path, to in self.pairs.get(kind, {}).items() if path != to}

    def today(self, kind: str, path: str) -> str:
        """Where an expected object that is missing would stand, as relations are called now."""
        return moved(path, self.renamed) if kind in PARTS else path

    def merged(self, kind: str, path: str) -> Facts | None:
        """What is expected of an object, filled up with what the database has where nothing is stated."""
        wanted = self.expected.of(kind).get(path)
        there = self.actual.of(kind).get(self.actual_path(kind, path))
        if wanted is None or there is None:
            return wanted
        left_open = {
            name: getattr(there, name) for name in properties(type(wanted)) if getattr(wanted, name) is UNSTATED
        }
        return replace(wanted, **left_open)

    def below(self, kind: str, path: str) -> Objects:
        """The expected object with everything that stands in it."""
        found: Objects = {kind: {path: self.expected.of(kind)[path]}}
        holders = [path, *self._inside.get(path, ())] if kind == "schema" else [path]
        for holder in holders:
            for part, objects in self._parts(True).get(holder, {}).items():
                found.setdefault(part, {}).update(objects)
        for other, other_path in self._gone_with(kind, path):
            found.setdefault(other, {})[other_path] = self.expected.of(other)[other_path]
        return found

    def _gone_with(self, kind: str, path: str) -> Iterator[tuple[str, str]]:
        """What is missing, too, and speaks of the object: its missing is no finding of its own."""
        name, table = last(path), parent(path)
        for other, other_path, words in self._gone.get(name, ()):
            if (other, other_path) == (kind, path):
                continue
            facts = self.expected.of(other)[other_path]
            if (
                kind == "column"
                and table not in (table_of(other, other_path, facts), None)
                and last(table) not in words
            ):
                continue
            yield other, other_path
        key = self.expected.of(kind)[path]
        if getattr(key, "type", None) in ("primary key", "unique"):
            for other, other_path, _ in self._gone.get(last(table), ()):
                if getattr(self.expected.of(other)[other_path], "type", None) == "foreign key":
                    yield other, other_path

    @functools.cached_property
    def _gone(self) -> dict[str, list[tuple[str, str, frozenset[str]]]]:
        """Word → the expected objects that the database has not and that speak of it."""
        found: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
        for kind, pairs in self.pairs.items():
            for path, facts in self.expected.of(kind).items():
                if path not in pairs:
                    texts = [path, *(value for _, value in stated(facts))]
                    words = frozenset(_WORD.findall(" ".join(map(str, texts))))
                    for word in words:
                        found.setdefault(word, []).append((kind, path, words))
        return found

    def columns(self, table: str) -> list[tuple[str, Facts]]:
        """The columns that the database has in a relation."""
        return list(self._parts(False).get(table, {}).get("column", {}).items())

    def around(self, tables: set[str]) -> Snapshot:
        """What the database has, of relations only these with their parts."""
        objects: Objects = {kind: self.actual.of(kind) for kind in (*_WIDE, "table", "view", "materialized_view")}
        objects["foreign_table"] = self.actual.of("foreign_table")
        for table in tables:
            for part, found in self._parts(False).get(table, {}).items():
                objects[part] = {**objects.get(part, {}), **found}
        return Snapshot(origin="database", objects=objects)

    @functools.cached_property
    def _inside(self) -> dict[str, list[str]]:
        """Schema → the expected relations in it."""
        found: dict[str, list[str]] = {}
        for path in self._parts(True):
            found.setdefault(quote(split(path)[0]), []).append(path)
        return found

    @functools.cache  # noqa: B019 - lives as long as one report
    def _parts(self, expected: bool) -> dict[str, Objects]:
        """Relation → what hangs on it; schema → what stands in it."""
        found: dict[str, Objects] = {}
        for kind, path, facts in self.expected if expected else self.actual:
            scope = KINDS[kind].scope
            if kind == "publication_member":
                holder: str | None = join(*split(path)[1:])
            elif scope == "table":
                holder = table_of(kind, path, facts)
            elif scope == "schema" and expected:
                holder = quote(split(path)[0])
            else:
                continue
            if holder:
                found.setdefault(holder, {}).setdefault(kind, {})[path] = facts
        return found
