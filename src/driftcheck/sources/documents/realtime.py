"""Tables whose changes Supabase sends out: members of its publication `supabase_realtime`.

- "Enabled on: `orders`, `guests`" under "Realtime", "Realtime is enabled for `orders` and `guests`."
- a list below "These tables have realtime enabled:", "Tables in the `supabase_realtime` publication:"

Only of tables that the pages state, and only where a page speaks of Supabase: elsewhere realtime is anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from driftcheck.kinds.publication_member import PublicationMember
from driftcheck.sources.documents import alltables
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import is_unchecked, lead, mood_of
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import Name, parse
from driftcheck.sources.documents.outline import Section

PUBLICATION = "supabase_realtime"
_SPEAKS = re.compile(r"\breal-?time\b|\bsupabase_realtime\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\bsupabase_realtime\b|\breal-?time publication\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:enabled|activated|active|turned on|switched on)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:broadcasts?|presence|polling|web ?sockets?|channels?|features?|candidates?)\b", re.IGNORECASE
)
_THESE = re.compile(r"\btables?\b|\b(?:on|for)\s*:?\s*\Z", re.IGNORECASE)
_INLINE = re.compile(
    r"(?P<before>[^.]{0,80}?)\b(?:(?:enabled|activated|active|turned on|switched on)\s*(?:(?:on|for)\b)?|includes|contains)\s*"
    r"(?:the\s+)?(?:following\s+)?(?:tables?\b)?\s*:?\s+(?P<names>[`\w][^:;]{1,500}?)\.?\s*\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+", re.IGNORECASE)


def is_told_of(text: str) -> bool:
    """Whether a page speaks of Supabase and of realtime."""
    return bool(_SPEAKS.search(text)) and "supabase" in text.lower()


def take(section: Section, context: Context) -> None:
    """Keep what the section itself says of realtime, until all tables are known."""
    if not context.page.of_realtime or not context.today:
        return
    blocks = [part for part in section.parts if isinstance(part, Block)]
    if announces(section):
        for item in (item for block in blocks if block.kind == "list" for item in block.children):
            named = lead(item.inline, plain=True) if item.inline and not is_unchecked(item.inline) else None
            if named is not None and not mood_of(named):
                _later(named.names, context, item.line)
    for line in _lines(blocks):
        _later(_named_in(line, _of_it(section)), context, line.line)


def _of_it(section: Section) -> bool:
    """Whether the heading that the section stands under speaks of realtime."""
    while not section.heading and section.parent is not None:
        section = section.parent
    return bool(_SPEAKS.search(section.title.text[:200]))


def announces(section: Section) -> bool:
    """Whether the title says that a list of tables with realtime follows."""
    text = section.title.text.strip()
    if len(text) > 160 or alltables.NOT.search(text) or _OTHERWISE.search(text):
        return False
    on = _ON.search(text) and (_SPEAKS.search(text) or _of_it(section))
    return bool((on or _PUBLISHED.search(text)) and _THESE.search(text))


def _lines(blocks: list[Block]) -> Iterator[Inline]:
    for block in blocks:
        if block.kind == "paragraph" and block.inline is not None:
            yield from block.inline.lines()
        elif block.kind == "list":
            yield from (
                i.inline for i in block.children if i.inline and not is_unchecked(i.inline) and not i.inline.struck
            )


def _named_in(line: Inline, of_it: bool) -> list[Name]:
    """The names of "Enabled on: `orders`, `guests`"; none where anything else stands among them."""
    match = _INLINE.match(line.text.strip()) if len(line.text) <= 600 else None
    if match is None or alltables.NOT.search(line.text) or _OTHERWISE.search(line.text):
        return []
    if not (_SPEAKS.search(match["before"]) or (of_it and not match["before"].strip())):
        return []
    found = [parse(piece.strip(" `*")) for piece in _BETWEEN.split(match["names"])]
    return [name for names in found for name in names or ()] if all(found) else []


def _later(names: list[Name], context: Context, line: int) -> None:
    def settle() -> None:
        ledger = context.page.ledger
        for name in names:
            path = name.path(context.schema)
            if ledger.find("table", path) is not None:
                ledger.state("publication_member", f"{PUBLICATION}.{path}", PublicationMember(at=context.at(line)))

    if names:
        context.page.later.append(settle)
