"""`driftcheck compile`: documents → the expected state that they describe."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import UsageError
from driftcheck.sources import SNAPSHOTS, files

if TYPE_CHECKING:
    from driftcheck.config import Config
    from driftcheck.model import Finding
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

    groups = [list(documents)] if documents else [*committed().values()] or configured(config)
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


def is_current(text: str, file: str) -> bool:
    """Whether the committed snapshot is what the documents give today. UsageError if it cannot be read."""
    return files.contents(Path(file)).decode("utf-8", "replace").replace("\r\n", "\n") == text


def committed(folder: Path = Path("expected")) -> dict[str, list[str]]:
    """Every snapshot in the folder that was compiled, with the documents that it was compiled from."""
    found = {}
    for file in sorted(folder.glob("*")):
        if file.suffix.lower() in SNAPSHOTS:
            snapshot = files.read(file)
            if snapshot.origin == "documents" and snapshot.sources:
                found[file.as_posix()] = snapshot.compiled_from or [source.path for source in snapshot.sources]
    return found
