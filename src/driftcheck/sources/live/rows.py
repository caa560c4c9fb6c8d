"""Rows of the catalog queries → facts. What the aliases of a query mean stands in kinds/catalog.py."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from driftcheck.errors import DatabaseError
from driftcheck.kinds import Kind
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join, quote
from driftcheck.sources.live.known import Attribute, Known, OperatorClass, Reading
from driftcheck.sources.live.readings import NULLS, PURE, reading


class ChangingError(DatabaseError):
    """Something changed under the read: what the catalogs hold and what PostgreSQL prints of it no longer agree."""


class Loader:
    """Makes the facts of one kind from the rows of its query.

    Most objects of a schema are like some other one in all but a few facts. What has been made of equal values is used
    again, lists and mappings included (nobody changes them); only what differs from row to row is made each time.
    """

    def __init__(self, kind: Kind, aliases: Sequence[str], known: Known) -> None:
        self._kind, self._known = kind, known
        self._path = [i for i, alias in enumerate(aliases) if alias == "path"]
        self._suffix = aliases.index("path+") if "path+" in aliases else None
        self._skip = aliases.index("@skip") if "@skip" in aliases else None
        self._aliases = [alias.partition(":")[0] for alias in aliases]
        nullable = _nullable(kind.facts)
        self._alike: list[_Field] = []
        self._own: list[_Field] = []
        for i, alias in enumerate(aliases):
            field, _, how = alias.partition(":")
            if field[0] not in "@?" and field not in ("path", "path+"):
                required = aliases.index(f"?{field}") if f"?{field}" in aliases else None
                made = _Field(field, i, nullable[field], how, required, reading(how) if how else None)
                (self._alike if how in PURE and field not in _DIFFERENT else self._own).append(made)
        columns = {i for field in self._alike for i in (field.column, field.required) if i is not None}
        self._key = itemgetter(*columns) if columns else lambda row: None
        self._memory: dict[Any, dict[str, Any]] = {}

    def load(self, rows: Iterable[Sequence[Any]], objects: dict[str, Facts]) -> None:
        """Add each row's object. ChangingError if a row shows that the schema changes while it is read."""
        cls, memory, key, own = self._kind.facts, self._memory, self._key, self._own
        quoted = dict[tuple[Any, ...], str]()  # what all the parts of a path but the last make
        for row in rows:
            if self._skip is not None and row[self._skip]:
                continue
            parts = [row[i] for i in self._path if row[i] is not None]
            holder = tuple(parts[:-1])
            if holder not in quoted:
                quoted[holder] = "".join(f"{quote(part)}." for part in holder)
            path = quoted[holder] + quote(parts[-1]) if parts else ""
            if self._suffix is not None:
                path += row[self._suffix]
            try:
                alike = memory.get(key(row))
                if alike is None:
                    alike = memory[key(row)] = self._make(self._alike, path, row)
            except TypeError:  # a list is no key
                alike = self._make(self._alike, path, row)
            objects[path] = cls(**alike, **self._make(own, path, row)) if own else cls(**alike)

    def _make(self, fields: list[_Field], path: str, row: Sequence[Any]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        named: dict[str, Any] | None = None
        for field, i, nullable, how, required, function in fields:
            value = row[i]
            if function is not None and (value is not None or how in NULLS):
                if named is None:
                    named = dict(zip(self._aliases, row, strict=True))
                value = function(value, named, self._known)
            if value is None and required is not None and row[required]:
                raise ChangingError(f"the {self._kind.name} {path} changed while it was read")
            if isinstance(value, str) and value.startswith(_GONE) and field in _NAMING:
                raise ChangingError(f"what {path} names was dropped while it was read")
            if value is not None or nullable:
                facts[field] = value
        return facts


class _Field(NamedTuple):
    """One fact of a row: where it stands, whether null is a value, and how it is read."""

    name: str
    column: int
    nullable: bool
    how: str
    required: int | None  # the column that says whether there must be a value
    function: Reading | None


_GONE = ("???", "unknown (OID=")  # what format_type and pg_get_userbyid say of what is no longer there
_NAMING = frozenset({"type", "returns", "base", "subtype", "owner"})
_DIFFERENT = frozenset({"comment", "definition", "body", "using", "check", "expression", "predicate", "when"})


_NAMED = {"schema": "schema", "function": "function", "type": "type", "sequence": "relation"}


def learn(kind: str, aliases: Sequence[str], rows: Iterable[Sequence[Any]], known: Known) -> None:
    """Keep what later kinds look up by number, and the names of what expressions may name."""
    at = {alias: i for i, alias in enumerate(aliases)}
    if kind == "column":
        relation, number, type, collation = at["@relation"], at["@number"], at["@type"], at["@collation"]
        of: dict[int, Attribute] = {}
        last = None
        for row in rows:
            if row[relation] != last:
                last = row[relation]
                of = known.attributes.setdefault(last, {})
                known.names["relation", last] = (row[0], row[1])
            of[row[number]] = Attribute(row[2], row[type], row[collation])
    elif kind == "role":
        for row in rows:
            known.roles[row[at["@oid"]]] = row[at["path"]]
    elif kind in _NAMED:
        what, number, depth = _NAMED[kind], at["@oid"], aliases.count("path")
        for row in rows:
            known.names[what, row[number]] = tuple(row[:depth])
            if kind == "type" and row[at["values"]] is not None:
                known.labels[row[number]] = row[at["values"]]


def learn_classes(rows: Iterable[Sequence[Any]], known: Known) -> None:
    """Keep the operator classes: number, schema, name, access method, type, whether default."""
    for number, schema, name, method, type, default in rows:
        written = join(name) if schema == "pg_catalog" else join(schema, name)
        known.classes[number] = OperatorClass(written, method, type, default)
        if default:
            known.defaults.add((method, type))


def _nullable(cls: type[Facts]) -> dict[str, bool]:
    """Field → whether None is one of its values (it is a fact then: no default, no comment)."""
    hints = typing.get_type_hints(cls)
    return {field: type(None) in typing.get_args(hint) or hint is UNSTATED for field, hint in hints.items()}
