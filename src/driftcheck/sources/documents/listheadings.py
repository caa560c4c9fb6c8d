"""Headings and lead-ins that announce a list: "## Billing Tables (12)", "The following triggers exist:"."""

from __future__ import annotations

from driftcheck.kinds import KINDS
from driftcheck.kinds.schema import Schema
from driftcheck.names import quote
from driftcheck.sources.documents import claims, realtime, titles, totals
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.outline import Section


def enter(section: Section, title: titles.Title, context: Context) -> Context:
    """The context of the list; what the title says of its wholeness and number is put down."""
    page, schema = context.page, context.schema if context.explicit_schema else None
    claims.promised(section.title, context)
    partial = title.partial or (context.partial and not title.announces) or totals.is_of_a_change(title.text)
    partial |= page.of_realtime and realtime.announces(section)
    for kind in title.announces:
        if kind not in KINDS or not context.today:
            continue
        if title.goes_on:
            page.wholeness.says_partial(kind)
        if title.whole and kind not in ("column", "relationship", "schema"):
            page.wholeness.says_whole(kind, schema, context.at(section.line), heading=True)
    over = section.parent.title.text if section.parent else ""
    if section.heading or not totals.is_bare(title.text) or claims.of_the_database(context.within(title=over)):
        outside = totals.in_title(title.text.partition("(")[0])
        for count in () if totals.is_of_a_change(title.text) else totals.in_title(title.text):
            if count.kind == "table" or count.kind in title.announces or count in outside:
                totals.put(count, context, section.line, schema)
    if title.schema and context.today and "table" in title.announces:
        page.ledger.state("schema", quote(title.schema), Schema(at=context.at(section.line)))
    keep = not section.heading or "table" not in title.announces
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
        by_table=titles.is_by_table(title.text) or (context.by_table and not section.heading),
        announces=title.announces | inherited,
        above=context.above | title.announces,
        explicit=True,
        partial=partial,
        rest=title.rest or (context.rest and not title.announces),
        table=context.table if keep else None,
        tables=context.tables if keep else (),
        body=False,
    )
