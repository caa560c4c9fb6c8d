"""Connecting, and sending one message and taking its results, within a time and a size. Below psycopg's cursors.

A cursor would fetch every result whole before anything looks at it; here rows come in pieces and are gone once they are
facts, and a server that hangs or never stops sending is left.
"""

from __future__ import annotations

import contextlib
import select
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from driftcheck.errors import DatabaseError
from driftcheck.sources.live.targets import Target

if TYPE_CHECKING:
    import psycopg

PIECE = 300  # rows
MOST_AHEAD = 32 * 1024 * 1024  # bytes that have come and wait for us
MOST_ROWS = 20_000_000  # of all results: 10,000 tables make 400,000
CANCEL_SECONDS = 3.0


class ServerError(DatabaseError):
    """An error that the server reports, with its SQLSTATE and the number of the statement that met it."""

    def __init__(self, message: str, sqlstate: str, statement: int) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.statement = statement


class OutOfTimeError(DatabaseError):
    """The server did not answer in time."""


@contextlib.contextmanager
def connected(target: Target, deadline: float) -> Iterator[psycopg.Connection]:
    """A connection for one message. Nothing is sent over it before; `deadline` is of time.monotonic()."""
    import psycopg

    from driftcheck.sources.live import failures

    parts: dict[str, Any] = {
        "sslmode": target.sslmode,
        "connect_timeout": max(2, min(30, int(deadline - time.monotonic()))),
        **target.conninfo,
        "application_name": "driftcheck",
        "client_encoding": "UTF8",
    }
    parts = {key: value for key, value in parts.items() if value is not None}
    try:
        connection = psycopg.connect(autocommit=True, **parts)
    except psycopg.Error as error:
        raise failures.connecting(target, error) from None
    try:
        yield connection
    finally:
        connection.close()


Piece = tuple[int, list[str], list[tuple[Any, ...]]]
"""Number of the statement, aliases of its columns, some of its rows."""


def results(connection: psycopg.Connection, statements: list[str], deadline: float) -> Iterator[Piece]:
    """Send the statements as one message and give the rows, as they come.

    ServerError, OutOfTimeError, or DatabaseError if the connection breaks. Ctrl-C cancels what the server does.
    """
    import psycopg
    from psycopg.adapt import Transformer
    from psycopg.pq import ExecStatus

    pgconn = connection.pgconn
    pgconn.send_query(";\n".join(statements).encode())
    pgconn.set_chunked_rows_mode(PIECE)
    pgconn.nonblocking = 1
    transformer = Transformer(connection)
    statement, seen, ahead = 0, 0, 0
    try:
        _flush(pgconn, deadline)
        while True:
            if _wait(pgconn, deadline):
                ahead = 0
            result = pgconn.get_result()
            if result is None:
                if statement != len(statements):
                    raise DatabaseError(f"the server answered {statement} of {len(statements)} statements")
                return
            status = result.status
            if status in (ExecStatus.TUPLES_OK, ExecStatus.TUPLES_CHUNK):
                seen += result.ntuples
                if seen > MOST_ROWS:
                    raise DatabaseError(f"the server sent more than {MOST_ROWS:,} rows: this is not a schema")
                ahead += _take(pgconn, MOST_AHEAD - ahead)
                transformer.set_pgresult(result)
                if result.ntuples:  # the last piece is empty
                    aliases = [(result.fname(i) or b"").decode() for i in range(result.nfields)]
                    yield statement, aliases, transformer.load_rows(0, result.ntuples, tuple)
                statement += status == ExecStatus.TUPLES_OK
            elif status == ExecStatus.COMMAND_OK:
                statement += 1
            elif status == ExecStatus.FATAL_ERROR:
                _drain(pgconn, deadline)
                raise _error(result, statement)
            else:
                raise DatabaseError(f"the server answered in an unexpected way ({ExecStatus(status).name})")
    except psycopg.Error as error:
        raise DatabaseError(f"the connection broke: {' '.join(str(error).split())}") from None
    except BaseException as error:
        if not isinstance(error, ServerError):
            cancel(connection)
        raise


def _flush(pgconn: Any, deadline: float) -> None:
    while pgconn.flush():
        _ready(pgconn, deadline, write=True)
        pgconn.consume_input()


def _drain(pgconn: Any, deadline: float) -> None:
    """Take what still comes after an error, so that the connection can be used again."""
    with contextlib.suppress(OutOfTimeError):
        _wait(pgconn, deadline)
        while pgconn.get_result() is not None:
            _wait(pgconn, deadline)
    pgconn.nonblocking = 0


def _wait(pgconn: Any, deadline: float) -> bool:
    """Until a result is there; whether it was not yet."""
    waited = False
    while pgconn.is_busy():
        _ready(pgconn, deadline)
        pgconn.consume_input()
        waited = True
    return waited


def _take(pgconn: Any, room: int) -> int:
    """Take what has come, some `room` bytes at most, before we are busy: a full socket stops the server. How much it was."""
    taken = 0
    while taken < room and (come := _come(pgconn.socket)):
        pgconn.consume_input()
        taken += come
    return taken


def _come(socket: int) -> int:
    """How many bytes can be read; 0 where the system does not tell (Windows)."""
    try:
        import fcntl
        import termios
    except ImportError:
        return 0
    return int.from_bytes(fcntl.ioctl(socket, termios.FIONREAD, bytes(4)), sys.byteorder)


def _ready(pgconn: Any, deadline: float, write: bool = False) -> None:
    left = deadline - time.monotonic()
    poll = select.poll()
    poll.register(pgconn.socket, select.POLLIN | (select.POLLOUT if write else 0))
    if left <= 0 or not poll.poll(left * 1000):
        raise OutOfTimeError("the server did not answer in time")


def _error(result: Any, statement: int) -> ServerError:
    from psycopg.pq import DiagnosticField as Field

    def field(which: Field) -> str:
        return (result.error_field(which) or b"").decode("utf-8", "replace")

    message = field(Field.MESSAGE_PRIMARY) or result.error_message.decode("utf-8", "replace").strip()
    return ServerError(" ".join(message.split()), field(Field.SQLSTATE), statement)


def cancel(connection: psycopg.Connection) -> None:
    """Ask the server to stop what it does for us, without waiting long for its answer."""
    with contextlib.suppress(Exception):
        connection.cancel_safe(timeout=CANCEL_SECONDS)
