"""Indexes and keys in words, without a name: "Index on `status` for the board", "Composite primary key on `(a, b)`"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import attributes
from driftcheck.sources.documents.indexkeys import COLUMN, key, method

_ADJECTIVE = (
    r"composite|compound|multi-?column|single(?:-column)?|covering|unique|partial|b-?tree|gin|gist|hash|brin|sp-?gist|hnsw|"
    r"ivfflat|fk|foreign[ -]key|full-?text|text|search|vector|secondary|additional|standard|regular|descending|the|an?"
)
_HEAD = re.compile(
    rf"\W*(?P<before>(?:(?:{_ADJECTIVE})\s+){{0,4}})"
    r"(?P<noun>indexe?[sd]?|indices|primary\s+keys?|pk|uniques?(?:\s+(?:key|constraint))?)(?![\w.])[\s`*]*"
    r"(?P<on>(?:on|over|auf|sur|sobre|em)\b|:)?\s*",
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    rf"(?P<open>[`(\s]*)(?P<list>{COLUMN}(?:[`\s]*(?:,|\+|&|\band\b)[`\s]*{COLUMN})*)(?P<close>[`)\s]*)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\Z|[-–—(:.;,]|(?:for|to|where|using|when|with|so|in|pour|para|für)\b", re.IGNORECASE)


@dataclasses.dataclass(slots=True)
class Said:
    """What the words say: of which kind, and over which columns. Several lists are as many indexes; none is unclear."""

    kind: str  # index | unique | primary key
    columns: list[list[str]]
    unique: bool
    method: str | None
    predicate: str | None = None  # "… where note is not null"


def read(text: str) -> Said | None:
    """What an item says of an index or a key that it does not name; None where it does not begin by speaking of one.

    >>> read("Unique index on `email` for the login").columns, read("Indexes on `a`, `b`").columns
    ([['email']], [['a'], ['b']])
    >>> read("Index on `a`, `b`").columns, read("Primary key (`a`, `b`)").kind, read("carts_note_idx (note)")
    ([], 'primary key', None)
    """
    head = _HEAD.match(text)
    if head is None or not text[head.end() :].strip():
        return None
    noun, before = head["noun"].lower(), head["before"].lower()
    kind = "primary key" if noun[0] == "p" else "unique" if "key" in noun or "constraint" in noun else "index"
    said = Said(kind, [], "unique" in before or noun.startswith("unique"), method(before))
    match = _COLUMNS.match(text, head.end())
    if (
        match
        and not head["on"]
        and "(" not in match["open"]
        and re.match(r"\(|on\b", text[match.end() :], re.IGNORECASE)
    ):
        return None  # "unique index carts_note_idx on carts (note)": a name
    if match is None or not _GOES_ON.match(text, match.end()):
        return said
    said.predicate = predicate(text, match.end())
    names = [key(piece) for piece in re.split(r",|\+|&|\band\b", match["list"].replace("`", " "))]
    whole = "(" in match["open"] or not re.search(r"`\s*(?:,|\+|&|and\b)", match["list"])
    if (
        len(names) == 1
        or kind != "index"
        or (whole and not noun.endswith("es"))
        or re.search("composite|compound|multi", before)
    ):
        said.columns = [names]
    elif noun in ("indexes", "indices"):
        said.columns = [names] if "(" in match["open"] else [[name] for name in names]
    return said


_WHERE = re.compile(r"where\s+`?", re.IGNORECASE)
_ENDS = re.compile(r"`(?:\s*\Z|\s*[,;.(–—-]|\s+(?:for|to|so|because)\b)|\s[-–—]\s|;|\.\s|\s+for\s", re.IGNORECASE)


def predicate(text: str, position: int) -> str | None:
    """The condition behind "where", if it reads as one; "where active" outside of code is a short word for one."""
    match = _WHERE.match(text, position)
    if match is None:
        return None
    end = _ENDS.search(text, match.end())
    condition = text[match.end() : end.start() if end else None].replace("`", "").strip().rstrip(".)")
    condition += ")" * max(0, condition.count("(") - condition.count(")"))
    if not match[0].endswith("`") and re.fullmatch(r"\w+", condition):
        return None
    return condition if condition and attributes.is_expression(condition) else None
