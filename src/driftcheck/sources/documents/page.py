"""One page from its text to the ledger, and what is settled once all pages are read."""

from __future__ import annotations

from driftcheck.kinds import KINDS
from driftcheck.ledger import Ledger
from driftcheck.model import Level
from driftcheck.sources.documents import (
    arrows,
    blocks,
    claims,
    directives,
    evidence,
    faults,
    headings,
    hypertext,
    markup,
    origin,
    vocabulary,
)
from driftcheck.sources.documents.context import Context, Page
from driftcheck.sources.documents.directives import Directive
from driftcheck.sources.documents.outline import Section, outline
from driftcheck.sources.documents.wholeness import Wholeness, mark


def read(page: Page) -> None:
    """Put what the page states into its ledger."""
    text, settings, plain = directives.front_matter(page.text, page.path)
    page.project = origin.project(page.text)
    page.updated = origin.updated(page.text) or next(
        (d for k in ("updated", "date", "lastmod", "last_updated") if (d := origin.date(plain.get(k, "")))), None
    )
    root = outline(
        [
            part
            for block in markup.blocks(text)
            for part in ([block] if block.kind != "html" else hypertext.expand(block))
        ]
    )
    title = next((s for s in root.sections if s.level == 1), None)
    context = Context(page=page)
    if title is not None:
        words = set(vocabulary.words(title.title.text))
        page.about_tables = bool(words & {"tables", "database", "schema", "tabellen", "tablas", "tabelas", "data"})
        claims.page_title(title.title.text, context, title.line)
    evidence.survey(page, root)
    for directive in settings:
        context = _steer(directive, context)
    _section(root, context)


def _section(section: Section, context: Context) -> None:
    """Read a section in order; a directive in it holds to its end."""
    for part in section.parts:
        context = _current_schema(context)
        if isinstance(part, Section):
            inside = headings.enter(part, context)
            for directive in directives.comments(part.comments, part.line, context.page.path):
                inside = _steer(directive, inside)
            _section(part, inside)
            continue
        if part.content and part.kind in ("html", "paragraph"):
            for directive in directives.comments(part.content, part.first, context.page.path):
                context = _steer(directive, context)
        blocks.read(part, context)


def _current_schema(context: Context) -> Context:
    """A schema directive holds until the next one, past the end of its section."""
    schema, line = context.page.schema
    if schema is None or line <= context.schema_line:
        return context
    return context.within(schema=schema, explicit_schema=True, schema_line=line)


def _steer(directive: Directive, context: Context) -> Context:
    """The context from a directive on."""
    page, at = context.page, context.at(directive.line)
    match directive.word:
        case "ignore":
            return context.within(mood="ignored")
        case "schema":
            page.schema = (directive.value[0], directive.line)
            return _current_schema(context)
        case "kind":
            return context.within(
                announces=frozenset(directive.value), explicit=True, mood=None, pattern=None, partial=False
            )
    for kind in directive.value:
        scope = KINDS[kind].scope
        if scope == "table" and (context.table is not None or kind == "column"):
            context = context.within(directed={**context.directed, KINDS[kind].plural: directive.level})
            if context.table is not None:
                _mark_tables(context, KINDS[kind].plural)
        else:
            schema = context.schema if scope != "database" else None
            page.wholeness.directed[kind, schema] = (directive.level, at)
    return context


def _mark_tables(context: Context, plural: str) -> None:
    for path in context.tables:
        facts = context.page.ledger.find("table", path)
        level = context.directed[plural]
        if facts is not None and level is not Level.PARTIAL:
            mark(facts, plural, level)


def settle(pages: list[Page], ledger: Ledger, wholeness: Wholeness) -> None:
    """What needs all pages: arrows between tables, rules of tables, whole lists, contradictions."""
    for page in pages:
        for later in page.later:
            later()
        arrows.settle(page)
    wholeness.settle(ledger)
    for fault in (*ledger.collisions(), *faults.find(ledger)):
        ledger.fault(fault)
