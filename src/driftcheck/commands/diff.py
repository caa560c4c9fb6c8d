"""`driftcheck diff`: any source against any source; the left one is the expected."""

from __future__ import annotations

from collections.abc import Sequence

from driftcheck.commands.check import config, read_all, report
from driftcheck.reports.report import Report
from driftcheck.sources import Context, is_live


def diff(expected: str, actual: str, context: Context, schemas: Sequence[str] = (), show_all: bool = False) -> Report:
    """The report on `actual`, held against `expected`."""
    left, right = read_all([expected], context), read_all([actual], context)
    return report(_name(actual, context), [_name(expected, context)], left, right, config(context), schemas, show_all)


def _name(spelling: str, context: Context) -> str:
    """How the report speaks of a source: a file by its path, a server without its secrets."""
    if not is_live(spelling, context):
        return spelling
    from driftcheck.sources.targets import configured, resolve

    return configured(spelling, context) or resolve(spelling, context).name
