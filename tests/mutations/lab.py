"""Databases built from snapshots, changed one change at a time, and compared with their snapshot."""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Iterator
from typing import Any

import psycopg

from driftcheck import platform_stub
from driftcheck.build import statements
from driftcheck.compare import compare
from driftcheck.model import Finding, Snapshot
from driftcheck.names import last
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from tests.mutations import cluster, code, keys, relations
from tests.mutations.inside import read_inside
from tests.mutations.mutation import Built, Mutation
from tests.support.extensions import create_extension
from tests.support.servers import with_database

GENERATORS = (
    relations.schemas, relations.tables, relations.views, relations.columns, keys.constraints, keys.indexes,
    code.policies, code.triggers, code.functions, code.types, cluster.extensions, cluster.publications, cluster.buckets,
    cluster.sequences, cluster.event_triggers, cluster.roles,
)  # fmt: skip

# What PostgreSQL itself refuses: a key's column without NOT NULL, a foreign key between types that do not compare, …
REFUSED = (
    psycopg.errors.InvalidTableDefinition,
    psycopg.errors.DatatypeMismatch,
    psycopg.errors.FeatureNotSupported,
    psycopg.errors.InvalidObjectDefinition,
    psycopg.errors.UndefinedFunction,
    psycopg.errors.DependentObjectsStillExist,
    psycopg.errors.InvalidParameterValue,
)


@dataclasses.dataclass
class Outcome:
    """What a change brought: the visible findings and the hidden ones; None where PostgreSQL refuses the change."""

    mutation: Mutation
    found: list[Finding] | None
    hidden: list[Finding]

    def fault(self) -> str | None:
        """What is wrong with it, in one line."""
        if self.found is None:
            return None
        m = self.mutation
        seen = self.hidden if m.hidden else self.found
        rules = [(f.rule, f.object) for f in seen]
        right = len(seen) == 1 and seen[0].rule in m.rules and seen[0].object == m.object if m.rules else not seen
        if right and (not m.hidden or not self.found):
            return None
        return f"{m.what}: {m.object}: wanted {' or '.join(m.rules) or 'nothing'}, found {rules}"


class Lab:
    """A server on which databases are built from snapshots and dropped again."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.connection = psycopg.connect(server, autocommit=True)
        self._numbers = itertools.count(1)
        self._built: dict[str, tuple[str, Built]] = {}
        self._connections: dict[str, psycopg.Connection[Any]] = {}
        self._before: dict[str, set[str]] = {}

    def close(self) -> None:
        """Drop what was built and leave."""
        for connection in self._connections.values():
            connection.close()
        for database, _ in self._built.values():
            self.connection.execute(f"DROP DATABASE {database} WITH (FORCE)")
        self.connection.close()

    def build(self, name: str, expected: Snapshot) -> Built:
        """The database of a snapshot, made once."""
        if name not in self._built:
            database = f"mutation_{os.getpid()}_{next(self._numbers)}"
            self.connection.execute(f"CREATE DATABASE {database} TEMPLATE template0")
            url = with_database(self.server, database)
            self._fill(url, expected)
            self._built[name] = (database, Built(expected, read(url)))
        return self._built[name][1]

    def url(self, name: str) -> str:
        """Where the database that was built is."""
        return with_database(self.server, self._built[name][0])

    def outcome(self, name: str, mutation: Mutation) -> Outcome:
        """What the change brings, in a transaction that is rolled back."""
        built = self._built[name][1]
        connection = self._connection(name)
        try:
            with connection.transaction(force_rollback=True):
                for statement in mutation.sql:
                    connection.execute(statement)
                found = findings(built.expected, read_inside(connection))
        except REFUSED:
            return Outcome(mutation, None, [])
        hidden = [f for f in found if f.partial and f.fingerprint not in self._before[name]]
        return Outcome(mutation, [f for f in found if not f.partial], hidden)

    def _connection(self, name: str) -> psycopg.Connection[Any]:
        if name not in self._connections:
            self._connections[name] = psycopg.connect(self.url(name), autocommit=True)
            built = self._built[name][1]
            self._before[name] = {f.fingerprint for f in findings(built.expected, built.live) if f.partial}
        return self._connections[name]

    def _fill(self, url: str, expected: Snapshot) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in platform_stub.statements():
                connection.execute(statement)
            for path, facts in expected.of("extension").items():
                create_extension(connection, last(path), schema=getattr(facts, "schema", None) or "extensions")
            for statement in statements(expected, existing=read(url)):
                connection.execute(statement)


def read(url: str) -> Snapshot:
    """What the database holds, as `driftcheck check` reads it."""
    return live.read(resolve(url, {}))


def findings(expected: Snapshot, actual: Snapshot) -> list[Finding]:
    """What parts them, the document's contradictions aside."""
    return [f for f in compare(expected, actual).findings if f.status != "contradiction"]


def mutations(built: Built) -> Iterator[Mutation]:
    """Every change that the documented facts allow."""
    for generate in GENERATORS:
        yield from generate(built)


def sample(found: list[Mutation], most: int) -> list[Mutation]:
    """The first of every sort, then evenly spread ones, at most `most` unless there are more sorts."""
    first = {m.what: m for m in reversed(found)}
    chosen = {id(m) for m in first.values()}
    rest = [m for m in found if id(m) not in chosen]
    room = max(most - len(first), 0)
    step = max(len(rest) // room, 1) if room else len(rest) + 1
    chosen |= {id(m) for m in rest[step - 1 :: step][:room]}
    return [m for m in found if id(m) in chosen]
