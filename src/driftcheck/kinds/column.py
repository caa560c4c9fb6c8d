"""Columns of tables, foreign tables, views and materialized views: `pg_attribute`, `pg_attrdef`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Mapping, Number, OptionalText, Text


class Column(Facts):
    type: Text = UNSTATED  # as format_type spells it
    nullable: Flag = UNSTATED
    default: OptionalText = UNSTATED
    generated: OptionalText = UNSTATED  # the expression
    generated_kind: OptionalText = UNSTATED  # stored | virtual
    identity: OptionalText = UNSTATED  # always | by default
    identity_options: Mapping = UNSTATED
    collation: OptionalText = UNSTATED
    storage: Text = UNSTATED
    compression: OptionalText = UNSTATED
    statistics: Number | None = UNSTATED
    options: Mapping = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="column",
    plural="columns",
    facts=Column,
    scope="table",
    missing=ERROR,
    undocumented=WARNING,
    changed={"type": ERROR, "nullable": ERROR, "comment": INFO},
    same={"type": same.types, "default": same.expressions, "generated": same.expressions, "grants": same.grants},
    why="Code reads and writes columns by name and type; a lost NOT NULL or a changed default lets in rows that nobody expects.",
)
