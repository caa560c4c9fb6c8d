"""Triggers in words, in an entry of a list or under a heading of their own.

- `` - `touch` on `orders` (BEFORE UPDATE) executes `set_time()` ``, "**touch** - BEFORE UPDATE ON `orders`"
- "### touch" over "Runs before update on `orders`. Calls `set_time()`."
"""

from __future__ import annotations

import re

from driftcheck.kinds.trigger import Trigger
from driftcheck.ledger import child
from driftcheck.sources.documents import labels, moods
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, lead, mood_of
from driftcheck.sources.documents.markup import Block, Inline, Span
from driftcheck.sources.documents.naming import is_identifier, parse
from driftcheck.sources.documents.outline import Section

_EVENTS = r"(?:insert|update|delete|truncate)"
_TABLE = r"(?:on|auf|sur|sobre):?\s+(?:the\s+)?(?:table\s+)?[`\"]?(?P<name>[^\W\d][\w.]*)"
_WHEN = rf"(?:before|after|instead of)\s+(?:(?:an?|each|every)\s+)?{_EVENTS}\b"
_FIRES = re.compile(
    rf"\b{_WHEN}(?:\s*(?:,|/|&|\bor\b|\band\b)\s*(?:(?:or|and)\s+)?(?:{_WHEN}|{_EVENTS}\b))*", re.IGNORECASE
)
_FIRST = re.compile(rf"[\s:–—-]*{_TABLE}", re.IGNORECASE)
_BEHIND_EVENTS = re.compile(rf"\b{_WHEN}[^.;\n]{{0,60}}?\s{_TABLE}", re.IGNORECASE)
_LABELLED = re.compile(r"(?:\A|\n)\s*(?:on|table):\s*[`\"]?(?P<name>[^\W\d][\w.]*)", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\s*\(\s*`?(?P<name>[^\W\d][\w.]*)`?\s*[,)]")
_NO_TABLES = re.compile(
    r"(?:each|every|all|any|rows?|an?|its|this|that|these|those|both|several|conflict|commit)\Z", re.IGNORECASE
)
_TIMING = re.compile(r"\b(before|after|instead of)\b", re.IGNORECASE)
_EVENT = re.compile(rf"\b({_EVENTS})\b", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:executes?|calls?|runs?|function|→|->)\s*:?\s+(?:(?:trigger\s+)?function\s+)?`?([^\W\d][\w.]*)\(\)`?",
    re.IGNORECASE,
)


def fires(text: str) -> bool:
    """Whether the words say when a trigger fires: "(BEFORE UPDATE)", "after insert or delete"."""
    return _FIRES.search(text) is not None


def take(named: Named, line: int, context: Context) -> bool:
    """State the trigger that an entry names, if it says of which table, when it fires or what it calls."""
    if is_table(named, context) and (own := _behind_table(named)):
        path = named.names[0].path(context.schema)
        return take(own, line, context.within(table=path, tables=(path,)))
    text = named.rest.text
    table = _table(text, context) or context.table
    timing, called, events = _TIMING.search(text), _CALLED.search(text), _events(text)
    if table is None or len(named.names) != 1 or not (timing or events or called or context.table is None):
        return False
    facts = Trigger(at=context.at(line), table=table)
    if timing:
        facts.timing = timing[1].upper()
        if events:
            facts.events = events
    if called and (names := parse(called[1])):
        facts.function = names[0].path(context.schema)
    context.page.ledger.state("trigger", child(table, named.names[0].parts[-1]), facts)
    return True


def of_section(section: Section, context: Context) -> bool:
    """State the trigger that a heading among those of triggers names, if it or what stands below says when it fires."""
    named = lead(section.title, plain=True)
    if named is None or len(named.names) != 1 or named.names[0].signature is not None or is_table(named, context):
        return False
    if mood_of(named) or (named.look != "code" and not is_identifier(named.text)):
        return False
    below = next((part for part in section.parts if isinstance(part, Block)), None)
    said = f"{named.rest.text}\n{_words(below)}"
    if len(said) > 2000 or not fires(said) or moods.of(said) not in (None, "history"):
        return False
    rest = Inline([Span(said, section.line)], section.line)
    return take(Named(named.names, named.look, rest, named.text), section.line, context.within(table=None))


def is_table(named: Named, context: Context) -> bool:
    """Whether the name is that of a table which the pages state."""
    return context.page.ledger.find("table", named.names[0].path(context.schema)) is not None


def _words(block: Block | None) -> str:
    """The words of a paragraph, or of a list's items, line by line."""
    if block is None:
        return ""
    inlines = [block.inline] if block.kind == "paragraph" else [item.inline for item in block.children]
    return "\n".join(inline.text for inline in inlines if inline is not None)


def _behind_table(named: Named) -> Named | None:
    """The trigger behind its table's name: "`orders`: `touch` (BEFORE UPDATE)"."""
    match = re.match(r"\s*[:–—-]\s*", named.rest.text)
    own = lead(labels.cut(named.rest, match.end())) if match else None
    alone = own is not None and own.look in ("code", "bold") and own.names[0].signature is None
    return own if alone and own is not None and fires(own.rest.text) else None


def _table(text: str, context: Context) -> str | None:
    """The table that the words name: first, behind the events, behind its label, or in parentheses if it is known."""
    for pattern in (_FIRST, _BEHIND_EVENTS, _LABELLED, _IN_PARENTHESES):
        match = (
            pattern.match(text) if pattern is not _BEHIND_EVENTS and pattern is not _LABELLED else pattern.search(text)
        )
        names = parse(match["name"].rstrip(".")) if match and not _NO_TABLES.match(match["name"]) else None
        path = names[0].path(context.schema) if names else None
        known = path is not None and context.page.ledger.find("table", path) is not None
        if known or (path and pattern is not _IN_PARENTHESES and (not context.table or pattern is _FIRST)):
            return path
    return None


def _events(text: str) -> list[str]:
    """The events behind the timing, "before insert or update", not verbs further on; all there are, where none stand so."""
    match = _FIRES.search(text)
    found = _EVENT.findall(match[0] if match else text)
    return list(dict.fromkeys(event.upper() for event in found))
