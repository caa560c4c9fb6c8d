"""Opens a history: finds out whose it is before anything is written, and makes every transaction the only one.

Transactions are short and exclude each other (SQLite: BEGIN IMMEDIATE; PostgreSQL: an advisory lock), so several
watchers on one history see each other's records whole.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from driftcheck import secrets
from driftcheck.errors import UsageError
from driftcheck.history import tables

if TYPE_CHECKING:
    from driftcheck.sources.live.targets import Target

APPLICATION = 0x44726674  # "Drft": SQLite's application_id, in the header of the file
LOCK_SECONDS = 30
_RECORDING, _DELIVERING = 0x44726674_01, 0x44726674_02  # PostgreSQL's advisory locks


class HistoryError(UsageError):
    """The history cannot be used: another program's, a newer version's, unwritable, full."""


class Store:
    """An open history. Each transaction has a connection of its own, which a restart of the server cannot spoil."""

    def __init__(self, engine: sa.Engine, name: str, deliver: Callable[[], contextlib.AbstractContextManager[Any]]):
        self.engine = engine
        self.name = name
        self._deliver = deliver

    @contextlib.contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A transaction, the only one at its time. HistoryError if the history fails."""
        with telling(self.name), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def delivering(self) -> Iterator[None]:
        """Only one process delivers at a time; its end, however it comes, lets the next one."""
        with telling(self.name), self._deliver():
            yield


@contextlib.contextmanager
def telling(name: str) -> Iterator[None]:
    """Database errors in one line."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        reason = secrets.scrub(" ".join(str(getattr(error, "orig", None) or error).split()))
        raise HistoryError(f"history {name}: {reason}") from None


def open_history(url: str, folder: Path | None = None, *, create: bool = True) -> Store:
    """The history at an SQLAlchemy URL; a relative SQLite path starts at `folder`.

    With `create` it is made or upgraded where it must be; without, it must be there. HistoryError, and nothing was
    changed, if it is newer than this driftcheck or not a history.
    """
    secrets.know(secrets.in_text(url))
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise UsageError("the history is no URL: give sqlite:///driftcheck.db or postgresql://…") from None
    backend = parsed.drivername.partition("+")[0]
    if backend == "sqlite":
        store = _sqlite(parsed, folder or Path(), create)
    elif backend in ("postgresql", "postgres"):
        store = _postgresql(url)
    else:
        raise UsageError(f"a history in {backend} is not supported: give sqlite:///driftcheck.db or postgresql://…")
    with store.begin() as connection:
        version = _version(connection, store.name)
        if version > len(tables.STEPS):
            raise _newer(store.name, version)
        if version < len(tables.STEPS):
            if not version and not create:
                raise HistoryError(f"history {store.name}: nothing there yet: driftcheck watch makes it")
            upgrade(connection, version, tables.STEPS)
    if backend == "sqlite" and create:
        _write_ahead(store)
    return store


def upgrade(connection: sa.Connection, version: int, steps: Sequence[tables.Step]) -> None:
    """Take the steps that are missing, all or none, and write down how far it came."""
    if not version and connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {tables.SCHEMA}"))
    for step in steps[version:]:
        step(connection)
    connection.execute(sa.delete(tables.meta).where(tables.meta.c.key == "version"))
    connection.execute(sa.insert(tables.meta).values(key="version", value=str(len(steps))))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")


def _version(connection: sa.Connection, name: str) -> int:
    """How many steps the history has taken; 0 if there is none yet. HistoryError if something else is there."""
    schema = tables.SCHEMA if connection.dialect.name == "postgresql" else None
    there = sa.inspect(connection).get_table_names(schema=schema)
    if not there:
        return 0
    found = None
    if set(tables.metadata.tables) <= set(there):
        found = connection.scalar(sa.select(tables.meta.c.value).where(tables.meta.c.key == "version"))
    elif "meta" in there:  # a newer one may have other tables
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            found = connection.scalar(sa.select(tables.meta.c.value).where(tables.meta.c.key == "version"))
    if found is None or not str(found).isdecimal():
        raise _foreign(name)
    return int(found)


def _newer(name: str, version: int) -> HistoryError:
    return HistoryError(
        f"history {name}: written by a newer driftcheck (version {version}, this one knows {len(tables.STEPS)}): "
        "update driftcheck, or give another --history"
    )


def _foreign(name: str) -> HistoryError:
    return HistoryError(f"history {name}: not a history of driftcheck: give another --history")


def _sqlite(url: sa.URL, folder: Path, create: bool) -> Store:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise UsageError("the history must be a file: sqlite:///driftcheck.db")
    file = folder / url.database
    name = str(file)
    _look(file, name, create)
    engine = sa.create_engine(
        url.set(drivername="sqlite", database=name), poolclass=NullPool, connect_args={"timeout": LOCK_SECONDS}
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transactions of its own

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if create else "BEGIN")

    @contextlib.contextmanager
    def deliver() -> Iterator[None]:
        import fasteners

        lock = fasteners.InterProcessLock(f"{name}-delivery")
        try:
            taken = lock.acquire(timeout=LOCK_SECONDS, delay=0.05, max_delay=0.2)
        except OSError as error:
            raise HistoryError(f"history {name}: {error.strerror or error}") from None
        if not taken:
            raise BusyError
        try:
            yield
        finally:
            lock.release()

    return Store(engine, name, deliver)


class BusyError(Exception):
    """Another process delivers, and does not come to an end."""


def _look(file: Path, name: str, create: bool) -> None:
    """Whose file it is, by its header alone (SQLite documentation, "Database File Format", 1.3)."""
    try:
        with file.open("rb") as stream:
            header = stream.read(100)
    except FileNotFoundError:
        if not create:
            raise HistoryError(f"history {name}: no such file: driftcheck watch makes it") from None
        return
    except OSError as error:
        raise HistoryError(f"history {name}: cannot be opened: {error.strerror or error}") from None
    if not header:
        return
    if not header.startswith(b"SQLite format 3\0") or int.from_bytes(header[68:72], "big") != APPLICATION:
        raise _foreign(name)
    version = int.from_bytes(header[60:64], "big")
    if version > len(tables.STEPS):
        raise _newer(name, version)


def _write_ahead(store: Store) -> None:
    """Readers and a writer side by side (SQLite documentation, "Write-Ahead Logging"). It stays with the file.

    Set only once the tables are there: until then all that says whose file it is stands in the file itself.
    """
    import sqlite3

    busy = contextlib.suppress(sqlite3.OperationalError)  # others have it open: one of them does it
    with telling(store.name), contextlib.closing(store.engine.raw_connection()) as raw, busy:
        raw.cursor().execute("PRAGMA journal_mode = WAL")


def _postgresql(url: str) -> Store:
    from driftcheck.errors import DatabaseError
    from driftcheck.sources.live import targets

    target = targets.resolve(url, {})

    def connect() -> Any:
        try:
            return _connect(target)
        except DatabaseError as error:
            raise HistoryError(f"history: {error}") from None

    level = "READ COMMITTED"  # each statement sees what was recorded before the lock was given
    engine = sa.create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool, isolation_level=level)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_catalog.pg_advisory_xact_lock({_RECORDING})")

    @contextlib.contextmanager
    def deliver() -> Iterator[None]:
        end = time.monotonic() + LOCK_SECONDS
        with contextlib.closing(connect()) as connection:  # one transaction: what a pooler gives stays ours
            while not connection.execute(f"SELECT pg_catalog.pg_try_advisory_xact_lock({_DELIVERING})").fetchone()[0]:
                if time.monotonic() > end:
                    raise BusyError
                time.sleep(0.1)
            yield

    return Store(engine.execution_options(schema_translate_map={None: tables.SCHEMA}), target.name, deliver)


def _connect(target: Target) -> Any:
    import psycopg

    from driftcheck.sources.live import failures

    parts: dict[str, Any] = {"connect_timeout": 10, **target.conninfo, "application_name": "driftcheck"}
    parts["prepare_threshold"] = None  # poolers in transaction mode keep no prepared statements
    if target.sslmode:
        parts.setdefault("sslmode", target.sslmode)
    try:
        return psycopg.connect(**parts)
    except psycopg.Error as error:
        raise failures.connecting(target, error) from None
