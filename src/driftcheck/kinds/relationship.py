"""Relationships between tables, as arrows and entity diagrams draw them. Checked against foreign keys: see claims."""

from __future__ import annotations

import msgspec

from driftcheck.kinds.base import Kind
from driftcheck.model import UNSTATED, Facts, Text


class Relationship(Facts):
    source: Text = msgspec.field(default=UNSTATED, name="from")
    to: Text = UNSTATED
    cardinality: Text = UNSTATED  # "1:*", "1:1", "*:*", "0..1:*"
    label: Text = UNSTATED


KIND = Kind(
    name="relationship", plural="relationships", facts=Relationship, scope="database", missing=None, undocumented=None
)
