"""Where statements put what they state: the door between the SQL reader and whoever collects facts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from driftcheck.model import Facts


class Sink(Protocol):
    """Collects what a page or a file states, in the order in which it says so. Paths are object paths, `at` is "path:line"."""

    def find(self, kind: str, path: str) -> Facts | None:
        """What has been stated of the object so far."""

    def state(self, kind: str, path: str, facts: Facts, apart: Collection[str] = ()) -> None:
        """A statement that the object exists, with facts: merged with what stands; where they disagree, a contradiction.

        `apart`: the paths that the same statement gives to other objects, of which this is none.
        """

    def change(self, kind: str, path: str, at: str, **properties: Any) -> None:
        """A later statement of a change (ALTER): it wins. Creates nothing but the statement that these properties hold."""

    def remove(self, kind: str, path: str) -> None:
        """The object is gone (DROP), with everything under it."""

    def rename(self, kind: str, path: str, to: str) -> None:
        """The object, and everything under it, has another path now."""

    def relabel(self, path: str, old: str, new: str) -> None:
        """A value of an enum is another word now, in all that uses it."""


class Passing:
    """A sink in front of another one, which gets all that it does not take itself."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sink, name)
