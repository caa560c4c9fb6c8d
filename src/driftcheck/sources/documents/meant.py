"""The code of a fence without what it does not mean: what a remark calls wrong or planned, and patterns.

-- ❌ WRONG: reads the table that it guards
CREATE POLICY …

-- Every table has one of these
CREATE POLICY … ON table_name …
"""

from __future__ import annotations

import re

from driftcheck.sql.ddl import split

_NOT_MEANT = re.compile(
    r"--\s*(?:[❌🚫✗✘]|(?:wrong|bad|incorrect|don't|do not|never|avoid|instead of|anti-pattern|todo|planned|proposed|future|not yet"
    r"|template)\b|(?:before|old|deprecated|removed)\s*(?::|\Z))",
    re.IGNORECASE,
)
_PATTERN = re.compile(
    r"\b(?:on|table(?:\s+if\s+(?:not\s+)?exists)?|only|references)\s+(?:public\.)?[\"{<\[]*"
    r"(?:(?:your|my|some|example|the|a|new)_table(?:_name)?|table_?name|<table>|\{table\})\b",
    re.IGNORECASE,
)


def only(text: str) -> str:
    """The code that is meant, each line in its place."""
    return _without_patterns(_of_today(text))


def _of_today(text: str) -> str:
    """Without what stands below a remark that calls it wrong, planned or past, up to the next remark."""
    if not _NOT_MEANT.search(text):
        return text
    kept, left_out, before = [], False, ""
    for line in text.split("\n"):
        if line.startswith("--") and (not before.strip() or before.rstrip().endswith((";", "--"))):
            left_out = _NOT_MEANT.match(line) is not None
        kept.append("" if left_out else line)
        before = line
    return "\n".join(kept)


def _without_patterns(text: str) -> str:
    """Without statements about `table_name`, `your_table` and the like."""
    if not _PATTERN.search(text):
        return text
    kept = list(text)
    for start, piece in split.chunks(text):
        if _PATTERN.search(piece):
            kept[start : start + len(piece)] = ("\n" if c == "\n" else " " for c in piece)
    return "".join(kept)
