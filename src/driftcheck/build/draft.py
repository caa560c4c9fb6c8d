"""A snapshot in the making: what is stated, what is there already, and what has to be added so that it can be built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec.structs import replace

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import SUFFIXES, Constraint
from driftcheck.kinds.index import Index
from driftcheck.kinds.schema import Schema
from driftcheck.kinds.table import Table
from driftcheck.model import UNSTATED, Facts, Snapshot
from driftcheck.names import derived, join, last, parent, quote, split


class Draft:
    """Objects by kind and path, as in a snapshot; `existing` is the database that they are to be built in.

    Facts are copies: filling them in leaves the snapshot as it was.
    """

    def __init__(self, expected: Snapshot, existing: Snapshot | None) -> None:
        self.expected = expected
        self.existing = existing or Snapshot()
        self.objects: dict[str, dict[str, Facts]] = {
            kind: {path: replace(facts) for path, facts in expected.of(kind).items()} for kind in KINDS
        }

    def of(self, kind: str) -> dict[str, Facts]:
        """What is to be built of one kind, by path."""
        return self.objects[kind]

    def new(self, kind: str) -> Iterator[tuple[str, Facts]]:
        """What is to be built of one kind and is not there."""
        there = self.existing.of(kind)
        return ((path, facts) for path, facts in self.objects[kind].items() if path not in there)

    def find(self, kind: str, path: str) -> Facts | None:
        """An object to be built, or one that is there."""
        return self.objects[kind].get(path) or self.existing.of(kind).get(path)

    def has_relation(self, path: str) -> bool:
        """Whether a table, view or the like of this path is to be built or is there."""
        return any(self.find(kind, path) is not None for kind in RELATIONS)

    def need_schema(self, name: str) -> None:
        """See to it that the schema is there."""
        if name != quote("public") and self.find("schema", name) is None:
            self.objects["schema"][name] = Schema()

    def need_table(self, path: str) -> None:
        """See to it that a relation of this path is there."""
        if not self.has_relation(path):
            self.objects["table"][path] = Table()

    def need_column(self, table: str, name: str, type: str | None = None) -> Column:
        """See to it that the relation has the column; its facts. `name` is unquoted."""
        path = join(*split(table), name)
        found = self.find("column", path)
        if found is None:
            found = self.objects["column"][path] = Column(type=type if type is not None else UNSTATED)
        return cast(Column, found)

    def columns(self, table: str) -> dict[str, Column]:
        """The relation's columns, those that are there first; by unquoted name, in their order."""
        found: dict[str, Column] = {}
        for objects in (self.existing.of("column"), self.objects["column"]):
            for path, facts in objects.items():
                if path.startswith(table) and parent(path) == table:
                    found.setdefault(last(path), cast(Column, facts))
        return found

    def constraints(self, table: str) -> dict[str, Constraint]:
        """The table's constraints, by path."""
        found: dict[str, Constraint] = {}
        for objects in (self.existing.of("constraint"), self.objects["constraint"]):
            for path, facts in objects.items():
                if path.startswith(table) and parent(path) == table:
                    found.setdefault(path, cast(Constraint, facts))
        return found

    def primary_key(self, table: str) -> list[str]:
        """The columns of the table's primary key; of a table that has none its `id`, else its first column, is made one."""
        for facts in self.constraints(table).values():
            if facts.type == "primary key" and facts.columns is not UNSTATED:
                return facts.columns
        columns = self.columns(table)
        name = "id" if "id" in columns or not columns else next(iter(columns))
        if self.may_have(table, name):
            self.need_column(table, name)
        self.add_constraint(table, Constraint(type="primary key", columns=[name]))
        return [name]

    def may_have(self, table: str, column: str) -> bool:
        """Whether the expected state leaves room for this column in the table."""
        columns = self.columns(table)
        facts = self.expected.of("table").get(table)
        if column in columns or facts is None:
            return True
        whole = [*(facts.complete or ()), *(facts.presumed or ())]
        counted = cast(Table, facts).column_count
        return "columns" not in whole and (counted is UNSTATED or len(columns) < counted)

    def is_unique(self, table: str, columns: list[str]) -> bool:
        """Whether a primary or unique key, or a unique index, covers exactly these columns."""
        wanted = sorted(map(quote, columns))
        for objects in (self.existing.of("index"), self.objects["index"]):
            for facts in objects.values():
                index = cast(Index, facts)
                if index.table == table and index.unique is True and sorted(index.columns or ()) == wanted:
                    return True
        return any(
            facts.type in ("primary key", "unique") and sorted(facts.columns or ()) == sorted(columns)
            for facts in self.constraints(table).values()
        )

    def add_constraint(self, table: str, facts: Constraint) -> None:
        """Add a constraint under the name that PostgreSQL would give it."""
        assert facts.type is not UNSTATED
        columns = "" if facts.type == "primary key" else "_".join(facts.columns or ())
        taken = self.constraints(table)
        suffix = SUFFIXES[facts.type]
        for number in ("", *map(str, range(1, 1000))):
            path = join(*split(table), derived(last(table), columns, suffix + number))
            if path not in taken:
                facts.named = False
                self.objects["constraint"][path] = facts
                return
