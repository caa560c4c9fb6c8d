"""Labelled lines under a table's name: "**Purpose**: …", "Columns: 9 (…)", "PK: id", "RLS: enabled", "Policies:"."""

from __future__ import annotations

from driftcheck.access.sentences import is_rule
from driftcheck.sources.documents import (
    checks,
    claims,
    countedcolumns,
    indexes,
    keyfacts,
    keylists,
    labels,
    objects,
    parts,
    rules,
    totals,
    vocabulary,
)
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, lead
from driftcheck.sources.documents.markup import Block

_OF_ONE = ("column", "primary key", "unique", "foreign key", "index", "trigger", "constraint")
"""What is said of one table: under "### orders & order_items" of none of them, unless the section says that they share it."""


def take(labelled: labels.Labelled, item: Block, context: Context) -> Context | None:
    """A labelled line under a table's name; None where the label says nothing here."""
    table, value, line = context.table, labelled.value, item.line
    inner = context.within(announces=frozenset(), explicit=False, body=False)
    if table is None:
        return None
    if context.of_several and labelled.label in _OF_ONE:
        listed = frozenset({labelled.label} - {"primary key", "unique"})
        return context.within(announces=listed, explicit=True, body=False, table=None, tables=())
    ledger = context.page.ledger
    match labelled.label:
        case "description":
            for path in context.tables or (table,):
                facts = ledger.find("table", path) or ledger.find("view", path)
                if facts is not None and value.text.strip():
                    objects.describe(facts, value.text)
            return inner
        case "column":
            if value.text.strip():
                countedcolumns.state(table, value, context, line)
            return context.within(announces=frozenset({"column"}), explicit=True, body=False)
        case "primary key":
            for names in keylists.read(value, one=True):
                keyfacts.key(table, names, "primary key", context, line)
        case "unique":
            for names in keylists.read(value, one=False):
                keyfacts.unique(table, names, context, line)
        case "foreign key":
            parts.foreign_keys(value, table, context, line)
            return context.within(announces=frozenset({"foreign key"}), explicit=True, body=False)
        case "rls":
            for one in context.tables or (table,):
                rules.rls(value, one, context, line)
            return context.within(announces=frozenset({"policy"}), explicit=True, body=False)
        case "policy":
            if is_rule(value.text):
                claims.access(Named([rules.table_name(table)], "code", value, ""), context, line)
            return context.within(announces=frozenset({"policy"}), explicit=True, body=False)
        case "access":
            if not value.text.strip():  # its rules follow
                return context.within(announces=frozenset({"policy"}), explicit=True, body=False)
            claims.access(Named([rules.table_name(table)], "code", value, ""), context, line)
        case "index" | "trigger":
            kinds = {vocabulary.KIND_OF.get(word) for word in vocabulary.words(labelled.words)}
            inner = context.within(announces=frozenset({"index", "trigger"} & kinds), explicit=True, body=False)
            indexes.line_of(value, table, inner)
            return inner
        case "constraint":
            if "check" in labelled.words.lower() and checks.in_code(value, table, context):
                return inner
            for entry in indexes.pieces(value):
                if not parts.constraint(entry, context) and not parts.unique_behind(entry, context):
                    indexes.take(entry.source.strip(), table, inner, line)
            return context.within(announces=frozenset({labelled.label}), explicit=True, body=False)
        case "relationship":
            return context.within(announces=frozenset({"relationship"}), explicit=True, body=False)
        case _:
            return (
                None
                if totals.label(labelled.words, value, context) is False
                and not labelled.label
                and not _plain_label(item)
                else inner
            )
    return inner


def _plain_label(item: Block) -> bool:
    """Whether the item begins with a bold label that is no name of an object: "**Key Features**: …"."""
    assert item.inline is not None
    named = lead(item.inline)
    return named is None or named.look != "code"
