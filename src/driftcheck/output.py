"""Where a command's words go: results to standard output or a file, everything else to standard error.

Whatever is written passes the scrubber first, so that no password can leave by way of a message.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, TextIO

from driftcheck.atomic import atomically, told
from driftcheck.errors import UsageError
from driftcheck.reports import Medium

PATIENCE = 1.0  # seconds of work before a progress display appears
WIDTH = 100  # columns, where nothing says how many there are


class Output:
    """The streams of one run and how much is said on them."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self.quiet = self.verbose = False
        self._kept: list[object] = []
        self.plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(AttributeError):
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # another object in tests

    def medium(self, file: str | None = None) -> Medium:
        """What a result is shown on: standard output, or a file, which knows no colours."""
        if file is not None:
            return Medium(width=WIDTH, verbose=self.verbose)
        width = shutil.get_terminal_size((WIDTH, 24)).columns
        return Medium(width or WIDTH, sys.stdout.isatty() and not self.plain, self.verbose)

    def result(self, text: str, file: str | None = None) -> None:
        """Write a result; into the file whole or not at all."""
        if file is None or file == "-":
            _write(sys.stdout, scrub(text))
        else:
            with self.whole(file) as sink:
                sink.write(text.encode("utf-8", "backslashreplace"))

    @contextlib.contextmanager
    def whole(self, file: str | None = None) -> Iterator[Sink]:
        """Where a result goes that is made piece by piece, in UTF-8: it is there, in one step, when all of it is."""
        if file is None or file == "-":
            held = io.BytesIO()
            yield Sink(held, "the output")
            _write(sys.stdout, held.getvalue().decode())
        else:
            with atomically(file) as stream:
                yield Sink(stream, file)
            self.detail(f"wrote {file}")

    def keep(self, *objects: object) -> None:
        """Let these live until the process ends: to take a hundred thousand of them apart first is time for nothing."""
        self._kept += objects

    def note(self, text: str) -> None:
        """Something to know beside the result, unless --quiet."""
        if not self.quiet:
            self._say(text)

    def detail(self, text: str) -> None:
        """Something to know with --verbose."""
        if self.verbose:
            self._say(text)

    def error(self, text: str) -> None:
        """Why the command fails: always said."""
        self._say(f"driftcheck: {text}")

    def entry(self, text: str) -> None:
        """A line of a log that programs read."""
        self._say(text)

    def trace(self, text: str) -> None:
        """A traceback, for those who asked for it."""
        self._say(text)

    def _say(self, text: str) -> None:
        from driftcheck.reports.escape import escape

        lines = (escape(line) for line in scrub(text).split("\n"))
        with contextlib.suppress(UsageError):
            _write(sys.stderr, "\n".join(lines) + "\n")

    @contextlib.contextmanager
    def progress(self, text: str) -> Iterator[None]:
        """Show on a terminal, once it takes longer than a second, that work is going on."""
        if self.quiet or self.plain or not sys.stderr.isatty():
            yield
            return
        shown: list[contextlib.AbstractContextManager[object]] = []

        def show() -> None:
            from rich.console import Console
            from rich.text import Text

            status = Console(stderr=True).status(Text(scrub(text)))
            status.start()
            shown.append(status)

        timer = threading.Timer(PATIENCE, show)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            for status in shown:
                status.__exit__(None, None, None)


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # the reader has seen enough: what the command found still decides how it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise UsageError(f"the output cannot be written: {error.strerror or error}") from None


def scrub(text: str) -> str:
    """The text without any secret that this run has come to know."""
    secrets = sys.modules.get("driftcheck.secrets")  # loaded by whatever meets a secret first
    return secrets.scrub(text) if secrets else text


def scrub_bytes(data: bytes | bytearray) -> bytes | bytearray:
    """The same of a text in UTF-8."""
    secrets = sys.modules.get("driftcheck.secrets")
    return secrets.scrub_bytes(data) if secrets else data


def know_secrets(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Before an error is printed: whatever may be a secret in the command line or the environment."""
    from driftcheck import secrets

    secrets.know_environment(environ)
    for argument in arguments:
        secrets.know(secrets.in_text(argument))


class Sink:
    """A result in the making. What is written is without secrets; UsageError if it cannot be."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name

    def write(self, data: bytes | bytearray) -> None:
        """Add a piece, which no secret lies across the end of."""
        with told(self._name):
            self._stream.write(scrub_bytes(data))

    def restart(self) -> None:
        """Forget what was added."""
        with told(self._name):
            self._stream.seek(0)
            self._stream.truncate()
