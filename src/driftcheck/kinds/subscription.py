"""Subscriptions, without their connection strings: `pg_subscription`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment, owner
from driftcheck.model import UNSTATED, Facts, Flag, Mapping, Names, OptionalText, Text


class Subscription(Facts):
    enabled: Flag = UNSTATED
    publications: Names = UNSTATED
    slot: OptionalText = UNSTATED
    synchronous_commit: Text = UNSTATED
    options: Mapping = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


_OPTIONS = (  # the server version that brought each, its name, what shows it
    (140000, "binary", "s.subbinary::pg_catalog.text"),
    (
        140000,
        "streaming",
        "CASE s.substream::pg_catalog.text WHEN 'f' THEN 'off' WHEN 'false' THEN 'off' WHEN 'p' THEN 'parallel' ELSE 'on' END",
    ),
    (
        150000,
        "two_phase",
        "CASE s.subtwophasestate WHEN 'd' THEN 'disabled' WHEN 'p' THEN 'pending' ELSE 'enabled' END",
    ),
    (150000, "disable_on_error", "s.subdisableonerr::pg_catalog.text"),
    (160000, "password_required", "s.subpasswordrequired::pg_catalog.text"),
    (160000, "run_as_owner", "s.subrunasowner::pg_catalog.text"),
    (160000, "origin", "s.suborigin"),
    (170000, "failover", "s.subfailover::pg_catalog.text"),
)


def query(version: int) -> str:
    """Subscriptions of this database: the columns that everybody may read (synchronous_commit only since 15)."""
    options = ", ".join(f"'{name}=' || {value}" for since, name, value in _OPTIONS if version >= since)
    return f"""
        SELECT s.subname AS path, s.subenabled AS enabled, s.subpublications AS publications, s.subslotname AS slot,
            {"s.subsynccommit" if version >= 150000 else "NULL"} AS synchronous_commit,
            ARRAY[{options}]::pg_catalog.text[] AS "options:options", {owner("s.subowner")}, d.description AS comment
        FROM pg_catalog.pg_subscription s {comment("pg_subscription", "s.oid")}
        WHERE s.subdbid = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())"""


KIND = Kind(
    name="subscription",
    plural="subscriptions",
    facts=Subscription,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    same={"publications": same.unordered},
    why="A subscription writes rows that come from another database.",
    query=query,
)
