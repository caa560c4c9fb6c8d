"""The history's tables, and the steps that lead from one version of them to the next.

SQLite keeps them in a file of their own; PostgreSQL in a schema of their own, so that a history beside the watched
tables is not drift of them. Names, places and messages only: no connection string, no password.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

SCHEMA = "driftcheck"  # on PostgreSQL


class UTC(TypeDecorator[datetime.datetime]):
    """A point in time. SQLite knows no zones: it is kept there in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """To the database."""
        return value.astimezone(datetime.UTC) if value else None

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


def _number() -> Column[Any]:
    kind = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts by itself there
    return Column("id", kind, primary_key=True, autoincrement=True)


metadata = MetaData()

meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

targets = Table(
    "targets",
    metadata,
    Column("target", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("tickets", BigInteger, nullable=False),  # readings begun
    Column("recorded", BigInteger, nullable=False),  # the latest reading that was recorded
    Column("failures", Integer, nullable=False),  # in a row
    Column("unreachable_at", UTC),  # when that was told
    Column("checked_at", UTC),
)

runs = Table(
    "runs",
    metadata,
    _number(),
    Column("run", String(40), nullable=False),
    Column("target", Text, nullable=False),
    Column("started", UTC, nullable=False),
    Column("finished", UTC, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("failure", Text),
    Column("snapshot", String(64)),
    Column("summary", JSON, nullable=False),
    Index("runs_by_target", "target", "id"),
)

findings = Table(
    "findings",
    metadata,
    _number(),
    Column("target", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("rule", Text, nullable=False),
    Column("severity", String(10), nullable=False),
    Column("kind", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("path", Text),
    Column("line", Integer),
    Column("first_seen", UTC, nullable=False),
    Column("last_seen", UTC, nullable=False),
    Column("resolved_at", UTC),
    Column("told_at", UTC, nullable=False),
)
# however many watchers there are, a finding of a target is open once
Index(
    "findings_open",
    findings.c.target,
    findings.c.fingerprint,
    unique=True,
    sqlite_where=findings.c.resolved_at.is_(None),
    postgresql_where=findings.c.resolved_at.is_(None),
)

outbox = Table(
    "outbox",
    metadata,
    _number(),
    Column("message", String(60), nullable=False, unique=True),  # the same on each attempt
    Column("sink", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created", UTC, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure", Text),
    Column("delivered_at", UTC),
)
Index(
    "outbox_pending",
    outbox.c.id,
    sqlite_where=outbox.c.delivered_at.is_(None),
    postgresql_where=outbox.c.delivered_at.is_(None),
)

Step = Callable[[Connection], None]
STEPS: tuple[Step, ...] = (metadata.create_all,)
"""The n-th step leads from version n to version n + 1; a history is as old as the steps that it has taken."""
