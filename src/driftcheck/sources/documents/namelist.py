"""A fence that only lists tables, one a line, under a heading that announces them.

-- Selling
makers            # who makes the pens
pens (id, model)  # what is on offer
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import attributes, columns, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline, Span
from driftcheck.sources.documents.naming import parse

_LINE = re.compile(
    r"[\s├└│─•*-]*(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?)\s*(?:\((?P<columns>[^()]*)\))?"
    r"\s*(?:(?:#|--|//|→|->|[-–—:]\s)\s*(?P<note>\S.*))?\Z"
)
_REMARK = ("--", "#", "//", "/*")


def reads(block: Block, context: Context) -> bool:
    """Whether the fence stands under a heading of tables and each of its lines, at least two, begins with a name."""
    if context.announces != {"table"} or not context.explicit or context.table or not context.today:
        return False
    lines = _lines(block)
    return len(lines) > 1 and all(_LINE.match(text) for _, text in lines)


def take(block: Block, context: Context) -> None:
    """State the tables, and the columns that stand in parentheses behind them."""
    for line, text in _lines(block):
        match = _LINE.match(text)
        names = parse(match["name"]) if match else None
        if match is None or not names:
            continue
        path = objects.state("table", names[0], context, line, match["note"])
        if path and match["columns"]:
            _columns(match["columns"], path, context, line)


def _columns(text: str, table: str, context: Context, line: int) -> None:
    for piece in attributes.split_commas(text):
        found = columns.bullet(Inline([Span(piece.strip(), line)], line))
        if found and (found[1].described or not found[2]):
            attributes.put(table, found[0], found[1], context, line)


def _lines(block: Block) -> list[tuple[int, str]]:
    lines = ((block.first + number, text) for number, text in enumerate(block.content.split("\n")))
    return [(line, text) for line, text in lines if text.strip() and not text.lstrip().startswith(_REMARK)]
