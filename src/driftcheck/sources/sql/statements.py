"""What a script holds, as data: its statements with their places, and what was passed over."""

from __future__ import annotations

from typing import NamedTuple

NOT_INCLUDED = "not included"  # how the doubt about a file begins that could not be read in its place


class Statement(NamedTuple):
    """One statement, and the lines of the file (from 1) on which it begins and ends."""

    text: str
    path: str
    line: int
    end: int
    unset: str = ""  # a variable of psql's that stands in it and has no value
    doubt: str = ""  # why it is not known whether psql would run it

    @property
    def at(self) -> str:
        """The place that facts and notes keep."""
        return f"{self.path}:{self.line}"


class Script(NamedTuple):
    """What files hold: statements in their order, and what was passed over."""

    statements: list[Statement]
    notes: list[str]
    databases: set[str]  # that it connects to, but for those that every server has
