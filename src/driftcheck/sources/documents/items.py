"""Lists of objects.

- `` - `badges` - Badge definitions`` under "**Tables:**", `1. **`orders`** - what was bought`, `` - `is_admin(user_id)` ``
- **orders**: customers see their own (under a heading about policies: an access rule)
- labels under a table's name: "**Purpose**: …", "**Columns**: 9 (…)", "RLS: enabled", "PK: id", "FK: a_id → a.id"
"""

from __future__ import annotations

import re

from driftcheck.access.sentences import is_rule
from driftcheck.kinds.type import Type
from driftcheck.sources.documents import (
    arrows,
    bucketsheet,
    bullets,
    claims,
    columns,
    entries,
    functions,
    labels,
    objects,
    parts,
    rules,
    sheets,
    tablelabels,
    tablerow,
    totals,
    triggers,
)
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, is_unchecked, lead, table_in_words, without_checkbox
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import is_identifier

_AND_SO_ON = re.compile(r"(?:and )?(?:many |several |some )?(?:more|others|so on|etc)\W*", re.IGNORECASE)
_MAY = re.compile(
    r"\W*(?:only\s+)?(?:(?:the|each|all|any|authenticated|signed-in)\s+)?(?:users?|owners?|admins?|members?|anyone|everyone)\s+"
    r"(?:can|may)\s+(?:only\s+)?[a-z/, ]{3,60}\b(?:their own|own|all|every|any)\b",
    re.IGNORECASE,
)
"""A rule among what is told of a table: "Users can only see their own items"."""


def read(block: Block, context: Context) -> None:
    """Take what a list states."""
    if (
        context.body
        and context.table
        and not context.explicit
        and columns.put_bullets(_unlabelled(block), context.table, context, all_of_them=False)
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
            read_item(item, context)


def _tables_in_a_row(item: Block, block: Block, context: Context) -> bool:
    if not context.today or item.inline is None or item.inline.struck:
        return False
    labelled = labels.read(item.inline)
    return labelled is not None and tablerow.take(labelled, block, context)


def _unlabelled(block: Block) -> Block:
    kept = [
        item
        for item in block.children
        if item.inline is None
        or not (labels.read(item.inline) or labels.Labelled("", "", item.inline)).label
        or item.inline.spans[0].code
    ]
    return Block("list", block.line, block.end, children=kept)


def _is_column(item: Block, context: Context) -> bool:
    assert item.inline is not None
    found = bullets.read(item.inline, context.page.types())
    return found is not None and bool(found[1].type)


def read_item(item: Block, context: Context) -> None:
    """Take what one item states, and what stands below it."""
    inline = without_checkbox(item.inline) if item.inline is not None else None
    if inline is None:
        for block in item.children:
            if block.kind == "list":
                read(block, context)
        return
    if inline.struck or not context.today or is_unchecked(inline):
        return
    below = _item(item, inline, context)
    _below(item, below)


def _below(item: Block, context: Context) -> None:
    from driftcheck.sources.documents import blocks

    for block in item.children:
        blocks.read(block, context)


def _item(item: Block, inline: Inline, context: Context) -> Context:
    """Read the item's own line; the context of what is nested in it."""
    other = context.within(announces=frozenset(), explicit=False, body=False)
    if context.pattern in ("policy", "index"):
        claims.pattern(context.pattern, inline, context)
        return other
    labelled = labels.read(inline)
    if labelled and functions.labelled(labelled, context):
        return other
    if context.announces & {"policy", "trigger"}:
        if item.children and sheets.of_item(item, inline, context):
            return context.within(mood="ignored")
        if labelled and sheets.is_property(labelled.words):
            return other
    leading = lead(inline)
    if context.announces & {"foreign key", "relationship", "constraint"} and parts.of_a_table(inline, context):
        return other
    if "foreign key" in context.announces and (
        parts.qualified_foreign_key(inline, context) or parts.constraint(inline, context)
    ):
        return other
    calls = leading is not None and leading.names[0].signature is not None and "function" in context.announces
    calls |= bool(leading and context.announces == {"trigger"} and context.table)  # `touch` → `set_time()`
    calls |= bool(leading and "trigger" in context.announces and triggers.fires(leading.rest.text))
    if not (labelled and context.table and labelled.label) and not calls and arrows.take(inline, context):
        return other
    if leading is not None and "policy" in context.above and _of_this_table(leading, context):
        claims.access(leading, context, inline.line)
        return other
    if (
        labelled
        and (context.table or labelled.label in ("rls", "foreign key"))
        and (labelled.label or "policy" not in context.announces)  # "**own rows** (SELECT): …" is a policy's name
        and (inner := tablelabels.take(labelled, item, context))
    ):
        return inner
    if leading is None or leading.look != "code":
        if totals.label(*_label_of(inline), context) or claims.sentences(inline, context):
            return other
        if (
            context.announces == {"index"}
            and context.explicit
            and not context.table
            and not any(s.code for s in inline.spans)
        ):
            if not _AND_SO_ON.fullmatch(inline.text.strip()):
                claims.pattern("index", inline, context)
            return other
    if context.table and not context.announces and _MAY.match(inline.text) and is_rule(inline.text):
        claims.access(Named([rules.table_name(context.table)], "code", inline, ""), context, inline.line)
        return other
    if "policy" in context.above and context.announces <= {"table", "policy"} and not context.table:
        own = leading or lead(inline, plain=True) or table_in_words(inline)
        if own is not None and own.look == "code" and context.explicit and context.announces == {"table"}:
            if is_rule(own.description or ""):
                claims.access(own, context, inline.line)
            return entries.take(item, inline, context)  # "These tables are open to the crew:"
        marked = own is not None and (own.look in ("bold", "code") or is_identifier(own.text))
        if own is not None and marked and entries.SEPARATED.match(own.rest.text):
            claims.access(own, context, inline.line)
        return other
    if "policy" in context.announces and context.table:
        for table in context.tables or (context.table,):
            rules.policy(inline, context.within(table=table))
        return other
    return entries.take(item, inline, context)


def _of_this_table(named: Named, context: Context) -> bool:
    """Whether the item repeats the name of the table that the section is about, and says something of it."""
    return [name.path(context.schema) for name in named.names] == [context.table] and bool(named.description)


def _label_of(inline: Inline) -> tuple[str, Inline]:
    found = labels.read(inline)
    return (found.words, found.value) if found else ("", inline)


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
