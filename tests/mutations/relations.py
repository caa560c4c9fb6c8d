"""Changes to schemas, tables, views and columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from driftcheck.kinds.claim import Claim
from driftcheck.kinds.column import Column
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.kinds.table import Table
from driftcheck.model import UNSTATED
from driftcheck.names import join, last, parent, quote, split
from tests.mutations.mutation import Built, Mutation

_OTHER_TYPE = {
    "uuid": "text",
    "text": "character varying(77)",
    "integer": "bigint",
    "bigint": "numeric",
    "smallint": "integer",
    "timestamp with time zone": "timestamp without time zone",
    "timestamp without time zone": "timestamp with time zone",
    "date": "timestamp with time zone",
    "jsonb": "text",
    "json": "text",
    "boolean": "text",
    "inet": "text",
    "numeric": "text",
}
_OTHER_DEFAULT = {
    "uuid": "'00000000-0000-0000-0000-00000000000f'",
    "integer": "4711",
    "bigint": "4711",
    "smallint": "4711",
    "boolean": "NULL::boolean IS NULL",
    "timestamp with time zone": "'2001-02-03 04:05:06+00'",
    "date": "'2001-02-03'",
    "jsonb": """'{"a": 1}'""",
    "inet": "'10.0.0.1'",
    "numeric": "4711",
    "text": "'something else'",
    "character varying": "'else'",
    "character": "'e'",
}


def schemas(built: Built) -> Iterator[Mutation]:
    for path in built.expected.of("schema"):
        yield Mutation("schema dropped", (f"DROP SCHEMA {path} CASCADE",), path, ("schema-missing",))


def tables(built: Built) -> Iterator[Mutation]:
    for path, facts, to, _ in built.pairs("table"):
        table = cast(Table, facts)
        name = last(path)
        yield Mutation("table dropped", (f"DROP TABLE {to} CASCADE",), path, ("table-missing",))
        yield Mutation(
            "table renamed", (f"ALTER TABLE {to} RENAME TO {quote(name + '_old')}",), path, ("table-renamed",)
        )
        off = (f"ALTER TABLE {to} DISABLE ROW LEVEL SECURITY",)
        if table.rls is True:
            yield Mutation("row security switched off", off, path, ("table-rls-changed",))
        elif table.rls is False:
            on = (f"ALTER TABLE {to} ENABLE ROW LEVEL SECURITY",)
            yield Mutation("row security switched on", on, path, ("table-rls-changed",))
        elif _claims_rls(built, path):
            yield Mutation("claimed row security switched off", off, path, ("claim-rls",))
        if table.rls_forced is True:
            no_force = (f"ALTER TABLE {to} NO FORCE ROW LEVEL SECURITY",)
            yield Mutation("row security not forced", no_force, path, ("table-rls-forced-changed",))
    for schema, listed in _schemas_with_tables(built).items():
        path = join(*split(schema), "added_by_somebody")
        sql = (f"CREATE TABLE {path} (id bigint PRIMARY KEY, email text)",)
        if not _claims_count(built, schema, "tables"):
            yield Mutation("table added", sql, path, ("table-undocumented",), hidden=not listed)


def _claims_rls(built: Built, path: str) -> bool:
    claims = [cast(Claim, facts) for facts in built.expected.of("claim").values()]
    return any(
        c.claim == "rls" and c.about in (DATABASE, quote(split(path)[0])) and (c.tables is UNSTATED or path in c.tables)
        for c in claims
    )


def _claims_count(built: Built, about: str, of: str) -> bool:
    claims = [cast(Claim, facts) for facts in built.expected.of("claim").values()]
    return any(c.claim == "count" and c.of == of and c.about in (DATABASE, about) for c in claims)


def _schemas_with_tables(built: Built) -> dict[str, bool]:
    database = built.expected.of("database").get(DATABASE)
    managed = {"auth", "storage", "realtime"}
    names = {quote(split(path)[0]) for path in built.expected.of("table")} - managed
    return {name: built.is_listed("tables", built.expected.of("schema").get(name), database) for name in names}


def views(built: Built) -> Iterator[Mutation]:
    for kind in ("view", "materialized_view"):
        word, rule = kind.replace("_", " "), kind.replace("_", "-")
        for path, facts, to, _ in built.pairs(kind):
            yield Mutation(f"{word} dropped", (f"DROP {word} {to} CASCADE",), path, (f"{rule}-missing",))
            renamed = (f"ALTER {word} {to} RENAME TO {quote(last(path) + '_old')}",)
            yield Mutation(f"{word} renamed", renamed, path, (f"{rule}-renamed",))
            if getattr(facts, "definition", UNSTATED) is not UNSTATED:
                names = [quote(last(column)) for column in built.by_table[to]]
                nulls = ", ".join(
                    f"NULL::{c.type} AS {n}" for n, c in zip(names, built.by_table[to].values(), strict=True)
                )
                sql = (f"DROP {word} {to}", f"CREATE {word} {to} AS SELECT {nulls}")
                yield Mutation(f"{word} defined otherwise", sql, path, (f"{rule}-definition-changed",))


def columns(built: Built) -> Iterator[Mutation]:
    for path, facts, to, live in built.pairs("column"):
        table, name = parent(to), quote(last(to))
        if table not in built.live.of("table"):
            continue
        alter = f"ALTER TABLE {table}"
        gone = (f"{alter} DROP COLUMN {name} CASCADE",)
        yield Mutation("column dropped", gone, path, ("column-missing",))
        renamed = (f"{alter} RENAME COLUMN {name} TO {quote(last(to) + '_old')}",)
        yield Mutation("column renamed", renamed, path, ("column-renamed",))
        yield from _properties(path, cast(Column, facts), alter, name, cast(Column, live))
    yield from _added(built)


def _properties(path: str, column: Column, alter: str, name: str, live: Column) -> Iterator[Mutation]:
    assert live.type is not UNSTATED
    set = f"{alter} ALTER COLUMN {name}"
    base, _, modifier = live.type.partition("(")
    if column.type is not UNSTATED and "type" not in (column.loose or ()):
        other = _OTHER_TYPE.get(live.type, "character varying[]" if live.type == "text[]" else "text")
        sql = (f"{set} TYPE {other}",)
        yield Mutation("column of another type", sql, path, ("column-type-changed",))
        if modifier and base in ("character varying", "numeric"):
            first, comma, rest = modifier.partition(",")
            number = int(first.rstrip(")")) + 7
            wider = (f"{set} TYPE {base}({number}{comma}{rest if comma else ')'}",)
            yield Mutation("column wider", wider, path, ("column-type-changed",))
    if column.nullable is not UNSTATED and not live.identity:
        sql = (f"{set} {'SET' if column.nullable else 'DROP'} NOT NULL",)
        what = "NOT NULL set" if column.nullable else "NOT NULL lost"
        yield Mutation(what, sql, path, ("column-nullable-changed",))
    if column.default is not UNSTATED and not live.generated and not live.identity:
        if column.default is not None:
            yield Mutation("default lost", (f"{set} DROP DEFAULT",), path, ("column-default-changed",))
        if other_default := _OTHER_DEFAULT.get(base):
            sql = (f"{set} SET DEFAULT {other_default}",)
            yield Mutation("another default", sql, path, ("column-default-changed",))


def _added(built: Built) -> Iterator[Mutation]:
    database = built.expected.of("database").get(DATABASE)
    for path, facts, to, _ in built.pairs("table"):
        table = cast(Table, facts)
        column = join(*split(path), "added_by_somebody")
        sql = (f"ALTER TABLE {to} ADD COLUMN added_by_somebody text",)
        schema = built.expected.of("schema").get(quote(split(path)[0]))
        if split(path)[0] in ("auth", "storage", "realtime"):
            continue
        if built.is_listed("columns", table, schema, database):
            yield Mutation("column added", sql, column, ("column-undocumented",))
        elif table.column_count is not UNSTATED:
            yield Mutation("column added beyond the count", sql, path, ("claim-count",))
        else:
            yield Mutation("column added to an open list", sql, column, ("column-undocumented",), hidden=True)
