"""The statement that tries one cell on one row."""

from __future__ import annotations

import dataclasses

from driftcheck.access.cells import Cell
from driftcheck.access.matrix import Derivation
from driftcheck.access.session import SERVICE, SESSIONS, SIGNED_IN
from driftcheck.access.world import Relation
from driftcheck.names import constant, quote
from driftcheck.prove.harvest import Harvest
from driftcheck.prove.made import Made, Row

Try = tuple[str, str]
"""What prepares a statement, and the statement."""


@dataclasses.dataclass(frozen=True)
class Statements:
    """What decides the SQL: the columns that a caller may name, and the rows that stand there."""

    derivation: Derivation
    made: Made
    harvest: Harvest

    def of(self, cell: Cell, relation: Relation, base: Relation, row: Row) -> Try | None:
        """What tries the cell's command on the row; None if the caller cannot even name it, or nothing harmless of it."""
        where = self.locate(cell, relation, base, row)
        match cell.command:
            case "insert":
                names = self._names(relation, base)
                usable = {c: n for n, c in names.items() if cell.columns is None or n in cell.columns}
                entry = self.derivation.entries[cell.object, "insert", SESSIONS[cell.caller].name]
                plain = entry.fails is not None or (entry.effect is not None and entry.effect.unguarded)
                if not plain and any(c not in usable and c in self._tying(relation, base) for c in row.values):
                    return None  # whose row it is would be filled in by a default
                named = {usable[c]: v for c, v in row.values.items() if c in usable and not base.columns[c].generated}
                columns = ", ".join(map(quote, named))
                values = ", ".join("NULL" if v is None else constant(v) for v in named.values())
                prepare = (
                    "SET LOCAL session_replication_role = replica;"
                    f" DELETE FROM ONLY {base.path} WHERE ctid = '{row.place}'::tid; SET LOCAL session_replication_role = origin"
                )
                return prepare, f"INSERT INTO {relation.path} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values})"
            case _ if where is None:
                return None
            case "select":
                return "", f"SELECT FROM {relation.path} WHERE {where}"
            case "delete":
                return "SET LOCAL session_replication_role = replica", f"DELETE FROM {relation.path} WHERE {where}"
        column = self._harmless(cell, relation, base)
        if column is None:
            return None
        shown_as, real = column
        value = row.values.get(real)
        new = "NULL" if value is None else constant(value)
        return "", f"UPDATE {relation.path} SET {quote(shown_as)} = {new} WHERE {where}"

    def _names(self, relation: Relation, base: Relation) -> dict[str, str]:
        """The relation's columns by what the table calls them."""
        if relation is base:
            return {n: n for n in base.columns}
        for session in (SERVICE.name, SIGNED_IN.name):
            found = self.derivation.entries[relation.path, "select", session].effect
            if found:
                return found.columns or {}
        return {}

    def _tying(self, relation: Relation, base: Relation) -> set[str]:
        """The columns that say whose the row is."""
        places = self.made.places[base.path]
        return set(self.derivation.readings[relation.path].owners) | (
            (places.users | set(places.links)) & self.harvest.read
        )

    def _harmless(self, cell: Cell, relation: Relation, base: Relation) -> tuple[str, str] | None:
        """A column that no policy reads, else any: (its name here, its name in the table)."""
        names = self._names(relation, base)
        usable = {
            n: c for n, c in names.items()
            if (cell.columns is None or n in cell.columns) and not base.columns[c].generated and base.columns[c].identity != "always"
        }  # fmt: skip
        keys = set().union(*self.made.places[base.path].unique, set())
        ordered = sorted(usable.items(), key=lambda i: (i[1] in self.harvest.read, i[1] in keys, i[1]))
        return ordered[0] if ordered else None

    def locate(self, cell: Cell, relation: Relation, base: Relation, row: Row) -> str | None:
        """The condition that only this row meets, made of columns that the caller may read; None if there are none."""
        readable = self.derivation.entries[relation.path, "select", SESSIONS[cell.caller].name].columns
        if relation is base and readable is None:
            return f"ctid = '{row.place}'::tid"
        names = self._names(relation, base)
        if readable is not None:
            names = {n: c for n, c in names.items() if n in readable}
        keys = [u for u in self.made.places[base.path].unique if u <= set(names.values())]
        back = {c: n for n, c in names.items()}
        columns = sorted(keys[0]) if keys else sorted(names.values())
        if not columns:
            return None
        parts = []
        for column in columns:
            value = row.values[column]
            parts.append(
                f"{quote(back[column])} IS NULL"
                if value is None
                else f"{quote(back[column])}::text = {constant(value)}"
            )
        return " AND ".join(parts)
