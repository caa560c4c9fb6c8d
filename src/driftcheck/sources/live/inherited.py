"""Inherited columns, of partitions and of tables that inherit: what such a relation has of its own.

A partition may have a default, a NOT NULL, a storage, … other than its parent's (PostgreSQL documentation, 5.12.2.2 "Table
Partitioning", 5.11 "Inheritance"). The rest is the parent's, and stated there.
"""

from __future__ import annotations

from typing import Any, cast

from driftcheck.kinds.column import Column
from driftcheck.model import Facts
from driftcheck.names import last
from driftcheck.sources.live.known import Known

Columns = dict[int, list[tuple[Any, str, Facts]]]
"""Relation → (order, path, facts) of its columns."""

_COPIED = ("nullable", "default", "storage", "compression")  # from the parent, when the relation is made or attached
_OWN = ("statistics", "options", "foreign_options", "grants", "comment")  # never the parent's


def overrides(own: Columns, inherited: Columns, known: Known) -> None:
    """Add to `own` the inherited columns that differ from their parents', with the facts in which they do."""
    columns = {
        number: {
            last(path): cast(Column, facts) for _, path, facts in (*own.get(number, ()), *inherited.get(number, ()))
        }
        for number in own.keys() | inherited.keys()
        if number in inherited or any(number in known.relations[child].parents for child in inherited)
    }
    for number, found in inherited.items():
        for order, path, facts in found:
            name = last(path)
            above = next(
                (columns[up][name] for up in known.relations[number].parents if name in columns.get(up, {})), None
            )
            if above is not None and (stated := _own(cast(Column, facts), above)):
                own.setdefault(number, []).append((order, path, Column(extension=facts.extension, **stated)))


def _own(column: Column, above: Column) -> dict[str, Any]:
    copied = {name: getattr(column, name) for name in _COPIED if getattr(column, name) != getattr(above, name)}
    return copied | {name: value for name in _OWN if (value := getattr(column, name))}
