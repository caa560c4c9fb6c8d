"""What can go wrong, and the exit code that each carries (a promise to scripts)."""

from __future__ import annotations


class DriftcheckError(Exception):
    """Something that the user is told in one line: what, where, what to do. Exit code 4 unless a child differs."""

    exit_code = 4


class UsageError(DriftcheckError):
    """Usage, configuration, or an expected source that cannot be read: nothing was compared."""

    exit_code = 2


class DatabaseError(DriftcheckError):
    """The database could not be read, or not completely."""

    exit_code = 3
