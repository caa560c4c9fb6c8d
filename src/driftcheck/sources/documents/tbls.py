"""The `schema.json` of tbls: what a machine read from a database, object by object.

    {"name": "mill", "tables": [{"name": "public.sluices", "type": "BASE TABLE", "columns": [{"name": "id", …}], …}],
     "relations": […], "functions": […], "enums": […], "driver": {"name": "postgres", …}}

Keys, indexes, triggers and views stand there as PostgreSQL prints them (`def`), so the DDL's reader takes them. Types are
exact, but a function's result is the type of its rows: that it gives a set of them is not said. Comments may come from
tbls' own configuration and count as descriptions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from driftcheck.errors import UsageError
from driftcheck.kinds.column import Column
from driftcheck.kinds.foreign_table import ForeignTable
from driftcheck.kinds.function import Function
from driftcheck.kinds.materialized_view import MaterializedView
from driftcheck.kinds.table import Table
from driftcheck.kinds.type import Type
from driftcheck.kinds.view import View
from driftcheck.ledger import child
from driftcheck.model import Facts, Level
from driftcheck.names import join, parent, quote, split
from driftcheck.sources.documents.context import Page
from driftcheck.sources.documents.wholeness import mark

LINE = "line of"  # the key under which an object keeps its own line; no key of tbls has a blank
_POSTGRES = ("postgres", "postgresql", "supabase", "redshift", "")
_BRACES = re.compile(r'"(?:[^"\\]|\\.)*"|\{\s*|\}|\n')
_KEYS = ("PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK", "EXCLUDE", "EXCLUSION")
_ENFORCED_BY_INDEX = ("PRIMARY KEY", "UNIQUE", "EXCLUDE", "EXCLUSION")


class _Shape(msgspec.Struct):
    tables: msgspec.Raw = msgspec.Raw(b"")
    relations: msgspec.Raw = msgspec.Raw(b"")
    driver: msgspec.Raw = msgspec.Raw(b"")
    format: msgspec.Raw = msgspec.Raw(b"")


def is_meant(data: bytes) -> bool:
    """Whether the bytes are JSON in the shape of tbls: a list of tables beside relations or a driver."""
    try:
        found = msgspec.json.decode(data, type=_Shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    listed = bytes(found.tables).lstrip()[:1] == b"["
    return listed and bool(bytes(found.driver) or bytes(found.relations)) and not bytes(found.format)


def page(page: Page) -> None:
    """A whole file. UsageError, with path and line, if it is not what tbls writes of a PostgreSQL database."""
    _Reader(page, load(page.text, page.path)).read()


def load(text: str, path: str) -> dict[str, Any]:
    """The JSON, each object with the line of its first key under LINE. UsageError if it is none."""
    lines = _lines(text)
    try:
        found = json.loads(text, object_pairs_hook=lambda pairs: {**dict(pairs), LINE: next(lines)})
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    except (RecursionError, ValueError):
        raise UsageError(f"{path}: not the schema.json of tbls: nested too deeply, or a number too large") from None
    return found if isinstance(found, dict) else {}


def _lines(text: str) -> Iterator[int]:
    """The line of each object's first key, in the order in which the objects end: that in which they are decoded."""
    line, opened = 1, []
    for match in _BRACES.finditer(text):
        sign = match[0][0]
        if sign == "\n":
            line += 1
        elif sign == "{":
            line += match[0].count("\n")
            opened.append(line)
        elif sign == "}" and opened:
            yield opened.pop()


_RELATIONS: dict[str, tuple[str, type[Facts]]] = {
    "VIEW": ("view", View),
    "MATERIALIZED VIEW": ("materialized_view", MaterializedView),
    "FOREIGN TABLE": ("foreign_table", ForeignTable),
    "FOREIGN": ("foreign_table", ForeignTable),
}


class _Reader:
    def __init__(self, page: Page, dump: dict[str, Any]) -> None:
        self._page, self._ledger, self._dump = page, page.ledger, dump
        driver = dump.get("driver") if isinstance(dump.get("driver"), dict) else None
        if driver and _text(driver, "name").lower() not in _POSTGRES:
            raise UsageError(
                f"{page.path}:{driver[LINE]}: describes a {_text(driver, 'name')} database, not PostgreSQL"
            )
        meta = driver.get("meta") if driver else None
        self._schema = (_text(meta, "current_schema") if isinstance(meta, dict) else "") or "public"

    def read(self) -> None:
        """Types first: what follows may be of them."""
        for enum in _objects(self._dump, "enums"):
            values = enum.get("values")
            facts = Type(at=self._at(enum), kind="enum")
            if isinstance(values, list) and all(isinstance(value, str) for value in values):
                facts.values = values
            self._ledger.state("type", self._path(enum), facts)
        tables = [(table, *self._relation(table)) for table in _objects(self._dump, "tables")]
        for table, kind, path in tables:
            self._inside(table, kind, path)
        for function in _objects(self._dump, "functions"):
            self._function(function)

    def _at(self, found: dict[str, Any]) -> str:
        return self._page.at(found[LINE])

    def _path(self, found: dict[str, Any]) -> str:
        """`public.sluices` as tbls writes it: unquoted, with its schema or in the one that was current."""
        schema, dot, name = _text(found, "name").partition(".")
        return join(schema, name) if dot else join(self._schema, schema)

    def _relation(self, table: dict[str, Any]) -> tuple[str, str]:
        kind, facts_of = _RELATIONS.get(_text(table, "type").upper(), ("table", Table))
        path = self._path(table)
        facts = facts_of(at=self._at(table))
        if comment := _text(table, "comment"):
            facts.description = comment
        self._ledger.state(kind, path, facts)
        self._page.wholeness.listing(kind, quote(split(path)[0]), self._at(table))
        return kind, path

    def _inside(self, table: dict[str, Any], kind: str, path: str) -> None:
        for column in _objects(table, "columns"):
            self._ledger.state("column", child(path, _text(column, "name")), self._column(column))
        holder = self._ledger.find(kind, path)
        assert holder is not None
        mark(holder, "columns", Level.COMPLETE)
        if "VIEW" in _text(table, "type").upper():
            self._ddl(_text(table, "def"), table, path)
        enforcing = set()
        for constraint in _objects(table, "constraints"):
            type = _text(constraint, "type").upper()
            if type in _ENFORCED_BY_INDEX:
                enforcing.add(_text(constraint, "name"))
            if type in _KEYS and kind == "table":
                name = quote(_text(constraint, "name"))
                self._ddl(f"ALTER TABLE {path} ADD CONSTRAINT {name} {_text(constraint, 'def')}", constraint, path)
        for index in _objects(table, "indexes"):
            if _text(index, "name") not in enforcing:
                self._ddl(_text(index, "def"), index, path)
        for trigger in _objects(table, "triggers"):
            self._ddl(_text(trigger, "def"), trigger, path)
        if kind == "table":
            for plural in ("constraints", "indexes", "triggers"):
                mark(holder, plural, Level.PRESUMED)

    def _column(self, column: dict[str, Any]) -> Column:
        from driftcheck.sql.types import canonical

        facts = Column(at=self._at(column))
        if type := _text(column, "type"):
            facts.type = canonical(type)
        if isinstance(column.get("nullable"), bool):
            facts.nullable = column["nullable"]
        generated = re.fullmatch(r"GENERATED ALWAYS AS\b(.*?)\b(STORED|VIRTUAL)\s*", _text(column, "extra_def"), re.S)
        if generated:
            facts.generated, facts.generated_kind = generated[1].strip(), generated[2].lower()
        elif "default" in column and (column["default"] is None or isinstance(column["default"], str)):
            facts.default = column["default"] or None
        if comment := _text(column, "comment"):
            facts.description = comment
        return facts

    def _function(self, function: dict[str, Any]) -> None:
        path = self._path(function)
        what = "PROCEDURE" if "PROCEDURE" in _text(function, "type").upper() else "FUNCTION"
        result = _text(function, "return_type")
        returns = f" RETURNS {result}" if result and what == "FUNCTION" else ""
        self._ddl(f"CREATE {what} {path}({_text(function, 'arguments')}){returns}", function, path)
        for taken in self._ledger.taken.get(self._at(function), ()):
            facts = self._ledger.find("function", taken.object) if taken.kind == "function" else None
            if isinstance(facts, Function) and facts.returns:
                facts.loose = ["returns"]

    def _ddl(self, text: str, found: dict[str, Any], path: str) -> None:
        from driftcheck.sql import ddl

        if not text:
            return
        schema = split(parent(path))[0]
        for unread in ddl.read(text, self._ledger, path=self._page.path, line=found[LINE], schema=schema):
            self._page.unparsed.append((found[LINE], unread.reason))


def _objects(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The named objects of a list; tbls writes null for an empty one."""
    items = found.get(key)
    return [item for item in items if isinstance(item, dict) and _text(item, "name")] if isinstance(items, list) else []


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""
