"""What one read has learnt so far, by the numbers that later rows use."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Attribute = tuple[str, int, int | None]
"""A column, as far as indexes and constraints need it: name, type, collation (none where it is 0 or the default one)."""


@dataclasses.dataclass(slots=True)
class OperatorClass:
    """An operator class: its name as SQL writes it with an empty search path, its access method and type (numbers)."""

    name: str
    method: int
    type: int
    default: bool


@dataclasses.dataclass(slots=True)
class Relation:
    """What relations, and all that hangs on them, are called."""

    path: str
    extension: str | None
    parents: list[int]


@dataclasses.dataclass(slots=True)
class Known:
    """What earlier rows of the same read said, by the numbers that later rows use."""

    version: int
    one_statement: bool = False  # all is read by one SELECT, which has one snapshot whatever the isolation level
    relations: dict[int, Relation] = dataclasses.field(default_factory=dict)  # in the order of their names
    attributes: dict[int, dict[int, Attribute]] = dataclasses.field(default_factory=dict)
    names: dict[tuple[str, int], tuple[str, ...]] = dataclasses.field(default_factory=dict)  # (what, number) → name
    labels: dict[int, list[str]] = dataclasses.field(default_factory=dict)  # of enums
    roles: dict[int, str] = dataclasses.field(default_factory=dict)
    classes: dict[int, OperatorClass] = dataclasses.field(default_factory=dict)
    collations: dict[int, str] = dataclasses.field(default_factory=dict)
    own_collations: dict[int, int] = dataclasses.field(default_factory=dict)  # of types that have not the default one
    shapes: dict[tuple[str, ...], list[tuple[int, ...]]] = dataclasses.field(default_factory=dict)  # of index keys
    keys: dict[tuple[Attribute, int, int, int], str] = dataclasses.field(default_factory=dict)  # of indexes, as written
    defaults: set[tuple[int, int]] = dataclasses.field(
        default_factory=set
    )  # (access method, type) with a class of its own

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
