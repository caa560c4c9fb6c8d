"""A new name inside SQL that was written with the old one, as ALTER … RENAME leaves the objects that use it."""

from __future__ import annotations

import re

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


def identifiers(text: str) -> set[str]:
    """Every word of the text that may be a name, as the catalog spells it; those of text that cannot be read, too.

    >>> sorted(identifiers('SELECT "My id" FROM Orders'))
    ['My id', 'from', 'orders', 'select']
    """
    try:
        words = [text[start:end] for _, start, end in parse.tokens(text)]
    except parse.NotSQLError:
        words = _WORD.findall(text)
    return {word[1:-1].replace('""', '"') if word.startswith('"') else word.lower() for word in words}


_WORD = re.compile(r'"[^"]*"|[\w$]+')
