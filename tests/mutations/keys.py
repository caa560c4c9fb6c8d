"""Changes to constraints and indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec.structs import replace

from driftcheck.build.tables import constraint, create_index
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.index import Index
from driftcheck.model import UNSTATED
from driftcheck.names import last, parent, quote, split
from tests.mutations.mutation import Built, Mutation

_OTHER_ACTION = {"CASCADE": "RESTRICT", "SET NULL": "CASCADE", "NO ACTION": "CASCADE", "RESTRICT": "CASCADE"}


def constraints(built: Built) -> Iterator[Mutation]:
    for path, facts, to, found in built.pairs("constraint"):
        stated, live = cast(Constraint, facts), cast(Constraint, found)
        if live.type == "not null":
            continue
        table, name = parent(to), quote(last(to))
        drop = f"ALTER TABLE {table} DROP CONSTRAINT {name}"
        add = f"ALTER TABLE {table} ADD CONSTRAINT {name}"
        yield Mutation(f"{live.type} dropped", (f"{drop} CASCADE",), path, ("constraint-missing",))
        renamed = (f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {quote(last(to)[:50] + '_other')}",)
        rules = () if stated.named is False else ("constraint-renamed",)
        yield Mutation(f"{live.type} renamed", renamed, path, rules)
        if live.type == "foreign key":
            for property, rule in (("on_delete", "on-delete"), ("on_update", "on-update")):
                if getattr(stated, property) is not UNSTATED:
                    other = _OTHER_ACTION[getattr(live, property)]
                    changed = constraint(replace(live, **{property: other}))
                    sql = (drop, f"{add} {changed}")
                    yield Mutation(f"foreign key with another {property}", sql, path, (f"constraint-{rule}-changed",))
        if live.type == "check" and stated.expression is not UNSTATED:
            changed = f"CHECK (({live.expression}) OR random() > 2)"
            rules = (
                ("constraint-expression-changed",)
                if stated.named is not False
                else ("constraint-missing", "constraint-expression-changed")
            )
            yield Mutation("another check", (drop, f"{add} {changed}"), path, rules)
        if live.type == "unique" and live.columns:
            others = [last(c) for c in built.by_table[table] if last(c) not in live.columns]
            if others:
                changed = constraint(replace(live, columns=[*live.columns, others[0]]))
                rules = ("constraint-columns-changed", "constraint-missing")
                yield Mutation("unique over more columns", (drop, f"{add} {changed}"), path, rules)


def indexes(built: Built) -> Iterator[Mutation]:
    for path, facts, to, found in built.pairs("index"):
        stated, live = cast(Index, facts), cast(Index, found)
        drop = f"DROP INDEX {to}"
        yield Mutation("index dropped", (drop,), path, ("index-missing",))
        renamed = (f"ALTER INDEX {to} RENAME TO {quote(last(to)[:50] + '_other')}",)
        rules = () if stated.named is False else ("index-renamed",)
        if stated.table is not UNSTATED and stated.columns is not UNSTATED:
            yield Mutation("index renamed", renamed, path, rules)
        if stated.named is False:
            continue
        assert live.table is not UNSTATED
        keys = live.columns or []
        plain = {key.split(" ")[0] for key in keys}
        others = [quote(last(c)) for c in built.by_table[live.table] if quote(last(c)) not in plain]
        if stated.columns is not UNSTATED and others and live.method == "btree":
            sql = (drop, create_index(to, replace(live, columns=[*keys, others[0]])))
            yield Mutation("index over more columns", sql, path, ("index-columns-changed",))
        if stated.columns is not UNSTATED and live.method == "btree":
            first = keys[0].removesuffix(" DESC") if keys[0].endswith(" DESC") else f"{keys[0]} DESC"
            sql = (drop, create_index(to, replace(live, columns=[first, *keys[1:]])))
            yield Mutation("index in another order", sql, path, ("index-columns-changed",))
        if stated.unique is not UNSTATED:
            sql = (drop, create_index(to, replace(live, unique=not live.unique)))
            yield Mutation("index unique or no longer", sql, path, ("index-unique-changed",))
        if stated.predicate is not UNSTATED:
            predicate = None if live.predicate else f"{keys[0].split(' ')[0]} IS NOT NULL"
            sql = (drop, create_index(to, replace(live, predicate=predicate)))
            yield Mutation("index of other rows", sql, path, ("index-predicate-changed",))
        if stated.method is not UNSTATED and live.method == "btree" and len(keys) == 1 and not live.unique:
            sql = (drop, create_index(to, replace(live, method="hash")))
            yield Mutation("index by another method", sql, path, ("index-method-changed",))
        if stated.table is not UNSTATED:
            yield from _moved(built, path, to, drop, live)


def _moved(built: Built, path: str, to: str, drop: str, live: Index) -> Iterator[Mutation]:
    """The same index on another table of the schema that has these columns."""
    wanted = {key.split(" ")[0] for key in live.columns or ()}
    for table, columns in built.by_table.items():
        if table == live.table or table not in built.live.of("table") or split(table)[0] != split(to)[0]:
            continue
        if wanted <= {quote(last(c)) for c in columns}:
            sql = (drop, create_index(to, replace(live, table=table)))
            yield Mutation("index on another table", sql, path, ("index-table-changed",))
            return
