"""`driftcheck diff`: any source against any source; the left one is the expected."""

from __future__ import annotations

from collections.abc import Sequence

from driftcheck.commands import standards
from driftcheck.commands.check import config, read_all, report
from driftcheck.commands.standards import Standards
from driftcheck.reports.report import Report
from driftcheck.sources import Context
from driftcheck.sources.targets import name_of


def diff(
    expected: str,
    actual: str,
    context: Context,
    schemas: Sequence[str] = (),
    show_all: bool = False,
    held: Standards = standards.NONE,
    advice: bool = False,
) -> Report:
    """The report on `actual`, held against `expected`."""
    left, right = read_all([expected], context), read_all([actual], context)
    names = name_of(actual, context), [name_of(expected, context)]
    return report(*names, left, right, config(context), schemas, show_all, held, advice)
