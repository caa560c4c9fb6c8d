"""Draws the demo's report as an SVG picture: `python docs/picture.py docs/report.svg`."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console

from driftcheck.commands.demo import demo
from driftcheck.reports import Medium, text

WIDTH = 100
_FONTS = re.compile(r"@font-face \{[^}]*\}\s*")


def picture() -> str:
    """The report of a demo that has just run. No fonts are loaded from anywhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print("$ driftcheck demo", style="bold")
    for line in text.lines(demo(), Medium(width=WIDTH, colour=True)):
        console.print(line, soft_wrap=True)
    drawn = console.export_svg(title="driftcheck", unique_id="report")
    return "\n".join(line.rstrip() for line in _FONTS.sub("", drawn).splitlines()) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(picture(), "utf-8")
