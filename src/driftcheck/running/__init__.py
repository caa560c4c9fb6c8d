"""What the commands do around what they find out: the context they read in, what they write and say, how they exit.

Here is what several share; `snapshots.py` has those that write snapshots, `telling.py` those that say what they found.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import DatabaseError, UsageError
from driftcheck.options import FailOn, Format, Via
from driftcheck.output import Output
from driftcheck.sources import Context

if TYPE_CHECKING:
    from driftcheck.commands.standards import Standards
    from driftcheck.reports.report import Report

DRIFT = 1


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
