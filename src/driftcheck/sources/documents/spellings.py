"""Columns in mixed case: a page writes `placedAt`, and the database may have it so or, where nobody quoted it, as placedat."""

from __future__ import annotations

from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.ledger import child
from driftcheck.names import parent
from driftcheck.sources.documents.context import Context


def column(table: str, name: str, facts: Column, context: Context) -> str:
    """The name under which the column stands: as DDL of the page made it, where that is another spelling of it."""
    folded, ledger = name.lower(), context.page.ledger
    if folded == name:
        return name
    own, other = child(table, name), child(table, folded)
    if ledger.find("column", other) is not None:
        return folded
    facts.spellings = [other]

    context.page.later.append(lambda: _one(table, own, other, context))
    return name


def _one(table: str, own: str, other: str, context: Context) -> None:
    """The column and its namesake that DDL further down made are one, and so are the keys over either."""
    ledger = context.page.ledger
    made = ledger.find("column", other)
    if made is None or ledger.find("column", own) is None:
        return
    ledger.forget("column", other)
    ledger.rename("column", own, other)
    ledger.state("column", other, made)
    seen: set[tuple[object, ...]] = set()
    for path, facts in list(ledger.objects["constraint"].items()):
        if facts.named is False and parent(path) == table and isinstance(facts, Constraint) and facts.columns:
            key = (facts.type, *(name.lower() for name in facts.columns))
            if key in seen:
                ledger.forget("constraint", path)
            seen.add(key)
