"""States an index, at once or when all columns are known: what a text says of it decides which table and columns it is on."""

from __future__ import annotations

import re
from typing import Any

from driftcheck.kinds import RELATIONS
from driftcheck.kinds.index import Index
from driftcheck.ledger import child, sibling
from driftcheck.model import UNSTATED
from driftcheck.names import derived, join, last, parent
from driftcheck.sources.documents import attributes, indexcolumns, indexwords, keyfacts
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.indexkeys import COLUMN, key
from driftcheck.sources.documents.naming import Name


def in_words(said: indexwords.Said, table: str, context: Context, line: int, name: str | None = None) -> None:
    """State what is said of an index, or of the key that it serves."""
    if name and said.kind == "index" and not said.columns:
        context.page.ledger.state("index", sibling(table, name), Index(at=context.at(line), table=table))
    for columns in said.columns:
        if said.kind != "index":
            keyfacts.key(table, columns, said.kind, context, line)
            continue
        facts = Index(at=context.at(line), table=table, columns=columns)
        if said.unique:
            facts.unique = True
        if said.method:
            facts.method = said.method
        if said.predicate:
            facts.predicate = said.predicate
        if name is None:
            facts.named = False
        own = name or derived(last(table), "_".join(column.split(" ")[0] for column in columns), "idx")
        context.page.ledger.state("index", sibling(table, own), facts)


def by_columns(told: indexcolumns.Told, table: str | None, context: Context, line: int) -> None:
    """An index on what are columns of the table, once all are known; in parentheses, also where it tells none of them."""
    ledger = context.page.ledger
    path = keyfacts.known_table(told.table, context) if told.table else table
    assert path is not None

    def settle() -> None:
        names = [column.split(" ")[0] for column in told.columns]
        known = [parent(one) for one in ledger.objects.get("column", {})] if told.enclosed else [path]
        if any(ledger.find("column", child(path, name)) is None for name in names) and path in known:
            return
        facts = Index(at=context.at(line), table=path, columns=told.columns, named=False)
        if told.unique:
            facts.unique = True
        if told.method:
            facts.method = told.method
        ledger.state("index", sibling(path, derived(last(path), "_".join(names), "idx")), facts)

    names = [column.split(" ")[0] for column in told.columns]
    if all(ledger.find("column", child(path, name)) is not None for name in names):
        settle()
    else:
        context.page.later.append(settle)


def on_a_table(name: str, listed: str, rest: str, context: Context, line: int) -> None:
    """ "`carts (guest_id, made_at desc)` unique": an index of no name on a table and columns that the pages know."""
    keys = [one.strip() for one in attributes.split_commas(listed)]
    ledger, path = context.page.ledger, keyfacts.known_table(name, context)

    def settle() -> None:
        columns = [one.split(" ")[0] for one in keys]
        if any(ledger.find("column", child(path, column)) is None for column in columns):
            return
        facts = Index(at=context.at(line), table=path, columns=[key(one) for one in keys], named=False)
        if re.match(r"\W*unique\b", rest, re.IGNORECASE):
            facts.unique = True
        ledger.state("index", sibling(path, derived(last(path), "_".join(columns), "idx")), facts)

    if all(re.fullmatch(COLUMN, one, re.IGNORECASE) for one in keys):
        context.page.later.append(settle)


def by_name(name: str, text: str, table: str | None, context: Context, line: int) -> None:
    """An index of which only the name is understood: one in code that is called an index and is no column."""
    if context.page.ledger.find("column", child(table, name)) is not None if table else context.table_level:
        return  # below the heading of several tables it may be one for each
    if re.search(r"idx|index", name, re.IGNORECASE) and f"`{name}`" in text:
        path = sibling(table, name) if table else join(context.schema, name)
        context.page.ledger.state("index", path, Index(at=context.at(line), table=table or UNSTATED))


def on_names(name: str, keys: list[str], table: str, context: Context, line: int, *, unique: bool = False) -> None:
    """An index on names that may be columns of the section's table, or be another table: that shows once all are known."""
    ledger, path = context.page.ledger, sibling(table, name)
    facts = Index(at=context.at(line))
    if unique:
        facts.unique = True

    def own() -> bool:
        return all(ledger.find("column", child(table, one.split(" ")[0])) is not None for one in keys)

    def settle() -> None:
        if ledger.find("index", path) is None:
            return  # dropped since
        found = Index(at=facts.at, table=table)
        if own():
            found.columns = [key(one) for one in keys]
        elif len(keys) == 1 and (other := _other(keys[0], context)):
            found.table, found.columns = other
        ledger.state("index", path, found)

    if own():
        facts.table, facts.columns = table, [key(one) for one in keys]
    else:
        context.page.later.append(settle)
    ledger.state("index", path, facts)


def _other(key: str, context: Context) -> tuple[str, Any] | None:
    """The table that is named, alone or before one of its columns."""
    *before, last_word = words = tuple(key.split("."))
    for name, columns in ((words, UNSTATED), (tuple(before), [last_word])):
        path = Name(name).path(context.schema) if name else ""
        if any(context.page.ledger.find(kind, path) for kind in RELATIONS):
            return path, columns
    return None
