"""Where stated objects stand: by kind and path, and by what they hang on, so that nothing is ever searched through.

The parts of a table and its indexes hang on the table, functions on their name without arguments. An object that moves to
another path keeps its turn: see `in_order`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from driftcheck.kinds import PARTS
from driftcheck.model import Facts
from driftcheck.names import join, parent, split


def holder(kind: str, path: str, facts: Facts) -> str | None:
    """What the object hangs on; "" for an index that does not say which table."""
    if kind == "index":
        return str(getattr(facts, "table", None) or "")
    if kind == "function":
        return join(*split(path))
    return parent(path) if kind in PARTS else None


class Shelves:
    """Objects by kind and path. Change them by `put`, `take` and `move`; change what an index hangs on by `hang`."""

    def __init__(self) -> None:
        self.kinds: dict[str, dict[str, Facts]] = defaultdict(dict)
        self._hanging: dict[tuple[str, str], dict[str, Facts]] = defaultdict(dict)
        self._held: dict[tuple[str, str], str] = {}  # what each object hangs on
        self._turns: dict[tuple[str, str], int] = {}
        self._moved: set[str] = set()

    def put(self, kind: str, path: str, facts: Facts) -> None:
        """An object that is new."""
        self.kinds[kind][path] = facts
        self._turns[kind, path] = len(self._turns)
        self.hang(kind, path, facts)

    def hang(self, kind: str, path: str, facts: Facts) -> None:
        """Note what the object hangs on, now that its facts may say so."""
        on = holder(kind, path, facts)
        if on is None or self._held.get((kind, path)) == on:
            return
        self._unhang(kind, path)
        self._held[kind, path] = on
        self._hanging[kind, on][path] = facts

    def _unhang(self, kind: str, path: str) -> None:
        if (on := self._held.pop((kind, path), None)) is not None:
            self._hanging[kind, on].pop(path, None)

    def take(self, kind: str, path: str) -> Facts | None:
        """Remove an object; None if it is not there. Its turn is not given to another one."""
        self._unhang(kind, path)
        return self.kinds[kind].pop(path, None)

    def move(self, kind: str, path: str, to: str) -> None:
        """Give an object another path; it replaces what stands there."""
        facts = self.take(kind, path)
        if facts is None:
            return
        self.take(kind, to)
        self.put(kind, to, facts)
        self._turns[kind, to] = self._turns[kind, path]
        self._moved.add(kind)

    def hanging(self, kind: str, on: str) -> dict[str, Facts]:
        """The objects of a kind that hang on a table or a name; do not change the result, nor them while it is read."""
        return self._hanging.get((kind, on), {})

    def in_order(self, kind: str) -> dict[str, Facts]:
        """The objects of a kind as they were first stated, whatever they are called since."""
        found = self.kinds.get(kind, {})
        if kind not in self._moved:
            return dict(found)
        turns: dict[Any, int] = self._turns
        return {path: found[path] for path in sorted(found, key=lambda path: turns.get((kind, path), len(turns)))}
