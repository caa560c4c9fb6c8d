"""Words that all sentences about cells share."""

from __future__ import annotations

from collections.abc import Sequence

_ROWS = {"all": "every row", "own": "own rows", "related": "related rows", "condition": "some rows"}


def rows(reach: Sequence[str]) -> str:
    """Which rows: `own rows and some rows`."""
    return " and ".join(_ROWS[word] for word in reach)


def enumerated(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> enumerated(["read", "update", "delete from"])
    'read, update and delete from'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
