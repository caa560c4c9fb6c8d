"""Rows of a table of columns that name no column: an ORM's word for several, or what is only shown beside them.

| timestamps | | created_at, updated_at |, | has_photo | – | not a column: worked out on reading |
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import attributes
from driftcheck.sources.documents.naming import Name, is_identifier, parse

_SEVERAL = frozenset(
    {"timestamps", "softdeletes", "soft_deletes", "soft deletes", "audit", "audit columns", "audit fields"}
)
_NO_COLUMN = re.compile(
    r"\W{0,6}(?:not an? (?:db |database |real |physical )?column|no column|keine (?:db-|datenbank)?spalte|pas une colonne|"
    r"no es una columna|não é uma coluna)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|/|\+|&|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*")


def is_no_column(note: str) -> bool:
    """Whether a remark says that the row is no column of the database."""
    return _NO_COLUMN.match(note) is not None


def names(name: str, type: str, note: str) -> list[Name] | None:
    """The columns for which a row's name stands, none if it does not say which; None if it is a column's own name."""
    if name.strip().strip("`*()").lower() not in _SEVERAL or type.strip("` ").lower() not in (
        *attributes.NOTHING,
        "timestamp",
    ):
        return None
    words = [word for word in _BETWEEN.split(note.replace("`", "").strip().rstrip(".")) if word]
    if not words or not all(is_identifier(word) for word in words):
        return []
    return [found for word in words for found in parse(word) or ()]
