"""Documents: Markdown that people wrote about a database, read into the snapshot of what it states.

The way of a page; each reader's docstring shows an example of what it reads:

1. From bytes to a tree: `paths`, `text`, `markup` and `hypertext` (blocks with exact lines), `outline` (what stands under which
   heading or lead-in). `directives` is the author's hand; `origin`, `engine` and `whereabouts` say what the page is about.
2. `page` walks the tree with a `context`, which `headings` changes: `titles` and its kin take a title apart, `headingmoods`
   says of what time it speaks, `evidence` whether what stands below makes it a table, `namedheadings` and `listheadings` enter.
3. `blocks` gives each block to its reader: `items`, `oneitem` and `entries` (lists), `grid` by its `heads` (tables), `fences`
   (DDL, `dbml`, `mermaid`), `claims` (sentences, `totals`, rules about all tables). What a machine wrote goes to `generated`.
4. A reader states what it took: by `objects`, `columnfacts`, `keyfacts`, `indexfacts`, … into the page's ledger.
5. `page.settle`, when all pages are read: what needed all tables to be known, `wholeness` of lists, `targets`, `faults`.

Words of five languages stand in `vocabulary`, `moods` and `elsewhere`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from driftcheck.errors import UsageError
from driftcheck.kinds import KINDS
from driftcheck.ledger import Ledger
from driftcheck.model import Facts, Snapshot, Source
from driftcheck.names import parent
from driftcheck.sources.documents import generated, page, paths, text
from driftcheck.sources.documents.context import Page
from driftcheck.sources.documents.explanation import Compiled, DocumentExplanation, explain
from driftcheck.sources.documents.wholeness import Wholeness

__all__ = ["Compiled", "DocumentExplanation", "compile", "read"]


def read(paths: Sequence[str | os.PathLike[str]]) -> Snapshot:
    """What the documents state. UsageError, with path and line, if one cannot be read or none states anything."""
    return compile(paths).snapshot


def compile(paths_: Sequence[str | os.PathLike[str]]) -> Compiled:
    """The snapshot of the documents, and which line gave what."""
    ledger, wholeness = Ledger(), Wholeness()
    pages = [
        Page(path=shown, text=text.read(file, shown), ledger=ledger, wholeness=wholeness)
        for file, shown in paths.find(paths_)
    ]
    for one in sorted(pages, key=_turn):
        _reader(one)(one)
    page.settle(pages, ledger, wholeness)
    snapshot = _snapshot(ledger, pages)
    if not any(kind not in ("schema", "database") for kind, _, _ in snapshot):
        raise UsageError(_nothing(pages))
    return Compiled(snapshot=snapshot, explanation=[explain(one) for one in pages])


def _reader(one: Page) -> Callable[[Page], None]:
    return generated.read if one.path.lower().endswith(generated.SUFFIXES) else page.read


def _turn(one: Page) -> int:
    """An inventory speaks first, then the pages of single tables, then what else there is, then what a machine wrote."""
    if _reader(one) is generated.read:
        return 3
    stem = one.path.rpartition("/")[2].rpartition(".")[0]
    if stem.lower() in ("readme", "index"):
        return 0
    head = next(
        (line.lstrip("# `").rstrip("` ") for line in one.text.split("\n", 50)[:50] if line.startswith("# ")), ""
    )
    return 1 if head and head == head.lower() and stem.endswith(head.rpartition(".")[2]) else 2


def _snapshot(ledger: Ledger, pages: list[Page]) -> Snapshot:
    objects = {kind: ledger.in_order(kind) for kind in KINDS if ledger.objects.get(kind)}
    if len(pages) > 1 and "column" in objects:
        objects["column"] = _in_order(objects["column"])
    sources = [Source(path=one.path, project=one.project, updated=one.updated) for one in pages]
    return Snapshot(origin="documents", sources=sources, faults=ledger.faults, objects=objects)


def _in_order(columns: dict[str, Facts]) -> dict[str, Facts]:
    """Columns in the order of the page that tells most of their table, those from other pages behind them."""
    tables: dict[str, dict[str, list[str]]] = {}
    for path, facts in columns.items():
        page_of = str(facts.at).rpartition(":")[0]
        tables.setdefault(parent(path), {}).setdefault(page_of, []).append(path)
    order = [
        path for pages in tables.values() for group in sorted(pages.values(), key=len, reverse=True) for path in group
    ]
    return {path: columns[path] for path in order}


def _nothing(pages: list[Page]) -> str:
    names = ", ".join(one.path for one in pages[:3]) + (", …" if len(pages) > 3 else "")
    return f"{names}: states nothing of a database; name its tables under a heading such as “Tables”, or show their DDL"
