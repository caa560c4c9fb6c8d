"""What a heading, an item or a cell names at its beginning: `profiles`, **orders** - what was bought, "2. `a` / `b`"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import moods
from driftcheck.sources.documents.markup import Inline, Span
from driftcheck.sources.documents.naming import PLAIN, Name, parse, single
from driftcheck.sources.documents.vocabulary import TABLE

_GONE = re.compile(
    r"[\s\-–—:(*_]*(?:removed|dropped|deleted|renamed to|no longer|was removed|was dropped|entfernt|"
    r"supprimée?|eliminad[ao]|removid[ao])\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"[\s\-–—:(*_]*(?:planned|proposed|to be added|not yet|coming soon|todo|geplant|prévue?|à venir|planificad[ao]|planejad[ao])\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\s*([\w.\"$]+\([^()]*(?:\([^()]*\)[^()]*)*\))\s*((?:returns?\b|→|->|=>|:)\s*\S.*)\Z", re.IGNORECASE | re.DOTALL
)
_OF_ITSELF = (
    r"(?=\s*(?:\Z|[().,;:*_/–—-]|v?\d|(?:in|since|with|as of|by|for|from|after|and|when|once|seit|en|desde|mit|für|to be|"
    r"columns?|fields?|tables?|features?|migration)\b))"
)  # "Removed in 2.3", and not "Removed passengers", which is what is stored
GONE_OR_TO_COME = re.compile(
    r"\W*(?:(?:dropped|removed|deleted|entfernt|supprimée?|eliminad[ao]|removid[ao]|planned|proposed|geplant|prévue?|"
    rf"planejad[ao]|planead[ao]|planificad[ao])\b{_OF_ITSELF}|not yet\b)",
    re.IGNORECASE,
)
"""A description that begins by saying that what it is about is gone, or to come."""
_NOUN = re.compile(rf"{TABLE}\s*(?:[-–—:]\s*|\Z)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:\d{1,4}(?:\.\d{1,3}){0,3}[.):]?|[a-zA-Z][.)]|[ivx]{1,5}[.)])\s+")
_CHECKBOX = re.compile(r"\s*\[[ xX]\]\s*")
_JOINT = re.compile(r"\s*(?:/|&|,|\+|and|und|et|y|e|or)\s*\Z")
_ANCHOR = re.compile(r"\s*\{[:#.][^{}]*\}\s*\Z|\s*#+\s*\Z")
_DASHES = "-–—:：|=•·→"
_MORE = re.compile(r"\s?(?:/|&| and |,)\s?([^\W\d][\w$]*)(?=\s*(?:$|[/&,(]))")


@dataclasses.dataclass(slots=True)
class Named:
    """What a heading, item or cell names at its beginning, and what it says after that."""

    names: list[Name]
    look: str  # "code" | "bold" | "link" | "plain"
    rest: Inline
    text: str  # the words that were read as the name
    struck: bool = False  # the name is struck through

    @property
    def description(self) -> str | None:
        """What follows the name, without the dash or colon before it."""
        text = self.rest.text.strip().lstrip(_DASHES + " ").strip()
        text = text[noun.end() :] if (noun := _NOUN.match(text)) else text  # "`orders` table - what was bought"
        return text or None

    @property
    def remark(self) -> str:
        """What stands in parentheses directly after the name: "(Supabase managed)"."""
        text = self.rest.text.strip()
        if not text.startswith("("):
            return ""
        return text[1 : text.find(")")] if ")" in text else text[1:]


def lead(inline: Inline, *, plain: bool = False) -> Named | None:
    """What the text names first: one or several code spans, bold words or links; with `plain`, a bare identifier too."""
    spans = _trimmed(inline.spans)
    if not spans:
        return None
    first = spans[0]
    look = "code" if first.code else "bold" if first.bold else "link" if first.link is not None else "plain"
    if look == "plain":
        return _plain(spans, inline.line) if plain else None
    if first.code and (signed := _SIGNED.match(first.text)):  # `is_admin(a uuid) returns boolean`
        spans[:1] = [
            dataclasses.replace(first, text=signed[1]),
            dataclasses.replace(first, text=f" {signed[2]}", code=False),
        ]
    names: list[Name] = []
    said: list[str] = []
    position = behind = 0
    while position < len(spans):
        end, text = _run(spans, position)
        found = parse(_unnumbered(text))
        if found is None:
            break
        if names:
            said.append("/")
        names += found
        said.append(text)
        position = behind = end
        if (
            position + 1 < len(spans)
            and _JOINT.match(spans[position].text)
            and (spans[position + 1].code or spans[position + 1].bold)
        ):
            position += 1
        else:
            break
    if not names:
        return None
    return Named(names, look, Inline(spans[behind:], inline.line), "".join(said), first.struck)


def trimmed(inline: Inline) -> Inline:
    """A title without its numbering, emoji and anchor."""
    return Inline(_trimmed(inline.spans), inline.line)


def table_in_words(inline: Inline) -> Named | None:
    """The table of "**Orders table**: customers see their own"."""
    first = next((span for span in trimmed(inline).spans if span.text.strip()), None)
    match = (
        re.fullmatch(r"([^\W\d_]+(?: [^\W\d_]+)?) tables?:?", first.text.strip(), re.IGNORECASE)
        if first and first.bold
        else None
    )
    names = parse(match[1].lower().replace(" ", "_")) if match else None
    if first is None or not names:
        return None
    return Named(names, "bold", Inline(trimmed(inline).spans[1:], inline.line), names[0].parts[-1])


def without_checkbox(inline: Inline) -> Inline:
    """An item without the "[x]" of a task that is done."""
    if not inline.text.lstrip().startswith(("[x]", "[X]")):
        return inline
    first, *others = inline.spans
    return Inline([dataclasses.replace(first, text=_CHECKBOX.sub("", first.text, count=1)), *others], inline.line)


def is_unchecked(inline: Inline) -> bool:
    """Whether the item is a task that is still to be done: "- [ ] …"."""
    return inline.text.lstrip().startswith("[ ]")


def mood_of(named: Named) -> str | None:
    """ "`carts` (planned)", "`carts` - removed in 2.3": what the first words after a name say of the thing itself."""
    if named.struck:
        return "removal"
    found = moods.of(named.remark) if named.remark else None
    if found in ("plan", "removal"):
        return found
    return "removal" if _GONE.match(named.rest.text) else "plan" if _TO_COME.match(named.rest.text) else None


def _run(spans: list[Span], start: int) -> tuple[int, str]:
    """The end and the text of the neighbouring spans that look like one."""
    first, end, text = spans[start], start + 1, spans[start].text
    if not first.code:
        while (
            end < len(spans) and spans[end].bold == first.bold and not spans[end].code and spans[end].link == first.link
        ):
            if not first.bold and first.link is None:
                break
            text += spans[end].text
            end += 1
    return end, text


def _plain(spans: list[Span], line: int) -> Named | None:
    text = spans[0].text
    match = PLAIN.match(text)
    if not match:
        return None
    names = [single(match[0])]
    position = match.end()
    while more := _MORE.match(text, position):
        names.append(single(more[1]))
        position = more.end()
    rest = text[position:]
    if text[position : position + 1] == "(" and ")" in rest:
        end = text.index(")", position) + 1
        names = [single(text[:end])] if len(names) == 1 else names
        rest = text[end:]
    if (
        rest.strip()
        and rest.strip()[0] not in _DASHES + "(,"
        and not (rest[0] == " " and rest.strip()[0] in _DASHES + "(")
    ):
        return None
    if rest[:1] == "-" or any(name is None for name in names):
        return None
    after = [Span(rest, spans[0].line), *spans[1:]]
    return Named([name for name in names if name], "plain", Inline(after, line), text[:position], spans[0].struck)


def _trimmed(spans: list[Span]) -> list[Span]:
    """The spans without a checkbox, numbering, emoji or other marks before them, and without an anchor after them."""
    result = [dataclasses.replace(span) for span in spans]
    while result and not result[0].code:
        first = result[0]
        text = _CHECKBOX.sub("", first.text, count=1) if first is result[0] else first.text
        text = _unnumbered(text.lstrip())
        while text and not (text[0].isalnum() or text[0] in '_"`([') and not first.bold:
            text = text[1:]
        text = _unnumbered(text.lstrip())
        first.text = text
        if text.strip():
            break
        result.pop(0)
    if result and not result[-1].code:
        result[-1].text = _ANCHOR.sub("", result[-1].text)
        if not result[-1].text:
            result.pop()
    return result


def _unnumbered(text: str) -> str:
    match = _NUMBER.match(text)
    return text[match.end() :] if match else text
