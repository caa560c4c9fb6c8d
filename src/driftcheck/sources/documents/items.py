"""Lists: of a table's columns, of an enum's values, of buckets or tables in a row, else of items that each stand for themselves."""

from __future__ import annotations

import re

from driftcheck.kinds.type import Type
from driftcheck.sources.documents import bucketsheet, bullets, columns, labels, objects, oneitem, tablelabels, tablerow
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import is_unchecked, without_checkbox
from driftcheck.sources.documents.markup import Block, Inline


def read(block: Block, context: Context) -> None:
    """Take what a list states."""
    if (
        context.body
        and context.table
        and not context.explicit
        and columns.put_bullets(_unlabelled(block, context), context.table, context, all_of_them=False)
    ):
        for item in block.children:
            inner = context.within(body=False)
            if (
                item.inline is not None
                and (labelled := labels.read(item.inline))
                and labelled.label
                and not _is_column(item, context)
            ):
                inner = tablelabels.take(labelled, item, context) or inner
            _below(item, inner)
        return
    if context.object is not None and context.object[0] == "type" and context.today and not context.explicit:
        _list_of_values(block, context.object[1], context)
        return
    if context.announces == {"column"} and context.table and context.today:
        columns.put_bullets(block, context.table, context, all_of_them=True)
        return
    if context.today and bucketsheet.of_list(block, context):
        return
    for item in block.children:
        if not (item.inline is not None and _tables_in_a_row(item, block, context)):
            _read_item(item, context)


def _tables_in_a_row(item: Block, block: Block, context: Context) -> bool:
    if not context.today or item.inline is None or item.inline.struck:
        return False
    labelled = labels.read(item.inline)
    return labelled is not None and tablerow.take(labelled, block, context)


def _unlabelled(block: Block, context: Context) -> Block:
    kept = [item for item in block.children if item.inline is None or not _is_labelled(item, item.inline, context)]
    return Block("list", block.line, block.end, children=kept)


_OF_LISTS = frozenset(
    {"column", "primary key", "foreign key", "unique", "index", "constraint", "policy", "trigger", "rls"}
)


def _is_labelled(item: Block, inline: Inline, context: Context) -> bool:
    """Whether a line begins with a label, and not with a column of the same word: "role: text, not null"."""
    labelled = labels.read(inline)
    if labelled is None or not labelled.label or inline.spans[0].code:
        return False
    small = labelled.words == labelled.words.lower() and labelled.label not in _OF_LISTS
    return not (small and _is_column(item, context))


def _is_column(item: Block, context: Context) -> bool:
    assert item.inline is not None
    found = bullets.read(item.inline, context.page.types())
    return found is not None and bool(found[1].type)


def _read_item(item: Block, context: Context) -> None:
    """Take what one item states, and what stands below it."""
    inline = without_checkbox(item.inline) if item.inline is not None else None
    if inline is None:
        for block in item.children:
            if block.kind == "list":
                read(block, context)
        return
    if inline.struck or not context.today or is_unchecked(inline):
        return
    _below(item, oneitem.read(item, inline, context))


def _below(item: Block, context: Context) -> None:
    from driftcheck.sources.documents import blocks

    for block in item.children:
        blocks.read(block, context)


def _list_of_values(block: Block, path: str, context: Context) -> None:
    """The values of an enum, one an item: `active` - may log in."""
    values = []
    for item in block.children:
        text = item.inline.source if item.inline else ""
        match = re.match(r"\W*([\w-]+(?: [\w-]+)?)\W*(?:\Z|[`*'\"]*\s*[-–—:(])", text)
        if match is None:
            return
        values.append(match[1])
    facts = context.page.ledger.find("type", path)
    if facts is not None and values:
        context.page.ledger.state("type", path, Type(at=context.at(block.line), kind="enum", values=values))


def values(value: Inline, context: Context) -> None:
    """ "Values: `open`, `closed`" under an enum's heading."""
    assert context.object is not None
    if found := objects.enum_values(value.source):
        facts = Type(at=context.at(value.line), kind="enum", values=found)
        context.page.ledger.state("type", context.object[1], facts)
