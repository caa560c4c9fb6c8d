"""`driftcheck init`: a first configuration, from what is there; nothing is asked that can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from driftcheck import config
from driftcheck.commands.looking import Found, expected_state, migrations, snapshots, url_variable
from driftcheck.errors import UsageError
from driftcheck.tomlplaces import written

FILE = "driftcheck.toml"
_ELSE = """
# A rule may weigh more or less, or be turned off; `driftcheck rules` lists them.
# [severity]
# "column-*-changed" = "warning"

# Objects that no finding is to speak of: kind = globs of paths, ! excludes.
# [ignore]
# table = ["public.tmp_*"]
"""


class Made(NamedTuple):
    """The configuration's text, what it was made from, and what is left to do, each in a line."""

    text: str
    seen: list[str]
    next: list[str]


def init(file: str | None, environ: Mapping[str, str]) -> Made:
    """A configuration for the current folder. UsageError if it has one already: nothing is ever overwritten."""
    path = Path(file or FILE)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path}: is there already, and stays as it is")
    if file is None and (there := config.load()).path:
        raise UsageError(f"{there.path}: has a configuration already ([tool.driftcheck])")
    variable, expected = url_variable(environ), expected_state()
    seen = [f"{variable.name}: {variable.where}", *(f"{item.name}: {item.where}" for item in expected)]
    return Made(_text(variable, expected), seen, list(_next(variable, expected, environ)))


def _text(variable: Found, expected: list[Found]) -> str:
    lines = [
        "# What the database should look like, and where it is.",
        'fail_on = "error"  # or "warning", "info", "never"',
        "",
        "[targets.production]",
        f"url_env = {written(variable.name)}  # the environment variable that holds the URL",
    ]
    if expected:
        names = ", ".join(written(item.name) for item in expected)
        lines.append(f"expected = [{names}]")
    else:
        lines.append('# expected = ["docs/schema.md"]  # a document, a snapshot, or a folder of them')
    return "\n".join(lines) + "\n" + _ELSE


def _next(variable: Found, expected: list[Found], environ: Mapping[str, str]) -> list[str]:
    steps = []
    if len(found := snapshots()) > 1:
        steps.append(f"expected/ holds {len(found)} snapshots: choose those of this database in `expected`")
    if not expected:
        steps.append("no document that describes a database was found: write its name into `expected`,")
        steps.append("or keep today's state: mkdir -p expected && driftcheck snapshot -o expected/production.json")
        steps += (f"({place} was seen; migrations are no expected state that can be read)" for place in migrations())
    if not environ.get(variable.name):
        steps.append(f"export {variable.name}=postgresql://…")
    return [*steps, "driftcheck check"]
