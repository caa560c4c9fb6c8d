"""What a database holds, as far as the meaning of a name depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from driftcheck.kinds import RELATIONS
from driftcheck.kinds.base import Pair
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join, split

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

    def columns(self, relation: tuple[str, ...]) -> frozenset[str]:
        """The names of a relation's columns; none if it is not known."""
        start = join(*relation) + "."
        found = (split(path) for path in self.there.get("column", ()) if path.startswith(start))
        return frozenset(parts[-1] for parts in found if parts[:-1] == relation)


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
