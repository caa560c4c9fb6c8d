"""Indexes that no constraint owns: `pg_index`, `pg_class`, `pg_opclass`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Mapping, Names, OptionalText, Text


class Index(Facts):
    table: Text = UNSTATED
    columns: Names = UNSTATED  # keys as CREATE INDEX writes them: "created_at DESC", "lower(email)"
    unique: Flag = UNSTATED
    method: Text = UNSTATED
    predicate: OptionalText = UNSTATED
    include: Names = UNSTATED
    nulls_not_distinct: Flag = UNSTATED
    valid: Flag = UNSTATED
    clustered: Flag = UNSTATED
    replica_identity: Flag = UNSTATED
    options: Mapping = UNSTATED
    tablespace: OptionalText = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="index",
    plural="indexes",
    facts=Index,
    scope="table",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO, "unique": ERROR},
    same={"table": same.relation_names, "columns": same.index_keys, "predicate": same.expressions},
    why="Queries that the index served scan the whole table; a lost unique index lets duplicates in.",
)
