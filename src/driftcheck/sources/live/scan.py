"""Cutting SQL that PostgreSQL printed, at commas or words that stand outside quotes and parentheses.

What pg_get_indexdef and its like print holds names and literals of the user's, which may hold anything. Linear in time.
"""

from __future__ import annotations

from collections.abc import Iterator


def outside(text: str) -> Iterator[tuple[int, str]]:
    """The position of each character outside quotes and parentheses, with the character; brackets count as parentheses.

    The outermost parentheses themselves are given.
    """
    depth, i = 0, 0
    while i < len(text):
        c = text[i]
        if c in "\"'":
            i = _quoted(text, i)
            continue
        if c in ")]":
            depth -= 1
        if depth == 0:
            yield i, c
        if c in "([":
            depth += 1
        i += 1


def _quoted(text: str, start: int) -> int:
    """Where the quoted piece that begins at `start` is over. E'…' takes backslashes; a doubled quote is two pieces."""
    quote = text[start]
    escapes = quote == "'" and start > 0 and text[start - 1] in "Ee" and (start < 2 or not _is_word(text[start - 2]))
    i = start + 1
    while i < len(text) and text[i] != quote:
        i += 2 if escapes and text[i] == "\\" else 1
    return i + 1


def _is_word(c: str) -> bool:
    return c.isalnum() or c in "_$"


def split_commas(text: str) -> list[str]:
    """
    >>> split_commas("lower(a, b), '(,', \\"x,\\" DESC")
    ['lower(a, b)', "'(,'", '"x," DESC']
    >>> split_commas("")
    []
    """
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
    for i, c in outside(text):
        if start and c == ")":
            return text[start:i]
        if seen and c == "(":
            start = i + 1
        elif not seen and text.startswith(after, i) and not _is_word(text[i - 1 : i] or " "):
            seen = not _is_word(text[i + len(after) : i + len(after) + 1] or " ")
    return None
