"""A new name inside SQL that was written with the old one, as ALTER … RENAME leaves the objects that use it."""

from __future__ import annotations

from driftcheck.names import quote
from driftcheck.sql import parse


def renamed(text: str, old: str, new: str) -> str:
    """The expression with each identifier `old` as `new`; text that cannot be read stays.

    >>> renamed("lower(title) <> 'title'", "title", "headline")
    "lower(headline) <> 'title'"
    """
    if old not in text:
        return text
    try:
        tokens = parse.tokens(text)
    except parse.NotSQLError:
        return text
    written = {quote(old), old} if old == old.lower() else {quote(old)}
    for _, start, end in reversed(tokens):
        found = text[start:end]
        if (found if found.startswith('"') else found.lower()) in written | {f'"{old}"'}:
            text = text[:start] + quote(new) + text[end:]
    return text
