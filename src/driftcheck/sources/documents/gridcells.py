"""A row of a table of objects, cell by cell, by what the columns of its head mean."""

from __future__ import annotations

import re

from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, lead, mood_of
from driftcheck.sources.documents.markup import Inline, Row, Span
from driftcheck.sources.documents.naming import Name, is_identifier

Roles = list[list[str]]


class Cells:
    """A row's cells by what their column means."""

    def __init__(self, row: Row, roles: Roles, order: tuple[str, ...]) -> None:
        self.row, self.line = row, row.line
        self._where: dict[str, int] = {}
        taken: set[int] = set()
        for role in order:
            for number, found in enumerate(roles):
                if role in found and number not in taken:
                    self._where[role] = number
                    taken.add(number)
                    break

    def cell(self, *wanted: str) -> Inline | None:
        """The cell of the first of these roles that the table has."""
        for role in wanted:
            number = self._where.get(role)
            if number is not None and number < len(self.row.cells):
                return self.row.cells[number]
        return None

    def text(self, *wanted: str) -> str:
        """Its words, "" where there is none or it says nothing."""
        cell = self.cell(*wanted)
        text = cell.text.strip() if cell else ""
        return "" if text.lower() in ("-", "–", "—", "n/a", "none", "") else text


def named_in(cell: Inline) -> Named | None:
    """What the cell names, if it is a name and says nothing of plans or removals."""
    named = lead(cell, plain=True)
    if named is None or mood_of(named):
        return None
    return named if named.look != "plain" or is_identifier(named.text.partition("(")[0]) or "." in named.text else None


def hyphened_in(cell: Inline) -> Named | None:
    """What the cell names where names may have hyphens: a bucket, an extension."""
    text = cell.text.strip()
    if cell.struck or not re.fullmatch(r"[a-z][\w-]*", text):
        return named_in(cell)
    return Named([Name((text,), hyphened=True)], "plain", plain("", cell.line), text)


def plain(text: str, line: int) -> Inline:
    """A text without markup."""
    return Inline([Span(text, line)], line)


def table_of(cells: Cells, context: Context) -> str | None:
    """The table that the row is about: its cell "Table", else the one whose section it is."""
    cell = cells.cell("table")
    if cell is None or not cell.text.strip():
        return context.table
    named = lead(cell, plain=True)
    if named is None or len(named.names) != 1:
        return None
    return named.names[0].path(context.schema)
