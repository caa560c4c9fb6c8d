"""Names as pages write them: `profiles`, **01-profiles.md**, `public.profiles`, `a/b`, `is_admin(user_id)`, "Order Items"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.names import join, split

Parts = tuple[str, ...]

_PART = re.compile(r'"((?:[^"]|"")*)"|\[([^\]\[]+)\]|([^\W\d][\w$]*)')
PLAIN = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*){0,2}")
_HYPHENED = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
_PAGE = re.compile(r"(?:\d+[a-z]?[-_. ])?([^\W\d][\w$]*)\.(?:md|markdown|html)\Z")
_FILE = re.compile(r"[\w.-]+\.(?:sql|tsx?|jsx?|mjs|json|py|rb|go|toml|ya?ml|prisma|sh|env|csv|txt|css|scss)\Z")


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
    name = single(text)
    return [name] if name else None


def _in_short(pieces: list[str]) -> list[Name] | None:
    names = [single(piece) for piece in pieces]
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


def single(text: str) -> Name | None:
    """One name, with its schema and quotes, or a function's with its arguments; None if the text is no name."""
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


def is_identifier(text: str) -> bool:
    """Whether a bare word looks like a database name and not like a word of the sentence: lower case, or with an underscore."""
    return bool(PLAIN.fullmatch(text)) and ("_" in text or text == text.lower())
