"""`driftcheck compile`: documents → the expected state that they describe."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.commands.update import Update, has_hand, kept, same, update
from driftcheck.errors import UsageError
from driftcheck.sources import SNAPSHOTS, files

if TYPE_CHECKING:
    from driftcheck.config import Config
    from driftcheck.model import Finding, Snapshot
    from driftcheck.sources.documents import Compiled


def compile(documents: Sequence[str]) -> Compiled:
    """The snapshot, and how it came about line by line. UsageError if a document cannot be read or states nothing."""
    from driftcheck.sources import documents as reader

    for document in documents:
        if not Path(document).exists():
            raise UsageError(f"{document}: no such file or folder")
    compiled = reader.compile(list(documents))
    if not compiled.snapshot.objects:
        names = ", ".join(documents)
        raise UsageError(
            f"{names}: no fact about a database found; `driftcheck compile --explain {names}` shows what was looked at"
        )
    compiled.snapshot.compiled_from = _again(documents, [source.path for source in compiled.snapshot.sources])
    return compiled


def _again(documents: Sequence[str], sources: list[str]) -> list[str]:
    """What to compile again to get the same: nothing to say where the sources' paths say it already."""
    here = Path.cwd()
    given = [Path(os.path.abspath(document)) for document in documents]
    paths = [path.relative_to(here).as_posix() for path in given if path.is_relative_to(here)]
    return [] if len(paths) < len(given) or paths == sources else paths


def contradictions(documents: Sequence[str], config: Config) -> list[Finding]:
    """Where documents contradict themselves or each other, but for rules that the configuration turns off.

    Without documents: those of the committed snapshots, else those that the configuration expects. UsageError.
    """
    from driftcheck import policy
    from driftcheck.compare import contradiction

    groups = [list(documents)] if documents else [one.documents for one in compiled()] or configured(config)
    if not groups:
        raise UsageError("no document to look at: name one, or keep a compiled snapshot in expected/")
    found = [contradiction(fault) for group in groups for fault in compile(group).snapshot.faults]
    return policy.apply(found, config)[0]


def configured(config: Config) -> list[list[str]]:
    """The documents that each target of the configuration expects."""
    from driftcheck.sources import DOCUMENTS

    groups = [target.expected for target in config.targets.values()]
    found: dict[tuple[str, ...], None] = {}
    for group in [*groups, config.expected]:
        paths = [config.folder / file for file in group]
        pages = tuple(str(path) for path in paths if path.suffix.lower() in DOCUMENTS or path.is_dir())
        if pages:
            found[pages] = None
    return [list(group) for group in found]


@dataclasses.dataclass(frozen=True)
class Committed:
    """A snapshot in a file, and the documents that it was compiled from."""

    file: str
    snapshot: Snapshot
    documents: list[str]

    def is_current(self) -> bool:
        """Whether it states what the documents give today, and beside that only what people added."""
        return same(kept(self.snapshot, compile(self.documents).snapshot), self.snapshot)

    def update(self) -> Update:
        """What the documents give today, with what people added to the snapshot."""
        return update(self.snapshot, compile(self.documents).snapshot)

    @property
    def command(self) -> str:
        """What brings it up to date."""
        more = " --update" if has_hand(self.snapshot) else ""
        return f"driftcheck compile {' '.join(self.documents)} -o {self.file}{more}"


def committed(documents: Sequence[str], file: str | None) -> list[Committed]:
    """The snapshot in `file`, else every compiled one in `expected/`; each with the documents given, else its own.

    UsageError if there is none, if one cannot be read, or if documents are given without a file.
    """
    if documents and not file:
        raise UsageError(
            "documents alone do not say which committed snapshot: name it with -o FILE, or name no document"
        )
    if file and documents:
        return [Committed(file, files.read(file), list(documents))]
    found = compiled([Path(file)] if file else None)
    if not found:
        where = f"{file} was not compiled from documents" if file else "no compiled snapshot in expected/"
        raise UsageError(f"{where}: name documents and -o FILE")
    return found


def compiled(paths: Sequence[Path] | None = None) -> list[Committed]:
    """Those of the files, by default of `expected/`, that are snapshots compiled from documents."""
    found = []
    for path in sorted(Path("expected").glob("*")) if paths is None else paths:
        if path.suffix.lower() in SNAPSHOTS:
            snapshot = files.read(path)
            if snapshot.origin == "documents" and snapshot.sources:
                own = snapshot.compiled_from or [source.path for source in snapshot.sources]
                found.append(Committed(path.as_posix(), snapshot, own))
    return found
