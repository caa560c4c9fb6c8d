"""Totals of single schemas in a sentence: "5 tables in `public` and 1 in `audit`", "We keep six tables: 5 in `public`, …"."""

from __future__ import annotations

import re

from driftcheck.names import quote, split
from driftcheck.sources.documents import totals, vocabulary
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.sentences import Sentence

_NUMBER = rf"\b(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{'|'.join(totals.NUMBERS)})\b\+?"
_PART = re.compile(
    rf"(?P<number>{_NUMBER})\s+(?:(?P<words>[^\W\d_]{{1,30}}(?: [^\W\d_]{{1,30}})?)\s+)?"
    r"(?:in|im|en|dans|em)\s+(?:the\s+|schema\s+){0,2}(?!(?:total|all|database)\b)[`\"]?(?P<schema>[a-z_]\w*)[`\"]?(?:\s+schema\b)?",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:,|;)?\s*(?:and|und|et|y|e)?\s*\Z", re.IGNORECASE)
_BEGINS = re.compile(
    rf"\W*(?:there (?:are|is)|we (?:keep|have|use|run|maintain)|in (?:all|total)|(?:the|our|this) (?:database|schema|page|document)"
    rf"(?: \w+)? (?:has|contains?|holds?|keeps?|consists? of)|{_NUMBER})",
    re.IGNORECASE,
)


def take(said: Sentence, context: Context) -> str:
    """Put down the totals of schemas that the sentence gives; what is left of it."""
    text = said.text
    parts = list(_PART.finditer(text))
    if not parts or not _BEGINS.match(text) or not re.match(r"\W*\Z|\s*[.:;(–—-]", text[parts[-1].end() :]):
        return text
    kinds = [vocabulary.KIND_OF.get(word) for word in vocabulary.words(text[: parts[0].start()])]
    kind = next((k for k in reversed(kinds) if k in totals.COUNTED), None)
    found, left = [], text[: parts[0].start()]
    for before, part in zip([None, *parts], parts, strict=False):
        if before is not None and not _JOINT.match(text[before.end() : part.start()]):
            return text
        if part["words"]:
            kind = vocabulary.KIND_OF.get(vocabulary.words(part["words"])[-1])
        if kind not in totals.COUNTED:
            return text
        found.append((totals.in_sentence(f"{part['number']} {totals.plural(kind)}")[0], part["schema"]))

    def settle() -> None:
        for total, name in found:
            if _is_schema(name, context):
                totals.put(total, context, said.line, quote(name), text)

    context.page.later.append(settle)
    return left


def _is_schema(name: str, context: Context) -> bool:
    ledger = context.page.ledger
    return ledger.find("schema", quote(name)) is not None or any(
        split(path)[0] == name for path in ledger.objects["table"]
    )
