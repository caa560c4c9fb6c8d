"""Publications: `pg_publication`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, OptionalText, Text


class Publication(Facts):
    all_tables: Flag = UNSTATED
    schemas: Names = UNSTATED
    operations: Names = UNSTATED  # insert, update, delete, truncate
    via_root: Flag = UNSTATED
    generated_columns: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="publication",
    plural="publications",
    facts=Publication,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    same={"operations": same.unordered, "schemas": same.unordered},
    why="Subscribers and Supabase Realtime receive what the publication lists.",
)
