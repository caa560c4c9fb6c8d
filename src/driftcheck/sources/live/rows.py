"""Rows of the catalog queries → facts. What the aliases of a query mean stands in kinds/catalog.py."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence
from typing import Any

from driftcheck.errors import DatabaseError
from driftcheck.kinds import Kind
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join
from driftcheck.sources.live.known import Attribute, Known, OperatorClass, Reading
from driftcheck.sources.live.readings import NULLS, reading


class ChangingError(DatabaseError):
    """Something changed under the read: what the catalogs hold and what PostgreSQL prints of it no longer agree."""


class Loader:
    """Makes the facts of one kind from the rows of its query."""

    def __init__(self, kind: Kind, aliases: Sequence[str], known: Known) -> None:
        self._kind = kind
        self._known = known
        self._path = [i for i, alias in enumerate(aliases) if alias == "path"]
        self._suffix = aliases.index("path+") if "path+" in aliases else None
        self._skip = aliases.index("@skip") if "@skip" in aliases else None
        self._required = [(i, alias[1:]) for i, alias in enumerate(aliases) if alias[0] == "?"]
        self._plain: list[tuple[str, int, bool]] = []  # field, column, whether null is a value
        self._read: list[tuple[str, int, bool, bool, Reading]] = []
        self._aliases = [alias.partition(":")[0] for alias in aliases]
        hints = _nullable(kind.facts)
        for i, alias in enumerate(aliases):
            field, _, how = alias.partition(":")
            if field in ("path", "path+") or field[0] in "@?":
                continue
            if how:
                self._read.append((field, i, hints[field], how in NULLS, reading(how)))
            else:
                self._plain.append((field, i, hints[field]))
        self._types = [i for i, alias in enumerate(aliases) if alias in ("type", "returns", "base", "subtype")]
        self._owner = aliases.index("owner") if "owner" in aliases else None

    def load(self, rows: Iterable[Sequence[Any]], objects: dict[str, Facts]) -> None:
        """Add each row's object. ChangingError if a row shows that the schema changes while it is read."""
        cls, plain, read, known, aliases = self._kind.facts, self._plain, self._read, self._known, self._aliases
        for row in rows:
            if self._skip is not None and row[self._skip]:
                continue
            path = join(*[row[i] for i in self._path if row[i] is not None])
            if self._suffix is not None:
                path += row[self._suffix]
            facts: dict[str, Any] = {}
            for field, i, nullable in plain:
                value = row[i]
                if value is not None or nullable:
                    facts[field] = value
            if read:
                named = dict(zip(aliases, row, strict=True))
                for field, i, nullable, nulls, function in read:
                    value = row[i]
                    if value is not None or nulls:
                        facts[field] = function(value, named, known)
                    elif nullable:
                        facts[field] = None
            self._verify(path, row, facts)
            objects[path] = cls(**facts)

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
