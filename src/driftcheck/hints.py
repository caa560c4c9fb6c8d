"""What was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A clause to end an error with, or "" when nothing is near.

    >>> did_you_mean("colums", ["columns", "tables"]), did_you_mean("x", ["columns"])
    ('; did you mean "columns"?', '')
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
