"""Primary, unique and foreign keys, checks, exclusions: `pg_constraint`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, OptionalText, Text


class Constraint(Facts):
    type: Text = UNSTATED  # primary key | unique | foreign key | check | exclusion | not null
    columns: Names = UNSTATED
    references: Text = UNSTATED  # "auth.users(id)"
    on_delete: Text = UNSTATED  # NO ACTION | RESTRICT | CASCADE | SET NULL | SET DEFAULT
    on_update: Text = UNSTATED
    expression: Text = UNSTATED
    match: Text = UNSTATED  # SIMPLE | FULL
    set_null_columns: Names = UNSTATED
    deferrable: Flag = UNSTATED
    initially_deferred: Flag = UNSTATED
    validated: Flag = UNSTATED
    enforced: Flag = UNSTATED
    no_inherit: Flag = UNSTATED
    nulls_not_distinct: Flag = UNSTATED
    temporal: Flag = UNSTATED  # WITHOUT OVERLAPS, PERIOD
    include: Names = UNSTATED
    exclusion: Text = UNSTATED  # the elements of EXCLUDE, with their operators
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="constraint",
    plural="constraints",
    facts=Constraint,
    scope="table",
    missing=WARNING,
    undocumented=INFO,
    changed={
        "type": ERROR,
        "columns": ERROR,
        "references": ERROR,
        "on_delete": ERROR,
        "on_update": ERROR,
        "comment": INFO,
    },
    same={
        "columns": same.key_columns,
        "references": same.references,
        "expression": same.expressions,
        "exclusion": same.expressions,
    },
    why="Keys and checks are the rules that the data keeps; a changed ON DELETE keeps or destroys rows that the document says otherwise about.",
)
