"""The access matrix of a snapshot: a cell for each table or view, command and caller."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from driftcheck.access import effect, guard, owners, triggers
from driftcheck.access.cells import Cell
from driftcheck.access.effect import Effect
from driftcheck.access.exposed import served
from driftcheck.access.formula import Term, TooLargeError, atoms, terms
from driftcheck.access.reach import Reach, Reading, admits, reach
from driftcheck.access.reader import Reader
from driftcheck.access.roles import Vocabulary
from driftcheck.access.scope import AlwaysFailsError, Scope, number
from driftcheck.access.session import ANONYMOUS, CALLERS, COMMANDS, SERVICE, SESSIONS, SIGNED_IN, Session
from driftcheck.access.trees import UnreadableError, tokens
from driftcheck.access.world import Relation, World
from driftcheck.managed import SCHEMAS
from driftcheck.model import UNSTATED, Snapshot
from driftcheck.names import split


@dataclasses.dataclass
class Entry:
    """What was found for one relation, command and session."""

    effect: Effect | None = None
    unknown: str | None = None
    fails: str | None = None
    columns: list[str] | None = None
    found: list[Term] = dataclasses.field(default_factory=list)
    new: list[Term] = dataclasses.field(default_factory=list)
    parts: dict[str, tuple[bool, list[Term]]] = dataclasses.field(default_factory=dict)
    meddled: str | None = None


Key = tuple[str, str, str]


class Derivation:
    """Everything that was read for a matrix: kept, because the proof by execution asks again."""

    def __init__(self, snapshot: Snapshot, schemas: Iterable[str] | None = None) -> None:
        self.world = World(snapshot)
        self.relations = list(exposed(self.world, schemas))
        self.vocabulary = Vocabulary(self.world)
        self.entries: dict[Key, Entry] = {}
        self.readings: dict[str, Reading] = {}
        self.claims: set[tuple[str, ...]] = set()
        for session in (ANONYMOUS, SIGNED_IN, SERVICE):
            reader = Reader(self.world, session)
            for relation in self.relations:
                for command in COMMANDS:
                    self.entries[relation.path, command, session.name] = self._entry(reader, relation, command)
            self.claims |= reader.claims
        for relation in self.relations:
            self.readings[relation.path] = self._reading(relation)

    def _entry(self, reader: Reader, relation: Relation, command: str) -> Entry:
        entry, world, role = Entry(), self.world, reader.session.role
        privilege = world.privilege(role, relation, command.upper())
        entry.columns = privilege if isinstance(privilege, list) else None
        readable = command == "insert" or world.privilege(role, relation, "SELECT") is not False
        if privilege is False or not readable:
            entry.fails = f"{role} has no right to it"
            return entry
        if relation.kind == "view" and command != "select":
            entry.unknown = triggers.instead(world, relation, command)
            if entry.unknown:
                return entry
        scope = Scope(role=role, search=guard.search(relation), current=role)
        try:
            found = effect.of(reader, relation, command, scope, number(relation.path, world.alone(relation.path)))
            entry.effect = found
            entry.found, entry.new = terms(found.formula), terms(found.new)
            entry.parts = {p.name: (p.permissive, terms(p.formula)) for p in found.parts}
            for formula in (found.formula, *(p.formula for p in found.parts)):
                self.vocabulary.learn(atoms(formula))
            for term in entry.found:
                self.vocabulary.learn_together(term)
        except AlwaysFailsError as error:
            entry.fails = str(error)
        except UnreadableError as error:
            entry.unknown = str(error)
        except TooLargeError:
            entry.unknown = "the policies together are too large to be read"
        except Exception as error:  # a construct that nobody foresaw must not hide the other cells
            entry.unknown = f"not understood ({type(error).__name__}: {error})"
        if entry.effect and command != "select" and relation.kind == "table" and not entry.effect.unguarded:
            entry.meddled = triggers.meddling(world, relation, command, _read_columns(relation))
        return entry

    def _reading(self, relation: Relation) -> Reading:
        direct = [
            atom
            for command in COMMANDS
            for atom in self._atoms(relation.path, command)
            if atom.column is not None and atom.caller & {"id", "email"}
        ]
        base = self.base(relation)
        column = owners.choose(self.world, base, direct) if base else None
        mails = {a.column for a in direct if a.caller == {"email"} and a.column}
        others = {a.column for a in direct if "id" in a.caller}
        return Reading(
            frozenset({column} if column else set()) | (mails if not others else frozenset()), self.vocabulary
        )

    def base(self, relation: Relation) -> Relation | None:
        """The table whose rows a view shows, or the relation itself; None for a view of anything but one table's rows."""
        if relation.kind != "view":
            return relation
        for session in (SIGNED_IN, SERVICE):
            found = self.entries[relation.path, "select", session.name].effect
            if found and found.table:
                return found.table
        return None

    def _atoms(self, path: str, command: str) -> Iterator:  # type: ignore[type-arg]
        for session in (SIGNED_IN, ANONYMOUS):
            found = self.entries[path, command, session.name].effect
            if found:
                yield from atoms(found.formula)
                for part in found.parts:
                    yield from atoms(part.formula)

    def owner_column(self, relation: Relation) -> str | None:
        """The owner column under the name that the relation gives it."""
        reading = self.readings[relation.path]
        base = self.base(relation)
        if relation.kind != "view" or base is None:
            return min(reading.owners, default=None)
        found = (
            self.entries[relation.path, "select", SIGNED_IN.name].effect
            or self.entries[relation.path, "select", SERVICE.name].effect
        )
        for name, column in (found.columns or {}).items() if found else ():
            if column in reading.owners:
                return name
        return None

    def cells(self) -> Iterator[Cell]:
        """Every cell, in order of object, command and caller."""
        for relation in self.relations:
            yield from self.of(relation)

    def of(self, relation: Relation) -> Iterator[Cell]:
        """The cells of one table or view."""
        for command in COMMANDS:
            for caller in CALLERS:
                yield self.cell(relation, command, caller)

    def cell(self, relation: Relation, command: str, caller: str) -> Cell:
        """One cell."""
        session: Session = SESSIONS[caller]
        entry, reading = self.entries[relation.path, command, session.name], self.readings[relation.path]
        cell = Cell(
            object=relation.path, command=command, caller=caller, reach=[],
            owner_column=self.owner_column(relation), columns=entry.columns,
        )  # fmt: skip
        if entry.fails is not None:
            cell.columns = None
            return cell
        found = Reach(unknown=entry.unknown) if entry.unknown else reach(entry.found, caller, reading)
        allowing = any(permissive for permissive, _ in entry.parts.values())
        if entry.meddled and (allowing if command == "insert" else found.words):
            found = Reach(unknown=entry.meddled)
        cell.reach, cell.unknown = found.words, found.unknown
        cell.conditions, cell.also, cell.except_ = found.conditions, found.also, found.excepts
        if cell.reach == ["unknown"]:
            cell.conditions = cell.also = cell.except_ = []
        cell.policies = self._policies(entry, caller, reading)
        if command == "update" and cell.reach and cell.unknown is None:
            cell.may_move = self._may_move(entry, caller, reading, cell)
        return cell

    def _policies(self, entry: Entry, caller: str, reading: Reading) -> list[str]:
        met = [term for term in entry.found if admits(term, caller, reading)]
        found = []
        for name, (permissive, parts) in sorted(entry.parts.items()):
            with_others = any(part <= term for part in parts for term in met)
            if not permissive or with_others or reach(parts, caller, reading).words:
                found.append(name)
        return found

    def _may_move(self, entry: Entry, caller: str, reading: Reading, cell: Cell) -> bool:
        owner = cell.owner_column
        if owner is not None:
            if cell.columns is not None and owner not in cell.columns:
                return False
            return bool(reach(entry.new, caller, reading, moved=True).tokens)
        tied = any(reading.sort(a) == "tie" for a in self._atoms(cell.object, "select")) or any(
            reading.sort(a) == "tie" for a in self._atoms(cell.object, "update")
        )
        return tied and bool(reach(entry.new, caller, reading, moved=True, untied=True).tokens)


def exposed(world: World, schemas: Iterable[str] | None) -> Iterator[Relation]:
    """The tables and views that the API serves, and storage.objects where people made policies for it."""
    wanted = set(schemas) if schemas is not None else served(world.snapshot)
    for path, relation in sorted(world.relations.items()):
        schema = split(path)[0]
        if relation.facts.extension is not UNSTATED:
            continue
        if (schema in wanted and schema not in SCHEMAS) or (path == "storage.objects" and relation.policies):
            yield relation


def _read_columns(relation: Relation) -> frozenset[str]:
    found: set[str] = set()
    for policy in relation.policies.values():
        for text in (policy.using, policy.check):
            if isinstance(text, str):
                found |= {piece.strip('"') for piece, _ in tokens(text)}
    return frozenset(found & set(relation.columns))
