"""A bare list of columns in a fence under a table's heading, one a line; it states neither nullability nor defaults by silence.

id          bigint primary key
parcel_id   uuid not null      -- the box that it came in
unique (id, parcel_id)
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import attributes, columnfacts, keyfacts
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block

_KEY = re.compile(
    r"\s*(?:constraint\s+\w+\s+)?(?P<word>primary key|unique|foreign key)\s*\((?P<columns>[^()]*)\)\s*(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_COLUMN = re.compile(r'\s*(?P<name>"[^"]+"|[^\W\d][\w$]*)\s*:?\s+(?P<rest>\S.*)\Z')
_NAMES = re.compile(
    r"\s*(?P<names>[a-z_]\w*(?:\s*,\s*[a-z_]\w*)+)\s*(?:\([^()]*\)\s*)?\Z"
)  # "created_at, updated_at (as always)"
_HEAD = re.compile(r"(?:table )?[\w.\"]+(?: table)? ?[:({]?\Z", re.IGNORECASE)
_TREE = re.compile(r"\A[-*•│├└─┬┌+|` ]+")


def is_one(block: Block) -> bool:
    """Whether a fence of no language or of SQL is a bare list of columns of built-in types."""
    return block.info.strip().lower() in ("", "text", "sql", "postgresql") and _reads(block, frozenset())


def reads(block: Block, context: Context) -> bool:
    """Whether every line is a column with its type, a key, or a remark."""
    return _reads(block, context.page.types())


def _reads(block: Block, types: frozenset[str]) -> bool:
    lines = _lines(block)
    columns = 0
    for _, code, _ in lines:
        if _KEY.match(code) or not code.strip():
            continue
        if columns and _NAMES.match(code):
            continue
        match = _COLUMN.match(code)
        if match is None or not attributes.read(match["rest"], types=types).type:
            return False
        columns += 1
    return columns > 0


def take(block: Block, context: Context) -> None:
    """State the columns and keys of the list."""
    for one in context.of_each():
        if one.table is not None and not one.of_several:
            _take(block, one.table, one)


def _take(block: Block, table: str, context: Context) -> None:
    for line, code, remark in _lines(block):
        if key := _KEY.match(code):
            names = [name.strip().strip('"') for name in key["columns"].split(",")]
            word = key["word"].lower()
            said = attributes.read(key["rest"], typed=False)
            if word == "foreign key" and said.references:
                keyfacts.foreign_key(table, names, said.references, context, line, said.on_delete, said.on_update)
            elif word != "foreign key":
                keyfacts.key(table, names, word, context, line)
        elif row := _NAMES.match(code):
            for name in row["names"].split(","):
                columnfacts.put(table, name.strip(), attributes.Attributes(), context, line)
        elif match := _COLUMN.match(code):
            said = attributes.read(match["rest"], types=context.page.types())
            if said.type:
                columnfacts.put(table, match["name"].strip('"'), said, context, line, remark)
            else:
                context.page.unparsed.append((line, "is no column"))


def _lines(block: Block) -> list[tuple[int, str, str | None]]:
    """Line, code and remark of each entry; a first line that only repeats the table's name is none."""
    found: list[tuple[int, str, str | None]] = []
    for number, text in enumerate(block.content.split("\n")):
        code, mark, remark = _split(_TREE.sub("", " ".join(text.split())))
        code = code.strip().rstrip(",").strip()
        if not found and _HEAD.match(code):
            continue
        if code and code not in ("...", "…", "etc.", "(", ")", ");"):
            found.append((block.first + number, code, remark if mark else None))
    return found


def _split(text: str) -> tuple[str, str, str]:
    for mark in ("--", " #", " //"):
        code, found, remark = text.partition(mark)
        if found:
            return code, found, remark.strip()
    return text, "", ""
