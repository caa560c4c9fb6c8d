"""One page from its text to the ledger, and what is settled once all pages are read."""

from __future__ import annotations

from driftcheck.ledger import Ledger
from driftcheck.sources.documents import arrows, blocks, claims, headings, markup, origin, vocabulary
from driftcheck.sources.documents.context import Context, Page
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.outline import Section, outline
from driftcheck.sources.documents.wholeness import Wholeness


def read(page: Page) -> None:
    """Put what the page states into its ledger."""
    page.project, page.updated = origin.project(page.text), origin.updated(page.text)
    root = outline(markup.blocks(page.text))
    title = next((s for s in root.sections if s.level == 1), None)
    context = Context(page=page)
    if title is not None:
        words = set(vocabulary.words(title.title.text))
        page.about_tables = bool(words & {"tables", "database", "schema", "tabellen", "tablas", "tabelas", "data"})
        claims.page_title(title.title.text, context, title.line)
    headings.survey(page, root)
    _section(root, context)


def _section(section: Section, context: Context) -> None:
    for part in section.parts:
        if isinstance(part, Block):
            blocks.read(part, context)
        else:
            _section(part, headings.enter(part, context))


def settle(pages: list[Page], ledger: Ledger, wholeness: Wholeness) -> None:
    """What needs all pages: arrows between tables, rules of tables, whole lists, contradictions."""
    for page in pages:
        for later in page.later:
            later()
        arrows.settle(page)
    wholeness.settle(ledger)
    for fault in ledger.collisions():
        ledger.fault(fault)
