"""Rows of groups of tables: | Area | Tables | Purpose |, with the names in code in one cell."""

from __future__ import annotations

import re

from driftcheck.sources.documents import heads, objects, vocabulary
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import Name, parse

_WHEN = frozenset("phase milestone sprint version release week quarter stage step".split())  # noqa: SIM905


def read(block: Block, context: Context) -> bool:
    """Take the table if it is one of these; whether it is."""
    head = [heads.normal(cell.text) for cell in block.rows[0].cells]
    place = next((n for n, text in enumerate(head) if n and _is_tables(text)), None)
    if place is None or _WHEN & set(head[0].split()):
        return False
    rows = [(row.line, _names(row.cells[place])) for row in block.rows[1:] if len(row.cells) > place]
    if not rows or not all(names for _, names in rows):
        return False
    of_all = "table" in context.announces or vocabulary.names_the_database(set(vocabulary.words(context.title)))
    inner = context.within(partial=context.partial or not of_all or vocabulary.is_partial(head[place]))
    for line, names in rows:
        for name in names or ():
            objects.state("table", name, inner, line)
    return True


def _is_tables(head: str) -> bool:
    said = vocabulary.words(head)
    return bool(said) and vocabulary.KIND_OF.get(said[-1]) == "table" and said[-1] not in vocabulary.SINGULAR


def _names(cell: Inline) -> list[Name] | None:
    """The tables of a cell that is nothing but names in code, with commas between them."""
    outside = "".join(" " if span.code else span.text for span in cell.spans)
    if re.sub(r"\b(?:and|und|et|y|e)\b|[\s,;/&+·…]|\.\.\.|<br>", "", outside):
        return None
    found = [parse(span.text) for span in cell.spans if span.code]
    if not found or not all(names and all(n.signature is None for n in names) for names in found):
        return None
    return [name for names in found for name in names or ()]
