"""Check constraints that a cell or a bullet gives beside a column's type: "NOT NULL CHECK (total >= 0)"."""

from __future__ import annotations

import re

from driftcheck.names import quote, split
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline

LONGEST = 1000  # characters of a check that somebody writes into a cell
_BEGINS = re.compile(r"check\s*(?=\()", re.IGNORECASE)
_COMPARES = re.compile(r"[=<>~()]|\b(?:in|like|ilike|similar to|between|is (?:not )?null)\b", re.IGNORECASE)


def at(text: str, position: int) -> int:
    """The end of the check that begins there, its parentheses closed; 0 where none does.

    >>> at("CHECK (a > 0) UNIQUE", 0), at("check (see below)", 0)
    (13, 0)
    """
    match = _BEGINS.match(text, position)
    if match is None:
        return 0
    depth = quoted = 0
    for end in range(match.end(), min(len(text), match.end() + LONGEST)):
        c = text[end]
        quoted ^= c == "'"
        depth += 0 if quoted else (c == "(") - (c == ")")
        if depth == 0:
            return end + 1 if _COMPARES.search(text, match.end() + 1, end) and _is_sql(text[position : end + 1]) else 0
    return 0


def in_code(value: Inline, table: str, context: Context) -> bool:
    """ "Check: `total >= 0`": state it; whether what the label says is one expression in code, and nothing else."""
    text = value.source.strip()
    rule = f"CHECK ({text.strip('`').strip()})"
    if text.count("`") != 2 or not text.startswith("`") or not text.endswith("`") or at(rule, 0) != len(rule):
        return False
    state(table, rule, context, value.line)
    return True


def _is_sql(check: str) -> bool:
    from driftcheck.sql import parse

    try:
        parse.statements(f"ALTER TABLE t ADD {check}")
    except parse.NotSQLError:
        return False
    return True


def state(table: str, check: str, context: Context, line: int, name: str | None = None) -> None:
    """State a check; one without a name is one that nobody named."""
    from driftcheck.sql import ddl

    text = f"ALTER TABLE {table} ADD {f'CONSTRAINT {quote(name)} ' if name else ''}{check}"
    for unread in ddl.read(text, context.page.ledger, path=context.page.path, line=line, schema=split(table)[0]):
        context.page.unparsed.append((unread.line, unread.reason))
