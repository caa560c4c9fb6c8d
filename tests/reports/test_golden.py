"""Each format of one report, byte for byte; `make golden` writes the files anew, to be looked at before they are kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from driftcheck import __version__
from driftcheck.reports import FORMATS, render
from tests.reports.library import drifted

GOLDEN = Path(__file__).parent / "golden"
ENDING = {"text": "txt", "markdown": "md", "github": "github.txt", "junit": "xml", "gitlab": "gitlab.json"}
UPDATE = bool(os.environ.get("DRIFTCHECK_UPDATE_GOLDEN"))
_RULES = re.compile(r'(?s)("rules": )\[.*?\n {10}\]')  # docs/rules.md has them, with a test of its own


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("format", FORMATS)
def test_golden(format: str) -> None:
    made = render(format, drifted()).replace(__version__, "VERSION")
    if format == "sarif":
        made = _RULES.sub(r"\1[]", made)
    file = GOLDEN / f"report.{ENDING.get(format, format)}"
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(made, "utf-8")
    assert made == file.read_text("utf-8"), "look at the difference; if it is meant, run: make golden"
