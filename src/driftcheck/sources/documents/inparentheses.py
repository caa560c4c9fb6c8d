"""Columns in the parentheses behind a table's name: `` `orders(id uuid pk, guest_id → guests, unique(id, no))` ``.

So are those behind a dash: `` **orders** — `id, guest_id, sum` ``, `` **orders** — one row a sale: `id`, `sum` (numeric) ``. They count as columns only where one of them looks like one (`id`, `…_id`, `…_at`, or a type): "orders (open, paid)" gives states.
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import attributes, bullets, columnfacts, keyfacts, parts
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline, Span

_KEY = re.compile(r"(?P<word>unique|primary key|pk)\s*(?P<columns>\([^()]*\))\Z", re.IGNORECASE)
_STATES = re.compile(r"\s*[\[(]([\w\s|/,-]+)[\])]\Z")
_NAME = re.compile(r"[^\W\d]\w*")
_BEHIND = re.compile(r"\s*[-–—:]\s*(?:[^`:]{0,200}(?:\(`[^`]{1,60}`[^()`]{0,80}\))?:\s*)?(?=`)")
_AND = re.compile(r"`,?\s+(?:and|und|et|y|e)\s+`")
_IN_ONE = re.compile(r"`([^`]+,[^`]+)`\s*(?:\Z|[(.;]|[-–—]\s)")
_CODED = re.compile(r"`[^\W\d]\w*`\s*(?:\(.*\))?\Z", re.DOTALL)
_USUAL = re.compile(r"id|\w+_(?:id|at)")


def take(text: str, table: str, context: Context, line: int) -> bool:
    """State the columns and keys that the text lists; whether it lists any."""
    keys: list[tuple[str, Inline]] = []
    found: list[bullets.Column] = []
    pieces = [piece.strip() for piece in attributes.split_commas(text)]
    for piece in pieces:
        if key := _KEY.match(piece):
            keys.append((key["word"].lower(), Inline([Span(key["columns"], line)], line)))
        elif piece.strip(". …") and (one := column(piece, line)):
            found.append(one)
    usual = any(_USUAL.fullmatch(name) or said.type for name, said, _ in found)
    if not usual or len(found) + len(keys) < len([p for p in pieces if p.strip(". …")]):
        return False
    for name, said, _ in found:
        columnfacts.put(table, name, said, context, line)
    for word, value in keys:
        if names := parts.columns_in(value):
            keyfacts.key(table, names, "unique" if word == "unique" else "primary key", context, line)
    return True


def listed_behind(rest: Inline) -> str | None:
    """The names in code that the words behind a table's dash list, first or after a colon; None where they list none."""
    text = " ".join(rest.source.split())
    match = _BEHIND.match(text) if len(text) <= 2000 else None
    if match is None:
        return None
    position, depth = match.end(), 0
    for end in range(position, len(text)):
        depth += (text[end] == "(") - (text[end] == ")")
        if depth == 0 and text[end] == "." and text[end + 1 : end + 2] in ("", " "):
            text = text[:end]
            break
    text = text[position:]
    if one := _IN_ONE.match(text):
        return one[1]
    listed = _AND.sub("`, `", text)
    coded = all(_CODED.match(piece.strip()) for piece in attributes.split_commas(listed))
    return listed.replace("`", "") if coded else None


def column(piece: str, line: int) -> bullets.Column | None:
    """One column of such a list; the states that it may have, in brackets, are left out."""
    bare = _STATES.sub("", piece) if not piece.endswith(")") or "|" in piece else piece
    if found := bullets.read(Inline([Span(bare, line)], line)):
        return found if found[1].described or not found[2] else None
    name, _, rest = bare.partition(" ")
    said = attributes.read(rest)
    return (name, said, None) if _NAME.fullmatch(name) and said.described and not said.rest else None
