"""What several commands of the line share: their context, how a report leaves and what it exits with."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import DatabaseError, UsageError
from driftcheck.options import FailOn, FileFormat, Format, ShowFormat, Via
from driftcheck.output import Output
from driftcheck.reports.escape import escape
from driftcheck.sources import Context

if TYPE_CHECKING:
    from driftcheck.commands.accept import Wanted
    from driftcheck.commands.standards import Standards
    from driftcheck.reports.report import Report

DRIFT = 1
MOST_NAMED = 5  # objects in one note


@contextlib.contextmanager
def reading(
    output: Output,
    config: str | None,
    timeout: float | None,
    via: Via | None,
    text: str,
    scratch: bool = False,
    scratch_url: str | None = None,
) -> Iterator[Context]:
    """The context in which sources are read, and a sign of life while they are."""
    from driftcheck import config as configuration

    context = Context(configuration.load(config), dict(os.environ), timeout, via is Via.API, scratch, scratch_url)
    with output.progress(text):
        yield context


def gate(
    output: Output,
    report: Report,
    formats: Sequence[Format] | None,
    files: Sequence[str] | None,
    fail_on: FailOn | None,
    context: Context,
    held: Standards | None = None,
) -> int:
    """Write the report in every format asked for, and what coverage has risen to; the exit code."""
    from driftcheck.reports import render

    output.keep(report)
    level = fail_on or (context.config.fail_on if context.config else "error")
    if level.startswith("new:") and report.against is None:
        raise UsageError(f"--fail-on {level} needs an earlier report to tell what is new: --against REPORT.json")
    formats, files = formats or [Format.TEXT], files or []
    if len(files) > len(formats):
        raise UsageError(f"{len(files)} outputs for {len(formats)} formats: the n-th -o belongs to the n-th -f")
    for i, format in enumerate(formats):
        file = files[i] if i < len(files) and files[i] != "-" else None
        output.result(render(format, report, output.medium(file)), file)
        if format is Format.GITHUB:
            _write_summary(output, report, os.environ.get("GITHUB_STEP_SUMMARY"))
    if not report.complete:
        for why in report.unread:
            output.error(f"incomplete: {why}")
        return DatabaseError.exit_code
    if held and held.coverage_file:
        from driftcheck.commands.standards import better

        if text := better(report, held):
            output.result(text, held.coverage_file)
    for why in report.shortfalls:
        output.error(f"coverage: {why}")
    return DRIFT if report.fails(level) else 0


def _write_summary(output: Output, report: Report, file: str | None) -> None:
    """Append the step's summary, within what is left of the mebibyte that GitHub shows. Not being able to fails nothing."""
    from driftcheck.output import scrub
    from driftcheck.reports import github

    if not file:
        return
    try:
        with Path(file).open("ab") as stream:
            left = github.LARGEST_SUMMARY - stream.tell()
            if left >= github.SMALLEST_SUMMARY:
                stream.write(scrub(github.summary(report, left)).encode("utf-8", "backslashreplace"))
    except OSError as error:
        output.note(f"driftcheck: no step summary: {file}: {error.strerror or error}")


def accept_findings(
    output: Output,
    target: str | None,
    expected: Sequence[str],
    context: Context,
    schemas: Sequence[str],
    show_all: bool,
    file: str | None,
    wish: Wanted,
) -> int:
    """`accept`: write today's findings into the file of accepted drift, and say which."""
    from driftcheck import accepted
    from driftcheck.commands import standards
    from driftcheck.commands.accept import accept
    from driftcheck.commands.check import check

    known = accepted.read(file or standards.default_file(context.config))
    report = check(target, expected, context, schemas, show_all, standards.Standards(accepted=known))
    if not report.complete:
        for why in report.unread:
            output.error(f"incomplete: {why}; nothing was accepted")
        return DatabaseError.exit_code
    outcome = accept(report, known, wish)
    if outcome.text != known.text:
        output.result(outcome.text, known.path)
    for verb, entries in (("accepted", outcome.added), ("renewed", outcome.renewed), ("removed", outcome.removed)):
        output.result("".join(f"{verb:<9} {escape(entry.name)}\n" for entry in entries))
    number = len(outcome.added) + len(outcome.renewed)
    if wish.reason is not None:
        output.note(f"{number} finding{'s' * (number != 1)} accepted in {known.path}")
    if wish.until is not None and wish.until < datetime.datetime.now(datetime.UTC).date():
        output.note(f"{wish.until} has passed: these findings count all the same")
    return 0


def write_configuration(output: Output, file: str | None) -> int:
    """`init`: write the first configuration, and say what it was made from and what is next."""
    from driftcheck.commands import init as command

    made = command.init(file, os.environ)
    path = file or command.FILE
    output.result(made.text, path)
    output.note(f"wrote {path}, from")
    for line in made.seen:
        output.note(f"  {line}")
    output.note("next:")
    for line in made.next:
        output.note(f"  {line}")
    return 0


def write_snapshot(
    output: Output, target: str | None, context: Context, file: str | None, format: FileFormat | None
) -> int:
    """`snapshot`: write the live database's state; exit code 3 if it is not whole."""
    from driftcheck.commands.snapshot import snapshot
    from driftcheck.sources import writing

    _make_room(file)
    if _suffix(file, format, "json") == ".json":
        made = writing.Json()
        found = snapshot(target, context, made.add)
        output.result(made.pieces(found), file)
        output.keep(found, made)
    else:
        found = snapshot(target, context, lambda kind, objects: None)
        output.result(writing.to_yaml(found), file)
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
        behind = [one for one in committed(documents, file) if not one.is_current()]
        for one in behind:
            output.error(f"{one.file} is behind its documents; run: {one.command}")
        return DRIFT if behind else 0
    if update and (not file or Path(file).exists()):
        for one in committed(documents, file):
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
        if file:
            output.result(text, file)
    else:
        output.result(text, file)
    return 0


def report_faults(output: Output, documents: list[str], config: str | None) -> int:
    """`compile --faults`: where documents contradict themselves, a line each; of those that are configured, by default."""
    from driftcheck import config as configuration
    from driftcheck.commands.compile import contradictions

    found = contradictions(documents, configuration.load(config))
    output.result("".join(f"{escape(f'{f.at}: ' if f.at else '')}{escape(f.message)} ({f.rule})\n" for f in found))
    return DRIFT if found else 0


def show_source(output: Output, source: str, context: Context, format: ShowFormat, file: str | None) -> int:
    """`show`: the source as a tree or as lines."""
    from driftcheck import sources
    from driftcheck.commands.show import show

    snapshot = sources.read(source, context)
    if format is ShowFormat.JSONL:
        from driftcheck.reports import jsonl

        text = jsonl.render(show(snapshot))
    else:
        from driftcheck.reports import tree
        from driftcheck.sources.targets import name_of

        text = tree.render(name_of(source, context), snapshot, output.medium(file))
    output.result(text, file)
    for note in snapshot.notes:
        output.note(escape(note))
    if (
        snapshot.origin != "database"
    ):  # what cannot be read of a file is among the notes, and the rest is what it states
        return 0
    for why in snapshot.unread:
        output.error(f"incomplete: {why}")
    return DatabaseError.exit_code if snapshot.unread else 0


def show_access(
    output: Output,
    target: str | None,
    context: Context,
    format: str,
    file: str | None,
    roles: Sequence[str],
    tables: Sequence[str],
    prove: bool,
    scratch_url: str | None,
) -> int:
    """`access`: the matrix; exit code 4 where the proof disagrees with it, which is a defect of driftcheck."""
    from driftcheck.access.cells import disagreements
    from driftcheck.commands import access as command
    from driftcheck.errors import DriftcheckError
    from driftcheck.reports import matrix as views

    matrix = command.access(target, context, roles, tables, prove, scratch_url)
    output.result(views.render(matrix, format), file)
    wrong = disagreements(matrix.cells)
    for cell in wrong:
        output.error(f"{cell.object}: {cell.command} by {cell.caller}: derived {cell.reach}, executed {cell.executed}")
    if not matrix.complete:
        return DatabaseError.exit_code
    return DriftcheckError.exit_code if wrong else 0
