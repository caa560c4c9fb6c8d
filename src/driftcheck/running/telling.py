"""`accept`, `init`, `show` and `access`: what they write, what they say beside it, and how they exit."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from driftcheck.errors import DatabaseError, DriftcheckError
from driftcheck.options import ShowFormat
from driftcheck.output import Output
from driftcheck.reports.escape import escape
from driftcheck.sources import Context

if TYPE_CHECKING:
    from driftcheck.commands.accept import Wanted


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
    if snapshot.origin != "database":  # what cannot be read of a file is among the notes; the rest is what it states
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
    from driftcheck.reports import matrix as views

    matrix = command.access(target, context, roles, tables, prove, scratch_url)
    output.result(views.render(matrix, format), file)
    wrong = disagreements(matrix.cells)
    for cell in wrong:
        output.error(f"{cell.object}: {cell.command} by {cell.caller}: derived {cell.reach}, executed {cell.executed}")
    if not matrix.complete:
        return DatabaseError.exit_code
    return DriftcheckError.exit_code if wrong else 0
