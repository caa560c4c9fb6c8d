"""What a default is that pages write as one word: "default `pending`" is a value of text or of an enum."""

from __future__ import annotations

import re
from typing import Any

from driftcheck.model import UNSTATED

KEYWORDS = frozenset(
    ["true", "false", "current_date", "current_timestamp", "current_user", "current_time", "localtimestamp"]
)
"""Words that are expressions by themselves; another one in a default is a value of text or of an enum."""


def takes_words(type: str) -> bool:
    """Text, or a type of the user's own: an enum."""
    from driftcheck.sql.types import BUILT_IN, canonical

    bare = canonical(type).partition("(")[0]
    return bare in ("text", "character varying", "character", "citext", "enum") or bare not in BUILT_IN


def value(word: Any, type: Any) -> Any:
    """The default; a bare word is a value, as nothing else can be a default: "default `pending`"."""
    if isinstance(word, str) and re.fullmatch(r'"[^"\\]*"', word):
        return "'" + word[1:-1].replace("'", "''") + "'"  # no column can be one: other languages quote text so
    if not isinstance(word, str) or not re.fullmatch(r"[^\W\d]\w*", word) or word.lower() in KEYWORDS:
        return word
    return f"'{word}'" if type is UNSTATED or takes_words(type) else UNSTATED
