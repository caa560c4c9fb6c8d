"""Which rows a table must have, so that every policy meets somebody whom it lets in and somebody whom it does not."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

from driftcheck.access.matrix import Derivation
from driftcheck.access.words import is_admin, is_admin_table
from driftcheck.access.world import Relation
from driftcheck.names import constant, split
from driftcheck.prove import pools
from driftcheck.prove.harvest import Harvest
from driftcheck.prove.made import Made
from driftcheck.prove.people import Person, number
from driftcheck.prove.pools import Places

LEAST, MOST = 3, 60  # rows of one table


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What decides which rows: the policies, who acts, and the rows that stand already."""

    derivation: Derivation
    harvest: Harvest
    people: list[Person]
    made: Made

    def rows(self, relation: Relation) -> Iterator[dict[str, str]]:
        """Row by row the values that matter, by column, as SQL; the rows of what it refers to stand already."""
        known = self.made.places[relation.path]
        name = split(relation.path)[-1]
        if self._is_membership(relation, known) or known.is_one_each:
            for person in self._persons(name):
                yield self._bound(relation, known, person)
            return
        axes = self._axes(relation, known)
        found = list(_product(axes, [c for c in axes if c in known.users or c in known.links]))
        while found and len(found) < LEAST:
            found += found
        yield from found

    def _persons(self, table: str) -> list[Person]:
        if table in self.harvest.denied:
            return [p for p in self.people if p.name in ("c", "d")]
        if is_admin_table(table):
            return [p for p in self.people if p.admin]
        return self.people

    def _is_membership(self, relation: Relation, known: Places) -> bool:
        """A row ties a user to something else, and nothing refers to it."""
        if not known.users or self._referred(relation):
            return False
        if any(u & known.users and len(u) > 1 for u in known.unique):
            return True
        name = split(relation.path)[-1]
        linking = [c for c in (*known.links, *known.users) if c in self.harvest.read]
        roles = any(f"{relation.path}.{c}" in self.derivation.vocabulary.values for c in relation.columns)
        return name in (self.harvest.asked | self.harvest.denied) and (len(linking) > 1 or roles)

    def _referred(self, relation: Relation) -> bool:
        keys = itertools.chain.from_iterable(self.derivation.world.keys.values())
        return any(
            k.type == "foreign key"
            and isinstance(k.references, str)
            and k.references.partition("(")[0] == relation.path
            for k in keys
        )

    def _bound(self, relation: Relation, known: Places, person: Person) -> dict[str, str]:
        """One row of somebody's: everything in it depends on whose it is."""
        found: dict[str, str] = {}
        others = {"a": "b", "b": "a", "c": "d", "d": "c", "x": "a"}
        partner = next(p for p in self.people if p.name == others[person.name])
        first = min(known.users, key=lambda c: (c not in self.harvest.users, list(relation.columns).index(c)))
        failing = person.name in ("c", "d") and split(relation.path)[-1] not in self.harvest.denied
        for name, column in relation.columns.items():
            if column.generated or column.identity:
                continue
            where = f"{relation.path}.{name}"
            if name in known.users:
                found[name] = constant(person.id if name == first else partner.id)
            elif name in known.links:
                value = self._linked(*known.links[name], person)
                if value is not None:
                    found[name] = value
            elif where in self.derivation.vocabulary.values:
                declared = [constant(v) for v in sorted(self.derivation.vocabulary.declared(where))]
                value = pools.role(self.derivation, where, person, declared)
                if value is not None:
                    found[name] = value
            elif name in self.harvest.read and name not in known.itself and not known.is_key(name):
                values = pools.asked(self.derivation, self.harvest, relation, name, self.people)
                if values and name in self.harvest.mails:
                    found[name] = constant(person.email)
                elif values and column.type in pools.ID_TYPES and values[0] == constant(number(1)):
                    found[name] = constant(number(person.tenant))
                elif values:
                    found[name] = values[-1] if failing else values[0]
        return found

    def _linked(self, table: str, column: str, person: Person) -> str | None:
        rows = self.made.rows.get(table, [])
        values = [r for r in rows if r.values.get(column) is not None]
        if not values:
            return None
        for name in values[0].values:
            where = f"{table}.{name}"
            if where in self.derivation.vocabulary.values:  # a table of roles
                wanted = self.derivation.vocabulary.admin(where)
                fitting = [
                    r
                    for r in values
                    if (r.values[name] == wanted) == person.admin
                    and (person.admin or not is_admin(str(r.values[name])))
                ]
                if fitting:
                    return constant(str(fitting[0].values[column]))
        chosen = values[min(person.tenant - 1, len(values) - 1)]
        owners = self.made.places[table].users if table in self.made.places else frozenset()
        if owners:  # a thing of somebody's: shared with whoever does not own it
            first = min(owners)
            mine = [r for r in values if r.values.get(first) != person.id]
            if mine:
                chosen = mine[min(person.tenant - 1, len(mine) - 1)]
        return constant(str(chosen.values[column]))

    def _axes(self, relation: Relation, known: Places) -> dict[str, list[str]]:
        axes: dict[str, list[str]] = {}
        acting = [p for p in self.people if p.name in pools.ACTORS]
        name = split(relation.path)[-1]
        if name in self.harvest.denied:
            acting = [p for p in self.people if p.name in ("c", "d")]
        for column, facts in relation.columns.items():
            if facts.generated or facts.identity or column in known.itself:
                continue
            if column in known.users:
                axes[column] = [constant(p.id) for p in acting]
                if column not in self.harvest.read and not self._is_owner(relation, column):
                    axes[column] = axes[column][:1]
                elif facts.nullable is True and "NULL" in self.harvest.meets.get(column, []):
                    axes[column].append("NULL")
            elif column in known.links:
                values = self._spread(*known.links[column])
                if not values:
                    continue
                axes[column] = values if column in self.harvest.read else values[:1]
            elif known.is_key(column) and (names := self._named_elsewhere(relation, column)):
                axes[column] = [*names, pools.sample(facts, column, 7, self.derivation)]
            elif column in self.harvest.read:
                where = f"{relation.path}.{column}"
                if known.is_key(column) and (facts.type == "uuid" or where not in self.derivation.vocabulary.values):
                    continue
                values = pools.asked(self.derivation, self.harvest, relation, column, self.people)
                declared = self.derivation.vocabulary.values.get(where)
                if declared and facts.type != "boolean":
                    admin = self.derivation.vocabulary.admin(where)
                    least = self.derivation.vocabulary.least(where)
                    values = list(dict.fromkeys([*(constant(v) for v in (admin, least) if v), *values]))[:3]
                if values:
                    axes[column] = values
        return axes

    def _named_elsewhere(self, relation: Relation, column: str) -> list[str]:
        """The keys that policies of other tables ask for by name: `bucket_id = 'avatars'`."""
        found: list[str] = []
        for keys in self.derivation.world.keys.values():
            for key in keys:
                target = key.references.partition("(") if isinstance(key.references, str) else ("", "", "")
                if (
                    key.type == "foreign key"
                    and target[0] == relation.path
                    and target[2].rstrip(")").strip('"') == column
                ):
                    for name in key.columns if isinstance(key.columns, list) else []:
                        found += [v for v in self.harvest.meets.get(name, []) if v.startswith("'")]
        return list(dict.fromkeys(found))

    def _is_owner(self, relation: Relation, column: str) -> bool:
        reading = self.derivation.readings.get(relation.path)
        return bool(reading and column in reading.owners)

    def _spread(self, table: str, column: str) -> list[str]:
        rows = [r for r in self.made.rows.get(table, []) if r.values.get(column) is not None]
        most = 6 if self.made.places.get(table) and self.made.places[table].users else 3
        if len(rows) > most:
            step = len(rows) / most
            rows = [rows[int(i * step)] for i in range(most)]
        return [constant(str(r.values[column])) for r in rows]


def _product(axes: dict[str, list[str]], keep: list[str]) -> Iterator[dict[str, str]]:
    """Every combination, or, where those are too many, the keys' with each other value in turn."""
    size = 1
    for values in axes.values():
        size *= len(values)
    if size <= MOST:
        for chosen in itertools.product(*axes.values()):
            yield dict(zip(axes, chosen, strict=True))
        return
    others = [name for name in axes if name not in keep]
    variants = [{n: axes[n][0] for n in others}, {n: axes[n][-1] for n in others}]
    for name in others:
        variants += [{**variants[0], name: value} for value in axes[name][1:]]
    count = 0
    for variant in variants:
        for chosen in itertools.product(*(axes[n] for n in keep)):
            yield {**dict(zip(keep, chosen, strict=True)), **variant}
            count += 1
            if count >= 3 * MOST:
                return
