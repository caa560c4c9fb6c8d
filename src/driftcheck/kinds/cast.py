"""Casts: `pg_cast`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class Cast(Facts):
    definition: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="cast",
    plural="casts",
    facts=Cast,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    why="Expressions and indexes that use it change their meaning.",
)
