"""Lists of bullets that are a table's columns; without a count they are partial."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from driftcheck.sources.documents import arrows, attributes, bullets, columnfacts, grid, labels
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import is_unchecked, lead
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import Name

_NOT_TODAY = re.compile(
    r"(?:\A|[(\-–—,;:])[\s*_]*(?:(?:was |now )?(?:removed|dropped|deleted|planned|proposed|entfernt|geplant|supprimée?|prévue?|"
    r"eliminad[ao]|removid[ao]|planejad[ao]|planificad[ao])(?=\s*(?:in\b|since\b|with\b|as of\b|by\b|for\b|seit\b|en\b|"
    r"desde\b|v?\d|[).,;*_]|\Z))|renamed to\b|no longer\b|to be added\b|not yet\b|coming soon\b|à venir\b)",
    re.IGNORECASE,
)


def evidence(blocks: Iterable[Block]) -> bool | None:
    """True where blocks show columns: a table of them, a counted list, bullets with types. None where none do."""
    for block in blocks:
        if block.kind == "paragraph" and block.inline is not None:
            for line in block.inline.lines():
                labelled = labels.read(line)
                if labelled and labelled.label == "column" and re.search(r"\w", labelled.value.text):
                    return True
            if bullets.paragraph(block.inline):
                return True
        if block.kind == "table" and grid.has_columns(block):
            return True
        if block.kind == "list":
            for item in block.children:
                if item.inline is None:
                    continue
                labelled = labels.read(item.inline)
                if (
                    labelled
                    and labelled.label in ("column", "primary key")
                    and (labelled.value.text.strip() or item.children)
                ):
                    return True
            if shows(block):
                return True
    return None


def shows(block: Block) -> bool:
    """Whether a list is one of columns, with types or without."""
    return typed(block) or _names_of_columns(block)


def typed(block: Block, types: frozenset[str] = frozenset()) -> bool:
    """Whether a list's bullets are columns: most name one thing, and at least one gives its type or key."""
    inlines = [item.inline for item in block.children if item.inline is not None]
    columns = [one for inline in inlines if (one := bullets.read(inline, types)) is not None]
    rows = sum(bool(bullets.in_a_row(inline)) for inline in inlines)
    return any(said.type or said.primary_key for _, said, _ in columns) and (len(columns) + rows) * 2 > len(inlines)


def put_bullets(block: Block, table: str, context: Context, *, all_of_them: bool) -> bool:
    """State the columns of a list of bullets. With `all_of_them`, a bullet without a type is a column too."""
    taken = False
    for owner, own in _by_table(block, table, context).items():
        taken |= _put(own, owner, context, all_of_them)
    return taken


def _by_table(block: Block, table: str, context: Context) -> dict[str, Block]:
    """The bullets of each table: `orders.id` under "orders / order_items" is of `orders`, and an `id` there of none."""
    found: dict[str, Block] = {}
    for item in block.children:
        owner = table if len(context.tables) < 2 else ""
        named = lead(item.inline, plain=True) if item.inline is not None else None
        if named and item.inline and len(named.names) == 1 and len(parts := named.names[0].parts) > 1:
            if bullets.ARROW.match(named.rest.text) and arrows.take(item.inline, context):
                continue
            path = Name(parts[:-1]).path(context.schema)
            if path in context.tables:
                written = item.inline.text
                start = written.index(parts[-2]) + len(parts[-2])
                owner, item = (
                    path,
                    dataclasses.replace(item, inline=labels.cut(item.inline, written.index(parts[-1], start))),
                )
        found.setdefault(owner, dataclasses.replace(block, children=[])).children.append(item)
    found.pop("", None)
    return found


def _put(block: Block, table: str, context: Context, all_of_them: bool) -> bool:
    types = context.page.types()
    block = _one_by_one(block)
    all_of_them = all_of_them or _names_of_columns(block)
    if not all_of_them and not typed(block, types):
        return False
    taken = False
    for item in block.children:
        if item.inline is None or item.inline.struck or is_unchecked(item.inline):
            continue
        for name in bullets.in_a_row(item.inline):
            columnfacts.put(table, name, attributes.Attributes(), context, item.line)
            taken = True
        found = bullets.read(item.inline, types)
        if found is None or not _is_today(_after_name(item.inline), types):
            continue
        name, said, description = found
        if not (said.described or all_of_them or _marked(item.inline)):
            continue
        if labels.kind_of(name) and not said.type and not (all_of_them and _marked(item.inline) and not description):
            continue
        columnfacts.put(table, name, said, context, item.line, description)
        taken = True
    return taken


def _is_today(said: str, types: frozenset[str]) -> bool:
    """Whether a column is neither gone nor to come; a word for that among values is one of them: "draft, live, deleted"."""
    for match in _NOT_TODAY.finditer(said):
        before = re.split(r"[,(:;]", said[: match.start()])[-1].strip(" `'\"")
        if (
            not (match[0].startswith(",") and re.fullmatch(r"[\w-]+", before))
            or attributes.read(before, types=types).described
        ):
            return False
    return True


def _after_name(inline: Inline) -> str:
    """What a bullet says of the column that it names."""
    named = lead(inline, plain=True)
    return named.rest.text if named else inline.text


def _names_of_columns(block: Block) -> bool:
    """A list directly under a table's heading of names alone, one of them such as only columns have: "id", "user_id"."""
    inlines = [item.inline for item in _one_by_one(block).children if item.inline is not None]
    named = [lead(one, plain=True) for one in inlines if not _of_a_key(one)]
    if len(named) < 2 or not all(
        n and len(n.names) == 1 and len(n.names[0].parts) == 1 and n.look in ("code", "plain") for n in named
    ):
        return False
    found = [n.names[0].parts[-1] for n in named if n]
    if not all(name[0] == name[0].lower() for name in found):
        return False
    return "id" in found or sum(name.endswith(("_id", "_at")) for name in found) >= 2


def _of_a_key(inline: Inline) -> bool:
    """Whether a bullet among columns tells of a key or an index: "unique constraint: (`a`, `b`)"."""
    labelled = None if inline.spans and inline.spans[0].code else labels.read(inline)
    return labelled is not None and labelled.label in ("constraint", "unique", "index", "primary key", "foreign key")


def _one_by_one(block: Block) -> Block:
    """The list with a bullet for each of the names that stand in one: "- `id`, `shop_id`, `note` (text)"."""
    children: list[Block] = []
    for item in block.children:
        pieces: list[Block] = []
        position = 0
        for piece in attributes.split_commas(item.inline.text) if item.inline is not None and not item.children else ():
            assert item.inline is not None
            part = labels.between(item.inline, position, position + len(piece))
            pieces.append(dataclasses.replace(item, inline=part))
            position += len(piece) + 1
        several = len(pieces) > 1 and all(
            p.inline and re.match(r"\s*`[^`]+`\s*(?:\(.*\)\s*)?\Z", p.inline.source) for p in pieces
        )
        children += pieces if several else [item]
    return dataclasses.replace(block, children=children)


def _marked(inline: Inline) -> bool:
    named = lead(inline)
    return named is not None and named.look == "code"


def is_bare_definition(block: Block, names: set[str]) -> bool:
    """Whether a fence begins `shipments (` under the heading `shipments`."""
    match = re.match(r"([^\W\d][\w$]*) ?\( ", block.compact)
    return match is not None and match[1].lower() in names
