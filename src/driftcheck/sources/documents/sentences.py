"""A paragraph's sentences, each with the line that it begins on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from driftcheck.sources.documents.markup import Inline, Span

_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
_SHORT = re.compile(r"(?:\b(?:e\.\s?g|i\.\s?e|z\.\s?b|d\.\s?h|p\.\s?ex|vs|incl|approx|resp|cf)\.)\Z", re.IGNORECASE)
_RLS = re.compile(r"\W*(?:rls|row[- ]level[- ]security)\b", re.IGNORECASE)
_LABEL = re.compile(r"[^.:]{1,40}:\s+")


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """The words without their markup, and which of them are marked as code or in bold."""

    text: str
    line: int
    marked: frozenset[str]


def of(inline: Inline) -> Iterator[Sentence]:
    """The sentences; a line that goes on in lower case goes on with the line above it."""
    text, starts, spans = "", list[tuple[int, int]](), list[Span]()
    for line in inline.lines():
        here = line.text.strip()
        if text and not (here and _goes_on(text, here)):
            yield from _sentences(text, starts, spans)
            text, starts, spans = "", [], []
        if here:
            starts.append((len(text) + bool(text), line.line))
            text += (" " if text else "") + here
            spans += line.spans
    if text:
        yield from _sentences(text, starts, spans)


def _goes_on(text: str, more: str) -> bool:
    return text[-1] not in ".!?:;" and (more[0].islower() or more[0] == "(")


def _sentences(text: str, starts: list[tuple[int, int]], spans: list[Span]) -> Iterator[Sentence]:
    marked = frozenset(span.text.strip() for span in spans if span.code or span.bold)
    label = _LABEL.match(text) if any(span.bold for span in spans) else None
    if label and _RLS.match(label[0]):
        label = None  # "**RLS**: enabled on all tables"
    for begin, end in _ends(text, label.end() if label else 0):
        yield Sentence(text[begin:end].strip(), _line(starts, begin), marked)


def split(text: str) -> list[str]:
    """The sentences of one line.

    >>> split("Names are plural, e.g. Boats. These are the tables:")
    ['Names are plural, e.g. Boats.', 'These are the tables:']
    """
    return [text[begin:end].strip() for begin, end in _ends(text, 0)]


def _ends(text: str, begin: int) -> Iterator[tuple[int, int]]:
    for end in _END.finditer(text, begin):
        if not _SHORT.search(text, max(0, end.start() - 10), end.start()):
            yield begin, end.start()
            begin = end.end()
    yield begin, len(text)


def _line(starts: list[tuple[int, int]], position: int) -> int:
    return [line for start, line in starts if start <= position][-1]
