"""Sends what waits in the outbox: a signed POST for webhooks, words through Apprise. What nobody takes, stays."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import threading
import time
from collections.abc import Sequence
from typing import Any

import msgspec

from driftcheck import secrets
from driftcheck.errors import UsageError
from driftcheck.history import outbox
from driftcheck.history.model import now
from driftcheck.history.outbox import Message
from driftcheck.history.store import BusyError, Store
from driftcheck.watch import words
from driftcheck.watch.calls import SECONDS, CallError, send, within
from driftcheck.watch.journal import Journal
from driftcheck.watch.settings import Sink

ATTEMPTS = 3  # in one run; the next run begins anew
PAUSE = 0.5  # seconds before the second attempt; twice as long before each further one


def deliver(store: Store, sinks: Sequence[Sink], journal: Journal, stop: threading.Event) -> int:
    """Try everything that waits, in its order, and give how many messages nobody has taken.

    A sink that is down keeps its messages for the next run; one message that it refuses does not hold up the others.
    """
    by_name = {sink.name: sink for sink in sinks}
    try:
        with store.delivering():
            waiting = outbox.pending(store)
            down: set[str] = set()
            kept = 0
            for message in waiting:
                sink = by_name.get(message.sink)
                if sink is None or message.sink in down or not _deliver(store, sink, message, journal, stop, down):
                    kept += 1
    except BusyError:
        journal.warning("delivery", "another watcher is still delivering; what is new waits for the next run")
        return 0
    for name in {message.sink for message in waiting} - by_name.keys():
        journal.warning("delivery", f"messages wait for {name}, which is not configured any more", sink=name)
    return kept


def _deliver(
    store: Store, sink: Sink, message: Message, journal: Journal, stop: threading.Event, down: set[str]
) -> bool:
    pause, reason, end = PAUSE, CallError(""), time.monotonic() + SECONDS  # one that hangs gets one attempt a run
    for attempt in range(1, ATTEMPTS + 1):
        try:
            hand_over(sink, message)
        except CallError as error:
            reason = error
        else:
            outbox.delivered(store, message.id, now())
            journal.info("delivered", f"told {sink.name}", sink=sink.name, message=message.id)
            return True
        if reason.final or attempt == ATTEMPTS or time.monotonic() > end or stop.wait(pause * random.uniform(0.8, 1.2)):  # noqa: S311 - no secret
            break
        pause *= 2
    why = secrets.scrub(str(reason))
    if not reason.final:
        down.add(sink.name)
    outbox.failed(store, message.id, why)
    journal.warning("undelivered", f"{sink.name}: {why}; kept for the next run", sink=sink.name, message=message.id)
    return False


def hand_over(sink: Sink, message: Message) -> None:
    """One attempt. CallError if nobody took it."""
    if sink.is_webhook:
        body = message.payload.encode()
        send(sink.url, body, {"Content-Type": "application/json", **signed(sink.secrets, message.id, body)})
    else:
        _tell(sink, msgspec.json.decode(message.payload))


def signed(keys: Sequence[bytes], id: str, body: bytes, timestamp: int | None = None) -> dict[str, str]:
    """The headers of the Standard Webhooks specification; without a key, those that need none."""
    timestamp = int(time.time()) if timestamp is None else timestamp
    headers = {"webhook-id": id, "webhook-timestamp": str(timestamp)}
    content = f"{id}.{timestamp}.".encode() + body
    signatures = [base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode() for key in keys]
    if signatures:
        headers["webhook-signature"] = " ".join(f"v1,{signature}" for signature in signatures)
    return headers


def _tell(sink: Sink, message: dict[str, Any]) -> None:
    apprise = _apprise()
    service = apprise.Apprise()
    if not service.add(sink.url):
        raise CallError("Apprise does not know this kind of URL")
    severe = any(
        one["severity"] == "error" and one["transition"] in ("new", "worsened", "unreachable")
        for one in message["transitions"]
    )
    kind = apprise.NotifyType.FAILURE if severe else apprise.NotifyType.INFO
    if not within(3 * SECONDS, lambda: service.notify(words.body(message), words.title(message), notify_type=kind)):
        raise CallError("the service did not take it")


def _apprise() -> Any:
    """The library, if it is installed. UsageError if not."""
    try:
        import logging

        import apprise

        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # what fails is said once, without the URL
    except ImportError:
        raise UsageError("alerts need Apprise: pip install 'driftcheck[alerts]'") from None
    return apprise


def check(sinks: Sequence[Sink]) -> None:
    """Before a run: that every sink can be spoken to at all. UsageError."""
    alerts = [sink for sink in sinks if not sink.is_webhook]
    if not alerts:
        return
    apprise = _apprise()
    for sink in alerts:
        if not apprise.Apprise().add(sink.url):
            raise UsageError(f"{sink.name}: not a URL that Apprise knows")
