"""What a sentence about access allows: data that the readers of its parts share."""

from __future__ import annotations

import dataclasses

SELECT, INSERT, UPDATE, DELETE = "select", "insert", "update", "delete"
WRITES = frozenset({INSERT, UPDATE, DELETE})
EVERY = frozenset({SELECT, *WRITES})


@dataclasses.dataclass(frozen=True)
class Grant:
    """One thing that a sentence allows (or, with `denied`, forbids)."""

    who: str  # anyone | signed-in | owner | member | admin | service | nobody
    rows: str  # own | related | condition | all
    must: frozenset[str]  # commands that have to be possible
    may: frozenset[str]  # commands that may be
    exclusive: bool = False  # nobody else: "only admins", "owner-only"
    closed: bool = True  # what is not mentioned is not allowed
    lenient: bool = False  # not asked in full: "by all" of anonymous callers, "users can view notes" of every row
    limits: bool = False  # which rows, not which commands: "users can only see their own rows"


@dataclasses.dataclass
class Said:
    """What a sentence says, and the parts of it that were not understood."""

    grants: list[Grant] = dataclasses.field(default_factory=list)
    denied: frozenset[str] = frozenset()  # commands that nobody has
    shut: frozenset[str] = frozenset()  # commands that anonymous callers do not have
    strange: list[str] = dataclasses.field(default_factory=list)
    closed: bool = False  # whoever is not named may do nothing
    marked: bool = False  # by ticks: of which rows is not said
