"""Supabase's generated TypeScript types: tables, views, functions, enums and composite types of each schema.

    export type Database = {
      public: {
        Tables: {
          kites: {
            Row: { id: string; colour: Database["public"]["Enums"]["colour"]; tail: number | null }
            Insert: { id?: string; … }
            Relationships: []
          }
        }
        Enums: { colour: "red" | "blue" }
      }
    }

TypeScript knows fewer types than PostgreSQL: `string` is any type that travels as text, `number` any that does as a number;
they are stated as families. Columns stand in the order of the alphabet, arguments may. What the generator adds to a row and
nobody can insert (a function of the row) is no column.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.function import Function
from driftcheck.kinds.table import Table
from driftcheck.kinds.type import Type
from driftcheck.kinds.view import View
from driftcheck.ledger import child
from driftcheck.model import Level
from driftcheck.names import join, quote
from driftcheck.sources.documents import typescript as ts
from driftcheck.sources.documents.context import Context, Page
from driftcheck.sources.documents.wholeness import mark

_PARTS = ("Tables", "Views", "Functions", "Enums", "CompositeTypes")
_PLATFORM = frozenset({"graphql_public"})  # in every generated file, whoever's project it is
_FAMILIES = {"string": "typescript string", "number": "number", "Json": "json"}


def is_meant(text: str) -> bool:
    """Whether a text may hold generated types: told by their words, without reading it."""
    return "Tables:" in text and "Row:" in text


def page(page: Page) -> bool:
    """Take what a whole file states; whether it holds generated types."""
    return read(page.text, 1, Context(page=page))


def read(text: str, line: int, context: Context) -> bool:
    """Take what generated types in the text state, `line` being that of its first; whether there were any."""
    found = False
    for type in ts.declared(text, line):
        for schema in _members(type):
            if isinstance(schema.type, ts.Object) and any(m.name in _PARTS for m in schema.type.members):
                found = True
                if schema.name not in _PLATFORM:
                    _Schema(schema.name, schema.type, type, context).read()
    return found


def _members(type: ts.Type | None) -> list[ts.Member]:
    return type.members if isinstance(type, ts.Object) else []


class _Schema:
    def __init__(self, name: str, parts: ts.Object, database: ts.Type, context: Context) -> None:
        self._name, self._parts, self._context = name, parts, context
        self._ledger = context.page.ledger
        self._elsewhere = {
            table.name
            for schema in _members(database)
            if schema.name != name and isinstance(schema.type, ts.Object)
            for table in _members(schema.type["Tables"])
        }

    def read(self) -> None:
        """Types first: what follows may be of them."""
        for enum in self._part("Enums"):
            self._enum(enum)
        for composite in self._part("CompositeTypes"):
            facts = Type(at=self._at(composite), kind="composite")
            self._ledger.state("type", self._path(composite), facts)
        for table in self._part("Tables"):
            self._relation("table", table)
        for view in self._part("Views"):
            self._relation("view", view)
        for function in self._part("Functions"):
            self._function(function)

    def _part(self, name: str) -> list[ts.Member]:
        return _members(self._parts[name])

    def _at(self, member: ts.Member) -> str:
        return self._context.at(member.line)

    def _path(self, member: ts.Member) -> str:
        return join(self._name, member.name)

    def _enum(self, member: ts.Member) -> None:
        items = member.type.items if isinstance(member.type, ts.Union) else [member.type]
        values = [item.text for item in items if isinstance(item, ts.Literal)]
        facts = Type(at=self._at(member), kind="enum")
        if len(values) == len(items):
            facts.values = values
        self._ledger.state("type", self._path(member), facts)

    def _relation(self, kind: str, member: ts.Member) -> None:
        parts = member.type
        if not isinstance(parts, ts.Object):
            return
        path, row, insert = self._path(member), parts["Row"], parts["Insert"]
        facts = Table(at=self._at(member)) if kind == "table" else View(at=self._at(member))
        self._ledger.state(kind, path, facts)
        self._context.page.wholeness.listing(
            kind, quote(self._name), self._at(member), partial=not self._whole("Tables") or self._context.partial
        )
        whole = isinstance(row, ts.Object) and row.whole
        stored = {m.name for m in _members(insert)} if isinstance(insert, ts.Object) and insert.whole else None
        for column in _members(row):
            if kind == "view" or stored is None or column.name in stored:
                self._column(path, column)
        if whole:
            holder = self._ledger.find(kind, path)
            assert holder is not None
            mark(holder, "columns", Level.COMPLETE)
        relationships = parts["Relationships"]
        if kind == "table" and isinstance(relationships, ts.Tuple):
            for relationship in relationships.items:
                self._foreign_key(path, relationship)

    def _whole(self, part: str) -> bool:
        found = self._parts[part]
        return isinstance(found, ts.Object) and found.whole

    def _column(self, table: str, member: ts.Member) -> None:
        facts: dict[str, Any] = {"at": self._at(member)}
        type = member.type
        if type is not None:
            items = type.items if isinstance(type, ts.Union) else [type]
            values = [item for item in items if item != ts.Name("null")]
            facts["nullable"] = len(values) < len(items)
            stated = _type(values[0]) if len(values) == 1 else None
            if stated is not None:
                facts["type"], loose = stated
                if loose:
                    facts["loose"] = ["type"]
        self._ledger.state("column", child(table, member.name), Column(**facts))

    def _foreign_key(self, table: str, relationship: ts.Type | None) -> None:
        if not isinstance(relationship, ts.Object):
            return
        said = {member.name: member for member in relationship.members}
        name, columns = said.get("foreignKeyName"), _strings(relationship["columns"])
        if name is None or not isinstance(name.type, ts.Literal) or not columns:
            return
        facts = Constraint(at=self._at(name), type="foreign key", columns=columns)
        target, keys = relationship["referencedRelation"], _strings(relationship["referencedColumns"])
        if isinstance(target, ts.Literal):
            tables = {m.name for m in self._part("Tables")}
            if target.text not in tables and target.text in {m.name for m in self._part("Views")}:
                return  # the same key, followed to a view on its table
            if target.text in tables and target.text not in self._elsewhere and keys:
                facts.references = f"{join(self._name, target.text)}({', '.join(map(quote, keys))})"
        self._ledger.state("constraint", child(table, name.type.text), facts)

    def _function(self, member: ts.Member) -> None:
        """One whose types stay unsaid; several of one name say no more than that there is such a function."""
        path, facts = self._path(member), Function(at=self._at(member))
        arguments = _arguments(member.type)
        if arguments is not None:
            facts.arguments = arguments
            if len(arguments) > 1:
                facts.loose = ["arguments"]
        self._ledger.state("function", path if arguments != [] else f"{path}()", facts)


def _arguments(type: ts.Type | None) -> list[str] | None:
    """The names of a function's arguments; None if they are not told."""
    if not isinstance(type, ts.Object) or "Args" not in {member.name for member in type.members}:
        return None
    arguments = type["Args"]
    if isinstance(arguments, ts.Name):  # older generators say Record<PropertyKey, never>
        return [] if arguments.name == "never" or arguments.name.endswith(",never>") else None
    if isinstance(arguments, ts.Object) and arguments.whole:
        return [member.name for member in arguments.members]
    return None


def _strings(type: ts.Type | None) -> list[str]:
    items: Iterator[Any] = iter(type.items if isinstance(type, ts.Tuple) else [])
    return [item.text for item in items if isinstance(item, ts.Literal)]


def _type(type: ts.Type | None) -> tuple[str, bool] | None:
    """A type as SQL knows it, and whether that is a family; None where nothing is said."""
    match type:
        case ts.Name("boolean"):
            return "boolean", False
        case ts.Name(name, ()) if name in _FAMILIES:
            return _FAMILIES[name], True
        case ts.Name(_, (_, "Enums" | "CompositeTypes", _) as path) | ts.Name(_, (_, "Tables", _, "Row") as path):
            return ts.sql_name(path), False
        case ts.Array(of):
            item = _type(of)
            return None if item is None else (f"{item[0]}[]", item[1])
    return None
