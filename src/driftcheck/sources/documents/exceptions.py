"""The exceptions of a sentence about all tables: "RLS is on for every table except `units` and `piers`".

Of the tables that it leaves out the sentence says nothing, unless it goes on to say that row security is off for them.
Exceptions that are no tables ("except where noted") are not understood: then the sentence says nothing of any table.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.naming import Name, parse
from driftcheck.sources.documents.sentences import Sentence

_WITHOUT = re.compile(r"[,.;]?\s?(?:there are )?\b(?:without|with no|no) exceptions?\b", re.IGNORECASE)
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?: for)?|excluding|apart from|aside from|other than|with the exceptions? of|save for"
    r"|but for|(?:the )?(?:only |sole )?exceptions?\s*(?:is|are|:))(?![\w])\s*:?\s*",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\bexceptions?\b", re.IGNORECASE)
_LISTED = re.compile(r"(?:the )?(?:tables? )?(?P<name>[^\W\d](?:[\w.]*\w)?)(?: tables?\b)?", re.IGNORECASE)
_JOINT = re.compile(r"(?P<comma>,)?\s*(?P<and>\b(?:and|or)\b|&)?\s*")
_WORD = re.compile(r"\w+")
_OFF = re.compile(
    r"\b(?:rls|security|it|is|are|stays?|turned|switched|left|remains?) (?:is )?(?:off|disabled)\b|\bnot enabled\b"
    r"|\b(?:has|have|with) no (?:rls|row[- ]level security)\b|\bwithout (?:rls|row[- ]level security)\b",
    re.IGNORECASE,
)


def speaks_of_them(text: str) -> bool:
    """Whether a sentence has the word: "The only exception is `units`."."""
    return _EXCEPTION.search(text) is not None


@dataclasses.dataclass(frozen=True, slots=True)
class Exceptions:
    """What a sentence says of all tables, the names that it leaves out, and what it says behind them."""

    text: str
    names: list[Name]
    rest: str
    marked: frozenset[str]

    def paths(self, schema: str, context: Context) -> list[str] | None:
        """The tables that are left out, once all are known; None where one of the names is none."""
        ledger = context.page.ledger

        def is_table(name: Name) -> bool:
            return ledger.find("table", name.path(schema)) is not None

        if not all(is_table(name) or _is_marked(name, self.marked) for name in self.names):
            return None
        if any(is_table(Name((word,))) for word in _WORD.findall(self.rest)):
            return None  # one more exception, or something said of another table
        return [name.path(schema) for name in self.names]

    @property
    def are_off(self) -> bool:
        """Whether the sentence says that row security of the exceptions is off."""
        return bool(self.names) and _OFF.search(self.rest) is not None


def read(said: Sentence, context: Context, promises: Callable[[str], bool]) -> Exceptions | None:
    """Take a sentence apart; None where its exceptions are not understood. `promises`: whether words speak of all tables."""
    text = _WITHOUT.sub("", said.text)
    exception = _EXCEPT.search(text)
    if exception is None:
        return None if _EXCEPTION.search(text) else Exceptions(text, [], "", said.marked)
    names, end = _names(text, exception.end(), said, context)
    before, rest = text[: exception.start()].rstrip(" ,.;(–—-"), text[end:]
    if not names or re.match(r"\s*(?:schema|in|of|from)\b", rest, re.IGNORECASE):
        return None
    text = before if promises(before) else f"{before} {rest.lstrip(', ')}"
    return None if _EXCEPTION.search(text) else Exceptions(text, names, rest, said.marked)


def _names(text: str, start: int, said: Sentence, context: Context) -> tuple[list[Name], int]:
    """The tables behind "except", and where they end: a word behind a comma may go on with the sentence."""
    found: list[Name] = []
    position = end = start
    while (match := _LISTED.match(text, position)) and (parsed := parse(match["name"])) and len(parsed) == 1:
        comma = bool(found) and text[end:position].lstrip().startswith(",")
        known = context.page.ledger.find("table", parsed[0].path(context.schema)) is not None
        if comma and not known and not _is_marked(parsed[0], said.marked):
            break
        found += parsed
        end = match.end()
        joint = _JOINT.match(text, end)
        if joint is None or not (joint["comma"] or joint["and"]):
            break
        position = joint.end()
    return found, end


def _is_marked(name: Name, marked: frozenset[str]) -> bool:
    return not marked.isdisjoint((name.parts[-1], ".".join(name.parts)))
