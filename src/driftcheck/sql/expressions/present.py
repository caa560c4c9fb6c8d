"""What a database holds, as far as the meaning of a name depends on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from driftcheck.kinds.base import RELATIONS, Pair
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join, split
from driftcheck.sql.sametypes import attribute

_INHERITING = ("inherits", "partition_of", "of_type")
_RELATIONS = (*RELATIONS, "sequence")
DEFAULT_SCHEMA = "public"


class Present:
    """Objects by kind and path; nothing is known of a source that says nothing."""

    def __init__(self, there: Mapping[str, Mapping[str, Facts]]) -> None:
        self.there = there

    def function(self, path: tuple[str, ...]) -> bool:
        """Whether a function of that name exists, whatever its arguments."""
        start = f"{join(*path)}("
        return any(known.startswith(start) for known in self.there.get("function", ()))

    def relation(self, path: tuple[str, ...]) -> bool:
        """Whether a relation of that name exists."""
        return any(join(*path) in self.there.get(kind, ()) for kind in _RELATIONS)

    def type(self, path: tuple[str, ...]) -> bool:
        """Whether a type of that name exists."""
        return join(*path) in self.there.get("type", ())

    def column(self, relation: tuple[str, ...], name: str) -> str | None:
        """The type of a relation's column, None where there is none or it is not known."""
        type: Any = getattr(self.there.get("column", {}).get(join(*relation, name)), "type", UNSTATED)
        return None if type is UNSTATED else str(type)

    def lists_columns(self, relation: tuple[str, ...]) -> bool:
        """Whether a table's columns are stated as all that it has."""
        complete = getattr(self.there.get("table", {}).get(join(*relation)), "complete", None)
        return isinstance(complete, list) and "columns" in complete

    def row(self, relation: tuple[str, ...], until: str | None = None) -> tuple[str, ...] | None:
        """The names of a relation's columns in order, None if they are not known, or inherited.

        `until`: those alone that are stated up to that place.
        """
        path = join(*relation)
        table = self.there.get("table", {}).get(path)
        if any(getattr(table, property, UNSTATED) for property in _INHERITING):
            return None
        columns = ((split(known), facts) for known, facts in self._columns_under(path))
        return tuple(n[-1] for n, facts in columns if n[:-1] == relation and not _later(facts, until)) or None

    def attributes(self, type: str) -> tuple[str, ...] | None:
        """The names of a composite type's or a row's attributes in order, None where they are not known."""
        path = split(type)
        found = getattr(self.there.get("type", {}).get(join(*path)), "attributes", UNSTATED)
        if not isinstance(found, list):
            return self.row(path)
        return tuple(split(attribute(text)[0])[0] for text in found)

    def _columns_under(self, path: str) -> list[tuple[str, Facts]]:
        return [(known, facts) for known, facts in self.there.get("column", {}).items() if known.startswith(path + ".")]


def _later(facts: Facts, until: str | None) -> bool:
    """Whether a source states it behind that place ("0001.sql:7"), in the order of its files."""
    return until is not None and facts.at is not UNSTATED and _place(facts.at) > _place(until)


def _place(at: str) -> list[tuple[int, str]]:
    """Numbers as numbers: V2__b.sql is before V10__a.sql."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(at)]


_NUMBER = re.compile(r"(\d+)")


def elsewhere(name: tuple[str, ...], found: tuple[str, ...], schema: str, exists: Any) -> bool:
    """Whether a name without a schema means another object than the one found.

    The first schema of the search path that has one is meant (chapter 5.10.3): that of the object which names it, or
    `public`. `exists` tells whether there is one of a path.
    """
    near = {schema, DEFAULT_SCHEMA} - {""}
    if len(name) != 1 or len(found) != 2 or found[0] in near:
        return False
    return any(exists((known, name[0])) for known in near)


def of_another_schema(expected: str, actual: str, pair: Pair) -> bool:
    """Whether a type without a schema means another one than that of this name which was found."""
    if "." not in actual or not pair.there:
        return False
    name, found = split(_bare(expected)), split(_bare(actual))
    return elsewhere(name, found, split(pair.path)[0], Present(pair.there).type)


def _bare(type: str) -> str:
    return type.removeprefix("SETOF ").partition("(")[0].removesuffix("[]")
