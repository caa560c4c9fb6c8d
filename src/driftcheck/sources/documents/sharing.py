"""Headings of several tables: "### orders / order_items", "### `cups` & `mugs`".

The columns, keys and indexes under such a heading are of none of the tables by themselves: which of them has which is not
said, and `--explain` names the lines. They are each table's where the section says so: "Both have these columns:",
"### cups & mugs (same columns)". Columns written with their table (`orders.id`) are that table's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.outline import Section

_SAID = re.compile(
    r"\b(?:both|each|either|all (?:two|three|four))\b[^.]{0,40}\b(?:have|has|hold|holds|carry|carries|contain|contains|consist|consists|use|uses)\b"
    r"[^.]{0,30}(?:\b(?:columns|fields|these|the following|the same)\b|:\s*\Z)"
    r"|\b(?:same|identical|shared|common)\s+(?:\w+\s+)?(?:columns|structure|shape|fields|layout|schema|definition)\b"
    r"|\bshare\b[^.]{0,30}\b(?:columns|structure|shape|fields|layout|schema|definition)\b"
    r"|\b(?:dieselben|die gleichen|gleiche) Spalten\b|\bmêmes colonnes\b|\bmismas columnas\b|\bmesmas colunas\b",
    re.IGNORECASE,
)


def is_said(section: Section) -> bool:
    """Whether the heading, a lead-in or a paragraph under it says that the tables share what is listed."""
    return any(len(text) <= 1000 and _SAID.search(text) for text in _texts(section))


def _texts(section: Section) -> Iterator[str]:
    yield section.title.text
    for part in section.parts:
        if isinstance(part, Block):
            if part.kind == "paragraph" and part.inline is not None:
                yield part.inline.text.strip()
        elif not part.heading:
            yield part.title.text.strip()
