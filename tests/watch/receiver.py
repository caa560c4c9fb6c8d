"""A webhook server that remembers what it was told, and fails when it is asked to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = b"twenty-four bytes of key"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Receiver:
    """`messages` are those that were taken, each once by its id; `calls` are (method, path) of all requests."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.calls: list[tuple[str, str]] = []
        self.posts: list[tuple[str, dict[str, Any]]] = []  # (webhook-id, message) as often as they came
        self.refused: list[str] = []  # webhook-ids
        self.unsigned: list[str] = []
        self.behave: Callable[[Any], bool] = lambda handler: False  # True: it has answered by itself

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(dict(self.posts).values())

    @property
    def transitions(self) -> list[dict[str, Any]]:
        return [one for message in self.messages for one in message["transitions"]]

    def told(self) -> list[tuple[str, str]]:
        return [(one["transition"], one["object"]) for one in self.transitions]


def is_signed(headers: Any, body: bytes, key: bytes = KEY) -> bool:
    """As the Standard Webhooks specification says, worked out from its text alone."""
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    recent = abs(time.time() - int(headers["webhook-timestamp"] or 0)) < 300
    return recent and wanted in (headers["webhook-signature"] or "").split()


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            receiver.calls.append(("GET", self.path))
            self._answer(200)

        def do_POST(self) -> None:
            receiver.calls.append(("POST", self.path))
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            id = self.headers["webhook-id"] or "none"
            if not is_signed(self.headers, body):
                receiver.unsigned.append(id)
            if receiver.behave(self):
                receiver.refused.append(id)
                return
            receiver.posts.append((id, json.loads(body)))
            self._answer(204)

        def _answer(self, code: int) -> None:
            self.send_response(code)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *arguments: Any) -> None:  # callers hang up, as they may
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
