"""Fills every table of a structure with made rows, in the order of its foreign keys."""

from __future__ import annotations

from typing import Any

from driftcheck.access.matrix import Derivation
from driftcheck.access.world import Relation
from driftcheck.names import constant, quote
from driftcheck.prove import pools
from driftcheck.prove.harvest import Harvest
from driftcheck.prove.made import Made, Row
from driftcheck.prove.people import Person, number
from driftcheck.prove.wanted import Wanted

MAKE = """CREATE OR REPLACE FUNCTION pg_temp.driftcheck_make(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE place text; violated text;
BEGIN
  EXECUTE statement INTO place;
  RETURN '+' || place;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
  RETURN '-' || SQLSTATE || ' ' || violated || ' ' || SQLERRM;
END $$"""


class Maker:
    """Makes rows for the tables of a scene."""

    def __init__(self, connection: Any, derivation: Derivation, harvest: Harvest, people: list[Person]) -> None:
        self.connection, self.derivation, self.harvest, self.people = connection, derivation, harvest, people
        self.made = Made()
        self.wanted = Wanted(derivation, harvest, people, self.made)

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
        wanted = list(self.wanted.rows(relation))
        fixed = self._fixed(relation, wanted[0]) if wanted else {}
        statements = []
        known = self.made.places[relation.path]
        for i, values in enumerate(wanted, 1):
            mended = {n: pools.another(v, i - 1) if known.is_key(n) else v for n, v in fixed.items()}
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
        """What the i-th row needs to be a row at all, whatever policies ask for."""
        found, known = {}, self.made.places[relation.path]
        for name, column in relation.columns.items():
            if pools.required(column):
                found[name] = pools.sample(column, name, i, self.derivation)
            if column.type == "uuid" and known.is_key(name):
                found[name] = constant(number(i))
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
            for name in (c for c in columns if c not in first and c in row):
                values = (
                    value
                    for value in self._candidates(relation, name)
                    if self._meets(relation, key.expression, {**row, name: value}, columns)
                )
                if (value := next(values, None)) is not None:
                    found[name] = value
                    break
        return found

    def _candidates(self, relation: Relation, name: str) -> list[str]:
        declared = sorted(self.derivation.vocabulary.declared(f"{relation.path}.{name}"))
        return [*map(constant, declared), *pools.candidates(relation.columns[name], 1)]

    def _meets(self, relation: Relation, expression: str, row: dict[str, str], columns: list[str]) -> bool:
        items = [f"({row.get(c, 'NULL')})::{relation.columns[c].type} AS {quote(c)}" for c in columns]
        statement = f"SELECT (({expression}) IS NOT FALSE)::text FROM (SELECT {', '.join(items) or '1'}) t"
        result = self.connection.execute("SELECT pg_temp.driftcheck_make(%s)", (statement,)).fetchone()[0]
        return bool(result == "+true")
