"""A real PostgreSQL for every test that wants one: the one of the environment, else Docker's, else an embedded one."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.support import servers
from tests.support.figures import pytest_terminal_summary  # noqa: F401 - a hook

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a server on which tests may create databases and roles; a worker of pytest-xdist has its own."""
    with servers.default() as url:
        yield url


@pytest.fixture(scope="session")
def _administration(server: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def database(server: str, _administration: psycopg.Connection) -> Iterator[str]:
    """The URL of a fresh, empty database; it is dropped after the test."""
    with servers.fresh_database(server, _administration, f"test_{os.getpid()}_{next(_numbers)}") as url:
        yield url


@pytest.fixture(scope="session", params=servers.every(), ids=lambda name: f"PostgreSQL {name}")
def each_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a server, once for each release that there is: the embedded ones, and DRIFTCHECK_TEST_BINARIES."""
    with servers.start(request.param) as url:
        yield url


@pytest.fixture
def each_database(each_server: str) -> Iterator[str]:
    """The URL of a fresh, empty database, once for each release that there is; it is dropped after the test."""
    with (
        psycopg.connect(each_server, autocommit=True) as connection,
        servers.fresh_database(each_server, connection, f"test_{os.getpid()}_{next(_numbers)}") as url,
    ):
        yield url
