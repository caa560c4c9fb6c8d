"""Lines of styled text for a terminal, measured in its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from driftcheck.reports.escape import escape

if TYPE_CHECKING:
    from rich.text import Text

    from driftcheck.reports import Medium

_COMMAND = re.compile(r"(?m)^((?:[ \t]|\x1b\[[0-9;]*m)*)::")
Piece = tuple[str, str]  # text, style


def line(*pieces: Piece) -> Text:
    """One line; the texts are shown as they are, never read as markup."""
    from rich.text import Text

    text = Text(no_wrap=True)
    for content, style in pieces:
        text.append(content, style)
    return text


def spread(left: list[Piece], right: Piece, width: int) -> Iterator[Text]:
    """`left`, and `right` at the right edge: on a line of its own if there is no room for both."""
    gap = width - sum(columns(text) for text, _ in left) - columns(right[0])
    if not right[0]:
        yield line(*left)
    elif gap >= 1:
        yield line(*left, (" " * gap, ""), right)
    else:
        yield line(*left)
        yield line((" " * max(0, width - columns(right[0])), ""), right)


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """The text, escaped, in lines of at most `width` columns, broken at spaces where there are any.

    >>> wrap("a long value", 6)
    ['a long', 'value']
    """
    width = max(width, 8)
    lines, current, used = [], "", 0
    for word in _words(escape(text), width):
        needed = columns(word)
        if current and used + needed > width:
            lines.append(current.rstrip())
            word = word.lstrip()
            current, used = "", 0
            needed = columns(word)
        current += word
        used += needed
    return [*lines, current.rstrip()]


def _words(text: str, width: int) -> Iterator[str]:
    """The words, each with the spaces before it; one that is too long in pieces."""
    start, seen = 0, False
    for i, c in enumerate(text):
        if c == " " and seen:
            yield from _pieces(text[start:i], width)
            start, seen = i, False
        elif c != " ":
            seen = True
    yield from _pieces(text[start:], width)


def _pieces(word: str, width: int) -> Iterator[str]:
    if columns(word) <= width:
        yield word
        return
    piece, used = "", 0
    for c in word:
        size = columns(c)
        if used + size > width:
            yield piece
            piece, used = "", 0
        piece += c
        used += size
    yield piece


def paint(lines: Iterable[Text], medium: Medium) -> str:
    """The text that a medium shows."""
    if not medium.colour:
        return _no_commands("".join(text.plain.rstrip() + "\n" for text in lines))
    import io

    from rich.console import Console

    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=True,
        color_system="standard",
        width=10_000,
        highlight=False,
        emoji=False,
        markup=False,
    )
    for text in lines:
        text.rstrip()
        console.print(text, soft_wrap=True)
    return _no_commands(stream.getvalue())


def _no_commands(text: str) -> str:
    """The text without what a GitHub runner that logs it would obey: `::` that begins a line, `##[` anywhere in it."""
    return _COMMAND.sub(r"\1\\x3a:", text).replace("##[", "##\\x5b")
