"""What one read has learnt so far, by the numbers that later rows use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from msgspec import Struct

from driftcheck.managed import SCHEMAS

Attribute = tuple[str, int, int | None]
"""A column, as far as indexes and constraints need it: name, type, collation (none where it is 0 or the default one)."""


class OperatorClass(Struct, gc=False):
    """An operator class: its name as SQL writes it with an empty search path, its access method and type (numbers)."""

    name: str
    method: int
    type: int
    default: bool


class Relation(Struct, gc=False):
    """What relations, and all that hangs on them, are called."""

    path: str
    extension: str | None
    parents: list[int]


class Known(Struct):
    """What earlier rows of the same read said, by the numbers that later rows use."""

    version: int
    one_statement: bool = False  # all is read by one SELECT, which has one snapshot whatever the isolation level
    relations: dict[int, Relation] = {}  # in the order of their names
    attributes: dict[int, dict[int, Attribute]] = {}
    names: dict[tuple[str, int], tuple[str, ...]] = {}  # (what, number) → name
    labels: dict[int, list[str]] = {}  # of enums
    roles: dict[int, str] = {}
    classes: dict[int, OperatorClass] = {}
    collations: dict[int, str] = {}
    own_collations: dict[int, int] = {}  # of types that have not the default one
    shapes: dict[tuple[str, ...], list[tuple[int, ...]]] = {}  # of index keys
    keys: dict[tuple[Attribute, int, int, int], str] = {}  # of indexes, as written
    defaults: set[tuple[int, int]] = set()  # (access method, type) with a class of its own

    def has_managed_relations(self) -> bool:
        """Whether an extension or the platform made some of the relations, and so what hangs on them."""
        return any(
            relation.extension is not None or self.names["relation", number][0] in SCHEMAS
            for number, relation in self.relations.items()
        )

    def columns_of(self, relation: int, numbers: Iterable[int]) -> list[str]:
        """The names of a relation's columns by their numbers, those that it has."""
        of = self.attributes.get(relation, {})
        return [of[number][0] for number in numbers if number in of]


class Reading(NamedTuple):
    """How a column of a row becomes a fact."""

    read: Callable[..., Any]  # (known, the column's value, those of the columns beside it) → the fact's value
    beside: tuple[str, ...] = ()  # aliases of other columns of the row
    shared: bool = False  # it looks at nothing else, and the rows of a kind have few values of these
    null: Any = None  # what null says; ASKED: whatever the reading makes of it


ASKED = object()
