"""Fills every table of a structure with made rows, in the order of its foreign keys."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

from driftcheck.access.matrix import Derivation
from driftcheck.access.prove import pools
from driftcheck.access.prove.harvest import Harvest
from driftcheck.access.prove.people import Person, number
from driftcheck.access.prove.pools import Places, text
from driftcheck.access.words import is_admin, is_admin_table
from driftcheck.access.world import Relation
from driftcheck.names import quote, split

LEAST, MOST = 3, 60  # rows of one table

MAKE = """CREATE OR REPLACE FUNCTION pg_temp.driftcheck_make(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE place text; violated text;
BEGIN
  EXECUTE statement INTO place;
  RETURN '+' || place;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
  RETURN '-' || SQLSTATE || ' ' || violated || ' ' || SQLERRM;
END $$"""


@dataclasses.dataclass
class Row:
    """A row that stands in a table: its place and its values as text."""

    place: str
    values: dict[str, str | None]


@dataclasses.dataclass
class Made:
    """The rows of every table, and why a table has none."""

    rows: dict[str, list[Row]] = dataclasses.field(default_factory=dict)
    places: dict[str, Places] = dataclasses.field(default_factory=dict)
    failed: dict[str, str] = dataclasses.field(default_factory=dict)


class Maker:
    """Makes rows for the tables of a scene."""

    def __init__(self, connection: Any, derivation: Derivation, harvest: Harvest, people: list[Person]) -> None:
        self.connection, self.derivation, self.harvest, self.people = connection, derivation, harvest, people
        self.made = Made()

    def fill(self, tables: list[Relation]) -> Made:
        """Rows for these tables and the people that own them."""
        self.connection.execute(MAKE)
        self._users()
        for relation in self._ordered(tables):
            self.made.places[relation.path] = pools.places(self.derivation, relation, self.harvest)
            self.connection.execute(f"ALTER TABLE {relation.path} DISABLE TRIGGER USER")
            try:
                self._table(relation)
            finally:
                self.connection.execute(f"ALTER TABLE {relation.path} ENABLE TRIGGER USER")
        return self.made

    def _users(self) -> None:
        import json

        chosen = {
            p[1]: "admin" if "admin" in self.harvest.literals else True
            for p in self.derivation.claims
            if p[:1] == ("user_metadata",) and len(p) == 2
        }
        for p in self.people:
            data: dict[str, Any] = {}
            for where in self.derivation.vocabulary.values:
                table, _, column = where.partition(".raw_app_meta_data.")
                if table == "auth.users" and column and p.admin:
                    value = self.derivation.vocabulary.admin(where)
                    data[column] = True if value == "true" else value
            self.connection.execute(
                "INSERT INTO auth.users (id, email, raw_app_meta_data, raw_user_meta_data) VALUES (%s, %s, %s, %s) ON CONFLICT (id) DO UPDATE SET email = excluded.email, raw_app_meta_data = excluded.raw_app_meta_data, raw_user_meta_data = excluded.raw_user_meta_data",
                (p.id, p.email, json.dumps(data), json.dumps(chosen)),
            )

    def _ordered(self, tables: list[Relation]) -> list[Relation]:
        wanted = {t.path: t for t in tables}
        order: dict[str, Relation] = {}

        def visit(path: str, above: frozenset[str]) -> None:
            if path in order or path in above or path not in wanted:
                return
            for key in self.derivation.world.keys.get(path, []):
                if key.type == "foreign key" and isinstance(key.references, str):
                    visit(key.references.partition("(")[0], above | {path})
            order[path] = wanted[path]

        for path in wanted:
            visit(path, frozenset())
        return list(order.values())

    def _table(self, relation: Relation) -> None:
        wanted = list(self._wanted(relation))
        fixed = self._fixed(relation, wanted[0]) if wanted else {}
        statements = []
        known = self.made.places[relation.path]
        for i, values in enumerate(wanted, 1):
            mended = {n: pools.another(v, i - 1) if _own_key(known, n) else v for n, v in fixed.items()}
            named = {**self._plain(relation, i), **mended, **values}
            columns = ", ".join(map(quote, named))
            if columns:
                body = f"({columns}) OVERRIDING SYSTEM VALUE VALUES ({', '.join(named.values())})"
            else:
                body = "DEFAULT VALUES"
            statements.append(f"INSERT INTO {relation.path} {body} RETURNING tableoid::regclass::text || ctid::text")
        results = self.connection.execute(
            "SELECT pg_temp.driftcheck_make(s) FROM unnest(%s::text[]) WITH ORDINALITY AS u(s, n) ORDER BY n",
            (statements,),
        ).fetchall()
        errors = [r[0] for r in results if r[0].startswith("-")]
        self.made.rows[relation.path] = self._standing(relation)
        if errors and not self.made.rows[relation.path]:
            self.made.failed[relation.path] = errors[0][1:]

    def _standing(self, relation: Relation) -> list[Row]:
        names = list(relation.columns)
        selected = ", ".join(["ctid::text", *(f"{quote(n)}::text" for n in names)])
        found = self.connection.execute(f"SELECT {selected} FROM {relation.path} ORDER BY ctid").fetchall()
        return [Row(r[0], dict(zip(names, r[1:], strict=True))) for r in found]

    def _plain(self, relation: Relation, i: int) -> dict[str, str]:
        found = {}
        for name, column in relation.columns.items():
            if pools.required(column):
                found[name] = pools.sample(column, name, i, self.derivation)
        known = self.made.places[relation.path]
        single = {next(iter(u)) for u in known.unique if len(u) == 1}
        for name in single:
            single_column = relation.columns.get(name)
            if (
                single_column is not None
                and single_column.type == "uuid"
                and name not in known.users
                and name not in known.links
            ):
                found[name] = text(number(i))
        return found

    def _fixed(self, relation: Relation, first: dict[str, str]) -> dict[str, str]:
        """Values that meet the checks which the plain ones do not."""
        found: dict[str, str] = {}
        for key in self.derivation.world.keys.get(relation.path, []):
            if key.type != "check" or not isinstance(key.expression, str):
                continue
            row = {**self._plain(relation, 1), **found, **first}
            columns = pools.constraint_columns(key, relation)
            if self._meets(relation, key.expression, row, columns):
                continue
            free = [c for c in columns if c not in first and c in row]
            for name in free:
                declared = [text(v) for v in sorted(self.derivation.vocabulary.declared(f"{relation.path}.{name}"))]
                for value in (*declared, *pools.candidates(relation.columns[name], 1)):
                    if self._meets(relation, key.expression, {**row, name: value}, columns):
                        found[name] = value
                        break
                else:
                    continue
                break
        return found

    def _meets(self, relation: Relation, expression: str, row: dict[str, str], columns: list[str]) -> bool:
        items = [f"({row.get(c, 'NULL')})::{relation.columns[c].type} AS {quote(c)}" for c in columns]
        statement = f"SELECT (({expression}) IS NOT FALSE)::text FROM (SELECT {', '.join(items) or '1'}) t"
        result = self.connection.execute("SELECT pg_temp.driftcheck_make(%s)", (statement,)).fetchone()[0]
        return bool(result == "+true")

    def _wanted(self, relation: Relation) -> Iterator[dict[str, str]]:
        known = self.made.places[relation.path]
        name = split(relation.path)[-1]
        alone = any(u and u <= known.users for u in known.unique)
        if self._is_membership(relation, known) or alone:
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
                found[name] = text(person.id if name == first else partner.id)
            elif name in known.links:
                value = self._linked(*known.links[name], person)
                if value is not None:
                    found[name] = value
            elif where in self.derivation.vocabulary.values:
                declared = [text(v) for v in sorted(self.derivation.vocabulary.declared(where))]
                value = pools.role(self.derivation, where, person, declared)
                if value is not None:
                    found[name] = value
            elif name in self.harvest.read and name not in known.itself and not _own_key(known, name):
                values = pools.asked(self.derivation, self.harvest, relation, name, self.people)
                if values and name in self.harvest.mails:
                    found[name] = text(person.email)
                elif values and column.type in ("uuid", "text", "character varying") and values[0] == text(number(1)):
                    found[name] = text(number(person.tenant))
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
                    return text(str(fitting[0].values[column]))
        chosen = values[min(person.tenant - 1, len(values) - 1)]
        owners = self.made.places[table].users if table in self.made.places else frozenset()
        if owners:  # a thing of somebody's: shared with whoever does not own it
            first = min(owners)
            mine = [r for r in values if r.values.get(first) != person.id]
            if mine:
                chosen = mine[min(person.tenant - 1, len(mine) - 1)]
        return text(str(chosen.values[column]))

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
                axes[column] = [text(p.id) for p in acting]
                if column not in self.harvest.read and not self._is_owner(relation, column):
                    axes[column] = axes[column][:1]
                elif facts.nullable is True and "NULL" in self.harvest.meets.get(column, []):
                    axes[column].append("NULL")
            elif column in known.links:
                values = self._spread(*known.links[column])
                if not values:
                    continue
                axes[column] = values if column in self.harvest.read else values[:1]
            elif _own_key(known, column) and (names := self._named_elsewhere(relation, column)):
                axes[column] = [*names, pools.sample(facts, column, 7, self.derivation)]
            elif column in self.harvest.read:
                where = f"{relation.path}.{column}"
                if _own_key(known, column) and (facts.type == "uuid" or where not in self.derivation.vocabulary.values):
                    continue
                values = pools.asked(self.derivation, self.harvest, relation, column, self.people)
                declared = self.derivation.vocabulary.values.get(where)
                if declared and facts.type != "boolean":
                    admin = self.derivation.vocabulary.admin(where)
                    least = self.derivation.vocabulary.least(where)
                    values = list(dict.fromkeys([*(text(v) for v in (admin, least) if v), *values]))[:3]
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
        return [text(str(r.values[column])) for r in rows]


def _own_key(known: Places, name: str) -> bool:
    return frozenset({name}) in known.unique and name not in known.users and name not in known.links


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
