"""Rows of tables: | Table | Purpose | RLS | Access | Columns | Relations |."""

from __future__ import annotations

import re

from driftcheck.kinds.table import Table
from driftcheck.names import quote
from driftcheck.sources.documents import attributes, bullets, claims, columnfacts, gridcells, heads, keyfacts, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import GONE_OR_TO_COME, Named, lead, mood_of
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import is_identifier, parse

_CAPITALS = re.compile(r"(?:[A-Z]+[a-z\d]+){2,8}")


def table(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| `carts` | baskets | ✅ |, with columns or their number, and relations."""
    named = gridcells.named_in(first) or _in_capitals(first)
    if (
        named is None
        or (named.look in ("plain", "bold") and not is_identifier(named.text) and not _CAPITALS.fullmatch(named.text))
        or GONE_OR_TO_COME.match(cells.text("description"))
    ):
        return
    type = cells.text("type").upper()
    kind = {"VIEW": "view", "MATERIALIZED VIEW": "materialized_view", "FOREIGN TABLE": "foreign_table"}.get(
        type, "table"
    )
    schema = parse(cells.text("schema"))
    inner = context.within(schema=quote(schema[0].parts[0])) if schema and len(schema[0].parts) == 1 else context
    for name in named.names:
        path = objects.state(kind, name, inner, cells.line, cells.text("description") or None)
        if path is None:
            continue
        facts = context.page.ledger.find(kind, path)
        rls = heads.flag(cells.text("rls"))
        if isinstance(facts, Table) and rls is not None:
            context.page.ledger.state("table", path, Table(at=context.at(cells.line), rls=rls))
        for rule in (cells.cell("access"), cells.cell("rls")):
            if rule is not None and _is_rule(rule.text):
                claims.access(Named([name], "code", rule, ""), inner, cells.line)
        if (listed := cells.cell("columns")) is not None and kind == "table":
            _columns(listed, path, inner, cells.line)
        if (related := cells.cell("references")) is not None and kind == "table":
            _relations(related, path, inner, cells.line)


def _in_capitals(first: Inline) -> Named | None:
    """A name as an ORM writes it, without marks: CartItems."""
    named = lead(first, plain=True) if _CAPITALS.fullmatch(first.text.strip()) else None
    return named if named is not None and mood_of(named) is None else None


def _is_rule(text: str) -> bool:
    """Whether a cell says who may do what: a sentence, or words that are read as one."""
    from driftcheck.access.sentences import read_whole

    return heads.flag(text) is None and len(text.split()) > 1 and (len(text.split()) > 3 or read_whole(text))


def _columns(cell: Inline, table: str, context: Context, line: int) -> None:
    """A cell with a number of columns, or with columns one below the other, or in a row."""
    text = cell.text.strip()
    if re.fullmatch(r"\d{1,4}", text):
        context.page.ledger.state("table", table, Table(at=context.at(line), column_count=int(text)))
        return
    for piece in (p for part in text.split("\n") for p in attributes.split_commas(part)):
        found = bullets.read(gridcells.plain(piece.replace("`", ""), line))
        if found and (found[1].described or not found[2]):
            columnfacts.put(table, found[0], found[1], context, line)


def _relations(cell: Inline, table: str, context: Context, line: int) -> None:
    for piece in cell.text.split("\n"):
        match = re.match(r"\s*([a-z_]\w*)\s*(?=→|->|=>)", piece)
        if match:
            said = attributes.read(piece[match.end() :], typed=False)
            if said.references:
                keyfacts.foreign_key(table, [match[1]], said.references, context, line, said.on_delete, said.on_update)
