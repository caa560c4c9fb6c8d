"""One change to a database, and the one finding that it must bring."""

from __future__ import annotations

import dataclasses

from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.model import Facts, Snapshot
from driftcheck.names import parent


@dataclasses.dataclass(frozen=True)
class Mutation:
    """`rules` are those that describe the change rightly; none: the change is no drift."""

    what: str
    sql: tuple[str, ...]
    object: str
    rules: tuple[str, ...]
    hidden: bool = False  # outside a complete list: counted, and shown with --all


class Built:
    """What a document states, and the database that was built from it."""

    def __init__(self, expected: Snapshot, live: Snapshot) -> None:
        self.expected, self.live = expected, live
        self.by_table: dict[str, dict[str, Column]] = {}
        for path, facts in live.of("column").items():
            assert isinstance(facts, Column)
            self.by_table.setdefault(parent(path), {})[path] = facts
        self.keys: dict[str, dict[str, Constraint]] = {}
        for path, facts in live.of("constraint").items():
            assert isinstance(facts, Constraint)
            self.keys.setdefault(parent(path), {})[path] = facts

    def pairs(self, kind: str) -> list[tuple[str, Facts, str, Facts]]:
        """Each stated object of a kind, and the one that was built for it."""
        from driftcheck.match import match

        expected, live = self.expected.of(kind), self.live.of(kind)
        found = match(kind, expected, live, {}).pairs
        return [(path, expected[path], to, live[to]) for path, to in found.items()]

    def is_listed(self, collection: str, *holders: Facts | None) -> bool:
        """Whether one of these holders lists the collection whole, or is presumed to."""
        return any(h is not None and collection in (*(h.complete or ()), *(h.presumed or ())) for h in holders)
