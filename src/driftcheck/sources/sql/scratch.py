"""A throwaway database: on a server of its own (embedded, or in a container), or made on a given one and dropped."""

from __future__ import annotations

import contextlib
import os
import secrets as randomness
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from driftcheck.errors import DatabaseError, DriftcheckError, UsageError

if TYPE_CHECKING:
    from driftcheck.model import Snapshot
    from driftcheck.sources.live.targets import Target

IMAGE = "postgres:18-alpine"
_HERE = frozenset({"localhost", "127.0.0.1", "::1", ""})

# Publications of every kind may be made, and nothing leaves the machine.
_SETTINGS = {
    "wal_level": "logical",
    "max_prepared_transactions": "0",
    "max_logical_replication_workers": "0",
    "temp_file_limit": "1GB",
    "log_statement": "none",
}


class Scratch(NamedTuple):
    """A throwaway database, and whether its whole server is thrown away with it."""

    url: str
    own_server: bool


@contextlib.contextmanager
def database(url: str | None, version: int = 18) -> Iterator[Scratch]:
    """A throwaway database. `url` is a server on which it is made and dropped; without one, a server of that version.

    UsageError if there is no server to be had, or the given one cannot be used (any more).
    """
    import psycopg

    try:
        with _made_on(url) if url is not None else _started(version) as made:
            yield made
    except psycopg.OperationalError as error:
        raise UsageError(f"the throwaway server failed: {' '.join(str(error).split())[:200]}") from None


@contextlib.contextmanager
def _started(version: int) -> Iterator[Scratch]:
    from driftcheck import server

    with contextlib.ExitStack() as stack:
        try:
            started = stack.enter_context(server.running(version, settings=_SETTINGS))
        except DriftcheckError as error:
            started = stack.enter_context(_container(str(error)))
        yield Scratch(started, own_server=True)


def read(made: Scratch, deadline: float) -> Snapshot:
    """What the throwaway database holds. UsageError if it cannot be read (any more): an expected source is at fault."""
    from driftcheck.sources.live import read as live
    from driftcheck.sources.live.targets import resolve

    try:
        return live.read(resolve(made.url, {}), timeout=max(deadline - time.monotonic(), 1))
    except DatabaseError as error:
        reason = str(error).partition(": ")[2] or str(error)
        raise UsageError(f"the throwaway database cannot be read back: {reason}") from None


def refuse_same(scratch_url: str | None, targets: list[Target]) -> None:
    """SQL never runs on a database that is compared. UsageError if the scratch URL is one's."""
    if scratch_url is None:
        return
    there = _target(scratch_url)
    scratch, itself = _identity(there.conninfo), None
    for target in targets:
        same = _identity(target.conninfo) == scratch
        if not same:  # one server has many names: sockets, addresses, aliases
            itself = itself or _answered(there)
            same = itself is not None and _answered(target) == itself
        if same:
            raise UsageError(
                f"--scratch-url is {target.name}, the database that is compared: SQL runs on another one; name a throwaway"
            )


def _target(url: str) -> Target:
    from driftcheck.sources.live.targets import resolve

    return resolve(url, os.environ)


def _answered(target: Target) -> tuple[str, ...] | None:
    """Which database it is, as its server says; None if it does not answer, which is told where it is read."""
    import psycopg

    parts = {k: v for k, v in target.conninfo.items() if v} | {"connect_timeout": "10"}
    try:
        with psycopg.connect("", autocommit=True, **parts) as connection:  # type: ignore[arg-type]
            return connection.execute(_ITSELF).fetchone()
    except psycopg.Error:
        return None


_ITSELF = """SELECT d.oid::pg_catalog.text, d.datname::pg_catalog.text, pg_catalog.pg_postmaster_start_time()::pg_catalog.text
    FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()"""


def _identity(parts: dict[str, str]) -> tuple[str, str, str]:
    """Which database it is, as far as names tell: host, port, database, with libpq's defaults."""
    environ = os.environ
    host = parts.get("hostaddr") or parts.get("host") or environ.get("PGHOST", "")
    user = parts.get("user") or environ.get("PGUSER", "")
    database = parts.get("dbname") or environ.get("PGDATABASE") or user
    host = host.lower().rstrip(".")
    return ("" if host in _HERE else host, parts.get("port") or environ.get("PGPORT") or "5432", database)


@contextlib.contextmanager
def _made_on(url: str) -> Iterator[Scratch]:
    import psycopg
    from psycopg.conninfo import make_conninfo

    from driftcheck.secrets import scrub

    target = _target(url)
    conninfo = make_conninfo(**{k: v for k, v in target.conninfo.items() if v})
    name = f"driftcheck_scratch_{randomness.token_hex(6)}"
    try:
        administration = psycopg.connect(conninfo, autocommit=True, connect_timeout=15)
        with administration:
            administration.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    except psycopg.Error as error:
        raise UsageError(f"--scratch-url: no database can be made there: {scrub(str(error).splitlines()[0])}") from None
    try:
        yield Scratch(make_conninfo(conninfo, dbname=name), own_server=False)
    finally:
        with psycopg.connect(conninfo, autocommit=True, connect_timeout=15) as administration:
            _drop_subscriptions(make_conninfo(conninfo, dbname=name))
            administration.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _drop_subscriptions(there: str) -> None:
    """A database with a subscription cannot be dropped; none of these has ever been connected."""
    import psycopg

    with contextlib.suppress(psycopg.Error), psycopg.connect(there, autocommit=True, connect_timeout=15) as connection:
        found = connection.execute(
            "SELECT quote_ident(subname) FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d"
            " ON d.oid = s.subdbid WHERE d.datname = current_database()"
        )
        for (name,) in found.fetchall():
            connection.execute(f"ALTER SUBSCRIPTION {name} DISABLE")
            connection.execute(f"ALTER SUBSCRIPTION {name} SET (slot_name = NONE)")
            connection.execute(f"DROP SUBSCRIPTION {name}")


@contextlib.contextmanager
def _container(why: str) -> Iterator[str]:
    """A server in a container, where testcontainers is installed and a Docker engine answers."""
    try:
        from testcontainers.postgres import PostgresContainer
    except ImportError:
        raise UsageError(f"{why} (--scratch-url)") from None
    try:
        started = PostgresContainer(IMAGE, driver=None).start()
    except Exception:
        raise UsageError(f"{why} (--scratch-url); no Docker engine answers either") from None
    try:
        yield started.get_connection_url()
    finally:
        started.stop()
