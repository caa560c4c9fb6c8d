"""The documents for people hold what there is: every option, and a place for every module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

import driftcheck
from driftcheck import cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_told(command: str) -> None:
    told = set(re.findall(r"--[a-z][a-z-]*", "\n".join(page.read_text("utf-8") for page in PAGES)))
    there = {name for option in COMMANDS[command].params for name in option.opts if name.startswith("--")}
    assert there - told - {"--expected", "--format"} == set(), "-e and -f stand for these two"


def test_the_map_is_the_tree() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    mapped = {name.rstrip("/") for row in rows for name in re.findall(r"`([^`]+)`", row)}
    package = Path(driftcheck.__file__).parent
    there = {path.name for path in package.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert mapped == there - {"__init__.py", "__pycache__"}
