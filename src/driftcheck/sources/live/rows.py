"""Rows of the catalog queries → facts. What the aliases of a query mean stands in kinds/catalog.py."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from driftcheck.errors import DatabaseError
from driftcheck.kinds import Kind
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join, quote
from driftcheck.sources.live.known import Attribute, Known, OperatorClass, Reading
from driftcheck.sources.live.readings import NULLS, PURE, reading


class ChangingError(DatabaseError):
    """Something changed under the read: what the catalogs hold and what PostgreSQL prints of it no longer agree."""


class Loader:
    """Makes the facts of one kind from the rows of its query."""

    def __init__(self, kind: Kind, aliases: Sequence[str], known: Known) -> None:
        self._kind, self._known = kind, known
        self._path = [i for i, alias in enumerate(aliases) if alias == "path"]
        self._suffix = aliases.index("path+") if "path+" in aliases else None
        self._skip = aliases.index("@skip") if "@skip" in aliases else None
        self._required = [(i, alias[1:]) for i, alias in enumerate(aliases) if alias[0] == "?"]
        self._types = [i for i, alias in enumerate(aliases) if alias in ("type", "returns", "base", "subtype")]
        self._owner = aliases.index("owner") if "owner" in aliases else None
        self._aliases = [alias.partition(":")[0] for alias in aliases]
        self._fields: list[tuple[str, int, bool, str, Reading | None]] = []
        nullable = _nullable(kind.facts)
        for i, alias in enumerate(aliases):
            field, _, how = alias.partition(":")
            if field[0] not in "@?" and field not in ("path", "path+"):
                self._fields.append((field, i, nullable[field], how, reading(how) if how else None))
        self._memory: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._key = None
        if all(how in PURE for _, _, _, how, _ in self._fields):  # then equal columns of a row make equal facts
            self._key = itemgetter(*[i for _, i, _, _, _ in self._fields], *[i for i, _ in self._required])

    def load(self, rows: Iterable[Sequence[Any]], objects: dict[str, Facts]) -> None:
        """Add each row's object. ChangingError if a row shows that the schema changes while it is read.

        Most columns of a schema are like some other column in all but name: what has been made of equal values is used
        again, its lists and mappings included, which nobody changes.
        """
        cls, memory, key = self._kind.facts, self._memory, self._key
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
            if key is None:
                objects[path] = cls(**self._facts(path, row))
                continue
            try:
                facts = memory.get(key(row))
            except TypeError:  # a list
                objects[path] = cls(**self._facts(path, row))
                continue
            if facts is None:
                facts = memory[key(row)] = self._facts(path, row)
            objects[path] = cls(**facts)

    def _facts(self, path: str, row: Sequence[Any]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        named: dict[str, Any] | None = None
        for field, i, nullable, how, function in self._fields:
            value = row[i]
            if function is not None and (value is not None or how in NULLS):
                named = named or dict(zip(self._aliases, row, strict=True))
                facts[field] = function(value, named, self._known)
            elif value is not None or nullable:
                facts[field] = value
        self._verify(path, row, facts)
        return facts

    def _verify(self, path: str, row: Sequence[Any], facts: dict[str, Any]) -> None:
        for i, field in self._required:
            if row[i] and facts.get(field) is None:
                raise ChangingError(f"the {self._kind.name} {path} changed while it was read")
        for i in self._types:
            if row[i] is not None and row[i].startswith("???"):  # format_type, of a type that is gone
                raise ChangingError(f"a type in {path} was dropped while it was read")
        if self._owner is not None and row[self._owner].startswith("unknown (OID="):
            raise ChangingError(f"the owner of {path} was dropped while it was read")


def learn(kind: str, aliases: Sequence[str], rows: Iterable[Sequence[Any]], known: Known) -> None:
    """Keep what later kinds look up by number: the columns' names, the roles'."""
    at = {alias: i for i, alias in enumerate(aliases)}
    if kind == "column":
        relation, number, type, collation = at["@relation"], at["@number"], at["@type"], at["@collation"]
        name = len([alias for alias in aliases if alias == "path"]) - 1
        for row in rows:
            attribute = Attribute(row[name], row[type], row[collation])
            known.attributes.setdefault(row[relation], {})[row[number]] = attribute
    elif kind == "role":
        for row in rows:
            known.roles[row[at["@oid"]]] = row[at["path"]]


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
