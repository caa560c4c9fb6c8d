"""`snapshot` and `compile`: where a snapshot goes, and what is said beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import DatabaseError, UsageError
from driftcheck.options import FileFormat
from driftcheck.output import Output
from driftcheck.reports.escape import escape
from driftcheck.running import DRIFT
from driftcheck.sources import Context

if TYPE_CHECKING:
    from driftcheck.commands.compile import Committed

MOST_NAMED = 5  # objects in one note


def write_snapshot(
    output: Output, target: str | None, context: Context, file: str | None, format: FileFormat | None
) -> int:
    """`snapshot`: write the live database's state; exit code 3 if it is not whole."""
    from driftcheck.commands.snapshot import snapshot
    from driftcheck.sources import writing

    _make_room(file)
    with output.whole(file) as sink:
        found = snapshot(target, context, writing.form(_suffix(file, format, "json")), sink)
    for why in found.unread:
        output.error(f"incomplete: {why}")
    return DatabaseError.exit_code if found.unread else 0


def _make_room(file: str | None) -> None:
    """Make `expected/`, where snapshots are looked for, if the first one is to be written there."""
    from driftcheck.commands.expected import FOLDER

    if file and Path(file).parent == FOLDER:
        with contextlib.suppress(OSError):  # told when the file is written
            FOLDER.mkdir(exist_ok=True)


def _suffix(file: str | None, format: FileFormat | None, default: str) -> str:
    from driftcheck.sources import SNAPSHOTS

    if format is not None:
        return f".{format}"
    suffix = Path(file).suffix.lower() if file and file != "-" else ""
    return suffix if suffix in SNAPSHOTS else f".{default}"


def compile_documents(
    output: Output,
    documents: list[str],
    file: str | None,
    format: FileFormat | None,
    explain: bool,
    check: bool,
    update: bool,
) -> int:
    """`compile` in its forms: write the snapshot, explain it, hold the committed one against it or bring it up to date."""
    from driftcheck.commands.compile import committed, compile
    from driftcheck.sources import writing

    if check and update:
        raise UsageError("--check looks and --update writes: give one of them")
    if check:
        return _say_what_is_behind(output, committed(documents, file))
    if update and (not file or Path(file).exists()):
        for one in committed(documents, file):
            _bring_up_to_date(output, one, format)
        return 0
    if not documents:
        raise UsageError("which document? Try: driftcheck compile docs/schema.md")
    with output.progress("reading the documents"):
        compiled = compile(documents)
    _make_room(file)
    text = writing.encode(compiled.snapshot, _suffix(file, format, "yaml"))
    if explain:
        from driftcheck.reports import explanation

        output.result(explanation.render(compiled, output.medium()))
    if file or not explain:
        output.result(text, file)
    return 0


def _say_what_is_behind(output: Output, snapshots: Sequence[Committed]) -> int:
    behind = [one for one in snapshots if not one.is_current()]
    for one in behind:
        output.error(f"{one.file} is behind its documents; run: {one.command}")
    return DRIFT if behind else 0


def _bring_up_to_date(output: Output, one: Committed, format: FileFormat | None) -> None:
    """Rewrite a committed snapshot, its comments kept, and say what became of what people added."""
    from driftcheck.sources import writing

    result = one.update()
    suffix = _suffix(one.file, format, "yaml")
    text = writing.encode(result.snapshot, suffix)
    if suffix != ".json":
        text = writing.with_comments(text, Path(one.file).read_text(encoding="utf-8"))
    output.result(text, one.file)
    for what, names in (
        ("now marked by_hand", result.adopted),
        ("no longer documented", result.dropped),
        ("now as the documents say (to keep a value, mark it: by_hand: [PROPERTY])", result.replaced),
    ):
        if names:
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            output.note(f"{one.file}: {what}: {', '.join(names[:MOST_NAMED])}{more}")


def report_faults(output: Output, documents: list[str], config: str | None) -> int:
    """`compile --faults`: where documents contradict themselves, a line each; of those that are configured, by default."""
    from driftcheck import config as configuration
    from driftcheck.commands.compile import contradictions

    found = contradictions(documents, configuration.load(config))
    output.result("".join(f"{escape(f'{f.at}: ' if f.at else '')}{escape(f.message)} ({f.rule})\n" for f in found))
    return DRIFT if found else 0
