"""A cell of a column "Type": `uuid`, varchar(255) NOT NULL, order_status, "text (encrypted)", "String?", "uuid | null".

A word that is no type of PostgreSQL's states one of the user's only if it is written as names are: `cart_state`,
`CartState`, `sales.state`. "Email" or "Relation" says what sort of value it is.
"""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import attributes

_NAME = r'(?:"[^"]+"|[^\W\d][\w$]*)'
_NAMED = re.compile(rf"{_NAME}(?:\.{_NAME})?(?:\[\]){{0,3}}\Z")
_PARENTHESES = re.compile(r"\s?\(([^()]*)\)")
_SIZE = re.compile(r"\s*\d+\s*(?:,\s*-?\d+\s*)?\Z")
_SIZED_BY_NAME = re.compile(r"(?:geometry|geography|enum)\s?\Z", re.IGNORECASE)
_OPTIONAL = re.compile(r"([^\W\d]\w*(?:\[\])?)\?(?=\s|\Z)")
_ENUM_NAMED = re.compile(rf"enum:?\s+({_NAME})\Z", re.IGNORECASE)
_CLAUSE = re.compile(r"\s+(?:default|check|generated)\b", re.IGNORECASE)
_ABSENT = frozenset({"USER-DEFINED", "USER DEFINED"})


def read(cell: str, types: frozenset[str]) -> attributes.Attributes:
    """What the cell says; `types` are those that the pages state, by their bare names."""
    said = attributes.Attributes()
    text = cell.replace("`", "").replace("\\|", "|").strip()
    if text.lower() in attributes.NOTHING or text.upper() in _ABSENT:
        return said
    nullable = False
    parts = [part.strip() for part in text.split("|")]
    if len(parts) == 2 and parts[1].lower() == "null":
        nullable, text = True, parts[0]
    if optional := _OPTIONAL.match(text):
        nullable, text = True, optional[1] + text[optional.end() :]
    clause = _CLAUSE.search(text)
    head, rest = (text[: clause.start()], text[clause.start() :]) if clause else (text, "")
    head, remarks = _without_remarks(head)
    found = attributes.read(text := head + rest, types=types)
    if found.tail and rest:  # a clause that is cut short costs only itself
        found = attributes.read(text := head, types=types)
    if found.type and not found.tail:
        said = attributes.read(", ".join([text, *(r for r in remarks if _understood(r))]), types=types)
    elif found.described and not found.type and not found.rest:
        said = found
    elif (named := _own(text, types, remarks)) is not None:
        said.type = named
    return dataclasses.replace(said, nullable=True) if nullable else said


def _without_remarks(text: str) -> tuple[str, list[str]]:
    """The text without what stands in parentheses and is no size, and that.

    >>> _without_remarks("varchar(20) (unique)"), _without_remarks("smallint (0-100)")
    (('varchar(20)', ['unique']), ('smallint', ['0-100']))
    """
    kept, remarks, position = [], [], 0
    for match in _PARENTHESES.finditer(text):
        if _SIZE.match(match[1]) or _SIZED_BY_NAME.search(text[position : match.start()]):
            continue
        kept.append(text[position : match.start()])
        remarks.append(match[1].strip())
        position = match.end()
    kept.append(text[position:])
    return " ".join("".join(kept).split()), remarks


def _understood(remark: str) -> bool:
    found = attributes.read(remark, typed=False)
    return found.described and not found.rest


def _own(text: str, types: frozenset[str], remarks: list[str]) -> str | None:
    """A type of the user's own, if the text is its name."""
    if named := _ENUM_NAMED.match(text):
        return named[1] if _is_name(named[1]) or named[1].lower() in types else "enum"
    if not _NAMED.match(text):
        return None
    enum = any(remark.lower() in ("enum", "enumeration") for remark in remarks)
    return text if enum or _is_name(text) or text.lower() in types else None


def _is_name(text: str) -> bool:
    """Whether a word is written as only a name is: with a sign in it, or with a capital letter in its middle."""
    return any(c in text.strip("_") for c in '_."$') or bool(re.search(r"[a-z][A-Z]", text))
