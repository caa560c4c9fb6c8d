"""One item of a list.

- `` `badges` - Badge definitions`` under "**Tables:**", `is_admin(user_id)` under functions: an object
- **orders**: customers see their own (under a heading about policies: an access rule)
- "RLS: enabled", "FK: a_id → a.id" under a table's name
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from driftcheck.access.sentences import is_rule
from driftcheck.sources.documents import (
    arrows,
    claims,
    entries,
    functions,
    labels,
    parts,
    rules,
    sheets,
    tablelabels,
    totals,
    triggers,
)
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, lead, table_in_words
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import is_identifier

_AND_SO_ON = re.compile(r"(?:and )?(?:many |several |some )?(?:more|others|so on|etc)\W*", re.IGNORECASE)
_MAY = re.compile(
    r"\W*(?:only\s+)?(?:(?:the|each|all|any|authenticated|signed-in)\s+)?(?:users?|owners?|admins?|members?|anyone|everyone)\s+"
    r"(?:can|may)\s+(?:only\s+)?[a-z/, ]{3,60}\b(?:their own|own|all|every|any)\b",
    re.IGNORECASE,
)
"""A rule among what is told of a table: "Users can only see their own items"."""


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """An item, and what its own line begins with."""

    block: Block
    inline: Inline  # its own line, without a checkbox
    labelled: labels.Labelled | None
    leading: Named | None


def read(block: Block, inline: Inline, context: Context) -> Context:
    """Take what the item's own line states, by the first rule that knows it; the context of what is nested in it."""
    item = Item(block, inline, labels.read(inline), lead(inline))
    return next(found for rule in _RULES if (found := rule(item, context)) is not None)


def _taken(context: Context) -> Context:
    """What is nested in an item that said all there is: nothing is announced there."""
    return context.within(announces=frozenset(), explicit=False, body=False)


def _pattern(item: Item, context: Context) -> Context | None:
    """Under "RLS Policy Patterns" no item is an object."""
    if context.pattern not in ("policy", "index"):
        return None
    claims.pattern(context.pattern, item.inline, context)
    return _taken(context)


def _function(item: Item, context: Context) -> Context | None:
    """ "Functions: `is_admin()`, `touch()`"."""
    return _taken(context) if item.labelled and functions.labelled(item.labelled, context) else None


def _sheet(item: Item, context: Context) -> Context | None:
    """A policy or trigger with its properties below it, or one of these properties."""
    if not context.announces & {"policy", "trigger"}:
        return None
    if item.block.children and sheets.of_item(item.block, item.inline, context):
        return context.within(mood="ignored")
    return _taken(context) if item.labelled and sheets.is_property(item.labelled.words) else None


def _key(item: Item, context: Context) -> Context | None:
    """A key or check, with its table or its name."""
    inline = item.inline
    if context.announces & {"foreign key", "relationship", "constraint"} and parts.of_a_table(inline, context):
        return _taken(context)
    if "foreign key" in context.announces and (
        parts.qualified_foreign_key(inline, context) or parts.constraint(inline, context)
    ):
        return _taken(context)
    return None


def _arrow(item: Item, context: Context) -> Context | None:
    """`orders.user_id → users.id`, unless it is what a label tells of a table, or what a function or trigger does."""
    leading = item.leading
    calls = leading is not None and leading.names[0].signature is not None and "function" in context.announces
    calls |= bool(leading and context.announces == {"trigger"} and context.table)  # `touch` → `set_time()`
    calls |= bool(leading and "trigger" in context.announces and triggers.fires(leading.rest.text))
    told = item.labelled and context.table and item.labelled.label
    return _taken(context) if not told and not calls and arrows.take(item.inline, context) else None


def _access_of_this_table(item: Item, context: Context) -> Context | None:
    """Under policies, an item that repeats the name of the section's table and says something of it."""
    named = item.leading
    if named is None or "policy" not in context.above or not named.description:
        return None
    if [name.path(context.schema) for name in named.names] != [context.table]:
        return None
    claims.access(named, context, item.inline.line)
    return _taken(context)


def _label(item: Item, context: Context) -> Context | None:
    """ "**Purpose**: …" under a table's name; among policies, "**own rows** (SELECT): …" is a name."""
    labelled = item.labelled
    if labelled is None or not (context.table or labelled.label in ("rls", "foreign key")):
        return None
    if not labelled.label and "policy" in context.announces:
        return None
    return tablelabels.take(labelled, item.block, context)


def _words(item: Item, context: Context) -> Context | None:
    """A total, a claim, or what all indexes are about: nothing that begins with a name in code."""
    if item.leading is not None and item.leading.look == "code":
        return None
    inline, labelled = item.inline, item.labelled
    words, value = (labelled.words, labelled.value) if labelled else ("", inline)
    if totals.label(words, value, context) or claims.sentences(inline, context):
        return _taken(context)
    of_indexes = context.announces == {"index"} and context.explicit and not context.table
    if not of_indexes or any(span.code for span in inline.spans):
        return None
    if not _AND_SO_ON.fullmatch(inline.text.strip()):
        claims.pattern("index", inline, context)
    return _taken(context)


def _rule_of_the_table(item: Item, context: Context) -> Context | None:
    """ "Users can only see their own items" among what is told of a table."""
    text = item.inline.text
    if not context.table or context.announces or not _MAY.match(text) or not is_rule(text):
        return None
    claims.access(Named([rules.table_name(context.table)], "code", item.inline, ""), context, item.inline.line)
    return _taken(context)


def _access(item: Item, context: Context) -> Context | None:
    """Under policies, a table and who may touch it."""
    if "policy" not in context.above or not context.announces <= {"table", "policy"} or context.table:
        return None
    inline = item.inline
    own = item.leading or lead(inline, plain=True) or table_in_words(inline)
    if own is not None and own.look == "code" and context.explicit and context.announces == {"table"}:
        if is_rule(own.description or ""):
            claims.access(own, context, inline.line)
        return entries.take(item.block, inline, context)  # "These tables are open to the crew:"
    marked = own is not None and (own.look in ("bold", "code") or is_identifier(own.text))
    if own is not None and marked and entries.SEPARATED.match(own.rest.text):
        claims.access(own, context, inline.line)
    return _taken(context)


def _policy(item: Item, context: Context) -> Context | None:
    """A policy of the section's table, or tables."""
    if "policy" not in context.announces or not context.table:
        return None
    for table in context.tables or (context.table,):
        rules.policy(item.inline, context.within(table=table))
    return _taken(context)


def _entry(item: Item, context: Context) -> Context:
    """An entry of a list of objects."""
    return entries.take(item.block, item.inline, context)


_RULES: tuple[Callable[[Item, Context], Context | None], ...] = (
    _pattern,
    _function,
    _sheet,
    _key,
    _arrow,
    _access_of_this_table,
    _label,
    _words,
    _rule_of_the_table,
    _access,
    _policy,
    _entry,
)
"""In the order in which they are asked: what an item's form decides comes before what it may be by where it stands."""
