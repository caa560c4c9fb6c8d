"""A connection to the throwaway database on which no statement runs for ever."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, LiteralString

from driftcheck.errors import UsageError

if TYPE_CHECKING:
    import psycopg

STATEMENT_SECONDS = 10.0
TOTAL_SECONDS = 180.0
_PATIENCE = 3.0  # seconds that a cancelled statement has before its connection is cut

_BODIES = "SET check_function_bodies = off"
"""A body may call what only the real database has: a function of an extension. pg_dump sets it, too."""


class Session:
    """A connection, made anew where it was cut. `deadline`: the monotonic second by which everything has to be done."""

    def __init__(self, url: str, deadline: float) -> None:
        self.url, self.deadline = url, deadline
        self.connection = connected(url)

    def attempt(self, text: str) -> psycopg.Error | None:
        """Run SQL that may fail; the error if it does. UsageError behind the deadline."""
        import psycopg

        left = self.deadline - time.monotonic()
        if left <= 0:
            raise UsageError(
                "the SQL takes longer than --timeout allows, or more than three minutes: nothing was compared"
            )
        try:
            with _watched(self.connection, self.url, min(STATEMENT_SECONDS, left)):
                self.connection.execute(text.encode())
        except psycopg.Error as error:
            if self.connection.closed:  # it was ended because it did not stop
                self.connection = connected(self.url)
            return error
        return None

    def quietly(self, *statements: str) -> None:
        """Run SQL of which it does not matter whether it fails."""
        for statement in statements:
            self.attempt(statement)

    def one(self, query: LiteralString, *values: str) -> str | None:
        """The first value that a query of ours gives."""
        row = self.connection.execute(query, values).fetchone()
        return row[0] if row else None

    def anew(self) -> None:
        """Leave and come back: what was set for the database holds for new sessions."""
        self.connection.close()
        self.connection = connected(self.url)

    def restart(self) -> None:
        """Forget what was set, as another script would begin."""
        self.quietly("RESET ALL", "RESET SESSION AUTHORIZATION", _BODIES)


def connected(url: str) -> psycopg.Connection:
    """A connection to the scratch database. UsageError if there is none to be had (any more)."""
    import psycopg

    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=15, client_encoding="UTF8")
        connection.execute(_BODIES)
        return connection
    except psycopg.Error as error:
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"the throwaway server does not answer: {reason}") from None


@contextlib.contextmanager
def _watched(connection: psycopg.Connection, url: str, seconds: float) -> Iterator[None]:
    """Cancels what runs longer, and ends the session of what does not let itself be cancelled.

    statement_timeout would not do: a function may set it to zero.
    """
    done = threading.Event()
    pid = connection.info.backend_pid

    def watch() -> None:
        if done.wait(seconds):
            return
        with contextlib.suppress(Exception):
            connection.cancel_safe(timeout=_PATIENCE)
        if not done.wait(_PATIENCE):
            with contextlib.suppress(Exception), connected(url) as other:
                other.execute("SELECT pg_catalog.pg_terminate_backend(%s)", [pid])

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
