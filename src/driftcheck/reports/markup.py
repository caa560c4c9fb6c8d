"""Names and sentences in GitHub's Markdown: shown as they are, never read as markup, mention or link."""

from __future__ import annotations

import re

from driftcheck.reports.escape import escape

_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>#|~!&$@]|:(?=//)")
_ENTITY = frozenset("<>&$@|")  # "@" begins a mention and "$" a formula even behind a backslash
_TICKS = re.compile(r"`+")


def prose(text: str) -> str:
    """A sentence.

    >>> prose("a_b [c](d) <b> @team")
    'a\\\\_b \\\\[c\\\\](d) &#60;b&#62; &#64;<!-- -->team'
    """
    return _PUNCTUATION.sub(_harmless, escape(text)).replace("www.", "www&#46;")


def _harmless(match: re.Match[str]) -> str:
    c = match.group()
    if c == "@":
        return "&#64;<!-- -->"  # what is linked is looked for in the text that results
    if c == "#":
        return "\\#<!-- -->"
    return f"&#{ord(c)};" if c in _ENTITY else f"\\{c}"


def code(text: str, *, table: bool = False) -> str:
    """A name or value on one line, as code; `table`: in a table's cell, where a pipe ends the cell.

    >>> code("public.t"), code("a`b"), code("a|b", table=True)
    ('`public.t`', '`` a`b ``', '`a\\\\|b`')
    """
    shown = escape(text)
    if not shown.strip():
        return f"<code>{'&nbsp;' * len(shown)}</code>"
    if table and "\\|" in shown:  # whether this is an escaped pipe, readers do not agree
        inner = "".join(c if c.isalnum() or c in " .," else f"&#{ord(c)};" for c in shown)
        return f"<code>{inner}</code>"
    ticks = _beyond(shown, 1)
    space = " " if "`" in shown or shown[0] == shown[-1] == " " else ""
    shown = shown.replace("|", "\\|") if table else shown
    return f"{ticks}{space}{shown}{space}{ticks}"


def fence(text: str, language: str = "") -> str:
    """Lines of code between fences that they do not contain."""
    lines = [escape(line.expandtabs(4)) for line in text.splitlines()]
    ticks = _beyond(text, 3)
    return "\n".join([f"{ticks}{language}", *lines, ticks]) + "\n"


def _beyond(text: str, least: int) -> str:
    """A run of backticks that the text does not hold."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    return "`" * max(least, longest + 1)
