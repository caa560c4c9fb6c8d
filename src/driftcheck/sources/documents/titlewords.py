"""Tables that a page names in words: "## Order Items" over its columns, beside "## Users" over theirs.

In the database it is order_items, or one of the other ways to write two words as one name.
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import columns, grid, vocabulary
from driftcheck.sources.documents.leads import Named, trimmed
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import Name
from driftcheck.sources.documents.outline import Section

_WORDS = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}\Z")
_OTHER = (
    vocabulary.OTHER_TOPIC
    | vocabulary.PARTS_OF_PAGES
    | vocabulary.KIND_OF.keys()
    | frozenset("request response body payload headers params error errors options arguments props".split())  # noqa: SIM905
)
_OF_TABLES = re.compile(r"(?:id|\w+_(?:id|at))\Z")


def table_of(section: Section) -> Named | None:
    """The table that the section's title names in words; None unless it shows columns and so does another beside it."""
    text = trimmed(section.title).text.strip()
    if not _WORDS.match(text) or _OTHER & set(text.lower().split()) or not _shows_columns(section):
        return None
    others = section.parent.sections if section.parent else []
    if sum(other.level == section.level and _shows_columns(other) for other in others) < 2:
        return None
    words = text.split()
    snake, pascal = "_".join(words).lower(), "".join(words)
    spelled = (pascal, pascal[0].lower() + pascal[1:], pascal.lower(), text)
    name = Name((snake,), spellings=[(one,) for one in spelled])
    return Named([name], "plain", Inline([], section.title.line), text)


def _shows_columns(section: Section) -> bool:
    """Whether a table or list under the heading is of columns, one of which only tables have: a key, a time."""
    return any(
        (
            block.kind == "table"
            and grid.has_columns(block)
            and not grid.is_of_settings(block)
            and any(_OF_TABLES.match(row.cells[0].text.strip()) for row in block.rows[1:] if row.cells)
        )
        or (block.kind == "list" and columns.evidence([block]) is True and _lists_a_key(block))
        for block in section.blocks
    )


def _lists_a_key(block: Block) -> bool:
    first = (item.inline.text.strip().split() for item in block.children if item.inline is not None)
    return any(words and _OF_TABLES.match(words[0].strip("`*:,")) for words in first)
