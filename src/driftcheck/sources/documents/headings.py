"""From a heading or lead-in to the context of what stands under it; headings that name an object state it."""

from __future__ import annotations

import re

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.kinds.schema import Schema
from driftcheck.names import quote
from driftcheck.sources.documents import (
    claims,
    columns,
    functions,
    gridcells,
    introduced,
    objects,
    sharing,
    sheets,
    titles,
    titlewords,
    totals,
)
from driftcheck.sources.documents.announced import mentioned
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.evidence import (
    built_on,
    evidence,
    is_own_name,
    is_word,
    lists_calls,
    lists_columns,
    lists_tables,
    says_rls,
    stated_name,
    view_created,
)
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import (
    Name,
    Named,
    is_identifier,
    lead,
    mood_of,
    parse,
    table_in_words,
    trimmed,
)
from driftcheck.sources.documents.outline import INTRODUCED, LEAD, Section
from driftcheck.sources.documents.vocabulary import (
    NAMED_KINDS,
    is_elsewhere,
    is_message,
    is_of_another_engine,
    is_of_migrations,
    is_the_platforms,
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
    said = title.mood if named is None or named.look not in ("code", "bold") else mood_of(named)
    said = "removal" if section.title.struck else said
    if context.mood == "example" and titles.is_right(section.title.text):
        context = context.within(mood=None)
    if heading and (said or title.partial) and is_own_name(section, title.text, title.perhaps):
        said, title.partial = None, False
    if said is None and heading and not (named and named.look in ("code", "bold")) and is_elsewhere(title.text):
        said = None if named and is_word(named) and evidence(section, named) else "elsewhere"
    if said is None and not heading and is_message(title.text):
        said = "elsewhere"
    if said is None and _of_another_engine(section, title):
        said = "engine"
    if said == "history" and section.level == 1 and is_of_migrations(title.text):
        said = "migrations"  # what stands beside a folder of them; its sections may well speak of today
    mood = said or context.mood
    if said == "history" and context.mood not in (None, "migrations"):
        mood = context.mood  # "Migration fails" under "Troubleshooting"
    if (
        mood in ("elsewhere", "migrations")
        and said is None
        and (title.announces & {"table", "view", "function", "policy"} or title.kind == "table")
    ):
        mood = None
    if said and named and named.look == "plain" and named.text == title.text and evidence(section, named):
        mood = context.mood
    context = context.within(
        mood=mood,
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
    if heading and parts and (table := sheets.table_over(section, parts, context)):
        return context.within(table=table, tables=(table,), announces=parts, table_level=section.level, body=False)
    if title.kind == "schema" and named:
        return _schema(named, section, context)
    if context.today and (found := introduced.table_of(section.title)) and evidence(section, found.named):
        if section.level >= INTRODUCED:
            claims.sentences(section.title, context)
        inner = _object("table", found.named, section, context, listing=not found.of_columns)
        return inner.within(partial=found.partial)
    if title.kind in NAMED_KINDS and named and (heading or title.kind == "table"):
        return _object(title.kind, named, section, context)
    if not heading and context.body and _describes(title, section):
        return context  # "Stores what was bought:" over the columns
    if not heading and title.perhaps is None:
        title.perhaps = titles.before_the_noun(section.title)
    of_policies = heading and "policy" in context.announces
    if title.perhaps and context.today and (of_policies or evidence(section, title.perhaps)):
        return _object("table", title.perhaps, section, context)
    if not heading and not title.known and (own := _leading_name(section, context)):
        return _object("table", own, section, context)
    if heading and context.today and (own := stated_name(section)) and evidence(section, own):
        return _object("table", own, section, context)
    if heading and "table" in title.announces and (own := _in_parentheses(section.title)) and says_rls(section):
        return _object("table", own, section, context.within(announces=frozenset({"policy"})))
    if heading and context.today and not title.known and named is None and (own := titlewords.table_of(section)):
        return _object("table", own, section, context)
    if heading and not title.known and titles.is_of_the_schema(title.text) and lists_tables(section):
        title.announces, title.known = frozenset({"table"}), True
    if not heading and not title.known and "function" in mentioned(title.text) and lists_calls(section):
        title.announces, title.known = frozenset({"function"}), True
    marked = named is not None and (named.look in ("code", "bold") or _is_a_name(named, title, section, context))
    if title.known and not marked and (title.announces or not (named and evidence(section, named))):
        return _announced(title, section, context)
    if named and heading:
        kind = _kind_of_heading(section, named, context)
        if kind == "schema":
            return _schema(named, section, context)
        if kind:
            return _object(kind, named, section, context)
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


def _of_another_engine(section: Section, title: titles.Title) -> bool:
    if section.level >= LEAD and len(title.text.split()) > 5:
        return False
    named = title.named
    itself = named and named.text == title.text and (named.look in ("code", "bold") or is_word(named))
    return is_of_another_engine(title.text) and not (named and itself and evidence(section, named))


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


def _schema(named: Named, section: Section, context: Context) -> Context:
    """`### 1. **billing** - Invoices` under "Schemas", `## Schema: billing`."""
    path = objects.state("schema", titles.names_of(named)[0], context, section.line, named.description)
    if path is None:
        return context
    for total in totals.in_title(titles.read(section.title).text):
        totals.put(total, context, section.line, path)
    return context.within(
        schema=path,
        schema_line=section.line,
        explicit_schema=True,
        announces=frozenset({"table"}),
        explicit=False,
        partial=False,
        table=None,
        tables=(),
        body=False,
    )


def _object(kind: str, named: Named, section: Section, context: Context, *, listing: bool = True) -> Context:
    """The heading is the name of one object, or of several; with `listing`, one of those that the page goes through."""
    names = titles.names_of(named)
    if kind == "table" and (own := stated_name(section)):
        names = own.names
    if not context.today:
        return context.within(table=None, tables=(), body=False)
    if kind == "table":
        kind = _relation(names, section, context)
    if all(len(name.parts) == 1 for name in names) and is_the_platforms(_remark(named, section)):
        return context.within(mood="elsewhere", table=None, tables=(), body=False)
    of_policies = "policy" in context.announces and (says_rls(section) or context.by_table)
    listing = listing and (
        kind != "table" or evidence(section, named) is not None or not (built_on(section, named) or of_policies)
    )
    about = listing and kind == "table" and section.level == 1 and len(names) == 1
    listing = listing and not about
    paths = [path for name in names if (path := objects.state(kind, name, context, section.line, listing=listing))]
    if not paths:
        return context
    if about:
        context.page.wholeness.titles(paths[0], context.at(section.line))
    parts = titles.parts_of(named) if kind == "table" else None
    described = named.description if parts is None else None
    if kind == "function" and functions.returns(paths[0], named, context):
        described = None

    def describe() -> None:
        for path in paths:
            if (facts := context.page.ledger.find(kind, path)) is not None and facts.description is objects.UNSTATED:
                objects.describe(facts, described)

    if described and not named.rest.text.lstrip().startswith("("):
        context.page.later.append(describe)
    totals.columns_in_title(trimmed(section.title).text, paths, kind, context, section.line)
    relation = kind in ("table", "view", "materialized_view")
    return context.within(
        announces=frozenset({parts} if parts else ()),
        explicit=parts is not None,
        table=paths[0] if relation else None,
        tables=tuple(paths) if relation else (),
        shared=len(paths) > 1 and sharing.is_said(section),
        object=(kind, paths[0]),
        table_level=section.level,
        body=relation and parts is None,
        partial=False,
    )


def _remark(named: Named, section: Section) -> str:
    """What is said of the object first: behind its name, else below it."""
    below = next(iter(section.parts), None)
    return named.rest.text.strip() or (below.inline.text if isinstance(below, Block) and below.inline else "")


def _relation(names: list[Name], section: Section, context: Context) -> str:
    """A table, unless all of the names are known to be, or created in the section as, relations of another kind."""
    for kind in RELATIONS:
        if all(context.page.ledger.find(kind, name.path(context.schema)) for name in names):
            return kind
    return view_created(section, names) or "table"


def _kind_of_heading(section: Section, named: Named, context: Context) -> str | None:
    """What a heading that is a name is the name of; None if it is no object."""
    function = named.names[0].signature is not None
    if "function" in context.announces and (
        named.look == "code" or function or is_identifier(named.text.partition("(")[0])
    ):
        return "function"
    if function:
        return None
    if "schema" in context.announces and named.look in ("code", "bold"):
        return "schema"
    for kind in ("view", "materialized_view", "type", "extension", "role", "bucket", "sequence", "publication"):
        if kind in context.announces and len(context.announces) == 1:
            hyphened = named.names[0].hyphened and KINDS[kind].scope == "database"
            return kind if named.look == "code" or is_identifier(named.text) or hyphened else None
    if context.page.ledger.find("table", named.names[0].path(context.schema)) is not None and is_word(named):
        return "table"
    seen = evidence(section, named)
    if seen and context.table is not None and named.look == "plain" and not is_word(named):
        return None  # a group of the table's columns
    if seen is not None:
        return "table" if seen else None
    if (named.look == "code" or is_identifier(named.text)) and (built_on(section, named) or says_rls(section)):
        return "table"
    if context.by_table and context.table is None and (named.look == "code" or is_identifier(named.text)):
        return "table"
    if context.announces - {"table", "column", "schema"} or context.table is not None:
        return None
    if (section.level, named.look) in context.page.table_looks and (named.look == "code" or is_word(named)):
        return "table"
    if "table" in context.announces and (named.look == "code" or is_word(named)):
        return "table"
    return None
