"""What an expression may be worth, as far as it matters who asks and about which row."""

from __future__ import annotations

import dataclasses
from typing import Any

from driftcheck.access.formula import Formula


@dataclasses.dataclass(frozen=True)
class Const:
    """A literal; None is NULL."""

    value: str | bool | None


@dataclasses.dataclass(frozen=True)
class Caller:
    """Something that the session says of the caller and that names nobody else: the id, the e-mail address."""

    what: str  # id | email


@dataclasses.dataclass(frozen=True)
class Claim:
    """A custom claim: plain callers have none."""

    path: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Free:
    """Whatever the caller wants it to be: `user_metadata`."""

    path: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a relation in sight."""

    rel: int
    table: str  # the table's path, "" for a derived one
    name: str
    type: str = ""
    nullable: bool = True


@dataclasses.dataclass(frozen=True)
class Opaque:
    """A function of columns and of the caller, beyond further reading."""

    text: str
    rels: frozenset[int] = frozenset()
    caller: frozenset[str] = frozenset()
    free: bool = False
    column: str | None = None  # the one column that it is computed from


@dataclasses.dataclass(frozen=True)
class Truth:
    """A boolean."""

    formula: Formula


@dataclasses.dataclass(frozen=True)
class Branch:
    """One way in which a query yields rows: what must hold, and what each output column is worth then."""

    rels: frozenset[int]
    where: Formula
    columns: tuple[tuple[str, Any], ...]
    tables: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Query:
    """The rows of a subquery."""

    branches: tuple[Branch, ...]
    text: str
    aggregate: str = ""  # "count": one row whatever there is


@dataclasses.dataclass(frozen=True)
class Choice:
    """CASE: the value where its condition holds."""

    options: tuple[tuple[Formula, Any], ...]


@dataclasses.dataclass(frozen=True)
class Array:
    """An array's elements."""

    items: tuple[Any, ...]


@dataclasses.dataclass(frozen=True)
class Unknown:
    """Not understood, and why."""

    reason: str


Value = Const | Caller | Claim | Free | Column | Opaque | Truth | Query | Choice | Array | Unknown
