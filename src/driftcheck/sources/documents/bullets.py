"""One bullet, or one line, that is a column: its name, what is said of it, its description.

`` - `email` (text, unique, not null) - login address``, `` - `state`: text NOT NULL DEFAULT 'ashore' ``, "id - uuid - primary key"
"""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import attributes, remarks
from driftcheck.sources.documents.attributes import Attributes
from driftcheck.sources.documents.leads import lead
from driftcheck.sources.documents.markup import Inline

_VALUE = r"(?:`[^`]{1,60}`|'[^']{1,60}')"
_ENUM = re.compile(
    rf"[-–—:]\s*`(?P<type>[a-z_][a-z0-9_]*)`\s*\((?P<values>(?:{_VALUE}(?:\s*[|/]\s*{_VALUE})+|'[^']{{1,60}}'(?:\s*,\s*'[^']{{1,60}}')+))\)\s*\Z"
)  # "`kind` - `account_kind` (`paid` | `guest`)": a type of the page's own and its values
_RELATION = re.compile(r"\b(?:Many|One)To(?:Many|One)\b")  # "`pier` → Pier (ManyToOne)": an entity's, no column
ARROW = re.compile(r"[\s`*]*(?:→|->|=>)")
_DASH = re.compile(r"\s+[-–—]\s+")
BARE = re.compile(r"[^\W\d][\w$]*\Z")

Column = tuple[str, Attributes, str | None]
"""Name, what is said of it, and its description."""


def read(inline: Inline, types: frozenset[str] = frozenset()) -> Column | None:
    """A bullet that names a column: its name, what is said of it, and its description. None if it names none."""
    named = lead(inline, plain=True)
    if named is None:
        return _in_one_span(inline, types)
    if len(named.names) != 1 or len(named.names[0].parts) != 1:
        return None
    name = named.names[0]
    text = named.rest.source.strip()
    if _RELATION.search(text) and not re.search(r"(?:_id|Id|ID)\Z", name.parts[0]):
        return None
    if enum := _ENUM.match(text):
        return name.parts[0], Attributes(type=enum["type"], described=True), enum["values"]
    if name.signature is not None:
        if named.look != "plain" and not text:
            return None
        text = f"({name.signature}) {text}"
    said, description = _said(text, types)
    return name.parts[0], said, description


def paragraph(inline: Inline) -> list[tuple[str, Attributes, str | None, int]]:
    """Lines without bullets that are columns all the same, if all of them are: "id - uuid - primary key"."""
    lines = [line for line in inline.lines() if line.text.strip()]
    if len(lines) < 2 or any(span.bold for span in inline.spans):
        return []
    found = [(read(line), line.line) for line in lines]
    if not all(one is not None and one[1].type for one, _ in found):
        return []
    return [(*one, line) for one, line in found if one is not None]


def in_a_row(inline: Inline) -> list[str]:
    """The names of a bullet that is several columns at once and nothing else: "email, full_name, display_name"."""
    bare = re.sub(r"\s*\([^()]*\)\s*\Z", "", inline.source)  # "`name`, `kind` (cat/dog)"
    pieces = [piece.strip(" `") for piece in bare.split(",")]
    usual = len(pieces) > 1 and all(re.fullmatch(r"[a-z_][a-z0-9_]*", piece) for piece in pieces)
    return pieces if usual else []


def _in_one_span(inline: Inline, types: frozenset[str]) -> Column | None:
    """`` `email text NOT NULL` - login address``: name and type in one code span."""
    spans = [span for span in inline.spans if span.text.strip()]
    text = spans[0].text.strip() if spans else ""
    if not spans or not spans[0].code:
        match = re.match(r"([^\W\d]\w*):?\s+(?=\S)", inline.text)
        if not match or not re.fullmatch(r"[a-z_][a-z0-9_]*", match[1]):
            return None
        said, description = _said(inline.text[match.end() :], types)
        return (match[1], said, description) if said.type else None
    name, _, rest = text.partition(" ")
    name = name.rstrip(":")
    if not BARE.match(name) or not rest:
        return None
    said = attributes.read(rest, types=types)
    if not said.type or said.rest:
        return None
    after = inline.text.partition(spans[0].text)[2].strip().lstrip("-–—: ").strip()
    return name, said, after or None


def _said(text: str, types: frozenset[str]) -> tuple[Attributes, str | None]:
    """What follows a column's name: attributes in parentheses or behind a colon, then a dash and a description."""
    text = text.replace("`", "") if text.count("`") % 2 == 0 else text
    body, description = text, ""
    if text.startswith("("):
        end = closing(text)
        body, description = text[1:end], text[end + 1 :]
        said = attributes.read(body, types=types)
        if said.tail and len(parts := _DASH.split(body, maxsplit=1)) > 1:  # "(text — e.g. `owner`)"
            said, description = attributes.read(parts[0], types=types), f"{description} {parts[1]}"
        if not said.described or said.tail:
            return Attributes(), (text.strip() or None)
        description = description.strip().lstrip("-–—: ").strip()
        said = dataclasses.replace(said)
        remarks.words(description, said, only_whole=True)
        if said.rest:
            description = f"{description} ({said.rest})" if description else ""
        return said, description or None
    if ARROW.match(text) and (said := attributes.read(text, typed=False)).references and not said.rest:
        return said, None
    body = text.lstrip("-–—:→ ").strip() if not text.startswith("->") else text
    parts = re.split(r"\s+(?:[-–—]|--|//|#)\s+", body, maxsplit=1)
    said = attributes.read(parts[0], types=types)
    if len(parts) > 1 and said.type and not said.rest:
        more = attributes.read(parts[1], typed=False)
        if more.described and not more.rest:
            return attributes.read(f"{parts[0]}, {parts[1]}", types=types), None
    if said.tail or (said.type and said.type[0].isupper() and not said.type.isupper() and said.rest):
        return Attributes(), body or None
    if said.type is None and not (said.described and not said.rest):
        return Attributes(), body or None
    if said.rest and not said.type:
        return Attributes(), body or None
    rest = [said.rest.strip("() ")] if said.rest else []
    return said, " ".join([*parts[1:], *rest]).strip() or None


def closing(text: str) -> int:
    """Where the parenthesis closes that the text begins with; behind the text if it does not."""
    depth = 0
    for position, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return position
    return len(text)
