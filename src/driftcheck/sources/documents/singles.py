"""One object that a title names by its kind: "Table: profiles", "View `active_users`", "profiles table"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import vocabulary as words_of
from driftcheck.sources.documents.leads import Named, lead
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import is_identifier, parse

_KIND_FIRST = re.compile(r"(?P<word>[^\W\d_]+(?: types?)?)(?P<colon>\s*[:–—-])?\s+(?P<name>.+)\Z")
_KIND_OF = {
    "table": "table", "tabelle": "table", "tabla": "table", "tabela": "table",
    "view": "view", "sicht": "view", "ansicht": "view", "vue": "view", "vista": "view",
    "function": "function", "procedure": "function", "rpc": "function", "funktion": "function", "fonction": "function",
    "función": "function", "função": "function",
    "enum": "type", "enum type": "type", "type": "type", "domain": "type",
    "extension": "extension", "erweiterung": "extension",
    "schema": "schema", "schéma": "schema", "esquema": "schema",
    "bucket": "bucket", "sequence": "sequence", "role": "role", "index": "index", "trigger": "trigger",
    "policy": "policy", "publication": "publication", "matviews": "materialized_view",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Single:
    """The object of a title, if it names one."""

    kind: str | None = None
    named: Named | None = None
    perhaps: Named | None = None  # "### Users Table": a table's name, if its columns follow


def read(inline: Inline) -> Single:
    """`Table: profiles`, "`public.profiles` Table", "View `active_users`", "profiles table"."""
    text = inline.text.strip().rstrip(":").strip()
    for phrase, word in words_of.PHRASES:
        if text.lower().startswith(phrase + " ") or text.lower().startswith(phrase + ":"):
            text = word + text[len(phrase) :]
    marked = any(span.code for span in inline.spans)
    match = _KIND_FIRST.match(text)
    if match and (kind := _KIND_OF.get(match["word"].lower())):
        named = lead(_after(inline, match.start("name")), plain=True) if text == inline.text.strip() else None
        named = named or _from_text(match["name"], inline.line)
        if kind == "schema" and named and named.look == "plain" and not _names_schema(match["colon"], match["name"]):
            named = None
        if named and named.look == "plain" and not match["colon"] and _is_other_noun(named.text.lower(), kind):
            named = None
        if named and named.look == "plain" and not match["colon"] and not named.text.isascii():
            named = None  # "Enum 定義": a word of another language
        if named and (match["colon"] or named.look == "code" or (not named.description and _is_name(named))):
            return Single(kind, named)
    named = lead(inline, plain=True)
    if named is None or (named.look == "plain" and not is_identifier(named.text)):
        tail = text.partition("(")[0].split()
        if not marked and len(tail) == 2 and (kind := _KIND_OF.get(tail[1].lower())) and (names := parse(tail[0])):
            own = Named(names, "plain", Inline([], inline.line), tail[0])
            if "_" in tail[0] and is_identifier(tail[0]):
                return Single(kind, own)
            if kind == "table":
                own.text = tail[0].lower()
                return Single(perhaps=own)
        return Single()
    rest = named.rest.text.strip().lower()
    first = re.match(r"[^\W\d_]+", rest)
    if (
        first
        and (kind := _KIND_OF.get(first[0]))
        and (not rest[first.end() :].strip() or rest[first.end() :].lstrip()[0] in "(-–—:")
    ):
        return Single(kind, named)
    remark = words_of.one_word(named.remark.lower().strip())
    return Single(_KIND_OF[remark], named) if remark in _KIND_OF else Single()


def _names_schema(separator: str | None, name: str) -> bool:
    """Whether "Schema: Billing" or "Schema - billing" names a schema; "Schema - Town Library" is the page's title."""
    return (separator or "").strip() == ":" or name[:1] == name[:1].lower()


def _is_other_noun(word: str, kind: str) -> bool:
    """Whether the word behind the noun only goes on with the heading: "Schema details", "Table definitions"."""
    topic = kind == "schema" and (word in words_of.OTHER_TOPIC or word in words_of.NOT_SCHEMAS)
    extent = word in words_of.WHOLE or word in words_of.PARTIAL
    return topic or extent or word in words_of.KIND_OF or word in words_of.GENERIC_TAIL


def _is_name(named: Named) -> bool:
    return len(named.names) == 1 and is_identifier(named.text)


def _after(inline: Inline, start: int) -> Inline:
    """The inline content from a position of its text on."""
    spans, offset = [], 0
    position = start + len(inline.text) - len(inline.text.lstrip())
    for span in inline.spans:
        end = offset + len(span.text)
        if end > position:
            cut = max(0, position - offset)
            copy = type(span)(span.text[cut:], span.line, span.code, span.bold, span.struck, span.link)
            spans.append(copy)
        offset = end
    return Inline(spans, inline.line)


def _from_text(text: str, line: int) -> Named | None:
    names = parse(text.partition(" (")[0])
    return Named(names, "plain", Inline([], line), text) if names else None
