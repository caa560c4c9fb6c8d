"""Tables, their columns, constraints and indexes as DDL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from driftcheck.build.draft import Draft
from driftcheck.build.text import literal
from driftcheck.build.types import buildable
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.index import Index
from driftcheck.kinds.table import Table
from driftcheck.model import UNSTATED, Unstated
from driftcheck.names import last, parent, quote


def tables(draft: Draft) -> Iterator[str]:
    """CREATE TABLE with its columns, parents before children; columns that an existing table lacks; row security."""
    columns: dict[str, list[tuple[str, Column]]] = {}
    of_its_own: list[tuple[str, Column]] = []  # what inherited columns have, which come with the table
    tables = draft.of("table")
    for path, facts in draft.new("column"):
        table = cast(Table, tables.get(parent(path), Table()))
        if cast(Column, facts).type is UNSTATED and (table.partition_of or table.inherits):
            of_its_own.append((path, cast(Column, facts)))
            continue
        columns.setdefault(parent(path), []).append((last(path), cast(Column, facts)))
    new = {path: cast(Table, facts) for path, facts in draft.new("table")}
    for path in _parents_first(new):
        yield create_table(path, new[path], columns.get(path, []))
    for path, added in columns.items():
        if path not in new and draft.find("table", path) is not None:
            for name, facts in added:
                yield f"ALTER TABLE {path} ADD COLUMN {column(name, facts)}"
    for path, own in of_its_own:
        yield from _changed(path, own)
    for path, facts in draft.of("table").items():
        existing = draft.existing.of("table").get(path)
        yield from row_security(path, cast(Table, facts), cast(Table, existing) if existing is not None else None)


def _changed(path: str, facts: Column) -> Iterator[str]:
    alter = f"ALTER TABLE {parent(path)} ALTER COLUMN {quote(last(path))}"
    if facts.default is not UNSTATED:
        yield f"{alter} DROP DEFAULT" if facts.default is None else f"{alter} SET DEFAULT {facts.default}"
    if facts.nullable is False:
        yield f"{alter} SET NOT NULL"


def create_table(path: str, facts: Table, columns: list[tuple[str, Column]]) -> str:
    """CREATE TABLE with its columns; keys and checks are statements of their own."""
    kind = "UNLOGGED TABLE" if facts.persistence == "unlogged" else "TABLE"
    key = f" PARTITION BY {facts.partition_key}" if facts.partition_key else ""
    if facts.partition_of:
        bound = facts.partition_bound or "DEFAULT"
        return f"CREATE {kind} {path} PARTITION OF {facts.partition_of} {bound}{key}"
    inherits = f" INHERITS ({', '.join(facts.inherits)})" if facts.inherits else ""
    body = ",\n".join(f"  {column(name, column_facts)}" for name, column_facts in columns)
    return f"CREATE {kind} {path} (\n{body}\n){inherits}{key}{_options(facts.options)}"


def column(name: str, facts: Column) -> str:
    """A column's definition as CREATE TABLE and ADD COLUMN write it."""
    type = "text" if facts.type is UNSTATED else buildable(facts.type, loose="type" in (facts.loose or ()))
    parts = [quote(name), type]
    if facts.collation:
        parts.append(f"COLLATE {facts.collation}")
    if facts.generated:
        kind = "VIRTUAL" if facts.generated_kind == "virtual" else "STORED"
        parts.append(f"GENERATED ALWAYS AS ({facts.generated}) {kind}")
    elif facts.identity:
        parts.append(f"GENERATED {facts.identity.upper()} AS IDENTITY")
    elif facts.default is not UNSTATED and facts.default is not None:
        parts.append(f"DEFAULT {facts.default}")
    if facts.nullable is False:
        parts.append("NOT NULL")
    return " ".join(parts)


def row_security(path: str, facts: Table, existing: Table | None) -> Iterator[str]:
    """What switches row security to what is stated."""
    for wanted, has, on, off in (
        (facts.rls, existing and existing.rls, "ENABLE", "DISABLE"),
        (facts.rls_forced, existing and existing.rls_forced, "FORCE", "NO FORCE"),
    ):
        if wanted is not UNSTATED and wanted is not bool(has):
            yield f"ALTER TABLE {path} {on if wanted else off} ROW LEVEL SECURITY"


def constraints(draft: Draft) -> Iterator[str]:
    """Keys and checks, but for foreign keys."""
    for path, facts in draft.new("constraint"):
        key = cast(Constraint, facts)
        if key.type != "foreign key" and (text := constraint(key)):
            yield f"ALTER TABLE {parent(path)} ADD CONSTRAINT {quote(last(path))} {text}"


def foreign_keys(draft: Draft) -> Iterator[str]:
    """Foreign keys: last, when all that they refer to is there."""
    for path, facts in draft.new("constraint"):
        key = cast(Constraint, facts)
        if key.type == "foreign key" and (text := constraint(key)):
            yield f"ALTER TABLE {parent(path)} ADD CONSTRAINT {quote(last(path))} {text}"


def constraint(facts: Constraint) -> str | None:
    """What follows ADD CONSTRAINT name; None for NOT NULL, which the column says."""
    columns = ", ".join(map(quote, facts.columns or ()))
    match facts.type:
        case "primary key":
            text = f"PRIMARY KEY ({columns}{' WITHOUT OVERLAPS' if facts.temporal is True else ''})"
        case "unique":
            nulls = "NULLS NOT DISTINCT " if facts.nulls_not_distinct is True else ""
            text = f"UNIQUE {nulls}({columns}{' WITHOUT OVERLAPS' if facts.temporal is True else ''})"
        case "foreign key":
            text = _foreign_key(facts, columns)
        case "check":
            text = f"CHECK ({facts.expression}){' NO INHERIT' if facts.no_inherit is True else ''}"
        case "exclusion" if facts.exclusion is not UNSTATED:
            text = f"EXCLUDE {facts.exclusion}"
        case _:
            return None
    if facts.include:
        text += f" INCLUDE ({', '.join(map(quote, facts.include))})"
    if facts.deferrable is True:
        text += " DEFERRABLE INITIALLY DEFERRED" if facts.initially_deferred is True else " DEFERRABLE"
    if facts.enforced is False:
        text += " NOT ENFORCED"
    elif facts.validated is False:
        text += " NOT VALID"
    return text


def _foreign_key(facts: Constraint, columns: str) -> str:
    text = f"FOREIGN KEY ({columns}) REFERENCES {facts.references}"
    if facts.match == "FULL":
        text += " MATCH FULL"
    for event, action in (("UPDATE", facts.on_update), ("DELETE", facts.on_delete)):
        if action is not UNSTATED and action != "NO ACTION":
            text += f" ON {event} {action}"
    if facts.set_null_columns:
        text += f" ({', '.join(map(quote, facts.set_null_columns))})"
    return text


def indexes(draft: Draft) -> Iterator[str]:
    """Indexes that no key owns."""
    for path, facts in draft.new("index"):
        yield create_index(path, cast(Index, facts))


def create_index(path: str, facts: Index) -> str:
    """CREATE INDEX."""
    unique = "UNIQUE " if facts.unique is True else ""
    method = f" USING {facts.method}" if facts.method is not UNSTATED else ""
    text = f"CREATE {unique}INDEX {quote(last(path))} ON {facts.table}{method} ({', '.join(facts.columns or ())})"
    if facts.include:
        text += f" INCLUDE ({', '.join(map(quote, facts.include))})"
    if facts.nulls_not_distinct is True:
        text += " NULLS NOT DISTINCT"
    text += _options(facts.options)
    if facts.predicate:
        text += f" WHERE {facts.predicate}"
    return text


def _options(options: Mapping[str, str] | Unstated) -> str:
    if not options:
        return ""
    return f" WITH ({', '.join(f'{name}={literal(value)}' for name, value in options.items())})"


def _parents_first(tables: dict[str, Table]) -> list[str]:
    """Partitions after what they are partitions of, children after what they inherit from."""
    order: list[str] = []
    seen: set[str] = set()

    def visit(path: str) -> None:
        if path in tables and path not in seen:
            seen.add(path)
            facts = tables[path]
            for above in (facts.partition_of or None, *(facts.inherits or ())):
                if above:
                    visit(above)
            order.append(path)

    for path in tables:
        visit(path)
    return order
