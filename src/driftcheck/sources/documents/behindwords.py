"""The name in code behind the words of a title: "Members (`profiles`)", and what is none: "Column `status`"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import vocabulary as words_of
from driftcheck.sources.documents.leads import Named, lead
from driftcheck.sources.documents.markup import Inline


def is_noun_of_code(named: Named) -> bool:
    """Whether the word says what the code behind it is: "Column `status`"."""
    behind = next((span for span in named.rest.spans if span.text.strip()), None)
    return behind is not None and behind.code and words_of.KIND_OF.get(named.text.lower(), "table") != "table"


def coded(inline: Inline) -> Named | None:
    """ "Members (`profiles`)", "Таблица `drafts`": the one name in code at the end of a title of ordinary words."""
    spans = [span for span in inline.spans if span.text.strip()]
    codes = [position for position, span in enumerate(spans) if span.code]
    if len(codes) != 1 or codes[0] == 0 or len(spans) > codes[0] + 2:
        return None
    before = "".join(span.text for span in spans[: codes[0]])
    after = spans[-1].text if not spans[-1].code else ""
    if not re.fullmatch(r"[\w\s]+(?:\(\s*)?", before) or not re.fullmatch(r"\s*\)?\s*(?:[-–—:].*)?", after):
        return None
    said = {words_of.KIND_OF.get(word) for word in words_of.words(before)} - {None, "table"}
    rest = [dataclasses.replace(span, text=after.replace(")", " ", 1)) for span in spans[codes[0] + 1 :]]
    named = lead(Inline([spans[codes[0]], *rest], inline.line))
    if said or named is None or len(named.names) != 1 or named.names[0].signature is not None:
        return None
    return named
