"""Tables that a publication lists: `pg_publication_rel`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Names, OptionalText


class PublicationMember(Facts):
    columns: Names = UNSTATED
    where: OptionalText = UNSTATED


KIND = Kind(
    name="publication_member",
    plural="publication_members",
    facts=PublicationMember,
    scope="publication",
    missing=WARNING,
    undocumented=INFO,
    same={"columns": same.unordered, "where": same.expressions},
    why="Changes of a table that left the publication reach nobody; one that joined is sent to all who listen.",
)
