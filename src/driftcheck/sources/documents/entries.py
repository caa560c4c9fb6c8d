"""Entries of lists: an item, a line or a name that is an object of the kind that the heading announces.

- `` - `badges` - Badge definitions``, `1. **`orders`** - what was bought`, `` - `is_admin(user_id)` ``
- "pgcrypto, `uuid-ossp`, postgis" under "Extensions"
"""

from __future__ import annotations

import dataclasses
import re

from driftcheck.ledger import child
from driftcheck.sources.documents import (
    bullets,
    columns,
    functions,
    indexes,
    inparentheses,
    keylists,
    labels,
    objects,
    parts,
    titles,
    triggers,
    vocabulary,
)
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, lead, mood_of
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import is_identifier, parse

_NAMED_KINDS = (*vocabulary.NAMED_KINDS, "schema")

_VERSION = re.compile(r"\s+v?\d+(?:\.\d+)+(?=[\s.,;)]|\Z)")

SEPARATED = re.compile(r"\s*(?:\Z|[-–—:(,|=→]|\(|tables?\b|is\b|returns\b|with\b|for\b|on\b|auf\b|sur\b|sobre\b)")

_IN_PARENTHESES = re.compile(r"\(([^()]{1,1000})\)\s*\.?\Z")


def take(item: Block, inline: Inline, context: Context) -> Context:
    """An item that names an object of the kind that the heading announces."""
    other = context.within(announces=frozenset(), explicit=False, body=False)
    if _of_constraints(inline, context) or parts.key_alone(inline, context):
        return other
    if item.children and (inner := _announces(inline, context)):
        return inner
    if "index" in context.announces:
        indexes.entry_of(inline, context.table, context)
        return other
    named = _named(inline, context)
    if named is None:
        return other
    if context.announces == {"trigger"} or _is_trigger(named, context):
        triggers.take(named, inline.line, context)
        return other
    kinds = _kinds(item, named, context)
    function = named.names[0].signature is not None
    if function and kinds == ["table"] and named.look == "code" and (inner := _with_columns(named, inline, context)):
        return inner
    kind = _kind(kinds, named, function=function)
    if kind is None:
        if named.text.lower() not in vocabulary.KIND_OF and any(_lists_columns(b) for b in item.children):
            return other.within(table=None, tables=())  # they are not those of the table above
        return other
    return _put(kind, named, inline, context) or other


def _of_constraints(inline: Inline, context: Context) -> bool:
    """Whether an item under a heading of constraints tells of one, in any of the ways to do so."""
    return "constraint" in context.announces and (
        parts.constraint(inline, context)
        or parts.unique_behind(inline, context)
        or keylists.qualified(inline, context)
        or indexes.key_in_words(inline, context)
        or parts.named(inline, context)
    )


def _named(inline: Inline, context: Context) -> Named | None:
    """What the item names at its beginning; None where that is no object of today: a word, a constant, a link within the page."""
    named = lead(inline, plain=True)
    announced = [kind for kind in _NAMED_KINDS if kind in context.announces]
    if named is not None and announced == ["extension"] and (version := _VERSION.match(named.rest.text)):
        named.rest = labels.cut(named.rest, version.end())
        if named.rest.text.startswith("."):
            named.rest = labels.cut(named.rest, 1)
    if named is None or not SEPARATED.match(named.rest.text) or mood_of(named) or _contents(named, inline):
        return None
    if named.look in ("plain", "bold") and not is_identifier(named.text.partition("(")[0]):
        return None
    if not context.explicit and named.text.isupper() and "_" in named.text:
        return None  # a constant, under a heading that only goes on below one of tables
    return named


def _is_trigger(named: Named, context: Context) -> bool:
    """Whether an entry among functions and triggers is one that fires, and nothing that is called."""
    unsigned = all(name.signature is None for name in named.names)
    return "trigger" in context.announces and unsigned and triggers.fires(named.rest.text)


def _kinds(item: Block, named: Named, context: Context) -> list[str]:
    """What the heading announces that an item may be the name of; a table, where columns are nested in the item."""
    kinds = [kind for kind in _NAMED_KINDS if kind in context.announces]
    if kinds or not any((b.kind == "list" and columns.typed(b)) or _lists_columns(b) for b in item.children):
        return kinds
    return ["table"] if not context.table or _is_a_table_of_its_own(item, named, context) else []


def _kind(kinds: list[str], named: Named, *, function: bool) -> str | None:
    """The one kind that the item is of: what has arguments is a function, else what is said behind the name decides."""
    if function:
        kinds = [kind for kind in kinds if kind == "function"]
    elif len(kinds) > 1:
        remark = vocabulary.words(named.remark)
        said = {vocabulary.KIND_OF.get(word) for word in remark}
        kinds = [kind for kind in kinds if kind in said] or [kind for kind in kinds if kind != "function"][:1]
    if not kinds:
        return None
    materialized = kinds[0] == "view" and named.remark.lower().startswith(("materialized", "materialised"))
    return "materialized_view" if materialized else kinds[0]


def _put(kind: str, named: Named, inline: Inline, context: Context) -> Context | None:
    """State the objects with what stands behind their names; the context of what is nested, None if there are none."""
    paths = []
    behind = inparentheses.listed_behind(named.rest) if kind == "table" and len(named.names) == 1 else None
    if kind == "table" and behind is None and (column := bullets.read(inline)) and column[1].type:
        return None  # a column, under a lead-in that is none of a table's
    for name in named.names:
        path = objects.state(kind, name, context, inline.line, _described(named))
        if path is None:
            return None
        paths.append(path)
        objects.listed(kind, path, context, inline.line)
        if kind == "table" and (aside := _IN_PARENTHESES.search(named.description or "")) and len(named.names) == 1:
            inparentheses.take(aside[1], path, context, inline.line)
        if behind:
            inparentheses.take(behind, path, context, inline.line)
    if kind == "publication":
        objects.members(paths[0], named, context, inline.line)
    if kind == "type":
        _values(paths[0], named, context)
    if kind == "function":
        functions.returns(paths[0], named, context)
        functions.runs_as(named.rest.text, paths[0], context, inline.line)
    if kind == "bucket":
        _bucket(paths[0], named, context)
    relation = kind in ("table", "view", "materialized_view")
    return context.within(
        announces=frozenset(), explicit=False, table=paths[0] if relation else None, tables=tuple(paths) if relation else (), shared=False,
        object=(kind, paths[0]), body=relation, partial=False, table_level=99,
        schema=paths[0] if kind == "schema" else context.schema,
    )  # fmt: skip


def _with_columns(named: Named, inline: Inline, context: Context) -> Context | None:
    """`` `orders(id uuid pk, guest_id)` - what was bought`` under "Tables"."""
    name = dataclasses.replace(named.names[0], signature=None)
    path = name.path(context.schema)
    if len(name.parts) > 2 or not inparentheses.take(named.names[0].signature or "", path, context, inline.line):
        return None
    objects.state("table", name, context, inline.line, _described(named))
    objects.listed("table", path, context, inline.line)
    return context.within(
        announces=frozenset(), explicit=False, table=path, tables=(path,), object=("table", path), body=True,
        partial=False, table_level=99,
    )  # fmt: skip


def _is_a_table_of_its_own(item: Block, named: Named, context: Context) -> bool:
    """Whether an item under another table's heading is a table: what is nested in it has an `id`, as no column has."""
    path = child(context.table or "", named.names[0].parts[-1])
    if named.look not in ("bold", "code") or context.page.ledger.find("column", path) is not None:
        return False
    nested = [bullets.read(i.inline) for b in item.children if b.kind == "list" for i in b.children if i.inline]
    return any(found is not None and found[0] == "id" and bool(found[1].type) for found in nested)


def _lists_columns(block: Block) -> bool:
    from driftcheck.sources.documents import grid

    return block.kind == "table" and grid.has_columns(block) and not grid.is_of_settings(block)


def _described(named: Named) -> str | None:
    return " ".join(named.description.split()) if named.description else None


def _announces(inline: Inline, context: Context) -> Context | None:
    """ "- Tables" with the tables nested in it: a heading in the form of an item."""
    if any(span.code for span in inline.spans) or len(inline.text) > 60:
        return None
    title = titles.read(inline, heading=False)
    if not title.known or not title.announces or title.mood:
        return None
    return context.within(
        announces=title.announces,
        above=context.above | title.announces,
        explicit=True,
        partial=title.partial,
        title=title.text,
    )


def _contents(named: Named, inline: Inline) -> bool:
    """Whether the item is a line of a table of contents."""
    return named.look == "link" and any((span.link or "").startswith("#") for span in inline.spans)


def names_in_a_row(inline: Inline, context: Context) -> bool:
    """ "pgcrypto, `uuid-ossp`, postgis" under "Extensions", "`carts`, `gifts`" under "Tables": whether it is that alone."""
    kinds = context.announces & {"extension", "table", "view"}
    if len(kinds) != 1 or len(context.announces) != 1 or len(inline.text) > 1000:
        return False
    (kind,) = kinds
    pieces = [piece.strip() for piece in inline.source.rstrip(". ").split(",")]
    coded = all(piece.startswith("`") and piece.endswith("`") for piece in pieces)
    found = [parse(piece.strip("`")) for piece in pieces]
    if not all(names and len(names) == 1 and names[0].signature is None for names in found):
        return False
    if not coded and (kind != "extension" or len(pieces) < 2):
        return False
    for names in found:
        for name in names or ():
            objects.state(kind, name, context, inline.line)
    return True


def named_lines(inline: Inline, context: Context) -> bool:
    """Lines without bullets that are entries all the same: each begins with a name in code and a dash or colon."""
    lines = [line for line in inline.lines() if line.text.strip()]
    entries = [_is_entry(line) for line in lines]
    if len(lines) > 1 and context.announces == {"table"} and entries[0] and not any(entries[1:]):
        lines = [inline]  # one entry, over several lines
    elif not all(entries):
        return False
    for line in lines:
        take(Block("item", line.line, inline=line), line, context)
    return True


def _is_entry(line: Inline) -> bool:
    named = lead(line)
    return bool(named and named.look in ("code", "bold") and re.match(r"\s*[-–—:]", named.rest.text))


def _values(path: str, named: Named, context: Context) -> None:
    values = objects.enum_values(named.rest.source.strip().lstrip("-–—: "))
    if values:
        objects.add("type", path, context.at(named.rest.line), context, values=values)


def _bucket(path: str, named: Named, context: Context) -> None:
    """ "`avatars` (public)", "(private)"."""
    word = named.remark.lower().split(",")[0].strip().removesuffix(" bucket")
    if word in ("public", "private"):
        objects.add("bucket", path, context.at(named.rest.line), context, public=word == "public")
