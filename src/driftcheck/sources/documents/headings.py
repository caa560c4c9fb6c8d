"""From a heading or lead-in to the context of what stands under it; headings that name an object state it."""

from __future__ import annotations

import re

from driftcheck.kinds import KINDS
from driftcheck.kinds.schema import Schema
from driftcheck.names import quote
from driftcheck.sources.documents import (
    claims,
    columns,
    gridcells,
    headingmoods,
    introduced,
    namedheadings,
    partsof,
    policyheadings,
    realtime,
    sheets,
    titles,
    titlewords,
    totals,
    triggers,
)
from driftcheck.sources.documents.announced import mentioned
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.evidence import (
    evidence,
    is_word,
    lists_calls,
    lists_columns,
    lists_tables,
    says_rls,
    stated_name,
)
from driftcheck.sources.documents.leads import Named, lead, table_in_words, trimmed
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import parse
from driftcheck.sources.documents.outline import INTRODUCED, LEAD, Section
from driftcheck.sources.documents.vocabulary import (
    NAMED_KINDS,
)

_TELLS = re.compile(
    r"(?:stores|tracks|holds|contains|records|keeps|links|manages|maps|represents|captures|logs|saves)\s+(?!the following)",
    re.IGNORECASE,
)


def enter(section: Section, context: Context) -> Context:
    """The context under the heading."""
    if context.mood == "ignored":
        return context
    heading = section.level < LEAD
    title = titles.read(section.title, heading=heading)
    if heading and context.announces in ({"bucket"}, {"extension"}) and title.named is None:
        title.named = gridcells.hyphened_in(trimmed(section.title))
    named = title.named
    if context.mood == "example" and titles.is_right(section.title.text):
        context = context.within(mood=None)
    context = context.within(
        mood=headingmoods.of(section, title, context),
        title=title.text,
        level=section.level if heading else context.level,
        flow=title.flow or (context.flow and not title.announces),
    )
    if title.schema:
        context = context.within(schema=quote(title.schema), explicit_schema=True, schema_line=section.line)
    if title.pattern:
        return context.within(pattern=title.pattern, announces=frozenset(), body=False)
    if heading:
        context = context.within(pattern=None)
    if not context.today and context.mood not in ("history", "migrations"):
        return context.within(announces=title.announces, partial=True, table=None, tables=(), body=False)
    if (parts := context.announces & {"policy", "trigger"}) and sheets.take(section, parts, context):
        return context.within(announces=frozenset(), explicit=False, body=False)
    if heading and "trigger" in parts and triggers.of_section(section, context):
        return context.within(announces=frozenset(), explicit=False, body=False)
    if heading and parts and (table := sheets.table_over(section, parts, context)):
        return context.within(table=table, tables=(table,), announces=parts, table_level=section.level, body=False)
    if title.kind == "schema" and named:
        return namedheadings.put_schema(named, section, context)
    if context.today and (found := introduced.table_of(section.title)) and evidence(section, found.named):
        if section.level >= INTRODUCED:
            claims.sentences(section.title, context)
        inner = namedheadings.put("table", found.named, section, context, listing=not found.of_columns)
        return inner.within(partial=found.partial)
    if title.kind in NAMED_KINDS and named and (heading or title.kind == "table"):
        return namedheadings.put(title.kind, named, section, context)
    if not heading and context.body and _describes(title, section):
        return context  # "Stores what was bought:" over the columns
    if context.today and title.kind is None and (hanging := partsof.read(section.title, context)):
        path, kinds = hanging
        inner = context.within(table=path, tables=(path,), announces=kinds, above=context.above | kinds, explicit=True)
        return inner.within(body=False, table_level=section.level, title=title.text)
    of_policies = heading and "policy" in context.announces and context.today
    if of_policies and (named is None or named.look == "plain") and (paths := policyheadings.tables(section, context)):
        inner = context.within(table=paths[0], tables=paths, announces=frozenset({"policy"}), explicit=True)
        return inner.within(body=False, table_level=section.level)
    if (own := _table(section, title, context)) is not None:
        return namedheadings.put("table", own, section, context)
    if heading and "table" in title.announces and (own := _in_parentheses(section.title)) and says_rls(section):
        return namedheadings.put("table", own, section, context.within(announces=frozenset({"policy"})))
    if heading and context.today and not title.known and named is None and (own := titlewords.table_of(section)):
        return namedheadings.put("table", own, section, context)
    if heading and not title.known and titles.is_of_the_schema(title.text) and lists_tables(section):
        title.announces, title.known = frozenset({"table"}), True
    if not heading and not title.known and "function" in mentioned(title.text) and lists_calls(section):
        title.announces, title.known = frozenset({"function"}), True
    marked = named is not None and (named.look in ("code", "bold") or _is_a_name(named, title, section, context))
    if title.known and not marked and (title.announces or not (named and evidence(section, named))):
        return _announced(title, section, context)
    if named and heading:
        kind = namedheadings.kind_of(section, named, context)
        if kind == "schema":
            return namedheadings.put_schema(named, section, context)
        if kind:
            return namedheadings.put(kind, named, section, context)
    if title.known:
        return _announced(title, section, context)
    if heading and context.table is not None and section.level <= context.table_level:
        return context.within(table=None, tables=(), body=False)
    if not heading and "policy" in context.announces | context.above and (own := table_in_words(section.title)):
        path = own.names[0].path(context.schema)
        if context.page.ledger.find("table", path) is not None:
            return context.within(
                table=path, tables=(path,), announces=frozenset({"policy"}), explicit=True, body=False
            )
    if not heading:
        claims.sentences(section.title, context)
    return context.within(explicit=False, partial=context.partial or title.partial)


def _table(section: Section, title: titles.Title, context: Context) -> Named | None:
    """The table that a title names without saying that it is one: what stands under it shows that."""
    heading = section.level < LEAD
    perhaps = title.perhaps if heading or title.perhaps else titles.before_the_noun(section.title)
    of_policies = heading and "policy" in context.announces
    if perhaps and context.today and (of_policies or evidence(section, perhaps)):
        return perhaps
    if not heading and not title.known and (own := _leading_name(section, context)):
        return own
    own = stated_name(section) if heading and context.today else None
    return own if own and evidence(section, own) else None


def _is_a_name(named: Named, title: titles.Title, section: Section, context: Context) -> bool:
    """ "## notes" on a page that writes its tables' names so and other headings with capital letters."""
    own = named.text == title.text and is_word(named) and not title.announces
    return own and section.level in context.page.lower_names


def _in_parentheses(title: Inline) -> Named | None:
    """The tables that a title names behind its noun: "Chat tables (`chats`, `messages`)"."""
    spans = [span for span in title.spans if span.code]
    before = title.text[: title.text.find(spans[0].text)] if spans else ""
    if not before.rstrip(" `").endswith("("):
        return None
    names = [name for span in spans for name in parse(span.text) or ()]
    return Named(names, "code", Inline([], title.line), "/".join(s.text for s in spans)) if names else None


def _describes(title: titles.Title, section: Section) -> bool:
    """Whether a lead-in under a table's heading only says what the table is for, and its columns follow."""
    if "column" in title.announces:
        return False
    sentence = len(title.text.split()) > 3 and not title.announces & {"index", "trigger", "constraint", "foreign key"}
    return bool(_TELLS.match(title.text)) or (sentence and lists_columns(section))


def _leading_name(section: Section, context: Context) -> Named | None:
    """ "**carts** - what is about to be bought" over a list of columns."""
    own = lead(section.title)
    if own is None or own.look not in ("code", "bold") or context.table is not None:
        return None
    listed = context.announces == {"table"} and (own.description or "")  # an entry of the list, with its details
    return (
        own
        if own.names[0].signature is None and is_word(own) and (listed or columns.evidence(section.blocks))
        else None
    )


def _announced(title: titles.Title, section: Section, context: Context) -> Context:
    """A list of these kinds follows."""
    page, schema = context.page, context.schema if context.explicit_schema else None
    claims.promised(section.title, context)
    partial = title.partial or (context.partial and not title.announces) or totals.is_of_a_change(title.text)
    partial |= page.of_realtime and realtime.announces(section)
    for kind in title.announces:
        if kind not in KINDS or not context.today:
            continue
        if title.whole and kind not in ("column", "relationship", "schema"):
            page.wholeness.says_whole(kind, schema, context.at(section.line))
    over = section.parent.title.text if section.parent else ""
    if section.level < LEAD or not totals.is_bare(title.text) or claims.of_the_database(context.within(title=over)):
        outside = totals.in_title(title.text.partition("(")[0])
        for count in () if totals.is_of_a_change(title.text) else totals.in_title(title.text):
            if count.kind == "table" or count.kind in title.announces or count in outside:
                totals.put(count, context, section.line, schema)
    if title.schema and context.today and "table" in title.announces:
        page.ledger.state("schema", quote(title.schema), Schema(at=context.at(section.line)))
    keep = section.level >= LEAD or "table" not in title.announces
    keep = keep and not (context.of_several and title.announces & {"index", "trigger", "constraint", "foreign key"})
    inherited = frozenset[str]()
    if (
        title.announces
        and title.announces <= {"relationship", "flow"}
        and section.level > 2
        and "table" in context.announces
    ):
        inherited = context.announces  # "### Data Relationships" may be one more group of tables
    return context.within(
        by_table=titles.is_by_table(title.text) or (context.by_table and section.level >= LEAD),
        announces=title.announces | inherited,
        above=context.above | title.announces,
        explicit=True,
        partial=partial,
        rest=title.rest or (context.rest and not title.announces),
        table=context.table if keep else None,
        tables=context.tables if keep else (),
        body=False,
    )
