"""Tries every cell of one set of schemas on a structure that is filled with made rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from driftcheck.access.cells import Cell
from driftcheck.access.matrix import Derivation
from driftcheck.access.prove import attempts, harvest, people
from driftcheck.access.prove.attempts import Attempt
from driftcheck.access.prove.people import Person
from driftcheck.access.prove.pools import text
from driftcheck.access.prove.rows import Made, Maker, Row
from driftcheck.access.prove.verdict import Pair, decides, verdict
from driftcheck.access.reach import Reading, admits
from driftcheck.access.session import SERVICE, SESSIONS, SIGNED_IN
from driftcheck.access.world import Relation
from driftcheck.names import quote, split


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
        self.tables = tables
        self.made: Made = Maker(connection, derivation, self.harvest, self.people).fill(tables)
        connection.execute(attempts.TRY)
        self._cached: dict[str, dict[tuple[str, bool], dict[str, dict[str, bool]]]] = {}

    def prove(self, cells: Iterable[Cell]) -> dict[tuple[str, str, str], Outcome]:
        """Cell by cell: (object, command, caller) → what happened."""
        found = {}
        by_object: dict[str, list[Cell]] = {}
        for cell in cells:
            by_object.setdefault(cell.object, []).append(cell)
        for path, mine in by_object.items():
            relation = self.derivation.world.relations[path]
            ties = self._cached[path] = self._relations(relation)
            for cell in mine:
                found[path, cell.command, cell.caller] = self._cell(cell, relation, ties)
        return found

    # Who stands in which relation to which row

    def _base(self, relation: Relation) -> Relation | None:
        if relation.kind != "view":
            return relation
        return self.derivation.base(relation)

    def _relations(self, relation: Relation) -> dict[tuple[str, bool], dict[str, dict[str, bool]]]:
        """(person, with claims) → the row's place → predicate → whether it holds, asked with row security out of the way."""
        base = self._base(relation)
        if base is None or base.kind != "table":
            return {}
        reading = self.derivation.readings[relation.path]
        texts = sorted({a.origin or a.text for a in self._atoms(relation, reading)})
        owners = [c for c in reading.owners if c in base.columns]
        own = (
            " OR ".join(
                f"{quote(c)}::text LIKE '%%' || {{id}} || '%%' OR {quote(c)}::text = {{email}}" for c in sorted(owners)
            )
            or "false"
        )
        found = {}
        name = split(base.path)[-1]
        for person in self.people:
            for claimed in (False, True):
                caller = "admin" if person.admin else "member"
                token = people.tokens(person, caller, claimed, self.derivation, self.harvest)[-1]
                mine = own.format(id=text(person.id), email=text(person.email)).replace("%%", "%")
                items = ", ".join(["ctid::text", f"({mine}) IS TRUE", *(f"({t}) IS TRUE" for t in texts)])
                rows = self._unguarded(base, token, f"SELECT {items} FROM {base.path} AS {quote(name)}", len(texts))
                found[person.name, claimed] = {
                    r[0]: {"own": r[1], **dict(zip(texts, r[2:], strict=True))} for r in rows
                }
        return found

    def _unguarded(self, base: Relation, token: str, statement: str, count: int) -> list[tuple[Any, ...]]:
        import psycopg

        try:
            with self.connection.transaction(force_rollback=True):
                self.connection.execute(f"ALTER TABLE {base.path} DISABLE ROW LEVEL SECURITY")
                self.connection.execute(f"GRANT SELECT ON {base.path} TO authenticated")
                schemas = {quote(split(path)[0]) for path in self.derivation.world.relations}
                schemas |= {quote(schema) for schema, _ in self.derivation.world.functions}
                if schemas:  # a stored policy has found its functions already; this text has yet to
                    self.connection.execute(f"GRANT USAGE ON SCHEMA {', '.join(sorted(schemas))} TO authenticated")
                self.connection.execute("SELECT set_config('request.jwt.claims', %s, true)", (token,))
                self.connection.execute("SET LOCAL ROLE authenticated")
                return list(self.connection.execute(statement).fetchall())
        except psycopg.Error:  # a policy that cannot even be evaluated ties nobody
            plain = ", ".join([*statement.split(", ")[:2], *["false"] * count])
            return list(self.connection.execute(f"{plain} FROM {base.path}").fetchall())

    def _conditions(self, relation: Relation) -> dict[str, dict[str, bool]]:
        """Which conditions hold of which row: nobody need be asked."""
        if relation.path not in self._cached:
            self._cached[relation.path] = self._relations(relation)
        return self._cached[relation.path].get((self.people[0].name, False), {})

    def _atoms(self, relation: Relation, reading: Reading) -> list[Any]:
        found = {}
        for command in ("select", "insert", "update", "delete"):
            entry = self.derivation.entries[relation.path, command, SIGNED_IN.name]
            for term in [*entry.found, *entry.new, *(t for _, ts in entry.parts.values() for t in ts)]:
                for atom in term:
                    if reading.sort(atom) in ("tie", "hold", "rank", "condition"):
                        found[atom.origin or atom.text] = atom
        return list(found.values())

    # One cell

    def _cell(
        self, cell: Cell, relation: Relation, ties: dict[tuple[str, bool], dict[str, dict[str, bool]]]
    ) -> Outcome:
        base = self._base(relation)
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
        places = self.made.places[base.path]
        alone = any(u and u <= places.users for u in places.unique)
        names = (
            ("x",)
            if cell.caller == "admin"
            else ("a", "b", "c", "d")
            if alone and cell.caller == "owner"
            else ("a", "b")
        )
        claimed = cell.caller in ("member", "admin") or bool(cell.also)
        pairs = []
        asked = (
            split(base.path)[-1] in self.harvest.asked
        )  # who inserts the row that makes them an administrator is none yet
        for person in (p for p in self.people if p.name in names):
            relations = ties.get((person.name, claimed), {})
            plain = ties.get((person.name, False), {})
            for row in self.made.rows[base.path]:
                held = relations.get(row.place)
                if held is None or (cell.command == "insert" and cell.caller == "admin" and held["own"] and asked):
                    continue
                pairs.append(Pair(person, row, held, plain.get(row.place, held)))
        if self._joined(relation):
            shown_rows = {id(r) for r in self._in_view(cell, relation, base)}
            pairs = [pair for pair in pairs if id(pair.row) in shown_rows]
        attempted = self._attempt(cell, relation, base, pairs, claimed)
        every = {
            a.origin or a.text for a in self._atoms(relation, reading) if reading.sort(a) == "tie" and not a.negated
        }
        reach, counted = verdict(cell, pairs, attempted, accepted, reading, every)
        touched = [done and mine for done, mine in zip(attempted, counted, strict=True)]
        return Outcome(reach, self._moved(cell, relation, base, pairs, claimed, touched))

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
        found = self.derivation.entries[relation.path, "select", SERVICE.name].effect
        return bool(found and found.joined)

    def _in_view(self, cell: Cell, relation: Relation, base: Relation) -> list[Row]:
        """The rows that the view has for whoever row security does not hold."""
        rows = self.made.rows[base.path]
        places = [self._locator(cell, relation, base, row) for row in rows]
        tried = [Attempt("postgres", "{}", f"SELECT FROM {relation.path} WHERE {place or 'false'}") for place in places]
        return [row for row, done in zip(rows, attempts.run(self.connection, tried), strict=True) if done]

    def _faceless(self, cell: Cell, relation: Relation, base: Relation) -> Outcome:
        token = people.tokens(None, cell.caller, False, self.derivation, self.harvest)
        nobody = Person("", "", "", 0)
        rows = self._in_view(cell, relation, base) if self._joined(relation) else self.made.rows[base.path]
        somebody = self._conditions(relation)
        pairs = [Pair(nobody, row, somebody.get(row.place, {}), {}) for row in rows]
        statements = self._statements(cell, relation, base, pairs)
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
        if reach != cell.reach and not decides(cell, pairs, accepted, self.derivation.readings[relation.path]):
            return Outcome(None, None, "no made rows on both sides of a condition")
        return Outcome(reach, None)

    def _attempt(
        self, cell: Cell, relation: Relation, base: Relation, pairs: list[Pair], claimed: bool
    ) -> list[bool | None]:
        statements = self._statements(cell, relation, base, pairs)
        return self._run(cell, pairs, statements, claimed)

    def _run(
        self, cell: Cell, pairs: list[Pair], statements: list[tuple[str, str] | None], claimed: bool
    ) -> list[bool | None]:
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

    def _statements(
        self, cell: Cell, relation: Relation, base: Relation, pairs: list[Pair]
    ) -> list[tuple[str, str] | None]:
        return [self._statement(cell, relation, base, pair.row) for pair in pairs]

    def _statement(self, cell: Cell, relation: Relation, base: Relation, row: Row) -> tuple[str, str] | None:
        where = self._locator(cell, relation, base, row)
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
                values = ", ".join("NULL" if v is None else text(v) for v in named.values())
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
        new = "NULL" if value is None else text(value)
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

    def _locator(self, cell: Cell, relation: Relation, base: Relation, row: Row) -> str | None:
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
                f"{quote(back[column])} IS NULL" if value is None else f"{quote(back[column])}::text = {text(value)}"
            )
        return " AND ".join(parts)

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
        if (
            column is None
            or column.type not in ("uuid", "text", "character varying")
            or cell.owner_column in self.harvest.folders
        ):
            return None
        if not any(touched):
            return False
        chosen: list[Pair] = []
        statements: list[tuple[str, str] | None] = []
        for pair, done in zip(pairs, touched, strict=True):
            if not done:
                continue
            for other in self.people:
                value = other.email if cell.owner_column in self.harvest.mails else other.id
                if other.name != pair.person.name and row_value(pair.row, cell.owner_column) != value:
                    where = self._locator(cell, relation, base, pair.row)
                    chosen.append(pair)
                    statements.append(
                        ("", f"UPDATE {relation.path} SET {quote(cell.owner_column)} = {text(value)} WHERE {where}")
                    )
        results = self._run(cell, chosen, statements, claimed)
        return _any(results)


def row_value(row: Row, column: str) -> str | None:
    """A value of a row."""
    return row.values.get(column)


def _any(results: list[bool | None]) -> bool | None:
    known = [r for r in results if r is not None]
    return any(known) if known else None
