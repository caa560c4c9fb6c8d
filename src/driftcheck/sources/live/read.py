"""Reads a live database: one connection, one message, one snapshot.

Everything is read in one REPEATABLE READ READ ONLY transaction. The functions that print definitions (`pg_get_viewdef`
and its like) look at newer catalogs than its snapshot; where that shows, all is read again, a few times.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from operator import itemgetter
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from driftcheck.errors import DatabaseError
from driftcheck.kinds import KINDS
from driftcheck.kinds.catalog import schema as in_schema
from driftcheck.model import Snapshot
from driftcheck.names import join
from driftcheck.sources.live import api, batch, failures, rows, steady, wire
from driftcheck.sources.live.known import Known
from driftcheck.sources.live.targets import Target

if TYPE_CHECKING:
    import psycopg

OLDEST, NEWEST = 14, 18  # releases that the tests run on
SECONDS = 60.0
LOCK_SECONDS = 3
ATTEMPTS = 15
LOCKED_ATTEMPTS = 4  # what is locked that long will be for longer
PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds
SWITCH = 0.001  # seconds that a reader waits for its turn; it asks for one whenever rows have come
# Whatever else fails may be the printing of something that was dropped meanwhile: XX000, 55P03, 22P03, …
_LOCKED = "55P03"
_FINAL = frozenset({"42501", "57014", "57P01", "57P02", "57P03", "42601", "42703", "0A000", "53100", "53200"})


def read(target: Target, *, timeout: float | None = None) -> Snapshot:
    """The whole of a database's schema. `timeout` is in seconds, connecting included.

    DatabaseError if it cannot be reached or read, or if others change or lock it all the while.
    """
    deadline = time.monotonic() + (timeout or SECONDS)
    enabled = gc.isenabled()
    gc.disable()  # thousands of objects are made and none is garbage
    try:
        return _read(target, deadline, _Watching())
    finally:
        if enabled:
            gc.enable()


class Beginning:
    """A read that goes on while the caller does something else: most of it is waiting for the server.

    Use it as a context: who leaves it without the result has the server's query cancelled.
    """

    def __init__(self, target: Target, *, timeout: float | None = None) -> None:
        self._deadline = time.monotonic() + (timeout or SECONDS)
        self._connection: psycopg.Connection | None = None
        self._kinds: SimpleQueue[KindRead | None] = SimpleQueue()
        self._done: Future[Snapshot] = Future()
        self._enabled = gc.isenabled()
        gc.disable()  # thousands of objects are made and none is garbage
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH)
        threading.Thread(target=self._run, args=(target,), name="driftcheck reader", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        sys.setswitchinterval(self._interval)
        if self._enabled:
            gc.enable()
        if not self._done.done() and self._connection is not None:
            wire.cancel(self._connection)

    def kinds(self) -> Iterator[KindRead]:
        """Each kind that the database has objects of, as soon as they are read. If the database changes meanwhile, another
        snapshot is begun.
        """
        while (kind := self._kinds.get()) is not None:
            yield kind

    def result(self) -> Snapshot:
        """The whole of the database's schema, as `read` gives it and with its errors."""
        return self._done.result()

    def _run(self, target: Target) -> None:
        try:
            self._done.set_result(_read(target, self._deadline, _Watching(self._connected, self._kinds.put)))
        except BaseException as error:
            self._done.set_exception(error)
        finally:
            self._kinds.put(None)

    def _connected(self, connection: psycopg.Connection) -> None:
        self._connection = connection


class KindRead(NamedTuple):
    """A kind that has been read, and all that the snapshot says of the whole; kinds to come are not there yet."""

    snapshot: Snapshot
    kind: str
    mixed: bool  # whether there may be objects among them that the database's users did not make


class _Watching(NamedTuple):
    """Who wants to know of a connection and of each kind as soon as there is one."""

    connected: Callable[[Any], None] = lambda connection: None
    kind: Callable[[KindRead], None] = lambda kind: None


def _read(target: Target, deadline: float, watching: _Watching) -> Snapshot:
    pause, reason, locked = PAUSE, DatabaseError(""), 0
    for _ in range(ATTEMPTS):
        try:
            if target.token is not None:
                return _through_api(target, deadline, watching)
            with wire.connected(target, deadline) as connection:
                watching.connected(connection)
                return _through_connection(target, connection, deadline, watching)
        except rows.ChangingError as error:
            reason = DatabaseError(f"cannot read {target.name}: {error}, again and again; try when it is quiet")
        except wire.OutOfTimeError as error:
            late = DatabaseError(f"cannot read {target.name}: {error}; raise --timeout, or try when it is quiet")
            raise (reason if locked else late) from None
        except wire.ServerError as error:
            reason = failures.reading(target, error)
            locked += error.sqlstate == _LOCKED
            if error.sqlstate in _FINAL or locked == LOCKED_ATTEMPTS:
                raise reason from None
        if time.monotonic() + pause > deadline:
            break
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    raise reason


def _through_connection(target: Target, connection: Any, deadline: float, watching: _Watching) -> Snapshot:
    version = connection.info.server_version
    if not version:
        raise DatabaseError(f"cannot read {target.name}: the server does not say which PostgreSQL it is")
    statements = _statements(version, deadline)
    pieces = wire.results(connection, [sql for _, sql in statements], deadline)
    try:
        return _snapshot(target, Known(version), statements, pieces, watching)
    except wire.ServerError as error:
        if error.sqlstate != _LOCKED or not (held := _held(connection)):
            raise
        raise wire.ServerError(f"{', '.join(held)} locked by someone else", error.sqlstate, error.statement) from None


def _held(connection: Any) -> list[str]:
    """The relations that someone holds an ACCESS EXCLUSIVE lock on, as far as that can be had."""
    with contextlib.suppress(Exception):
        connection.execute("ROLLBACK")
        names = connection.execute(_HELD).fetchall()
        return [join(*name) for name in names]
    return []


_HELD = f"""SELECT n.nspname, c.relname FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
    {in_schema("c.relnamespace")}
    JOIN pg_catalog.pg_database b ON b.oid = l.database AND b.datname = pg_catalog.current_database()
    WHERE l.mode = 'AccessExclusiveLock' AND l.granted AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND l.pid <> pg_catalog.pg_backend_pid() ORDER BY n.nspname, c.relname LIMIT 5"""


def _through_api(target: Target, deadline: float, watching: _Watching) -> Snapshot:
    version = api.version(target, deadline)
    statements = _statements(version, deadline)
    pieces = api.results(target, statements, deadline)
    return _snapshot(target, Known(version, one_statement=True), statements, pieces, watching)


def _statements(version: int, deadline: float) -> list[tuple[str, str]]:
    left = max(1, round(deadline - time.monotonic()))
    return batch.statements(version, left, min(max(1, left // 2), LOCK_SECONDS))  # first say that it is a lock


def _snapshot(
    target: Target, known: Known, statements: list[tuple[str, str]], pieces: Iterator[wire.Piece], watching: _Watching
) -> Snapshot:
    snapshot = Snapshot(origin="database", complete=True, database=target.project)
    snapshot.objects = {kind.name: {} for kind in KINDS.values() if kind.query is not None}
    try:
        for number, of_statement in itertools.groupby(pieces, key=itemgetter(0)):
            name = statements[number][0]
            loader = None
            for _, aliases, found in of_statement:
                if name not in KINDS:
                    _note(name, found, snapshot, known)
                    continue
                if loader is None:
                    loader = rows.loader(KINDS[name], aliases, known, snapshot.objects[name])
                rows.learn(name, aliases, found, known)
                loader.load(found)
            if loader is not None:
                loader.finish()
                watching.kind(KindRead(snapshot, name, loader.mixed))
    except wire.ServerError as error:
        where = statements[error.statement][0] if error.statement < len(statements) else ""
        reading = f" (reading: {where})" if where else ""
        raise wire.ServerError(f"{error}{reading}", error.sqlstate, error.statement) from None
    return snapshot


def _note(name: str, found: list[tuple[Any, ...]], snapshot: Snapshot, known: Known) -> None:
    """What the results that are no kind's say."""
    match name:
        case "settings":
            _verify(found[0], known)
        case "server":
            snapshot.database = snapshot.database or found[0][0]
            snapshot.server = found[0][1]
            _note_version(int(found[0][2]), snapshot)
        case "classes":
            rows.learn_classes(found, known)
        case "collations":
            rows.learn_collations(found, known)
        case "relations":
            rows.learn_relations(found, known)
        case "types":
            known.own_collations.update(found)
        case "since":
            what = steady.renamed(found, known)
            if what is not None:
                raise rows.ChangingError(f"{what} was renamed or dropped while it was read")
        case "withheld":
            snapshot.withheld += [what for (what,) in found]
        case "not modelled":
            snapshot.not_modelled.update(found)


def _verify(settings: tuple[str, ...], known: Known) -> None:
    """That the transaction is what it was asked to be: a pooler or a server's extension may have other ideas."""
    actual = dict(zip(batch.VERIFIED, settings, strict=True))
    wanted = {"transaction_isolation": "repeatable read", "transaction_read_only": "on", "search_path": '""'}
    if known.one_statement:
        del wanted["transaction_isolation"]
        actual.pop("transaction_isolation")
    for name, value in actual.items():
        if value != wanted.get(name, value) or (name not in wanted and value == "0"):
            raise DatabaseError(f"the server did not take {name} (it is {value!r}): what it prints cannot be relied on")


def _note_version(version: int, snapshot: Snapshot) -> None:
    release = version // 10000
    if not OLDEST <= release <= NEWEST:
        known = f"driftcheck knows {OLDEST} to {NEWEST}"
        snapshot.withheld.append(f"what is particular to PostgreSQL {release} ({known})")
