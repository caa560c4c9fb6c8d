"""What every way of telling an index has in common: its keys, each with its order, and its access method."""

from __future__ import annotations

import re

COLUMN = r"[^\W\d]\w*(?:\s+(?:asc|desc)\b)?"
_METHOD = re.compile(r"\b(?:b-?tree|hash|gist|gin|brin|sp-?gist|hnsw|ivfflat)\b", re.IGNORECASE)


def key(text: str) -> str:
    """A key as PostgreSQL prints it.

    >>> key("made_at desc"), key("note asc"), key("lower(note) desc")
    ('made_at DESC', 'note', 'lower(note) desc')
    """
    column, *order = [text] if "(" in text else text.split()
    return " ".join([column, *(word.upper() for word in order if word.lower() != "asc")])


def method(text: str) -> str | None:
    """The access method that the words name: "a B-tree index" → btree."""
    match = _METHOD.search(text)
    return match[0].lower().replace("-", "") if match else None
