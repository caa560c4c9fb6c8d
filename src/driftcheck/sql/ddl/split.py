"""The statements of a text that does not parse as a whole, and the items of a list."""

from __future__ import annotations

import itertools
import re

from driftcheck.sql import parse
from driftcheck.sql.ddl.mending import SEMICOLON

_BEGINS = re.compile(
    r"^[ \t]*(?:CREATE|ALTER|DROP|COMMENT\s+ON|GRANT|REVOKE|INSERT|SELECT|UPDATE|DELETE|WITH|BEGIN|COMMIT|DO"
    r"|SET|TRUNCATE)\b",
    re.IGNORECASE | re.MULTILINE,
)
_CREATES = re.compile(r"^[ \t]*(?:CREATE|ALTER|DROP|COMMENT\s+ON|GRANT|REVOKE)\b", re.IGNORECASE | re.MULTILINE)


def readable(text: str) -> str:
    """The text without what no parser takes, each place as wide as it was: byte order marks, zero bytes, half characters."""
    if text.isascii() and "\0" not in text:
        return text
    return "".join(" " if c in "\0\ufeff" or "\ud800" <= c <= "\udfff" else c for c in text)


def without_psql(text: str) -> str:
    """The text without psql's own commands and the rows that follow COPY … FROM stdin; every line stays in its place."""
    result, rows = [], False
    for line in text.split("\n"):
        word = line.lstrip()
        skip = rows or word.startswith("\\")
        if rows:
            rows = line.rstrip() != "\\."
        elif word[:4].lower() == "copy" and "stdin" in word.lower() and word.rstrip().endswith(";"):
            rows = True
        result.append(" " * len(line) if skip else line)
    return "\n".join(result)


def chunks(text: str) -> list[tuple[int, str]]:
    """Offset and text of each statement: cut at semicolons outside quotes and parentheses, and where a line begins a
    new CREATE or ALTER inside one that was never closed.
    """
    pieces = []
    for start, piece in _at_semicolons(text):
        begins = [m.start() for m in _CREATES.finditer(piece)]
        if begins and not _strip_comments(piece[: begins[0]]).strip():
            begins = begins[1:]
        cuts = [b for b in begins if not _quoted(piece, b)]
        for a, b in zip([0, *cuts], [*cuts, len(piece)], strict=True):
            if piece[a:b].strip():
                pieces.append((start + a, piece[a:b]))
    return pieces


def _at_semicolons(text: str) -> list[tuple[int, str]]:
    try:
        tokens = parse.tokens(text)
    except parse.NotSQLError:
        starts = [m.start() for m in _BEGINS.finditer(text)]
        bounds = sorted({0, *starts, len(text)})
        return [(a, text[a:b]) for a, b in itertools.pairwise(bounds)]
    result, begin = [], 0
    for token, _, end in tokens:
        if token == SEMICOLON:
            result.append((begin, text[begin:end]))
            begin = end
    result.append((begin, text[begin:]))
    return result


def _quoted(piece: str, offset: int) -> bool:
    """Whether the offset lies inside a string: a function's body holds statements of its own."""
    try:
        return any(token in ("SCONST", "C_COMMENT") and a < offset < b for token, a, b in parse.tokens(piece))
    except parse.NotSQLError:
        return False


def items(text: str) -> tuple[str, list[tuple[int, str]]] | None:
    """Head and items of a CREATE TABLE that does not parse: what stands before `(`, and each part of the list with
    its offset. None if the text is no such thing.
    """
    opening = text.find("(")
    if opening < 0:
        return None
    return text[:opening], list_items(text, opening + 1)


def list_items(text: str, start: int = 0) -> list[tuple[int, str]]:
    """Comma-separated items with their offsets, from an offset on to the closing parenthesis; a line that begins a
    new item without a comma before it begins one all the same.
    """
    result, begin, depth, i, quote = [], start, 0, start, ""
    while i < len(text):
        c = text[i]
        if quote:
            quote = "" if c == quote else quote
        elif c in "'\"":
            quote = c
        elif text.startswith("--", i):
            i = text.find("\n", i)
            if i < 0:
                break
            continue
        elif c in "([":
            depth += 1
        elif c in ")]":
            if depth == 0 and c == ")":
                break
            depth = max(depth - 1, 0)
        elif c == "," and depth == 0:
            result.append((begin, text[begin:i]))
            begin = i + 1
        i += 1
    end = len(text) if i < 0 else i
    result.append((begin, text[begin:end]))
    return [(a, item) for a, item in result if _strip_comments(item).strip()]


def _strip_comments(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)
