"""Who stands in which relation to which made row: asked of the database, with row security out of the way."""

from __future__ import annotations

from typing import Any

from driftcheck.access.formula import Atom
from driftcheck.access.matrix import Derivation
from driftcheck.access.session import COMMANDS, SIGNED_IN
from driftcheck.access.world import Relation
from driftcheck.names import constant, quote, split
from driftcheck.prove import people
from driftcheck.prove.harvest import Harvest
from driftcheck.prove.people import Person

Held = dict[str, dict[str, bool]]
"""A row's place → predicate → whether it holds of the row."""


class Ties:
    """The predicates of a relation's policies, asked for every person and row."""

    def __init__(self, connection: Any, derivation: Derivation, harvest: Harvest, people: list[Person]) -> None:
        self.connection, self.derivation, self.harvest, self.people = connection, derivation, harvest, people
        self._known: dict[str, dict[tuple[str, bool], Held]] = {}

    def of(self, relation: Relation) -> dict[tuple[str, bool], Held]:
        """(person, with claims) → what holds of each row."""
        if relation.path not in self._known:
            self._known[relation.path] = self._asked(relation)
        return self._known[relation.path]

    def conditions(self, relation: Relation) -> Held:
        """Which conditions hold of which row: nobody need be asked."""
        return self.of(relation).get((self.people[0].name, False), {})

    def _asked(self, relation: Relation) -> dict[tuple[str, bool], Held]:
        base = self.derivation.base(relation)
        if base is None or base.kind != "table":
            return {}
        reading = self.derivation.readings[relation.path]
        texts = sorted({a.origin or a.text for a in self.predicates(relation)})
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
                mine = own.format(id=constant(person.id), email=constant(person.email)).replace("%%", "%")
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

    def predicates(self, relation: Relation) -> list[Atom]:
        """What the relation's policies ask of the row and of its ties to the caller, each once."""
        reading, found = self.derivation.readings[relation.path], {}
        for command in COMMANDS:
            entry = self.derivation.entries[relation.path, command, SIGNED_IN.name]
            for term in [*entry.found, *entry.new, *(t for _, ts in entry.parts.values() for t in ts)]:
                for atom in term:
                    if reading.sort(atom) in ("tie", "hold", "rank", "condition"):
                        found[atom.origin or atom.text] = atom
        return list(found.values())
