"""What people leave out or write for a reader's eye, put so that the parser takes it. Every word stays on its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from driftcheck.sql import parse

UNKNOWN_TYPE = "USER-DEFINED"
"""A type that stands for one that is not said, as the Supabase dashboard exports it."""
ANY_ARRAY = "ARRAY"
"""So does this, for an array of anything."""
NOT_SAID = "..."
"""Stands for a type, or an expression, of which nothing is said."""

SEMICOLON, COMMA, OPENING, CLOSING = "ASCII_59", "ASCII_44", "ASCII_40", "ASCII_41"
_COMMENTS = ("SQL_COMMENT", "C_COMMENT")
_MORE = (
    *("...", "…", "[...]", "etc", "and more", "and others", "other columns", "other fields", "more columns", "omitted"),
    *("more fields", "remaining columns", "remaining fields", "rest of", "additional columns", "additional fields"),
)
_TYPE = re.compile(
    r'((?:^|[(,])[ \t]*(?:"[^"\n]*"|\w+)[ \t]+)(USER-DEFINED|ARRAY)\b(?![ \t]*[\[(])', re.IGNORECASE | re.MULTILINE
)
_ELIDED = re.compile(r"\([ \t]*(?:\.\.\.|…)[ \t]*\)")
_DOTS = re.compile(r"\.\.\.|…")
_KEY = re.compile(r"\bPK\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?:\bFK\b[ \t]*(?:->|→|to\b|references\b|=>)?|->|→|\breferences\b)[ \t]*(\w+(?:\.\w+)?)[.(](\w+)\)?",
    re.IGNORECASE,
)
_NAME = re.compile(r'\s*(?:"[^"\n]+"|[A-Za-z_]\w*)\s*\Z')


def says_more(text: str) -> bool:
    """Whether the statement says that it leaves columns out: a line `...`, a comment `-- etc.`"""
    return any(_is_ellipsis(line) or _is_ellipsis(line.partition("--")[2]) for line in text.splitlines())


def _is_ellipsis(line: str) -> bool:
    return line.strip(" \t-,/*#(").lower().startswith(_MORE)


def statement(text: str) -> list[str]:
    """The statement with what people leave out put back, mildest mending first."""
    plain = "\n".join(" " * len(line) if _is_ellipsis(line) else line for line in text.split("\n"))
    typed = _TYPE.sub(lambda m: f'{m[1]}"{m[2].upper()}"', _ELIDED.sub(f'("{NOT_SAID}")', plain))
    commented = "\n".join(map(_comment, typed.split("\n")))
    no_comma = _without_last_comma(commented)
    closed = _close(no_comma)
    return list(dict.fromkeys([plain, typed, commented, no_comma, closed, _DOTS.sub(" ", closed)]))


def _comment(line: str) -> str:
    """`// …` and `# …` as `-- …`, outside quotes."""
    quoted = False
    for i, c in enumerate(line):
        quoted ^= c == "'"
        if not quoted and (i == 0 or line[i - 1] in " \t,"):
            if line.startswith("//", i) or line.startswith("# ", i):
                return f"{line[:i]}--{line[i + 2 :]}"
            if line.startswith("--", i):
                return line
    return line


def _without_last_comma(text: str) -> str:
    """Without the commas that nothing follows in their list."""
    try:
        tokens = [t for t in parse.tokens(text) if t[0] not in _COMMENTS]
    except parse.NotSQLError:
        return text
    characters = list(text)
    for i, (token, start, _) in enumerate(tokens):
        following = tokens[i + 1][0] if i + 1 < len(tokens) else ""
        if token == COMMA and following in (CLOSING, SEMICOLON, ""):
            characters[start] = " "
    return "".join(characters)


def _close(text: str) -> str:
    """With the parentheses that were never closed."""
    try:
        tokens = parse.tokens(text)
    except parse.NotSQLError:
        return text
    depth = sum({OPENING: 1, CLOSING: -1}.get(token, 0) for token, _, _ in tokens)
    body = text.rstrip().removesuffix(";").rstrip()
    return body.removesuffix(",") + "\n" + ")" * depth if depth > 0 else text


def item(text: str) -> Iterator[str]:
    """A column's definition in shorthand: `id uuid PK`, `user_id uuid FK -> users.id`."""
    typed = _TYPE.sub(lambda m: f'{m[1]}"{m[2].upper()}"', "\n".join(map(_comment, text.split("\n"))))
    yield typed
    yield _REFERENCE.sub(r"REFERENCES \1(\2)", _KEY.sub("PRIMARY KEY", typed))


def is_name(text: str) -> bool:
    """Whether an item is a column's name and nothing else."""
    return bool(_NAME.match(text))


def lines(text: str, reads: Callable[[str], bool]) -> list[tuple[int, str]] | None:
    """An item in which a comma is missing at the end of a line: its parts with their offsets, each of which reads.

    None if it cannot be cut so.
    """
    parts: list[tuple[int, str]] = []
    offset, begin, current = 0, 0, ""
    for line in text.split("\n"):
        if current.strip() and line.strip() and reads(current) and _begins(line, reads):
            parts.append((begin, current))
            begin, current = offset, line
        else:
            current = f"{current}\n{line}" if offset else line
        offset += len(line) + 1
    parts.append((begin, current))
    return parts if len(parts) > 1 and reads(current) else None


def _begins(line: str, reads: Callable[[str], bool]) -> bool:
    """Whether a line is an item, or the beginning of one that goes on."""
    return reads(line) or (line.rstrip().endswith("(") and not line.lstrip().startswith(("(", ")")))
