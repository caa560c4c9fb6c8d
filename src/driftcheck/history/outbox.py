"""Messages that wait in the history until somebody has taken them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from driftcheck.history.store import Store
from driftcheck.history.tables import outbox

MOST_DELIVERED = 10_000  # rows that are kept to look at; what is not delivered is kept for ever


class Message(Struct, frozen=True, kw_only=True):
    """What one sink is to be told. `id` is the same on each attempt, so that nobody need hear it twice."""

    id: str
    sink: str
    payload: str


def put(connection: sa.Connection, messages: Iterable[Message], now: datetime.datetime) -> None:
    """Keep messages, in the transaction that records what they tell of."""
    rows: list[dict[str, Any]] = [
        {"message": one.id, "sink": one.sink, "payload": one.payload, "created": now, "attempts": 0} for one in messages
    ]
    if rows:
        connection.execute(sa.insert(outbox), rows)


def pending(store: Store, most: int = 1000) -> list[Message]:
    """What nobody has taken yet, oldest first."""
    wanted = sa.select(outbox).where(outbox.c.delivered_at.is_(None)).order_by(outbox.c.id).limit(most)
    with store.begin() as connection:
        return [Message(id=row.message, sink=row.sink, payload=row.payload) for row in connection.execute(wanted)]


def delivered(store: Store, message: str, now: datetime.datetime) -> None:
    """Somebody has taken it."""
    with store.begin() as connection:
        connection.execute(
            sa.update(outbox)
            .where(outbox.c.message == message)
            .values(delivered_at=now, attempts=outbox.c.attempts + 1, failure=None)
        )
        newest = connection.scalar(sa.select(sa.func.max(outbox.c.id))) or 0
        connection.execute(
            sa.delete(outbox).where(outbox.c.id <= newest - MOST_DELIVERED, outbox.c.delivered_at.is_not(None))
        )


def failed(store: Store, message: str, reason: str) -> None:
    """Nobody took it, and why."""
    with store.begin() as connection:
        connection.execute(
            sa.update(outbox)
            .where(outbox.c.message == message)
            .values(attempts=outbox.c.attempts + 1, failure=reason[:500])
        )
