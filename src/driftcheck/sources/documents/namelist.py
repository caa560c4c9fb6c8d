"""A fence that only lists tables, one a line, under a heading that announces them; what hangs on one is its columns.

-- Selling
makers              # who makes the pens
pens (id, model)    # what is on offer
pen_photos
├── id (UUID, PK)
└── pen_id (UUID, FK)
"""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import attributes, bullets, columnfacts, inparentheses, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline, Span
from driftcheck.sources.documents.naming import parse

_LINE = re.compile(
    r"(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?)\s*(?:\((?P<columns>[^()]*)\))?"
    r"\s*(?:(?:#|--|//|→|->|[-–—:]\s)\s*(?P<note>\S.*))?\Z"
)
_BEGIN = re.compile(r"(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?)\s*\((?P<first>[^()]*)(?P<columns>)(?P<note>)\Z")
_END = re.compile(r"(?P<last>[^()]*)\)\s*;?\s*")
_BRANCH = re.compile(r"[ \t]*(?:[├└|│─*•+-][ \t├└|│─*•+-]*|[ \t]+)(?=\S)")
_REMARK = ("--", "#", "//", "/*")


@dataclasses.dataclass(slots=True)
class Entry:
    """One table's line, and the lines that hang on it."""

    line: int
    match: re.Match[str]
    columns: list[tuple[int, bullets.Column]]


def reads(block: Block, context: Context) -> bool:
    """Whether the fence stands under a heading of tables and lists at least two, with or without their columns."""
    if context.announces != {"table"} or not context.explicit or context.table or not context.today:
        return False
    return len(_entries(block, context) or ()) > 1


def take(block: Block, context: Context) -> None:
    """State the tables and the columns that stand behind or below them."""
    for entry in _entries(block, context) or ():
        names = parse(entry.match["name"])
        path = objects.state("table", names[0], context, entry.line, entry.match["note"] or None) if names else None
        if path is None:
            continue
        if entry.match["columns"]:
            inparentheses.take(entry.match["columns"], path, context, entry.line)
        for line, (name, said, description) in entry.columns:
            columnfacts.put(path, name, said, context, line, description)


def _columns_on(text: str, line: int, entry: Entry) -> bool:
    """Add the columns on one line between the parentheses; whether it is nothing else."""
    for piece in attributes.split_commas(text.split("--")[0]):
        if piece.strip(" .…"):
            column = inparentheses.column(piece.strip(), line)
            if column is None:
                return False
            entry.columns.append((line, column))
    return True


def _entries(block: Block, context: Context) -> list[Entry] | None:
    """The tables of the fence; None where a line is neither a table nor a column of one."""
    found: list[Entry] = []
    opened: Entry | None = None
    for number, text in enumerate(block.content.split("\n")):
        line = block.first + number
        if opened is not None:
            end = _END.fullmatch(text.split("--")[0])
            if not _columns_on(end["last"] if end else text, line, opened):
                return None
            opened = None if end else opened
            continue
        if begin := _BEGIN.match(text):
            opened = Entry(line, begin, [])
            found.append(opened)
            if not _columns_on(begin["first"], line, opened):
                return None
            continue
        if not text.strip() or text.lstrip().startswith(_REMARK) or not text.strip(" │|"):
            continue
        if branch := _BRANCH.match(text):
            column = bullets.read(Inline([Span(text[branch.end() :], line)], line), context.page.types())
            if column is None or not found:
                return None
            found[-1].columns.append((line, column))
        elif match := _LINE.match(text):
            found.append(Entry(line, match, []))
        else:
            return None
    drawn = [column for entry in found if "(" not in entry.match[0] for _, column in entry.columns]
    plain = sum(said.described for _, said, _ in drawn) * 2 < len(drawn)
    if opened is not None or (plain and not all(any(c[0] == "id" for _, c in e.columns) for e in found)):
        return None
    return found
