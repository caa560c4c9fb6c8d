"""DDL that people wrote as such, in a fence or a file: it states its objects in full.

What is put together from a cell or a bullet, or copied without its ends, goes to the sink without this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from driftcheck.model import UNSTATED, Facts
from driftcheck.sql.sink import Passing

_IN_FULL: dict[str, Callable[[Any], bool]] = {
    "table": lambda table: table.complete is not UNSTATED and not table.partition_of,
    "constraint": lambda constraint: True,
    "index": lambda index: True,
    "trigger": lambda trigger: True,
    "sequence": lambda sequence: True,
    "function": lambda function: function.body is not UNSTATED,  # else it is no more than a signature
    "view": lambda view: view.definition is not UNSTATED,
    "type": lambda one: True,
}


class Entire(Passing):
    """A sink that marks what it takes as stated in full."""

    def state(self, kind: str, path: str, facts: Facts, *more: Any, **others: Any) -> None:
        """As the sink's own."""
        if kind in _IN_FULL and _IN_FULL[kind](facts):
            facts.ddl = True
        self._sink.state(kind, path, facts, *more, **others)
