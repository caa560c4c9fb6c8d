"""Foreign-data wrappers: `pg_foreign_data_wrapper`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Grants, Names, OptionalText, Text


class ForeignDataWrapper(Facts):
    handler: OptionalText = UNSTATED
    validator: OptionalText = UNSTATED
    options: Names = UNSTATED  # their names; values may be secrets
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="foreign_data_wrapper",
    plural="foreign_data_wrappers",
    facts=ForeignDataWrapper,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"options": same.unordered, "grants": same.grants},
    why="A wrapper is code that reaches other systems.",
)
