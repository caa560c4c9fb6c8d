"""`driftcheck alert`: a made-up message, to see what one looks like and whether it arrives."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

import msgspec

from driftcheck.errors import UsageError
from driftcheck.history.model import Change, Changes, Seen, now, rfc3339
from driftcheck.history.outbox import Message
from driftcheck.model import At, Severity
from driftcheck.watch import deliver, messages, words
from driftcheck.watch.calls import CallError
from driftcheck.watch.settings import Sink

_EXAMPLE = Seen(
    fingerprint="0" * 32,
    rule="table-undocumented",
    severity=Severity.ERROR,
    kind="table",
    object="public.example_import",
    message="a test: the table public.example_import would be in the database and in no document",
    at=At("docs/schema.md", 1),
)


def _example() -> Changes:
    return {"test": [Change(transition="new", now=_EXAMPLE)]}


def _payload() -> dict[str, object]:
    return {**messages.payload(_example(), uuid.uuid4().hex, rfc3339(now()), 1), "test": True}


def preview() -> str:
    """The message in words."""
    data = _payload()
    return f"{words.title(data)}\n{words.body(data)}\n"


def send(sinks: Sequence[Sink]) -> Iterator[tuple[str, str | None]]:
    """Send it to every sink, however they are routed: its name, and why it did not arrive. UsageError without sinks."""
    if not sinks:
        raise UsageError("nobody would be told: give --notify or --webhook, or configure [[watch.alerts]]")
    deliver.check(sinks)
    for sink in sinks:
        message = Message(
            id=f"msg_{uuid.uuid4().hex}", sink=sink.name, payload=msgspec.json.encode(_payload()).decode()
        )
        try:
            deliver.hand_over(sink, message)
        except CallError as error:
            yield sink.name, str(error)
        else:
            yield sink.name, None
