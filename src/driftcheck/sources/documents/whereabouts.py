"""The schema that a page says all of its tables are in: "All tables live in the `harbour` schema, not in `public`."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from driftcheck.names import quote
from driftcheck.sources.documents import moods, vocabulary
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.outline import Section

_SCHEMA = re.compile(
    r"`(?P<before>[a-z_]\w*)`\s+(?:schema|schéma|esquema)\b|\b(?:schema|schéma|esquema)\s+`(?P<after>[a-z_]\w*)`",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_IN = frozenset(
    "in under inside within im unter dans sous en bajo no na em sob".split()  # noqa: SIM905 — reads best as one text
)
_PLAIN = frozenset(
    """
    of the our these this its application app application's project project's database user users own custom and
    functions views types enums triggers indexes policies other objects
    der die unsere les des nos de las los nuestras as os nossas da do
    """.split()  # noqa: SIM905 — reads best as one text
)
_NOT = frozenset(
    """
    not never except unless should must will would could may might if once plan planned todo nicht pas todavía
    """.split()  # noqa: SIM905 — reads best as one text
)


def schema(root: Section) -> tuple[str, int] | None:
    """The schema, as SQL writes it, and the line that says so; None where the page names none, or several."""
    found = [
        (quote(name.lower()), line)
        for section in root.walk()
        if not section.title.text or moods.of(section.title.text) is None
        for text, line in _lines(section)
        for sentence in _SENTENCE.split(text)
        if len(sentence) <= 400 and (name := _named(sentence))
    ]
    return found[0] if len({name for name, _ in found}) == 1 else None


def _lines(section: Section) -> Iterator[tuple[str, int]]:
    for part in section.parts:
        if not isinstance(part, Block):
            continue
        blocks = part.children if part.kind in ("list", "quote") else [part]
        for block in blocks:
            if block.inline is not None and "`" in block.inline.source:
                yield " ".join(block.inline.source.split()), block.inline.line


def _named(sentence: str) -> str | None:
    """The schema that one sentence puts all tables in."""
    match = _SCHEMA.search(sentence)
    if match is None:
        return None
    before = vocabulary.words(re.sub(r"`[^`]*`", " ", sentence[: match.start()]))
    tables = next(
        (
            n
            for n, word in enumerate(before)
            if vocabulary.KIND_OF.get(word) == "table" and word not in vocabulary.SINGULAR
        ),
        None,
    )
    if tables is None or not vocabulary.is_whole(before[:tables]) or _NOT & set(before):
        return None
    after = before[tables + 1 :]
    # "all tables in … have": what they have is said, not where they are
    if not _IN & set(after[-4:]) or after[0] in _IN:
        return None
    first = next(n for n, word in enumerate(before) if word in vocabulary.WHOLE)
    some = set(before[first + 1 : tables]) - _PLAIN  # "all billing tables": the others are elsewhere
    if some and not re.match(r"[*_\s,;(–—-]*not\s+(?:in\s+)?(?:the\s+)?[`*_\"]*public\b", sentence[match.end() :]):
        return None
    return match["before"] or match["after"]
