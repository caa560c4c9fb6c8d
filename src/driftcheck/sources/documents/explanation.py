"""What was taken from which line: for `compile --explain`."""

from __future__ import annotations

import dataclasses

from driftcheck.ledger import Taken
from driftcheck.model import Snapshot
from driftcheck.sources.documents.context import Page


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, what was taken from it, and what it names in backticks or bold."""

    number: int
    text: str
    taken: list[Taken]
    names: bool


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentExplanation:
    """One document, line by line; `unparsed` are statements that gave nothing, with line and reason."""

    path: str
    lines: list[Line]
    unparsed: list[tuple[int, str]]

    @property
    def silent(self) -> list[Line]:
        """The lines that name something and gave no fact."""
        return [line for line in self.lines if line.names and not line.taken]

    @property
    def telling(self) -> list[Line]:
        """The lines that gave a fact."""
        return [line for line in self.lines if line.taken]


@dataclasses.dataclass(frozen=True, slots=True)
class Compiled:
    """What documents state, and where each line's facts went."""

    snapshot: Snapshot
    explanation: list[DocumentExplanation]


def explain(page: Page) -> DocumentExplanation:
    """The page, line by line."""
    lines = [
        Line(number, text, page.ledger.taken.get(page.at(number), []), _names(text))
        for number, text in enumerate(page.text.split("\n"), 1)
    ]
    return DocumentExplanation(page.path, lines, sorted(page.unparsed))


def _names(text: str) -> bool:
    """Whether the line has something in backticks or bold."""
    return (text.count("`") >= 2 and not text.lstrip().startswith("```")) or text.count("**") >= 2
