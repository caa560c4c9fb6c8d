"""Where the lines that findings speak of lie: as paths of the repository for the platforms, as files for excerpts."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.model import At, Finding
from driftcheck.sources import DOCUMENTS, is_url

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

READABLE = (*DOCUMENTS, ".sql")
LARGEST = 4 << 20  # bytes of a document of which excerpts are shown


class Places:
    """The documents of one report. A path in `at` is relative to the folder that was read, or to the current one."""

    def __init__(self, report: Report) -> None:
        self._here = Path.cwd()
        self._root = next((f for f in (self._here, *self._here.parents) if (f / ".git").exists()), self._here)
        compiled_from = report.states.expected.compiled_from if report.states else []
        named = [Path(name) for name in (*report.expected, *compiled_from) if not is_url(name) and "\0" not in name]
        self._files = {file.name: file for file in named}
        self._folders = [Path(), *(path for path in named if path.suffix not in READABLE)]
        sources = report.states.expected.sources if report.states else []
        self._first = next(iter(report.expected), "")
        if sources and not Path(self._first).is_file():
            self._first = sources[0].path
        self.at = functools.cache(self._at)

    def of(self, finding: Finding) -> At:
        """Where a platform should show the finding; what no document mentions stands at the head of the first one."""
        return self.at(finding.at) if finding.at else At(self.path(self._first) or "driftcheck", 1)

    def path(self, name: str) -> str:
        """The document's path from the root of the repository, with slashes; as it is where it lies outside."""
        file = Path(os.path.abspath(self._find(name) or self._here / name)) if "\0" not in name else Path(name)
        return file.relative_to(self._root).as_posix() if file.is_relative_to(self._root) else name

    def _at(self, at: At) -> At:
        return At(self.path(at.path), max(at.line, 1))

    def excerpt(self, at: At, around: int = 2) -> list[tuple[int, str]]:
        """The lines around a place, each with its number."""
        lines = self._lines(at.path)
        first, last = max(at.line - around, 1), min(at.line + around, len(lines))
        return [(number, lines[number - 1]) for number in range(first, last + 1)] if at.line <= len(lines) else []

    @functools.cache  # noqa: B019 - lives as long as one report
    def _lines(self, name: str) -> list[str]:
        file = self._find(name)
        if file is None or not name.lower().endswith(READABLE):
            return []
        try:
            real = file.resolve()
            known = [
                self._root,
                *(folder.resolve() for folder in self._folders),
                *map(Path.resolve, self._files.values()),
            ]
            if not any(real.is_relative_to(place) for place in known) or real.stat().st_size > LARGEST:
                return []
            return real.read_text("utf-8-sig", "replace").splitlines()
        except OSError:
            return []

    @functools.cache  # noqa: B019 - lives as long as one report
    def _find(self, name: str) -> Path | None:
        candidates = [*(folder / name for folder in self._folders), self._files.get(name, Path(name))]
        try:
            return next((file for file in candidates if file.is_file()), None) if "\0" not in name else None
        except (OSError, ValueError):
            return None
