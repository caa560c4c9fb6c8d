"""A man in the middle: passes PostgreSQL's protocol on, counts what the client sends, and may make the way long."""

from __future__ import annotations

import contextlib
import queue
import socket
import struct
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict


class Proxy:
    """Listens on 127.0.0.1 and speaks to one server. `delay` is a round trip's time in seconds."""

    def __init__(self, server: str, delay: float = 0.0) -> None:
        self.server = conninfo_to_dict(server)
        self.delay = delay
        self.messages: list[str] = []  # types of the client's messages after start-up: Q (query), P (parse), X, …
        self.queries: list[str] = []
        self.startup: list[bytes] = []  # parameters of the start-up message
        self.bytes_back = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The way to the server through here."""
        port, user = self.listener.getsockname()[1], self.server.get("user")
        return f"postgresql://{user}@127.0.0.1:{port}/{quote(str(self.server['dbname']))}?sslmode=disable&gssencmode=disable"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        host, port = str(self.server.get("host", "")), int(self.server.get("port") or 5432)
        if host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{host}/.s.PGSQL.{port}")
        else:
            server = socket.create_connection((host, port))
        there, back = _Way(server, self.delay / 2), _Way(client, self.delay / 2)
        threading.Thread(target=self._back, args=(server, back), daemon=True).start()
        pending, started = b"", False
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                there.send(data)
                pending += data
                while (length := _length(pending, started)) is not None and len(pending) >= length:
                    self._note(pending[:length], started)
                    pending, started = pending[length:], True
        there.send(b"")

    def _note(self, message: bytes, started: bool) -> None:
        if not started:
            self.startup = message[8:].split(b"\0")
            return
        self.messages.append(chr(message[0]))
        if message[:1] == b"Q":
            self.queries.append(message[5:-1].decode())

    def _back(self, server: socket.socket, back: _Way) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                self.bytes_back += len(data)
                back.send(data)
        back.send(b"")


def _length(pending: bytes, started: bool) -> int | None:
    """The length of the first message, its type included; the start-up message has none."""
    head = 5 if started else 4
    return struct.unpack("!I", pending[head - 4 : head])[0] + head - 4 if len(pending) >= head else None


class _Way:
    """One direction. What is sent arrives `delay` seconds later, however much follows it meanwhile."""

    def __init__(self, to: socket.socket, delay: float) -> None:
        self.to, self.delay = to, delay
        self.queue: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        threading.Thread(target=self._carry, daemon=True).start()

    def send(self, data: bytes) -> None:
        self.queue.put((time.monotonic() + self.delay, data))

    def _carry(self) -> None:
        with self.to, contextlib.suppress(OSError):
            while True:
                due, data = self.queue.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    self.to.shutdown(socket.SHUT_RDWR)
                    return
                self.to.sendall(data)


@contextlib.contextmanager
def between(server: str, delay: float = 0.0) -> Iterator[Proxy]:
    """A proxy in front of the server, for a block."""
    proxy = Proxy(server, delay)
    try:
        yield proxy
    finally:
        proxy.listener.close()
