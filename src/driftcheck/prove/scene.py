"""Tries every cell of one set of schemas on a structure that is filled with made rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from driftcheck.access.cells import Cell
from driftcheck.access.matrix import Derivation, Entry
from driftcheck.access.reach import Reading, admits
from driftcheck.access.session import SERVICE, SESSIONS, SIGNED_IN
from driftcheck.access.world import Relation
from driftcheck.names import constant, quote, split
from driftcheck.prove import attempts, harvest, people, pools
from driftcheck.prove.attempts import Attempt
from driftcheck.prove.made import Made, Row
from driftcheck.prove.people import Person
from driftcheck.prove.rows import Maker
from driftcheck.prove.statements import Statements, Try
from driftcheck.prove.ties import Ties
from driftcheck.prove.verdict import Pair, decides, left_to_data, verdict


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What happened, in the contract's words; None where made rows could not tell."""

    reach: list[str] | None
    may_move: bool | None
    reason: str = ""


class Scene:
    """Rows for all tables of some schemas, and every cell of their relations tried."""

    def __init__(self, connection: Any, derivation: Derivation, schemas: set[str]) -> None:
        self.connection, self.derivation = connection, derivation
        self.harvest = harvest.of(derivation.world, schemas)
        self.people = people.people(derivation, self.harvest)
        tables = [
            r for p, r in derivation.world.relations.items() if r.kind == "table" and split(p)[0] in schemas
            and not getattr(r.facts, "partition_of", None)
        ]  # fmt: skip
        self.made: Made = Maker(connection, derivation, self.harvest, self.people).fill(tables)
        connection.execute(attempts.TRY)
        self.ties = Ties(connection, derivation, self.harvest, self.people)
        self.statements = Statements(derivation, self.made, self.harvest)

    def prove(self, cells: Iterable[Cell]) -> dict[tuple[str, str, str], Outcome]:
        """Cell by cell: (object, command, caller) → what happened."""
        relations = self.derivation.world.relations
        return {(c.object, c.command, c.caller): self._cell(c, relations[c.object]) for c in cells}

    def _cell(self, cell: Cell, relation: Relation) -> Outcome:
        base = self.derivation.base(relation)
        if relation.kind == "materialized_view":
            return self._copied(cell, relation)
        if base is None or not self.made.rows.get(base.path):
            why = self.made.failed.get(base.path if base else "", "no made rows")
            return Outcome(None, None, why)
        if cell.caller in ("anonymous", "service"):
            return self._faceless(cell, relation, base)
        reading = self.derivation.readings[relation.path]
        entry = self.derivation.entries[relation.path, cell.command, SIGNED_IN.name]
        accepted = [t for t in entry.found if admits(t, cell.caller, reading)]
        claimed = cell.caller in ("member", "admin") or bool(cell.also)
        pairs = self._pairs(cell, relation, base, claimed)
        attempted = self._run(cell, pairs, self._tries(cell, relation, base, pairs), claimed)
        every = {
            a.origin or a.text for a in self.ties.predicates(relation) if reading.sort(a) == "tie" and not a.negated
        }
        reach, counted = verdict(cell, pairs, attempted, accepted, reading, every)
        if reach is not None and reach != cell.reach and self._open(cell, base, entry, reading):
            return Outcome(None, None, "what other rows decide")
        touched = [done and mine for done, mine in zip(attempted, counted, strict=True)]
        return Outcome(reach, self._moved(cell, relation, base, pairs, claimed, touched))

    def _open(self, cell: Cell, base: Relation, entry: Entry, reading: Reading) -> bool:
        """Whether made rows cannot disprove a cell: data decides, or who inserts a row is tied by that very row."""
        through = {table for term in entry.found for atom in term for table in atom.through}
        unborn = cell.command == "insert" and base.path in through and self.made.places[base.path].is_one_each
        return unborn or left_to_data(entry.found, reading)

    def _pairs(self, cell: Cell, relation: Relation, base: Relation, claimed: bool) -> list[Pair]:
        """Whoever may be the cell's caller, with each row that the relation shows."""
        names: tuple[str, ...] = ("a", "b")
        if cell.caller == "admin":
            names = ("x",)
        elif cell.caller == "owner" and self.made.places[base.path].is_one_each:
            names = ("a", "b", "c", "d")
        ties, pairs = self.ties.of(relation), []
        making = cell.command == "insert" and cell.caller == "admin" and split(base.path)[-1] in self.harvest.asked
        for person in (p for p in self.people if p.name in names):
            relations, plain = ties.get((person.name, claimed), {}), ties.get((person.name, False), {})
            for row in self.made.rows[base.path]:
                held = relations.get(row.place)
                if held is None or (making and held["own"]):  # whoever inserts it is no administrator before
                    continue
                pairs.append(Pair(person, row, held, plain.get(row.place, held)))
        if self._joined(relation):
            shown_rows = {id(r) for r in self._in_view(cell, relation, base)}
            pairs = [pair for pair in pairs if id(pair.row) in shown_rows]
        return pairs

    def _copied(self, cell: Cell, relation: Relation) -> Outcome:
        """A materialized view has one copy of its rows for everybody."""
        if cell.command != "select":
            return Outcome([], None)
        self.connection.execute(f"REFRESH MATERIALIZED VIEW {relation.path}")
        person = None if cell.caller in ("anonymous", "service") else self.people[-1 if cell.caller == "admin" else 0]
        token = people.tokens(person, cell.caller, False, self.derivation, self.harvest)[0]
        role = SESSIONS[cell.caller].role
        (done,) = attempts.run(self.connection, [Attempt(role, token, f"SELECT FROM {relation.path}")])
        return Outcome(["all"] if done else [], None)

    def _joined(self, relation: Relation) -> bool:
        """Whether it is a view whose rows stand for rows of several tables."""
        found = self.derivation.entries[relation.path, "select", SERVICE.name].effect
        return bool(found and found.joined)

    def _in_view(self, cell: Cell, relation: Relation, base: Relation) -> list[Row]:
        """The rows that the view has for whoever row security does not hold."""
        rows = self.made.rows[base.path]
        places = [self.statements.locate(cell, relation, base, row) for row in rows]
        tried = [Attempt("postgres", "{}", f"SELECT FROM {relation.path} WHERE {place or 'false'}") for place in places]
        return [row for row, done in zip(rows, attempts.run(self.connection, tried), strict=True) if done]

    def _faceless(self, cell: Cell, relation: Relation, base: Relation) -> Outcome:
        """What a caller without an account could do: anonymous, or the service role."""
        token = people.tokens(None, cell.caller, False, self.derivation, self.harvest)
        nobody = Person("", "", "", 0)
        rows = self._in_view(cell, relation, base) if self._joined(relation) else self.made.rows[base.path]
        somebody = self.ties.conditions(relation)
        pairs = [Pair(nobody, row, somebody.get(row.place, {}), {}) for row in rows]
        statements = self._tries(cell, relation, base, pairs)
        role = SESSIONS[cell.caller].role
        tried = [None if s is None else Attempt(role, token[0], s[1], s[0]) for s in statements]
        results = iter(attempts.run(self.connection, [t for t in tried if t is not None]))
        outcome = [None if t is None else next(results) for t in tried]
        known = [o for o in outcome if o is not None]
        if not known:
            return Outcome(None, None, "nothing could be tried")
        reach = ["all"] if all(known) else ["condition"] if any(known) else []
        entry = self.derivation.entries[relation.path, cell.command, SESSIONS[cell.caller].name]
        accepted = [t for t in entry.found if admits(t, cell.caller, self.derivation.readings[relation.path])]
        reading = self.derivation.readings[relation.path]
        if reach != cell.reach and self._open(cell, base, entry, reading):
            return Outcome(None, None, "what other rows decide")
        if reach != cell.reach and not decides(cell, pairs, accepted, reading):
            return Outcome(None, None, "no made rows on both sides of a condition")
        return Outcome(reach, None)

    def _run(self, cell: Cell, pairs: list[Pair], statements: list[Try | None], claimed: bool) -> list[bool | None]:
        role = SESSIONS[cell.caller].role
        tried: list[Attempt] = []
        spans: list[range] = []
        tokens = {p.name: people.tokens(p, cell.caller, claimed, self.derivation, self.harvest) for p in self.people}
        for pair, statement in zip(pairs, statements, strict=True):
            start = len(tried)
            if statement is not None:
                tried += [Attempt(role, token, statement[1], statement[0]) for token in tokens[pair.person.name]]
            spans.append(range(start, len(tried)))
        results = attempts.run(self.connection, tried)
        return [_any([results[i] for i in span]) for span in spans]

    def _tries(self, cell: Cell, relation: Relation, base: Relation, pairs: list[Pair]) -> list[Try | None]:
        return [self.statements.of(cell, relation, base, pair.row) for pair in pairs]

    def _moved(
        self,
        cell: Cell,
        relation: Relation,
        base: Relation,
        pairs: list[Pair],
        claimed: bool,
        touched: list[bool | None],
    ) -> bool | None:
        """Whether any row that the caller may update may be given to somebody else."""
        if (
            cell.command != "update"
            or cell.owner_column is None
            or relation is not base
            or cell.unknown
            or not cell.reach
        ):
            return None
        column = base.columns.get(cell.owner_column)
        if column is None or column.type not in pools.ID_TYPES or cell.owner_column in self.harvest.folders:
            return None
        if not any(touched):
            return False
        chosen: list[Pair] = []
        statements: list[Try | None] = []
        for pair, done in zip(pairs, touched, strict=True):
            if not done:
                continue
            for other in self.people:
                value = other.email if cell.owner_column in self.harvest.mails else other.id
                if other.name != pair.person.name and pair.row.values.get(cell.owner_column) != value:
                    where = self.statements.locate(cell, relation, base, pair.row)
                    chosen.append(pair)
                    statements.append(
                        ("", f"UPDATE {relation.path} SET {quote(cell.owner_column)} = {constant(value)} WHERE {where}")
                    )
        results = self._run(cell, chosen, statements, claimed)
        return _any(results)


def _any(results: list[bool | None]) -> bool | None:
    known = [r for r in results if r is not None]
    return any(known) if known else None
