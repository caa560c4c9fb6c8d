"""A read that begins before the command line is taken in, where that says plainly which database is meant.

What takes the command line in is imported for a tenth of the time that it takes to read two thousand tables, and the
server can work meanwhile. Nothing else changes: the command asks for its database as ever, and is given the read that has
begun if it is of that one and has all the time that there is. Else, or if the command is none, that read is left alone.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driftcheck.sources.live.read import Beginning
    from driftcheck.sources.live.targets import Target

_COMMANDS = ("check", "snapshot")
_OTHERWISE = ("-h", "--help", "--via", "--timeout", "--scratch")  # options that have a say in whether and how to read
_begun: list[tuple[Target, Beginning]] = []


def begin(arguments: Sequence[str]) -> None:
    """Begin to read what `check URL …` or `snapshot URL …` means. Never an error: whatever is wrong the command will tell."""
    command, url, *others = [*arguments, "", ""]
    if command not in _COMMANDS or not url.startswith(("postgresql://", "postgres://")):
        return
    if any(argument.startswith(_OTHERWISE) for argument in others):
        return
    with contextlib.suppress(Exception):
        import psycopg  # noqa: F401 - here, not by the reader: that would take turns with the imports to come

        from driftcheck.sources.live.read import Beginning
        from driftcheck.sources.live.targets import resolve

        target = resolve(url, os.environ)
        _begun.append((target, Beginning(target)))


def beginning(target: Target, timeout: float | None) -> Beginning:
    """A read of the database, as `Beginning` makes one: the one that has begun, or a new one."""
    from driftcheck.sources.live.read import Beginning

    while _begun:
        one, begun = _begun.pop()
        if one == target and timeout is None:
            return begun
    return Beginning(target, timeout=timeout)
