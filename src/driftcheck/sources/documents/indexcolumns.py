"""Indexes told by their columns alone: "`note`, `made_at` (unique)", "`(guest_id, made_at DESC)` on `carts`"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents.indexkeys import COLUMN, key, method

_COLUMNS = rf"{COLUMN}(?:\s*,\s*{COLUMN}){{0,15}}"
_ENTRY = re.compile(
    rf"[*\s]*(?:`\s*(?P<open>\()?\s*(?P<coded>{_COLUMNS})\s*\)?\s*`|\(\s*(?P<plain>{_COLUMNS})\s*\))[*\s]*"
    r"(?P<aside>\([^()]{0,200}\))?\s*(?:on\s+`(?P<table>[\w.]+)`\s*)?(?:[-–—:.;].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Its keys, whether they stand in parentheses, the table if it is named, and what the remark behind them says."""

    columns: list[str]
    enclosed: bool
    table: str | None
    unique: bool
    method: str | None


def read(text: str) -> Told | None:
    """What an entry of a list of indexes says that is columns and nothing else.

    >>> read("`note`").columns, read("`(guest_id, made_at DESC)` - the board").columns, read("carts_note_idx")
    (['note'], ['guest_id', 'made_at DESC'], None)
    """
    match = _ENTRY.match(text) if len(text) <= 500 else None
    if match is None:
        return None
    listed = match["coded"] or match["plain"]
    aside = match["aside"] or ""
    if match["coded"] and not match["open"] and re.search(r",|idx|index", listed, re.IGNORECASE):
        return None  # "`index_no`" may be an index's name
    if re.search(r"\b(?:pk|primary)\b", aside, re.IGNORECASE):
        return None
    columns = [key(piece) for piece in listed.split(",")]
    enclosed = bool(match["open"] or match["plain"])
    unique = re.search(r"\bunique\b", aside, re.IGNORECASE) is not None
    return Told(columns, enclosed, match["table"], unique, method(aside))
