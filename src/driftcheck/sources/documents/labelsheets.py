# ruff: noqa: SIM905 — lists of words read best as one text
"""Two columns that tell of one object what labelled bullets would: | Property | Value | over | PK | `id` |, | FK | … |.

Such a table becomes those bullets, so that it is read, and taken as a sign of a table's name above it, in the same way.
"""

from __future__ import annotations

import dataclasses

from driftcheck.sources.documents import heads, labels
from driftcheck.sources.documents.markup import Block, Inline, Row, Span

_LABEL = frozenset(
    "detail details property properties attribute aspect item key info information what eigenschaft merkmal propiedad "
    "propriété propriedade".split()
)
_VALUE = frozenset("value values detail details description info information content wert valeur valor".split())
_OF_A_TABLE = ("primary key", "foreign key", "column", "index", "unique", "rls", "constraint", "policy", "trigger")


def as_list(block: Block) -> Block:
    """The list of labelled lines that the block stands for; the block itself, if it is another table."""
    if block.kind != "table" or not block.rows or len(block.rows[0].cells) != 2:
        return block
    head, *rows = block.rows
    first, second = (heads.normal(cell.text) for cell in head.cells)
    if (first and first not in _LABEL) or (second and second not in _VALUE) or not any(len(r.cells) == 2 for r in rows):
        return block
    told = {label for row in rows if (label := _label(row)) in _OF_A_TABLE}
    if len(told) < 2 and not (told & {"primary key", "column"} and first and second):
        return block
    children = [Block("item", row.line, row.line + 1, inline=_line(row)) for row in rows if len(row.cells) == 2]
    return Block("list", block.line, block.end, children=children)


def _label(row: Row) -> str:
    return labels.kind_of(row.cells[0].text.strip().rstrip(":")) if len(row.cells) == 2 else ""


def _line(row: Row) -> Inline:
    label, value = row.cells
    name = Span(label.text.strip().rstrip(":"), row.line, bold=True)
    return Inline([name, Span(": ", row.line), *(dataclasses.replace(span) for span in value.spans)], row.line)
