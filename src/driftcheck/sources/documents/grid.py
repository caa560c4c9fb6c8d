"""Tables in the page: of columns, of tables, of other objects."""

from __future__ import annotations

from driftcheck.sources.documents.markup import Block


def has_columns(block: Block) -> bool:
    """Whether the table's head is that of a list of columns."""
    return False
