"""Documents: Markdown that people wrote about a database, read into the snapshot of what it states."""

from __future__ import annotations

import os
from collections.abc import Sequence

from driftcheck.errors import UsageError
from driftcheck.kinds import KINDS
from driftcheck.ledger import Ledger
from driftcheck.model import Snapshot, Source
from driftcheck.sources.documents import page, paths, text
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
        Page(path=shown, text=text.read(file, shown), ledger=ledger, wholeness=wholeness) for file, shown in paths.find(paths_)
    ]
    for one in pages:
        page.read(one)
    page.settle(pages, ledger, wholeness)
    snapshot = _snapshot(ledger, pages)
    if not any(kind not in ("schema", "database") for kind, _, _ in snapshot):
        raise UsageError(_nothing(pages))
    return Compiled(snapshot=snapshot, explanation=[explain(one) for one in pages])


def _snapshot(ledger: Ledger, pages: list[Page]) -> Snapshot:
    objects = {kind: dict(ledger.objects[kind]) for kind in KINDS if ledger.objects.get(kind)}
    sources = [Source(path=one.path, project=one.project, updated=one.updated) for one in pages]
    return Snapshot(origin="documents", sources=sources, faults=ledger.faults, objects=objects)


def _nothing(pages: list[Page]) -> str:
    names = ", ".join(one.path for one in pages[:3]) + (", …" if len(pages) > 3 else "")
    return f"{names}: states nothing of a database; name its tables under a heading such as “Tables”, or show their DDL"
