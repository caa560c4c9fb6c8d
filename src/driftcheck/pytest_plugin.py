"""A pytest plugin: a test that fails where a database is not what people wrote about it.

    def test_schema(driftcheck, database_url):
        driftcheck.assert_no_drift(database_url, "docs/schema.md")

It is loaded in every run of pytest where driftcheck is installed, so nothing else is imported before it is used.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

Expected = str | os.PathLike[str]


def assert_no_drift(
    url: str | None = None,
    expected: Expected | Sequence[Expected] | None = None,
    *,
    fail_on: str | None = None,
    schemas: Sequence[str] = (),
    config: str | None = None,
    accepted: str | None = None,
) -> None:
    """Hold a database against what is expected of it, as `driftcheck check` does, with its configuration.

    AssertionError, with the report, if a finding is at or above `fail_on` (default: as configured, else "error").
    UsageError and DatabaseError, of one line, if there is nothing to compare or it cannot be read whole.
    """
    __tracebackhide__ = True
    from driftcheck import config as configuration
    from driftcheck.commands import standards
    from driftcheck.commands.check import check
    from driftcheck.errors import DatabaseError, UsageError
    from driftcheck.output import scrub
    from driftcheck.reports import Medium, render
    from driftcheck.settings import LEVELS
    from driftcheck.sources import Context

    if expected is None:
        expected = []
    elif isinstance(expected, str | os.PathLike):
        expected = [expected]
    settings = configuration.load(config)
    level = fail_on or settings.fail_on
    if level not in LEVELS:
        raise UsageError(f'fail_on: "{level}" is none of {", ".join(LEVELS)}')
    held = standards.read(settings, accepted)
    report = check(url, [os.fspath(source) for source in expected], Context(settings), schemas, held=held)
    if not report.complete:
        raise DatabaseError(f"not all could be read: {'; '.join(report.unread)}")
    if report.fails(level):
        raise AssertionError(f"the database has drifted\n\n{scrub(render('text', report, Medium(100)))}")


class Driftcheck:
    """What the `driftcheck` fixture gives."""

    assert_no_drift = staticmethod(assert_no_drift)


@pytest.fixture(name="driftcheck", scope="session")
def _driftcheck() -> Driftcheck:
    """`driftcheck.assert_no_drift(url, expected)`."""
    return Driftcheck()
