"""Rows of the catalog queries → facts. What the aliases of a query mean stands in kinds/catalog.py."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter, methodcaller
from typing import Any, NamedTuple

from driftcheck import model
from driftcheck.errors import DatabaseError
from driftcheck.kinds import Kind
from driftcheck.model import Facts
from driftcheck.names import join, quote
from driftcheck.sources.live.inherited import overrides
from driftcheck.sources.live.known import ASKED, Attribute, Known, OperatorClass, Relation
from driftcheck.sources.live.readings import reading


class ChangingError(DatabaseError):
    """Something changed under the read: what the catalogs hold and what PostgreSQL prints of it no longer agree."""


class Loader:
    """Makes the facts of one kind from the rows of its query.

    Most objects of a schema are like some other one in all but a few facts. What has been made of equal values is
    copied, lists and mappings included (nobody changes them); only what differs from row to row is made each time.
    """

    def __init__(self, kind: Kind, aliases: Sequence[str], known: Known, objects: dict[str, Facts]) -> None:
        self._kind, self._known, self._objects = kind, known, objects
        self._at = {
            "@relation" if alias == "path:relation" else alias.partition(":")[0]: i for i, alias in enumerate(aliases)
        }
        nullable = _nullable(kind.facts)
        self._alike: list[_Field] = []
        self._own: list[_Field] = []
        self._nulls: dict[str, Any] = {}
        columns: set[int | None] = set()
        for i, alias in enumerate(aliases):
            name, _, how = alias.partition(":")
            if name[0] in "@?" or name in ("path", "path+"):
                continue
            one = reading(how)
            beside = [self._at[column] for column in one.beside]
            arguments = itemgetter(i, *beside) if beside else None
            asked, required = one.null is ASKED, self._at.get(f"?{name}")
            field = _Field(name, i, one.read if how else None, arguments, asked, required)
            if one.shared and name not in _DIFFERENT:
                self._alike.append(field)
                columns.update((i, *beside, required))
            else:
                self._own.append(field)
            if name in nullable or not (asked or one.null is None):
                self._nulls[name] = None if asked else one.null
        columns.discard(None)
        self._key = itemgetter(*columns) if columns else lambda row: None
        self._memory: dict[Any, Facts] = {}

    mixed = True
    """Whether others than the database's users may have made some of the objects (managed.py)."""

    def load(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add each row's object. ChangingError if a row shows that the schema changes while it is read."""
        raise NotImplementedError

    def finish(self) -> None:
        """Put the objects in order: by their paths, those of relations by the relations' names and their place there."""
        raise NotImplementedError

    def _facts(self, path: str, row: Sequence[Any]) -> Facts:
        try:
            same = self._key(row)
            alike = self._memory.get(same)
            if alike is None:
                alike = self._memory[same] = self._made(path, row)
        except TypeError:  # a list is no key
            alike = self._made(path, row)
        made: Facts = _COPY(alike)
        self._fill(made, self._own, path, row)
        return made

    def _made(self, path: str, row: Sequence[Any]) -> Facts:
        """The facts that others may share, and what null says where the row may say something of its own."""
        made = self._kind.facts(**self._nulls)
        self._fill(made, self._alike, path, row)
        for field in self._alike:
            value = getattr(made, field.name)
            if field.name in _NAMING and isinstance(value, str) and value.startswith(_GONE):
                raise ChangingError(f"what {path} names was dropped while it was read")
        return made

    def _fill(self, made: Facts, fields: list[_Field], path: str, row: Sequence[Any]) -> None:
        known = self._known
        for name, column, function, arguments, asked, required in fields:
            value = row[column]
            if function is not None and (value is not None or asked):
                value = function(known, *arguments(row)) if arguments is not None else function(known, value)
            if value is not None:
                setattr(made, name, value)
            elif required is not None and row[required]:
                raise ChangingError(f"the {self._kind.name} {path} changed while it was read")


class _OfSchemas(Loader):
    """What has a whole path of its own, the parts of which the row has."""

    def __init__(self, kind: Kind, aliases: Sequence[str], known: Known, objects: dict[str, Facts]) -> None:
        super().__init__(kind, aliases, known, objects)
        self._parts = [i for i, alias in enumerate(aliases) if alias == "path"]

    def load(self, rows: Iterable[Sequence[Any]]) -> None:
        parts, suffix, skip = self._parts, self._at.get("path+"), self._at.get("@skip")
        for row in rows:
            if skip is not None and row[skip]:
                continue
            path = ".".join([quote(row[i]) for i in parts if row[i] is not None])
            if suffix is not None:
                path += row[suffix] if isinstance(row[suffix], str) else "→".join(row[suffix])
            self._objects[path] = self._facts(path, row)

    def finish(self) -> None:
        for path in sorted(self._objects):
            self._objects[path] = self._objects.pop(path)


class _OfRelations(Loader):
    """What hangs on a relation, of which the row has the number."""

    def __init__(self, kind: Kind, aliases: Sequence[str], known: Known, objects: dict[str, Facts]) -> None:
        super().__init__(kind, aliases, known, objects)
        self._of: dict[int, list[tuple[Any, str, Facts]]] = {}  # number → (order, path, facts)
        self._inherited_of: dict[int, list[tuple[Any, str, Facts]]] = {}
        self._owned = "extension" not in self._at  # by the extension that owns the relation
        self.mixed = not self._owned or known.has_managed_relations()

    def load(self, rows: Iterable[Sequence[Any]]) -> None:
        relation, name, skip, inherited = (self._at.get(a) for a in ("@relation", "path", "@skip", "@inherited"))
        assert relation is not None
        assert name is not None
        order = self._at.get("@number", name)
        number, found, of = -1, None, self._of
        for row in rows:
            if row[relation] != number:  # those of one relation mostly follow each other
                number = row[relation]
                found = self._known.relations.get(number)
                if found is not None:
                    head = f"{found.path}."
                    those = of.setdefault(number, [])
            if found is None or (skip is not None and row[skip]):
                continue
            path = head + quote(row[name])
            made = self._facts(path, row)
            if self._owned and found.extension is not None:
                made.extension = found.extension
            if inherited is not None and row[inherited]:
                self._inherited_of.setdefault(number, []).append((row[order], path, made))
            else:
                those.append((row[order], path, made))

    def finish(self) -> None:
        if self._inherited_of:
            overrides(self._of, self._inherited_of, self._known)
        for number in self._known.relations:
            for _, path, made in sorted(self._of.get(number, ()), key=_FIRST):
                self._objects[path] = made


def loader(kind: Kind, aliases: Sequence[str], known: Known, objects: dict[str, Facts]) -> Loader:
    """The one for the rows of a kind's query; what it makes is put into `objects`."""
    of = _OfRelations if "path:relation" in aliases else _OfSchemas
    return of(kind, aliases, known, objects)


_FIRST = itemgetter(0)
_COPY = methodcaller("__copy__")


class _Field(NamedTuple):
    """One fact of a row: where it stands and how it is read."""

    name: str
    column: int
    function: Callable[..., Any] | None
    arguments: Callable[[Sequence[Any]], tuple[Any, ...]] | None  # of a row, if the column is not all that it reads
    asked: bool  # about null, too
    required: int | None  # the column that says whether there must be a value


_GONE = ("???", "unknown (OID=")  # what format_type and pg_get_userbyid say of what is no longer there
_NAMING = frozenset({"type", "returns", "base", "subtype", "owner"})
_DIFFERENT = frozenset({"comment", "definition", "body", "using", "check", "expression", "predicate", "when"})


_NAMED = {"schema": "schema", "function": "function", "type": "type", "sequence": "relation"}


def learn(kind: str, aliases: Sequence[str], rows: Iterable[Sequence[Any]], known: Known) -> None:
    """Keep what later kinds look up by number, and the names of what expressions may name."""
    at = {alias: i for i, alias in enumerate(aliases)}
    if kind == "column":
        relation, number = at["path:relation"], at["@number"]
        attribute = itemgetter(at["path"], at["@type"], at["collation:collation"])
        of: dict[int, Attribute] = {}
        last = None
        for row in rows:
            if row[relation] != last:
                last = row[relation]
                of = known.attributes.setdefault(last, {})
            of[row[number]] = attribute(row)
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


def learn_relations(rows: Iterable[Sequence[Any]], known: Known) -> None:
    """Keep the relations: number, schema, name, extension, parents."""
    for number, schema, name, extension, parents in rows:
        known.relations[number] = Relation(join(schema, name), extension, parents or [])
        known.names["relation", number] = (schema, name)


def learn_collations(rows: Iterable[Sequence[Any]], known: Known) -> None:
    """Keep the collations: number, schema, name; as SQL writes them with an empty search path."""
    for number, schema, name in rows:
        known.collations[number] = join(name) if schema == "pg_catalog" else join(schema, name)


def _nullable(cls: type[Facts]) -> set[str]:
    """The fields of which None is a value (it is a fact then: no default, no comment)."""
    return {field for field, annotation in cls.__annotations__.items() if _has_none(annotation)}


@cache
def _has_none(annotation: str) -> bool:
    """Whether None is among the values of a type, written as an alias of model.py or in full. typing.get_type_hints would
    evaluate every one again.
    """
    return "None" in annotation or type(None) in typing.get_args(getattr(model, annotation, None))
