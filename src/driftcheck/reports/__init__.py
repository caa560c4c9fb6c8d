"""Reports: one file a format, each with `render(report, …) -> str`. A new format is a file and a line here."""

from __future__ import annotations

import dataclasses
import importlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from driftcheck.reports.report import Report


@dataclasses.dataclass(frozen=True, slots=True)
class Medium:
    """What the report is shown on: columns, whether colours are understood, and whether everything is to be said."""

    width: int = 80
    colour: bool = False
    verbose: bool = False


class Render(Protocol):
    """A format: the whole text of the report, ending in a line end."""

    def __call__(self, report: Report, medium: Medium) -> str:
        """Make the text."""


FORMATS: dict[str, str] = {  # format → the module whose render() makes it
    "text": "driftcheck.reports.text",
    "json": "driftcheck.reports.json",
    "markdown": "driftcheck.reports.markdown",
    "github": "driftcheck.reports.github",
    "sarif": "driftcheck.reports.sarif",
    "gitlab": "driftcheck.reports.gitlab",
    "junit": "driftcheck.reports.junit",
    "html": "driftcheck.reports.html",
}


def render(format: str, report: Report, medium: Medium | None = None) -> str:
    """The report in one of FORMATS."""
    make: Render = importlib.import_module(FORMATS[format]).render
    return make(report, medium or Medium())
