"""Tables, partitioned ones and partitions included: `pg_class`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Mapping, Names, Number, OptionalText, Text


class Table(Facts):
    rls: Flag = UNSTATED
    rls_forced: Flag = UNSTATED
    persistence: Text = UNSTATED  # permanent | unlogged
    partition_key: OptionalText = UNSTATED
    partition_of: OptionalText = UNSTATED
    partition_bound: OptionalText = UNSTATED
    inherits: Names = UNSTATED
    replica_identity: Text = UNSTATED  # "default", "nothing", "full" or the name of an index
    options: Mapping = UNSTATED
    access_method: Text = UNSTATED
    tablespace: OptionalText = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED
    column_count: Number = UNSTATED  # how many columns the document says it has: a claim, checked beside the named ones


KIND = Kind(
    name="table",
    plural="tables",
    facts=Table,
    scope="schema",
    missing=ERROR,
    undocumented=ERROR,
    changed={"rls": ERROR, "rls_forced": ERROR, "comment": INFO},
    same={"grants": same.grants, "partition_key": same.expressions},
    why="A table that is missing breaks its readers; one that nobody documented is unreviewed, and in an exposed schema its rows may be public.",
)
