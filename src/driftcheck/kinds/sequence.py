"""Sequences that no identity column owns: `pg_sequence`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Number, OptionalText, Text


class Sequence(Facts):
    type: Text = UNSTATED
    start: Number = UNSTATED
    increment: Number = UNSTATED
    minimum: Number = UNSTATED
    maximum: Number = UNSTATED
    cache: Number = UNSTATED
    cycle: Flag = UNSTATED
    owned_by: OptionalText = UNSTATED  # the column
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="sequence",
    plural="sequences",
    facts=Sequence,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    same={"type": same.types, "grants": same.grants},
    why="Defaults draw their values from sequences.",
)
