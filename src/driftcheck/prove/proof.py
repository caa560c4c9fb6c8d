"""Proves a derived matrix: the structure rebuilt in a throwaway PostgreSQL, every cell tried there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from driftcheck.access.cells import Cell
from driftcheck.access.matrix import Derivation
from driftcheck.errors import DatabaseError
from driftcheck.managed import SCHEMAS
from driftcheck.model import Snapshot
from driftcheck.names import quote, split
from driftcheck.prove.scene import Scene

NAME = "driftcheck_proof"


def prove(snapshot: Snapshot, derivation: Derivation, scratch_url: str | None = None) -> list[Cell]:
    """The cells, each with what happened in `executed`. Only the structure of `snapshot` is used.

    `scratch_url` is a server on which a database may be made and dropped; without it one is started. DatabaseError
    if the structure cannot be rebuilt there.
    """
    cells = list(derivation.cells())
    with _scratch(snapshot, scratch_url) as (connection, url):
        _rebuild(connection, url, snapshot)
        schemas = {split(r.path)[0] for r in derivation.relations}
        path = ", ".join([*map(quote, sorted(schemas - {"public", "storage"})), "public", "extensions"])
        connection.execute(f"SET search_path = {path}")
        world = derivation.world
        filled = {split(path)[0] for path in world.relations} | {schema for schema, _ in world.functions}
        filled -= SCHEMAS - {"storage"}
        outcomes = Scene(connection, derivation, filled).prove(cells)
    for cell in cells:
        outcome = outcomes[cell.object, cell.command, cell.caller]
        cell.executed = outcome.reach
    return cells


@contextlib.contextmanager
def _scratch(snapshot: Snapshot, url: str | None) -> Iterator[tuple[Any, str]]:
    import psycopg
    from psycopg.conninfo import make_conninfo

    from driftcheck import server

    if url is None:
        version = 18 if (snapshot.server or "18") >= "17" else 16
        with server.running(version) as started, psycopg.connect(started, autocommit=True) as connection:
            yield connection, started
        return
    import os

    name = f"{NAME}_{os.getpid()}"
    try:
        administration = psycopg.connect(url, autocommit=True)
    except psycopg.Error as error:
        raise DatabaseError(f"cannot reach the scratch server: {str(error).splitlines()[0]}") from None
    with administration:
        administration.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            there = make_conninfo(url, dbname=name)
            with psycopg.connect(there, autocommit=True) as connection:
                yield connection, there
        finally:
            administration.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _rebuild(connection: Any, url: str, snapshot: Snapshot) -> None:
    import psycopg

    from driftcheck import build, platform_stub
    from driftcheck.managed import user_part
    from driftcheck.sources.live import read as live
    from driftcheck.sources.live.targets import resolve

    for statement in platform_stub.statements():
        connection.execute(statement)
    existing = live.read(resolve(url, {}))
    try:
        for statement in build.statements(user_part(snapshot), existing):
            connection.execute(statement)
        for statement in _owners(connection, snapshot):
            connection.execute(statement)
    except psycopg.Error as error:
        text = str(error).splitlines()[0]
        raise DatabaseError(f"the structure cannot be rebuilt for the proof: {text}") from None


def _owners(connection: Any, snapshot: Snapshot) -> Iterator[str]:
    """Whose the relations and functions are decides what their owners' eyes see."""
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    words = {"table": "TABLE", "view": "VIEW", "materialized_view": "MATERIALIZED VIEW"}
    from driftcheck.managed import is_managed

    for kind, word in words.items():
        for path, facts in snapshot.of(kind).items():
            owner = getattr(facts, "owner", None)
            if isinstance(owner, str) and owner in known and not is_managed(kind, path, facts):
                yield f"ALTER {word} {path} OWNER TO {quote(owner)}"
    for path, facts in snapshot.of("function").items():
        owner = getattr(facts, "owner", None)
        if isinstance(owner, str) and owner in known and not is_managed("function", path, facts):
            yield f"ALTER ROUTINE {path} OWNER TO {quote(owner)}"
