"""Indexes in bullets and labelled lines, under a table's name or by themselves.

- `` `carts_note_idx` on (`note`) UNIQUE ``, `` `carts_note_idx` on `carts(note)` ``, "carts_note_idx (note)"
- `` `carts_note_idx` on `note` ``: the column, where the section's table has it; `` on `gifts` ``: that table
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from driftcheck.kinds.index import Index
from driftcheck.ledger import sibling
from driftcheck.model import UNSTATED
from driftcheck.names import derived, last
from driftcheck.sources.documents import (
    attributes,
    indexcolumns,
    indexfacts,
    indexkeys,
    indexwords,
    labels,
    moods,
    triggers,
)
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import lead
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import parse

_ASIDE = re.compile(r"\(\s*(?:unique|btree|hash|gist|gin|brin)\s*\)", re.IGNORECASE)  # "(unique)" is no list of columns
_ON_NAMES = re.compile(
    r"[*\s]*`(?P<name>[^\W\d]\w*)`[*\s]*(?:on|auf|sur|sobre|em)\s+(?P<keys>`[\w.]+(?: asc| desc)?`(?:\s*(?:,|\+|and)\s*`\w+(?: asc| desc)?`){0,9})"
    r"\s*(?:[.,;:–—-].*)?\Z",
    re.IGNORECASE,
)
_ON_WORDS = re.compile(
    r"[*\s]*`(?P<name>[^\W\d]\w*)`[*\s]*(?:[-–—:]\s*)(?P<before>(?:(?:composite|compound|unique|partial|index|b-?tree)\s+){0,3})"
    r"on\s+(?P<open>[(`]*)(?P<keys>[^\W\d]\w*(?:`?\s*,\s*`?\w+){0,9})[)`]*\s*(?:[.,;:–—-].*)?\Z",
    re.IGNORECASE,
)  # "`carts_note_idx` - Composite on (note, day)"
_WITH_KEYS = re.compile(
    r"\W*(?:(?:unique )?index\s+)?\W*(?P<name>[^\W\d]\w*)\W*?(?:\s*(?:\bon\b|auf|sur|sobre|em|[-–—:])?\s*`?(?P<table>[^\W\d][\w.]*)?`?\s*\((?P<keys>[^()]*(?:\([^()]*\)[^()]*)*)\))(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)  # "carts_note_idx on carts (note) where …"
_NAMED = re.compile(r"[*\s]*`([^\W\d]\w*)`[*\s]*(?:[-–—:]\s*)?")
_TAG = re.compile(r"\s*\[\s*(primary(?: key)?|unique|index)\s*\]\s*[·•:–—-]?\s*", re.IGNORECASE)
_ON = re.compile(r"\A\s*(?:on|auf|sur|sobre|em)\s+(?=\w)", re.IGNORECASE)  # "carts_note_idx (on note)"
_CREATE = re.compile(r"[\s`]*create\s+(?:unique\s+)?(?:index|trigger)\s", re.IGNORECASE)
_ALONE = re.compile(r"\s*`(?!\w*(?:idx|index))\w+`\s*\Z", re.IGNORECASE)
_INDEXED = re.compile(r"indexed (?:on|by) (?=[`(])", re.IGNORECASE)
_ORDER = re.compile(r"\s+(?:asc|desc|nulls first|nulls last|\w+_ops)\b", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"on|using|unique|composite|compound|combined|partial|covering|multi-?column|single|simple|regular|standard|index|indexes",
    re.IGNORECASE,
)  # "`carts_note_idx` - Composite (note, day)"
_NO_NAMES = ("idx", "btree")


def line_of(value: Inline, table: str, context: Context) -> None:
    """What stands behind "Indexes:", "Triggers:" or "Indexes/Triggers:" in the same line."""
    if _ddl(value.text, context, value.line):
        return
    for entry in entries(value):
        entry_of(entry, table, context)


def entry_of(entry: Inline, table: str | None, context: Context) -> None:
    """One entry of a list of indexes; a trigger, where it says when it fires."""
    table = None if context.shared else table  # one index is not on several tables
    if _qualified(entry, context):
        return
    named = lead(entry, plain=True)
    if named is not None and triggers.fires(named.rest.text):
        triggers.take(named, entry.line, context)
    elif "index" in context.announces:
        take(entry.source, table, context, entry.line)


def _ddl(text: str, context: Context, line: int) -> bool:
    """Whether it is a statement, `CREATE INDEX … ON carts (note);`, and then what it states."""
    from driftcheck.sql import ddl

    if not _CREATE.match(text):
        return False
    statement = text.strip().strip("`").partition(";")[0]
    unread = ddl.read(statement, context.page.ledger, path=context.page.path, line=line, schema=context.schema)
    context.page.unparsed += [(one.line, one.reason) for one in unread]
    return True


def pieces(value: Inline) -> Iterator[Inline]:
    """What stands between the commas and semicolons of a line, outside parentheses."""
    position = 0
    for piece in attributes.split_commas(value.text):
        yield labels.between(value, position, position + len(piece))
        position += len(piece) + 1


def entries(value: Inline) -> Iterator[Inline]:
    """The entries of a list in one line, between commas; "`a_idx` on `x`, `y`" is one, and so is "`touch` BEFORE INSERT, UPDATE"."""
    starts, position, before = [0], 0, ""
    coded = value.source.lstrip().startswith("`")
    for piece in attributes.split_commas(value.text):
        source = labels.between(value, position, position + len(piece)).source
        begins = source.lstrip().startswith("`") or not coded
        if position and begins and not (_ALONE.match(source) and re.search(r"`\s*on\b", before, re.IGNORECASE)):
            starts.append(position)
            before = ""
        before += source
        position += len(piece) + 1
    for start, end in zip(starts, [*starts[1:], position], strict=True):
        entry = labels.between(value, start, end)
        if entry.spans and not entry.spans[-1].code:
            entry.spans[-1].text = entry.spans[-1].text.rstrip(" ,;|")
        yield entry


_QUALIFIED = re.compile(r"\s*`([^\W\d]\w*)\.([^\W\d]\w*)`\s*\.?\s*")

_REMARKED = re.compile(
    r"\s*`([^\W\d]\w*)\.([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*){0,9})`\s+[-–—:]\s+\S"
)  # "`carts.guest_id, day` - the guest's own page"


def _qualified(entry: Inline, context: Context) -> bool:
    """ "`carts.state`, `carts.guest_id`": an index on each, where they are columns; whether the entry is of such alone."""
    if told := _REMARKED.match(entry.source) if len(entry.text) <= 1000 else None:
        indexfacts.on_a_table(told[1], told[2], "", context, entry.line)
        return True
    found = [_QUALIFIED.fullmatch(piece) for piece in attributes.split_commas(entry.source)]
    if len(entry.text) > 1000 or not all(found):
        return False

    for match in found:
        if match:
            indexfacts.on_a_table(match[1], match[2], "", context, entry.line)
    return True


def take(text: str, table: str | None, context: Context, line: int) -> None:
    """ "carts_note_idx (note)", "`carts_note_idx` on `carts(note)`": the table is the named one, else `table`."""
    if len(text) > 500:
        return
    if tag := _TAG.search(text):  # "`carts_note_idx` [UNIQUE] · (`note`)"
        if tag[1].lower().startswith("primary"):
            return
        text = text[: tag.start()] + " " + text[tag.end() :] + (" unique" if tag[1].lower() == "unique" else "")
    if _ddl(text, context, line) or _in_words(text, table, context, line):
        return
    if match := _WITH_KEYS.match(_ASIDE.sub(" ", text.replace("`", "")).strip()):
        _with_keys(match, text, table, context, line)
    elif table and (named := _ON_NAMES.match(text.strip())):
        indexfacts.on_names(named["name"], re.findall(r"`([\w. ]+)`", named["keys"]), table, context, line)
    elif bare := re.match(r"\W*([^\W\d]\w*)\b", text):
        indexfacts.by_name(bare[1], text, table, context, line)


def _in_words(text: str, table: str | None, context: Context, line: int) -> bool:
    """ "Unique index on `note`", "`(guest_id, made_at)`", "`carts_note_idx` - on note": whether that is all it says."""
    if said := indexwords.read(text):
        if table:
            indexfacts.in_words(said, table, context, line)
        return True
    if (told := indexcolumns.read(text)) and (table or told.table):
        indexfacts.by_columns(told, table, context, line)
        if told.enclosed:
            return True
    if table and (named := _NAMED.match(text)) and (said := indexwords.read(text[named.end() :])) and said.columns:
        indexfacts.in_words(said, table, context, line, named[1])
        return True
    if table and (words := _ON_WORDS.match(text.strip())):
        keys = [key.strip(" `") for key in words["keys"].split(",")]
        indexfacts.on_names(words["name"], keys, table, context, line, unique="unique" in words["before"].lower())
        return True
    return False


def _with_keys(match: re.Match[str], text: str, table: str | None, context: Context, line: int) -> None:
    """ "carts_note_idx on carts (note) where …"."""
    written = match["table"]
    method = indexkeys.method(written) if written and "." not in written else None
    if written and (method or _QUALIFIER.fullmatch(written)):
        written = None
    name = match["name"]
    if table is None and not written:
        indexfacts.on_a_table(name, match["keys"], match["rest"], context, line)
        return
    if "_" not in name and f"`{name}" not in text and name.lower() not in _NO_NAMES:
        return  # a word of a sentence
    if written:
        names = parse(written)
        table = names[0].path(context.schema) if names else table
    if table is None:
        return
    if said := indexwords.read(match["keys"]):
        indexfacts.in_words(said, table, context, line, name)
        return
    keys = [key.strip() for key in attributes.split_commas(_ON.sub("", match["keys"]))]
    if not keys or not all(_is_key(key) for key in keys):
        if not written and moods.of(match["keys"]) is None:
            indexfacts.by_name(name, text, table, context, line)
        return
    facts = Index(at=context.at(line), table=table, columns=[indexkeys.key(one) for one in keys])
    if re.search(r"\bunique\b", text, re.IGNORECASE):
        facts.unique = True
    facts.method = method or indexkeys.method(match["rest"]) or UNSTATED
    if where := re.search(r"\bwhere\b", text, re.IGNORECASE):
        facts.predicate = indexwords.predicate(text, where.start()) or UNSTATED
    if name.lower() in _NO_NAMES:
        facts.named = False
        name = derived(last(table), "_".join(k.split(" ")[0] for k in keys), "idx")
    context.page.ledger.state("index", sibling(table, name), facts)


def key_in_words(inline: Inline, context: Context) -> bool:
    """ "Unique constraint on `(guest_id, day)` - one a day" under a table's constraints: whether it is a key told so."""
    said = indexwords.read(inline.source) if context.table and len(inline.text) <= 500 else None
    if said is None or said.kind == "index" or not said.columns or context.table is None:
        return False
    indexfacts.in_words(said, context.table, context, inline.line)
    return True


def indexed(inline: Inline, context: Context) -> bool:
    """ "Indexed on `sold_at` (newest first)." below a table's columns: whether it tells of an index so."""
    said = indexwords.read(inline.source.strip()) if len(inline.text) <= 500 and _INDEXED.match(inline.source) else None
    if said is None or not said.columns or context.table is None:
        return False
    indexfacts.in_words(said, context.table, context, inline.line)
    return True


def _is_key(text: str) -> bool:
    return re.match(r"[\w(]", text) is not None and attributes.is_expression(_ORDER.sub("", text))
