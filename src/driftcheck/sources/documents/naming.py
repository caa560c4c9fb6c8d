"""Names as pages write them: `profiles`, **01-profiles.md**, `public.profiles`, `a/b`, `is_admin(user_id)`, "Order Items"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.names import join, split
from driftcheck.sources.documents import moods
from driftcheck.sources.documents.markup import Inline, Span

Parts = tuple[str, ...]

_PART = re.compile(r'"((?:[^"]|"")*)"|\[([^\]\[]+)\]|([^\W\d][\w$]*)')
_PLAIN = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*){0,2}")
_GONE = re.compile(
    r"[\s\-–—:(*_]*(?:removed|dropped|deleted|renamed to|no longer|was removed|was dropped|entfernt|"
    r"supprimée?|eliminad[ao]|removid[ao])\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"[\s\-–—:(*_]*(?:planned|proposed|to be added|not yet|coming soon|todo|geplant|prévue?|à venir|planificad[ao]|planejad[ao])\b",
    re.IGNORECASE,
)
_HYPHENED = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
_SIGNED = re.compile(
    r"\s*([\w.\"$]+\([^()]*(?:\([^()]*\)[^()]*)*\))\s*((?:returns?\b|→|->|=>|:)\s*\S.*)\Z", re.IGNORECASE | re.DOTALL
)
_PAGE = re.compile(r"(?:\d+[a-z]?[-_. ])?([^\W\d][\w$]*)\.(?:md|markdown|html)\Z")
_FILE = re.compile(r"[\w.-]+\.(?:sql|tsx?|jsx?|mjs|json|py|rb|go|toml|ya?ml|prisma|sh|env|csv|txt|css|scss)\Z")
_NOUN = re.compile(r"(?:table|tabelle|tabla|tabela)\s*(?:[-–—:]\s*|\Z)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:\d{1,4}(?:\.\d{1,3}){0,3}[.):]?|[a-zA-Z][.)]|[ivx]{1,5}[.)])\s+")
_CHECKBOX = re.compile(r"\s*\[[ xX]\]\s*")
_JOINT = re.compile(r"\s*(?:/|&|,|\+|and|und|et|y|e|or)\s*\Z")
_ANCHOR = re.compile(r"\s*\{[:#.][^{}]*\}\s*\Z|\s*#+\s*\Z")
_DASHES = "-–—:：|=•·→"


@dataclasses.dataclass(slots=True)
class Name:
    """One name: its parts, unquoted, and other spellings that meet it."""

    parts: Parts
    spellings: list[Parts] = dataclasses.field(default_factory=list)
    hyphened: bool = False  # "uuid-ossp": a name in SQL only with quotes
    signature: str | None = None  # what stands in the parentheses after a function's name

    def path(self, schema: str) -> str:
        """The object's path; `schema`, written as in SQL, where the name has none."""
        return join(*self.parts) if len(self.parts) > 1 else join(*split(schema), *self.parts)

    def other_paths(self, schema: str) -> list[str]:
        """The paths of the other spellings."""
        return [join(*(s if len(s) > 1 else (*split(schema), *s))) for s in self.spellings]


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


def parse(text: str) -> list[Name] | None:
    """The names that one code span, bold word or cell gives; None if it is no name.

    >>> [n.parts for n in parse("chat_conversations/messages")], parse("chat_conversations/messages")[1].spellings
    ([('chat_conversations',), ('messages',)], [('chat_messages',)])
    >>> parse("public.profiles")[0].parts, parse("SELECT 1"), parse("is_admin(user_id)")[0].signature
    (('public', 'profiles'), None, 'user_id')
    """
    text = text.strip().rstrip(":").strip()
    if page := _PAGE.match(text):
        return [Name((page[1],))]
    if _FILE.match(text):
        return None
    if "/" in text and "(" not in text and '"' not in text:
        if re.search(r"\s/\S|\S/\s|\A/|/\Z", text):
            return None  # "POST /orders"
        return _in_short([part.strip() for part in text.split("/")])
    name = _single(text)
    return [name] if name else None


def _in_short(pieces: list[str]) -> list[Name] | None:
    names = [_single(piece) for piece in pieces]
    if len(names) > 4 or any(name is None for name in names):
        return None
    first, *others = [name for name in names if name is not None]
    for other in others:
        if len(first.parts) > 1 and len(other.parts) == 1:
            other.parts = (*first.parts[:-1], *other.parts)
        *holder, own = other.parts
        prefix = ""
        for piece in first.parts[-1].split("_")[:-1]:
            prefix += piece + "_"
            if not own.startswith(prefix):
                other.spellings.append((*holder, prefix + own))
    return [first, *others]


def _single(text: str) -> Name | None:
    signature = None
    if text.endswith(")") and "(" in text:
        text, _, signature = text[:-1].partition("(")
        text = text.rstrip()
    if not text or len(text) > 200:
        return None
    if signature is None and "-" in text and _HYPHENED.fullmatch(text):
        return Name((text,), hyphened=True)
    parts, quoted, position = [], False, 0
    while True:
        match = _PART.match(text, position)
        if not match:
            return None
        quoted |= match[3] is None
        parts.append(match[1].replace('""', '"') if match[1] is not None else match[2] or match[3])
        position = match.end()
        if position == len(text):
            break
        if text[position] != ".":
            return None
        position += 1
    if len(parts) > 3 or (not quoted and _FILE.fullmatch(text)):
        return None
    name = Name(tuple(parts), signature=signature)
    if not quoted:
        folded = tuple(part.lower() for part in parts)
        if folded != name.parts:
            spelled, name.parts = name.parts, folded
            if spelled[-1] != spelled[-1].upper():
                name.parts, name.spellings = spelled, [folded]
    return name


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
    match = _PLAIN.match(text)
    if not match:
        return None
    names = [_single(match[0])]
    position = match.end()
    while more := re.compile(r"\s?(?:/|&| and |,)\s?([^\W\d][\w$]*)(?=\s*(?:$|[/&,(]))").match(text, position):
        names.append(_single(more[1]))
        position = more.end()
    rest = text[position:]
    if text[position : position + 1] == "(" and ")" in rest:
        end = text.index(")", position) + 1
        names = [_single(text[:end])] if len(names) == 1 else names
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


def _unnumbered(text: str) -> str:
    match = _NUMBER.match(text)
    return text[match.end() :] if match else text


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


def is_identifier(text: str) -> bool:
    """Whether a bare word looks like a database name and not like a word of the sentence: lower case, or with an underscore."""
    return bool(_PLAIN.fullmatch(text)) and ("_" in text or text == text.lower())
