"""One block in its context: which reader takes it."""

from __future__ import annotations

from driftcheck.sources.documents import (
    arrows,
    bullets,
    claims,
    columnfacts,
    entries,
    enumwords,
    fences,
    functions,
    grid,
    indexes,
    items,
    labels,
    parts,
    rules,
    tablelabels,
    totals,
)
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline


def read(block: Block, context: Context) -> None:
    """Take what the block states where it stands."""
    match block.kind:
        case "fence":
            fences.read(block, context)
        case "list":
            for one in context.of_each():
                items.read(block, one)
        case "table":
            for one in context.of_each():
                grid.read(block, one)
        case "paragraph" if block.inline is not None:
            for one in context.of_each():
                paragraph(block.inline, one)
        case "quote":  # a remark, which may speak of all tables; never of one
            for part in block.children:
                if part.inline is not None and context.table is None:
                    claims.promised(part.inline, context)


def paragraph(inline: Inline, context: Context) -> None:
    """Labelled lines under a table's heading, totals, claims, arrows."""
    if not context.today:
        return
    if context.body and context.table and not context.of_several and (found := bullets.paragraph(inline)):
        for name, said, description, at in found:
            columnfacts.put(context.table, name, said, context, at, description)
        return
    if context.table and context.announces == {"policy"} and rules.rls_in_words(inline, context):
        return
    if (
        context.announces & {"table", "view", "function", "type"}
        and context.explicit
        and entries.named_lines(inline, context)
    ):
        return
    if context.explicit and entries.names_in_a_row(inline, context):
        return
    if context.object and context.object[0] == "function":
        functions.runs_as(inline.text, context.object[1], context, inline.line)
    if context.body and context.table and not context.of_several and indexes.indexed(inline, context):
        return
    for line in (
        one for whole in labels.grouped(inline) for one in (labels.apart(whole) if context.table else [whole])
    ):
        if not line.text.strip():
            continue
        if enumwords.take(line, context):
            continue
        labelled = labels.read(line)
        if (labelled and functions.labelled(labelled, context)) or parts.told(line, context):
            continue
        if not (labelled and labelled.label and context.table) and arrows.take(line, context):
            continue
        if labelled and labelled.label == "values" and context.object and context.object[0] == "type":
            items.values(labelled.value, context)
            continue
        if labelled and context.table and labelled.label:
            tablelabels.take(labelled, Block("item", line.line, inline=line), context)
            continue
        if labelled:
            totals.label(labelled.words, labelled.value, context)
    claims.sentences(inline, context)
