"""What a document gets wrong by itself: keys and indexes on what its complete lists lack, policies where RLS is off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from driftcheck.kinds import RELATIONS
from driftcheck.ledger import Ledger, child
from driftcheck.model import UNSTATED, Facts, Fault, place_of
from driftcheck.names import join, key_column, parent, referred, split


def find(ledger: Ledger) -> Iterator[Fault]:
    """Each contradiction between what is stated of one object and the complete list that it should stand in."""
    yield from _foreign_keys(ledger)
    yield from _indexes(ledger)
    yield from _policies(ledger)


def _says(facts: Facts | None, plural: str) -> bool:
    return facts is not None and facts.complete is not UNSTATED and plural in facts.complete


def _lacks_table(ledger: Ledger, path: str) -> bool:
    """Whether the list of the schema's tables is complete and this one is not in it."""
    schema = ledger.find("schema", join(*split(path)[:-1]))
    known = any(ledger.find(kind, path) for kind in RELATIONS)
    return _says(schema, "tables") and not known


def _lacks_column(ledger: Ledger, table: str, column: str) -> bool:
    facts = ledger.find("table", table)
    return _says(facts, "columns") and ledger.find("column", child(table, column)) is None


def _fault(rule: str, kind: str, path: str, facts: Facts, message: str, also: Any = UNSTATED) -> Fault:
    return Fault(rule=rule, object=path, kind=kind, message=message, at=facts.at, also=also)


def _foreign_keys(ledger: Ledger) -> Iterator[Fault]:
    for path, facts in ledger.objects.get("constraint", {}).items():
        table = parent(path)
        for column in getattr(facts, "columns", None) or ():
            if _lacks_column(ledger, table, column):
                message = f"{path} is on column {column}, which the complete list of {table} does not have"
                yield _fault("document-unknown-column", "constraint", path, facts, message, _at(ledger, table))
        references = getattr(facts, "references", None)
        if not references:
            continue
        target, rest = referred(references)
        if _lacks_table(ledger, target):
            message = f"{path} refers to {target}, which the complete list of tables does not have"
            yield _fault("document-unknown-table", "constraint", path, facts, message)
            continue
        for column in [part.strip() for part in rest.split(",")] if rest else []:
            if _lacks_column(ledger, target, split(column)[0]):
                message = f"{path} refers to column {column}, which the complete list of {target} does not have"
                yield _fault("document-unknown-column", "constraint", path, facts, message, _at(ledger, target))


def _indexes(ledger: Ledger) -> Iterator[Fault]:
    for path, facts in ledger.objects.get("index", {}).items():
        table = getattr(facts, "table", None)
        if not table:
            continue
        if _lacks_table(ledger, table):
            message = f"{path} is on {table}, which the complete list of tables does not have"
            yield _fault("document-unknown-table", "index", path, facts, message)
            continue
        for key in getattr(facts, "columns", None) or ():
            column, _ = key_column(key)
            if column and _lacks_column(ledger, table, column):
                message = f"{path} is on column {column}, which the complete list of {table} does not have"
                yield _fault("document-unknown-column", "index", path, facts, message, _at(ledger, table))


def _policies(ledger: Ledger) -> Iterator[Fault]:
    for path, facts in ledger.objects.get("policy", {}).items():
        table = parent(path)
        holder = ledger.find("table", table)
        if holder is not None and getattr(holder, "rls", None) is False:
            message = f"{path} does nothing while row level security of {table} is off, as the document says"
            yield _fault("document-policy-without-rls", "policy", path, facts, message, place_of(holder, "rls"))
        elif _lacks_table(ledger, table):
            message = f"{path} is on {table}, which the complete list of tables does not have"
            yield _fault("document-unknown-table", "policy", path, facts, message)


def _at(ledger: Ledger, table: str) -> Any:
    facts = ledger.find("table", table)
    return facts.at if facts is not None else UNSTATED
