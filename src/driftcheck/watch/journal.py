"""What the job says of itself while it works: lines for people, or JSON objects, each with the id of its run."""

from __future__ import annotations

import json
import threading
from typing import Any, Protocol

from driftcheck.history.model import now, rfc3339


class Voice(Protocol):
    """Where lines go: they are scrubbed and escaped there."""

    quiet: bool

    def detail(self, text: str) -> None:
        """Said with --verbose."""

    def error(self, text: str) -> None:
        """Always said."""

    def entry(self, text: str) -> None:
        """A line as it is."""


class Journal:
    """The log of a process; `run` is the id of the run that it is in."""

    def __init__(self, voice: Voice, format: str = "text") -> None:
        self.voice, self.format = voice, format
        self.run: str | None = None
        self._lock = threading.Lock()

    def info(self, event: str, text: str, **fields: Any) -> None:
        """What goes as it should."""
        self._say("info", event, text, fields)

    def warning(self, event: str, text: str, **fields: Any) -> None:
        """What does not, and is not lost."""
        self._say("warning", event, text, fields)

    def error(self, event: str, text: str, **fields: Any) -> None:
        """What could not be done."""
        self._say("error", event, text, fields)

    def _say(self, level: str, event: str, text: str, fields: dict[str, Any]) -> None:
        with self._lock:
            if self.format == "json":
                entry = {"at": rfc3339(now()), "level": level, "event": event, "run": self.run, "text": text, **fields}
                if level != "info" or not self.voice.quiet:
                    self.voice.entry(json.dumps(entry))
            elif level == "info":
                self.voice.detail(text)
            else:
                self.voice.error(text)
