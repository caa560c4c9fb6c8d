"""From a heading or lead-in to the context of what stands under it; headings that name an object state it."""

from __future__ import annotations

from collections.abc import Callable

from driftcheck.names import quote
from driftcheck.sources.documents import (
    claims,
    gridcells,
    headingmoods,
    headingtables,
    introduced,
    listheadings,
    namedheadings,
    partsof,
    policyheadings,
    sheets,
    titles,
    titlewords,
    triggers,
)
from driftcheck.sources.documents.announced import mentioned
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.evidence import evidence, lists_calls, lists_tables, says_rls
from driftcheck.sources.documents.leads import table_in_words, trimmed
from driftcheck.sources.documents.outline import INTRODUCED, Section
from driftcheck.sources.documents.titles import Title
from driftcheck.sources.documents.vocabulary import NAMED_KINDS

_POLICIES = frozenset({"policy"})


def enter(section: Section, context: Context) -> Context:
    """The context under the heading: what the first rule makes of it that knows what it means."""
    if context.mood == "ignored":
        return context
    title = titles.read(section.title, heading=section.heading)
    if section.heading and context.announces in ({"bucket"}, {"extension"}) and title.named is None:
        title.named = gridcells.hyphened_in(trimmed(section.title))
    context = _below(section, title, context)
    return next(found for rule in _RULES if (found := rule(section, title, context)) is not None)


def _below(section: Section, title: Title, context: Context) -> Context:
    """What the words of any title change: the mood, the schema, whether patterns follow."""
    if context.mood == "example" and titles.is_right(section.title.text):
        context = context.within(mood=None)
    context = context.within(
        mood=headingmoods.of(section, title, context),
        title=title.text,
        level=section.level if section.heading else context.level,
        flow=title.flow or (context.flow and not title.announces),
        pattern=title.pattern or (None if section.heading else context.pattern),
    )
    if title.schema:
        return context.within(schema=quote(title.schema), explicit_schema=True, schema_line=section.line)
    return context


def _patterns(section: Section, title: Title, context: Context) -> Context | None:
    """ "RLS Policy Patterns": no objects."""
    return context.within(announces=frozenset(), body=False) if title.pattern else None


def _not_of_today(section: Section, title: Title, context: Context) -> Context | None:
    """Plans, removals and examples state nothing; what a history says of itself counts."""
    if context.today or context.mood in ("history", "migrations"):
        return None
    return context.within(announces=title.announces, partial=True, table=None, tables=(), body=False)


def _sheets(section: Section, title: Title, context: Context) -> Context | None:
    """A policy or trigger by its name, and its properties under it; below a heading about these two."""
    if not (parts := context.announces & {"policy", "trigger"}):
        return None
    if sheets.take(section, parts, context):
        return context.within(announces=frozenset(), explicit=False, body=False)
    if section.heading and "trigger" in parts and triggers.of_section(section, context):
        return context.within(announces=frozenset(), explicit=False, body=False)
    if section.heading and (table := sheets.table_over(section, parts, context)):
        return context.within(table=table, tables=(table,), announces=parts, table_level=section.level, body=False)
    return None


def _schema(section: Section, title: Title, context: Context) -> Context | None:
    """ "## Schema: billing"."""
    return namedheadings.put_schema(title.named, section, context) if title.kind == "schema" and title.named else None


def _introduced(section: Section, title: Title, context: Context) -> Context | None:
    """ "The `visits` table keeps …:" over its columns."""
    found = introduced.table_of(section.title) if context.today else None
    if found is None or not evidence(section, found.named):
        return None
    if section.level >= INTRODUCED:
        claims.sentences(section.title, context)
    inner = namedheadings.put("table", found.named, section, context, listing=not found.of_columns)
    return inner.within(partial=found.partial)


def _of_a_kind(section: Section, title: Title, context: Context) -> Context | None:
    """ "### Table: orders", "### Function `is_admin()`"."""
    if title.kind in NAMED_KINDS and title.named and (section.heading or title.kind == "table"):
        return namedheadings.put(title.kind, title.named, section, context)
    return None


def _description(section: Section, title: Title, context: Context) -> Context | None:
    """ "Stores what was bought:" over the columns of the heading's table."""
    if not section.heading and context.body and headingtables.describes(title, section):
        return context
    return None


def _parts_of_one(section: Section, title: Title, context: Context) -> Context | None:
    """ "Indexes on `carts`": a list of what hangs on one table."""
    hanging = partsof.read(section.title, context) if context.today and title.kind is None else None
    if hanging is None:
        return None
    path, kinds = hanging
    inner = context.within(table=path, tables=(path,), announces=kinds, above=context.above | kinds, explicit=True)
    return inner.within(body=False, table_level=section.level, title=title.text)


def _policies_by_table(section: Section, title: Title, context: Context) -> Context | None:
    """Under policies, "### Carts": the table whose policies follow."""
    if not (section.heading and "policy" in context.announces and context.today):
        return None
    if title.named is not None and title.named.look != "plain":
        return None
    if not (paths := policyheadings.tables(section, context)):
        return None
    inner = context.within(table=paths[0], tables=paths, announces=_POLICIES, explicit=True)
    return inner.within(body=False, table_level=section.level)


def _shown_by_its_section(section: Section, title: Title, context: Context) -> Context | None:
    """A table that the title names without saying that it is one."""
    if (own := headingtables.shown(section, title, context)) is not None:
        return namedheadings.put("table", own, section, context)
    if not section.heading:
        return None
    if "table" in title.announces and (own := headingtables.in_parentheses(section.title)) and says_rls(section):
        return namedheadings.put("table", own, section, context.within(announces=_POLICIES))
    if context.today and not title.known and title.named is None and (own := titlewords.table_of(section)):
        return namedheadings.put("table", own, section, context)
    return None


def _list(section: Section, title: Title, context: Context) -> Context | None:
    """ "## Billing Tables". A title whose own words do not decide is known by what it is over from here on."""
    if section.heading and not title.known and titles.is_of_the_schema(title.text) and lists_tables(section):
        title.announces, title.known = frozenset({"table"}), True
    if not section.heading and not title.known and "function" in mentioned(title.text) and lists_calls(section):
        title.announces, title.known = frozenset({"function"}), True
    named = title.named
    marked = named and (named.look in ("code", "bold") or headingtables.is_a_name(named, title, section, context))
    if title.known and not marked and (title.announces or not (named and evidence(section, named))):
        return listheadings.enter(section, title, context)
    return None


def _named(section: Section, title: Title, context: Context) -> Context | None:
    """ "### `orders`": of the kind that the headings above announce, or that its section shows."""
    if not (section.heading and title.named):
        return None
    kind = namedheadings.kind_of(section, title.named, context)
    if kind == "schema":
        return namedheadings.put_schema(title.named, section, context)
    return namedheadings.put(kind, title.named, section, context) if kind else None


def _topic(section: Section, title: Title, context: Context) -> Context | None:
    """Whatever else its own words decide."""
    return listheadings.enter(section, title, context) if title.known else None


def _behind_the_table(section: Section, title: Title, context: Context) -> Context | None:
    """A heading of the level of the table's, or above it: the table's section is over."""
    if section.heading and context.table is not None and section.level <= context.table_level:
        return context.within(table=None, tables=(), body=False)
    return None


def _policies_in_words(section: Section, title: Title, context: Context) -> Context | None:
    """A lead-in among policies that names the table of those which follow."""
    if section.heading or "policy" not in context.announces | context.above:
        return None
    own = table_in_words(section.title)
    path = own.names[0].path(context.schema) if own else ""
    if context.page.ledger.find("table", path) is None:
        return None
    return context.within(table=path, tables=(path,), announces=_POLICIES, explicit=True, body=False)


def _anything(section: Section, title: Title, context: Context) -> Context:
    """A title that says nothing of what follows; a lead-in may be a claim by itself."""
    if not section.heading:
        claims.sentences(section.title, context)
    return context.within(explicit=False, partial=context.partial or title.partial)


_RULES: tuple[Callable[[Section, Title, Context], Context | None], ...] = (
    _patterns,
    _not_of_today,
    _sheets,
    _schema,
    _introduced,
    _of_a_kind,
    _description,
    _parts_of_one,
    _policies_by_table,
    _shown_by_its_section,
    _list,
    _named,
    _topic,
    _behind_the_table,
    _policies_in_words,
    _anything,
)
"""In the order in which they are asked: what a title says comes before what its section shows."""
