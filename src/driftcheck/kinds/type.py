"""Enums, domains, composite and range types: `pg_type`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Mapping, Names, OptionalText, Text


class Type(Facts):
    kind: Text = UNSTATED  # enum | domain | composite | range | base
    values: Names = UNSTATED  # of an enum, in order
    base: Text = UNSTATED  # of a domain
    nullable: Flag = UNSTATED
    default: OptionalText = UNSTATED
    checks: Names = UNSTATED
    attributes: Names = UNSTATED  # of a composite: "street text"
    subtype: Text = UNSTATED  # of a range
    subtype_options: Mapping = UNSTATED  # opclass, collation, canonical, diff, multirange
    collation: OptionalText = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="type",
    plural="types",
    facts=Type,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO, "values": ERROR, "kind": ERROR},
    same={
        "base": same.types,
        "default": same.expressions,
        "checks": same.expression_lists,
        "attributes": same.attribute_lists,
        "grants": same.grants,
    },
    why="Columns hold the values of their types; a value that an enum lacks is an error at insert.",
)
