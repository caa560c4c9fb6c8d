"""The rows that stand in a scene."""

from __future__ import annotations

import dataclasses

from driftcheck.prove.pools import Places


@dataclasses.dataclass
class Row:
    """A row that stands in a table: its place and its values as text."""

    place: str
    values: dict[str, str | None]


@dataclasses.dataclass
class Made:
    """The rows of every table, and why a table has none."""

    rows: dict[str, list[Row]] = dataclasses.field(default_factory=dict)
    places: dict[str, Places] = dataclasses.field(default_factory=dict)
    failed: dict[str, str] = dataclasses.field(default_factory=dict)
