"""Servers and databases for tests."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from driftcheck.server import VERSIONS, running

DOCKER_SECONDS = 3


def default() -> contextlib.AbstractContextManager[str]:
    """`DRIFTCHECK_TEST_DATABASE_URL` if set, else a container if a Docker engine answers, else the embedded server."""
    given = os.environ.get("DRIFTCHECK_TEST_DATABASE_URL")
    if given:
        return contextlib.nullcontext(given)
    if docker_answers():
        return container()
    return running(18)


def every() -> list[str]:
    """Names of the releases to test: the embedded ones, and the `bin` directories in DRIFTCHECK_TEST_BINARIES."""
    return [*map(str, VERSIONS), *filter(None, os.environ.get("DRIFTCHECK_TEST_BINARIES", "").split(os.pathsep))]


def start(name: str) -> contextlib.AbstractContextManager[str]:
    """A server by one of those names. Its log of changes is full enough for publications of every kind."""
    settings = {"wal_level": "logical"}
    return (
        running(int(name), settings=settings) if name.isdigit() else running(0, binaries=Path(name), settings=settings)
    )


def docker_answers() -> bool:
    """Whether a Docker engine is there: asked once, briefly, so that a machine without one loses no time."""
    host = urlsplit(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"))
    try:
        if host.scheme == "unix":
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(DOCKER_SECONDS)
        else:
            connection = socket.create_connection((host.hostname, host.port or 2375), DOCKER_SECONDS)
        with connection:
            if host.scheme == "unix":
                connection.connect(host.path)
            connection.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
            return b" 200 " in connection.recv(1024)
    except OSError:
        return False


@contextlib.contextmanager
def container(image: str = "postgres:17-alpine") -> Iterator[str]:
    """A server in a container."""
    from testcontainers.postgres import PostgresContainer

    with PostgresContainer(image, driver=None) as started:
        yield started.get_connection_url()


@contextlib.contextmanager
def fresh_database(server: str, administration: psycopg.Connection, name: str) -> Iterator[str]:
    """An empty database of that name on the server; `administration` is an autocommit connection to it."""
    identifier = sql.Identifier(name)
    administration.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(identifier))
    try:
        yield with_database(server, name)
    finally:
        administration.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def with_database(url: str, name: str, **other: str) -> str:
    """The same server's URL for another database (and user, …)."""
    parts = {**{k: v for k, v in conninfo_to_dict(url).items() if v is not None}, "dbname": name, **other}
    user, password = quote(str(parts.pop("user", "")), safe=""), quote(str(parts.pop("password", "")), safe="")
    who = f"{user}:{password}@" if password else f"{user}@" if user else "@"
    return f"postgresql://{who}/{quote(str(parts.pop('dbname')), safe='')}?{urlencode(parts)}"
