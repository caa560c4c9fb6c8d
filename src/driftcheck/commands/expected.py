"""Which expected state belongs to a target, when the command line names none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import UsageError
from driftcheck.sources import Context

if TYPE_CHECKING:
    from driftcheck.sources.live.targets import Target

FOLDER = Path("expected")


def expected_of(name: str | None, target: Target, context: Context) -> list[str]:
    """The configured files, else every snapshot in `expected/` that names the target. UsageError if there are none."""
    config = context.config
    if config is not None:
        files = (config.targets[name].expected if name else []) or config.expected
        if files:
            return [str(config.folder / file) for file in files]
    found = naming(target, name)
    if not found:
        said = name or target.project or target.name
        raise UsageError(
            f"nothing says what to expect of {said}: give -e FILE, configure `expected`, "
            f"or keep a snapshot in {FOLDER}/ whose document names it"
        )
    return found


def naming(target: Target, name: str | None) -> list[str]:
    """The snapshots in `expected/` that name the target: by their sources or by their own name."""
    from driftcheck.sources import SNAPSHOTS, files

    names = {n for n in (name, target.project, target.conninfo.get("dbname")) if n} - {"postgres"}  # everybody's name
    found = []
    for file in sorted(FOLDER.glob("*")):
        if file.suffix.lower() not in SNAPSHOTS:
            continue
        snapshot = files.read(file)
        projects = {source.project for source in snapshot.sources} | {snapshot.database, file.stem}
        if names & projects:
            found.append(file.as_posix())
    return found
