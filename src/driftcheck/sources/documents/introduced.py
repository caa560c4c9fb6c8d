"""A line before a list of columns that names their table: "New table `visits` (since spring):", "Columns of `visits`"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import vocabulary
from driftcheck.sources.documents.leads import Named, lead, trimmed
from driftcheck.sources.documents.markup import Inline

_ARTICLE = r"(?:the|this|a|new|die|der|eine|neue|la|el|una|nueva|le|une|nouvelle|o|uma|nova)"
_OPENS = re.compile(rf"\W{{0,4}}(?:{_ARTICLE}\s+){{0,2}}{vocabulary.TABLE}\s*:?\s+\Z", re.IGNORECASE)
_CLOSES = re.compile(rf"\s+{vocabulary.TABLE}\b", re.IGNORECASE)
_PREPOSITION = r"(?:of|in|from|for|on|to|der|des|von|im|zu|für|de|del|da|do|das|dos|em|en|dans|du|au|à)"
_IS_ARTICLE = re.compile(rf"\W{{0,4}}{_ARTICLE}\s+", re.IGNORECASE)
_COLUMNS = re.compile(
    rf"(?P<noun>[^\W\d_]+)(?:\s+(?P<more>[^\W\d_]+)){{0,2}}\s+{_PREPOSITION}\s+(?:{_ARTICLE}\s+)?(?:{vocabulary.TABLE}\s+)?\Z",
    re.IGNORECASE,
)
_SOME = frozenset(
    """
    new neue nuevas nuevos novas novos nouvelles nouveaux added ajoutées hinzugefügte zusätzliche additional extra
    relevant relevante relevantes pertinentes changed geänderte modified
    """.split()  # noqa: SIM905 — a list of words reads best as one
)


@dataclasses.dataclass(frozen=True, slots=True)
class Introduced:
    """The table, whether the line speaks of columns of it, and whether it says that only some of them follow."""

    named: Named
    of_columns: bool = False
    partial: bool = False


def table_of(line: Inline) -> Introduced | None:
    """What the line introduces, if it begins with the noun and a marked name, or with columns of a marked name."""
    spans = trimmed(line).spans
    if len(spans) < 2 or spans[0].code or spans[0].bold or not (spans[1].code or spans[1].bold):
        return None
    before = spans[0].text
    if len(before) > 80:
        return None
    named = lead(Inline(spans[1:], spans[1].line))
    if named is None or len(named.names) != 1 or named.names[0].signature is not None or named.names[0].hyphened:
        return None
    if _OPENS.match(before) or (_IS_ARTICLE.fullmatch(before) and _CLOSES.match(named.rest.text)):
        return Introduced(named)
    said = vocabulary.words(before)
    if _COLUMNS.search(before) and any(vocabulary.KIND_OF.get(word) == "column" for word in said[-6:]):
        some = bool(_SOME.intersection(said)) or vocabulary.is_partial(before)
        return Introduced(named, of_columns=True, partial=some)
    return None
