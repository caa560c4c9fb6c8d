"""Lists of columns in one line, with or without their number: "9 (id, name, …)", "`id`, `boat_id`".

A counted list is complete exactly when it names as many columns as it counts.
"""

from __future__ import annotations

import re

from driftcheck.kinds.table import Table
from driftcheck.model import Fault, Level
from driftcheck.sources.documents import attributes, columnfacts
from driftcheck.sources.documents.bullets import BARE, closing
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import parse
from driftcheck.sources.documents.wholeness import mark

_COUNT = re.compile(r"\s*(\d{1,4})\b(?!\s*[,.:)]\s*\w)")
_OPEN_END = re.compile(r"(?:,?\s*(?:etc\.?|and (?:more|others|so on)|usw\.?|u\.\s?a\.|…|\.\.\.))\s*\Z", re.IGNORECASE)


def state(table: str, value: Inline, context: Context, line: int) -> bool:
    """State the columns that a label's value lists, and how many there are; whether it is such a list."""
    text = value.text.strip()
    match = _COUNT.match(text)
    number = int(match[1]) if match else None
    rest = text[match.end() :].strip() if match else text
    rest = re.sub(r"\A(?:columns|fields|total|spalten|colonnes|columnas|colunas)\b\s*", "", rest, flags=re.IGNORECASE)
    rest = rest.lstrip("-–—: ")
    if rest.startswith("("):
        rest = rest[1 : closing(rest)]
    end = _OPEN_END.search(rest)
    listed = attributes.split_commas(rest[: end.start()] if end else rest)
    names = [name for piece in listed if (name := _column_name(piece))]
    whole = [piece for piece in listed if piece.strip()]
    if number is None and (not names or len(names) < len(whole)):
        return False
    ledger, at = context.page.ledger, context.at(line)
    for name in names:
        columnfacts.put(table, name[0], name[1], context, line)
    if number is None:
        return True
    ledger.state("table", table, Table(at=at, column_count=number))
    if number == len(names) and len(names) == len(whole):
        facts = ledger.find("table", table)
        assert facts is not None
        mark(facts, "columns", Level.COMPLETE)
        if end:
            _style(table, number, context, at)
    elif names and not end:
        ledger.fault(
            Fault(
                rule="document-count",
                object=table,
                kind="column",
                message=f"the document counts {number} columns of {table} and names {len(names)}",
                at=at,
            )
        )
    return True


def _style(table: str, number: int, context: Context, at: str) -> None:
    context.page.ledger.fault(
        Fault(
            rule="document-style",
            object=table,
            kind="table",
            message=f'the list of columns ends in "etc." and yet names all {number} that it counts',
            at=at,
        )
    )


def _column_name(piece: str) -> tuple[str, attributes.Attributes] | None:
    """One name in a list of columns, with or without its type."""
    piece = piece.replace("`", "").strip().strip("*").strip().rstrip(".")
    names = parse(piece)
    if names and len(names) == 1 and len(names[0].parts) == 1 and names[0].signature is None:
        return names[0].parts[0], attributes.Attributes()
    name, _, rest = piece.partition(" ")
    name = name.rstrip(":")
    if not BARE.match(name) or not rest:
        return None
    rest = rest.strip()
    if rest.startswith("(") and closing(rest) == len(rest) - 1:
        rest = rest[1:-1]
    said = attributes.read(rest)
    return (name, said) if said.described and not said.rest else None
