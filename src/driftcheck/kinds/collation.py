"""Collations: `pg_collation`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, OptionalText, Text


class Collation(Facts):
    provider: Text = UNSTATED
    locale: OptionalText = UNSTATED
    deterministic: Flag = UNSTATED
    encoding: OptionalText = UNSTATED
    rules: OptionalText = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="collation",
    plural="collations",
    facts=Collation,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    why="Order and equality of text follow the collation.",
)
