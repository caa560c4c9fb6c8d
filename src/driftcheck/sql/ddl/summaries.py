"""What Supabase's dashboard copies "for context only": it leaves out sizes of types and the actions of foreign keys."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.model import UNSTATED, Facts
from driftcheck.sql.sink import Passing

_SAYS_SO = "this schema is for context only and is not meant to be run"
_SIZED = {
    "character varying",
    "character",
    "bit",
    "bit varying",
    "numeric",
    "interval",
    "timestamp without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
}


def is_one(text: str) -> bool:
    """Whether the text is such a copy, by the warning that stands in it."""
    return _SAYS_SO in text.lower()


class Summary(Passing):
    """A sink that takes only what such a copy says."""

    def state(self, kind: str, path: str, facts: Facts, *more: Any, **others: Any) -> None:
        """As the sink's own, without what the copy leaves out."""
        if isinstance(facts, Column) and isinstance(facts.type, str):
            bare = facts.type.removesuffix("(1)")
            if bare in _SIZED:
                facts.type, facts.loose = bare, sorted({*(facts.loose or ()), "type"})
        elif isinstance(facts, Constraint) and facts.type == "foreign key":
            facts.on_delete = facts.on_update = UNSTATED
        self._sink.state(kind, path, facts, *more, **others)
