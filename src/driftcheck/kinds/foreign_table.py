"""Foreign tables: `pg_foreign_table`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Grants, Names, OptionalText, Text


class ForeignTable(Facts):
    server: Text = UNSTATED
    options: Names = UNSTATED  # their names; values may be secrets
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="foreign_table",
    plural="foreign_tables",
    facts=ForeignTable,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"options": same.unordered, "grants": same.grants},
    why="A foreign table shows rows that live elsewhere.",
)
