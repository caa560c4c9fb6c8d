"""Subscriptions, without their connection strings: `pg_subscription`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Mapping, Names, OptionalText, Text


class Subscription(Facts):
    enabled: Flag = UNSTATED
    publications: Names = UNSTATED
    slot: OptionalText = UNSTATED
    synchronous_commit: Text = UNSTATED
    options: Mapping = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="subscription",
    plural="subscriptions",
    facts=Subscription,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"publications": same.unordered},
    why="A subscription writes rows that come from another database.",
)
