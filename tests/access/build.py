"""Builds the corpus in one database, a schema a case."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg

from driftcheck import platform_stub
from tests.access.corpus import Case

API = "anon, authenticated, service_role"


def platform(connection: psycopg.Connection) -> None:
    for statement in platform_stub.statements():
        connection.execute(statement)


def build(connection: psycopg.Connection, found: Iterable[Case]) -> None:
    for case in found:
        connection.execute(f"CREATE SCHEMA {case.schema}")
        connection.execute(f"GRANT USAGE ON SCHEMA {case.schema} TO {API}")
        for objects in ("TABLES", "FUNCTIONS", "SEQUENCES"):
            connection.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {case.schema} GRANT ALL ON {objects} TO {API}")
        connection.execute(f"SET search_path = {case.schema}, extensions")
        try:
            connection.execute(case.ddl)
        except psycopg.Error as error:
            raise AssertionError(f"{case.name}: {error}") from error
        connection.execute("RESET search_path")
