"""Cutting SQL that PostgreSQL printed, at commas or words that stand outside quotes and parentheses.

What pg_get_indexdef and its like print holds names and literals of the user's, which may hold anything. Linear in time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A quoted name or literal (a doubled quote is two of them side by side; E'…' takes backslashes), or what cuts.
_PIECE = re.compile(
    r"""(?<![\w$])[Ee]'(?:[^'\\]|\\.)*'|'[^']*'|"[^"]*"|[()\[\],]|(?<![\w$"])(?:USING|WHEN)(?![\w$"])""", re.DOTALL
)


def outside(text: str) -> Iterator[tuple[int, str]]:
    """What stands outside quotes and parentheses: commas, the words USING and WHEN, the outermost parentheses; with
    their positions. Brackets count as parentheses.
    """
    depth = 0
    for found in _PIECE.finditer(text):
        piece = found.group()
        if piece in ")]":
            depth -= 1
        if depth == 0 and piece[0] not in "'\"Ee":
            yield found.start(), piece
        if piece in "([":
            depth += 1


def split_commas(text: str) -> list[str]:
    """
    >>> split_commas("lower(a, b), '(,', \\"x,\\" DESC")
    ['lower(a, b)', "'(,'", '"x," DESC']
    >>> split_commas("")
    []
    """
    if "," not in text:
        return [text.strip()] if text.strip() else []
    parts, start = [], 0
    for i, c in outside(text):
        if c == ",":
            parts.append(text[start:i].strip())
            start = i + 1
    return [*parts, text[start:].strip()] if text.strip() else []


def parenthesised(text: str, after: str) -> str | None:
    """What stands in the first parentheses behind a word that stands outside of any; None if there is none.

    >>> parenthesised('CREATE INDEX "USING x (" ON t USING btree (lower(a), b) WHERE (c)', "USING")
    'lower(a), b'
    """
    seen, start = False, 0
    for i, piece in outside(text):
        if start and piece == ")":
            return text[start:i]
        if seen and piece == "(":
            start = i + 1
        seen = seen or piece == after
    return None
