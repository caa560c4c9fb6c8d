"""Headings that name one object, or several, or a schema: they state it, and what stands under them is about it."""

from __future__ import annotations

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.sources.documents import functions, objects, sharing, titles, totals
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.elsewhere import is_the_platforms
from driftcheck.sources.documents.evidence import built_on, evidence, is_word, says_rls, stated_name, view_created
from driftcheck.sources.documents.leads import Named, trimmed
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.naming import Name, is_identifier
from driftcheck.sources.documents.outline import Section


def kind_of(section: Section, named: Named, context: Context) -> str | None:
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


def put(kind: str, named: Named, section: Section, context: Context, *, listing: bool = True) -> Context:
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


def put_schema(named: Named, section: Section, context: Context) -> Context:
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
