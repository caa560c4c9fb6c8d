"""Names that a document writes in another case than the database: `Orders` over `orders`, a column `Order_ID` of it.

A page's capital letters may be those of a heading, of a diagram or of an ORM; where the page has no exact spelling (its
facts name others, `spellings`), the one that the database has is meant, here and wherever the page refers to it. So is
`placed_at` by an ORM's `placedAt`, where only that exists. Pure.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.model import UNSTATED, Facts, Snapshot
from driftcheck.names import arguments, join, last, parent, quote, split

_TABLES = ("table", "about", "source", "to")  # facts that refer to a relation, with its columns or without


def as_spelled(expected: Snapshot, actual: Snapshot) -> Snapshot:
    """What the documents state, under the names that the database has for it."""
    if expected.origin != "documents" or not any(
        path != path.lower() or facts.spellings is not UNSTATED
        for objects in expected.objects.values()
        for path, facts in objects.items()
    ):
        return expected
    names = _Names.of(expected, actual)
    objects: dict[str, dict[str, Facts]] = {}
    for kind, stated in expected.objects.items():
        objects[kind] = found = {}
        for path, facts in stated.items():
            new = names.path(kind, path)
            found[path if new in stated else new] = names.facts(kind, path, facts)
    return replace(expected, objects=objects)


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def _snake(name: str) -> str:
    """A name as ORMs map it to the database.

    >>> _snake("placedAt"), _snake("userID"), _snake("HTTPHeader"), _snake("plain")
    ('placed_at', 'user_id', 'http_header', 'plain')
    """
    return _HUMP.sub("_", name).lower()


@dataclasses.dataclass(frozen=True, slots=True)
class _Names:
    """What the database has, the documents' tables that stand under another name there, and what has one name only."""

    relations: frozenset[str]
    columns: Mapping[str, Facts]
    tables: dict[str, str]
    exact: frozenset[str]  # relations, and columns under their actual relation, that the documents spell as SQL does

    @classmethod
    def of(cls, expected: Snapshot, actual: Snapshot) -> _Names:
        relations = frozenset(path for kind in RELATIONS for path in actual.of(kind))
        tables: dict[str, str] = {}
        for kind in RELATIONS:
            for path, facts in expected.of(kind).items():
                if path not in relations and facts.spellings is not UNSTATED:
                    tables.update((path, other) for other in facts.spellings if other in relations)
        exact = {
            path
            for kind in (*RELATIONS, "column")
            for path, facts in expected.of(kind).items()
            if facts.spellings is UNSTATED
        }
        return cls(relations, actual.of("column"), tables, frozenset(exact))

    def table(self, path: str) -> str:
        """The relation: as stated, else in small letters where only that exists."""
        if path in self.tables or path in self.relations or path in self.exact:
            return self.tables.get(path, path)
        folded = path.replace('"', "").lower()
        split_up = join(*split(path)[:-1], _snake(last(path)))
        return next((other for other in (folded, split_up) if other in self.relations), path)

    def column(self, table: str, name: str) -> str:
        """The unquoted name of a column of an actual relation: as stated, else in small letters where only that exists."""
        path = join(*split(table), name)
        if path in self.columns or path in self.exact:
            return name
        others = (name.lower(), _snake(name))
        return next((other for other in others if join(*split(table), other) in self.columns), name)

    def path(self, kind: str, path: str) -> str:
        """The object's path."""
        if kind in RELATIONS:
            return self.table(path)
        if kind == "column":
            table = self.table(parent(path))
            return join(*split(table), self.column(table, last(path)))
        if KINDS[kind].scope == "table" and kind != "index":
            return join(*split(self.table(parent(path))), last(path))
        return path

    def facts(self, kind: str, path: str, facts: Facts) -> Facts:
        """The facts, with what they refer to."""
        changed: dict[str, Any] = {}
        for field in _TABLES:
            value = getattr(facts, field, None)
            if value:
                changed[field] = self.reference(value)
        if tables := getattr(facts, "tables", None):
            changed["tables"] = [self.table(table) for table in tables]
        if references := getattr(facts, "references", None):
            changed["references"] = self.reference(references)
        if columns := getattr(facts, "columns", None):
            if kind == "index":
                table = self.table(getattr(facts, "table", None) or "")
                changed["columns"] = [self.key(table, key) for key in columns]
            elif kind == "constraint":
                changed["columns"] = [self.column(self.table(parent(path)), name) for name in columns]
        return replace(facts, **{name: value for name, value in changed.items() if value != getattr(facts, name)})

    def reference(self, text: str) -> str:
        """`public."Orders"("Order_ID")`, or the relation alone."""
        found, columns = self.table(join(*split(text))), arguments(text)
        if columns is None:
            return found
        return f"{found}({', '.join(quote(self.column(found, split(name)[0])) for name in columns)})"

    def key(self, table: str, text: str) -> str:
        """An index's key, as SQL writes it: its first word may be a column that needs quotes."""
        word, blank, rest = text.partition(" ")
        written = self.column(table, word)
        return quote(written) + blank + rest if join(*split(table), written) in self.columns else text
