"""Keys told by their columns, under a table's name or naming the table themselves.

- "Unique: `email`, `code`": a key each; "Unique: (`guest_id`, day)": one over both; "Primary key: `a`, `b`": one
- `` `guests.email` (one account a person) ``, "carts: (guest_id, day)" under "Unique constraints"
- "carts.total >= 0" under "Check constraints"
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import checks, keyfacts, parts
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline

_UNIT = re.compile(
    r"\s*`(?P<columns>[\[(]?\s*[^\W\d]\w*(?:\s*,\s*[^\W\d]\w*){0,15}\s*[\])]?)`\s*(?:\([^()`]*\)\s*)?"
    r"(?P<then>,|;|\+|&|and\b|\Z|[-–—:.].*\Z)",
    re.IGNORECASE | re.DOTALL,
)
_UNIQUE = re.compile(
    r"\W{0,3}(?P<table>[^\W\d]\w*)(?:\.(?P<column>[^\W\d]\w*)|\s*:\s*\(\s*(?P<columns>\w+(?:\s*,\s*\w+){0,15})\s*\))"
    r"`?\s*(?:[(:–—-].*)?\Z",
    re.DOTALL,
)
_CHECK = re.compile(
    r"\W{0,3}(?P<table>[^\W\d]\w*)\.(?P<rule>[^\W\d]\w*\s+(?:[<>=!]|in\b|between\b|like\b|is\b).*)\Z", re.IGNORECASE
)


def read(value: Inline, *, one: bool) -> list[list[str]]:
    """The columns of each key that the value of a label tells; `one`: they are a single key's, however they stand."""
    source = value.source.strip()
    found: list[list[str]] = []
    joined, position = one, 0
    while match := _UNIT.match(source, position):
        found.append([column.strip(" ()[]") for column in match["columns"].split(",")])
        joined |= match["then"] in ("+", "&")
        position = match.end()
        if position == len(source):
            return [[column for key in found for column in key]] if joined else found
    columns = parts.columns_in(value)
    return [columns] if columns else []


def qualified(inline: Inline, context: Context) -> bool:
    """A unique key or a check whose table stands before the column, under a heading of such; whether it is one."""
    text, title = inline.text.replace("`", "").strip(), context.title.lower()
    if context.table is not None or len(text) > 500:
        return False
    if "unique" in title and (match := _UNIQUE.match(text)):
        columns = [column.strip() for column in (match["column"] or match["columns"]).split(",")]
        _state(match["table"], columns, None, inline.line, context)
        return True
    if "check" in title and (match := _CHECK.match(text)):
        rule = f"CHECK ({match['rule'].rstrip('. ')})"
        if checks.at(rule, 0) == len(rule):
            _state(match["table"], [], rule, inline.line, context)
            return True
    return False


def _state(name: str, columns: list[str], check: str | None, line: int, context: Context) -> None:
    """Put it down once it is known that the name is a table's."""

    def settle() -> None:
        path = keyfacts.known_table(name, context)
        if context.page.ledger.find("table", path) is None:
            return
        if check:
            checks.state(path, check, context, line)
        else:
            keyfacts.key(path, columns, "unique", context, line)

    context.page.later.append(settle)
