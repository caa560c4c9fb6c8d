"""Tables that a publication lists: `pg_publication_rel`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Names, OptionalText


class PublicationMember(Facts):
    columns: Names = UNSTATED
    where: OptionalText = UNSTATED


def query(version: int) -> str:
    """Tables that a publication lists; an empty list of columns is all of them. Lists and filters came with 15."""
    columns, where = "NULL::pg_catalog.int2[]", "NULL::pg_catalog.text"
    if version >= 150000:
        columns, where = "m.prattrs::pg_catalog.int2[]", "pg_catalog.pg_get_expr(m.prqual, m.prrelid)"
    return f"""
        SELECT p.pubname AS path, n.nspname AS path, c.relname AS path, m.prrelid::pg_catalog.int8 AS "@relation",
            COALESCE({columns}, '{{}}') AS "columns:columns", {where} AS where
        FROM pg_catalog.pg_publication_rel m JOIN pg_catalog.pg_publication p ON p.oid = m.prpubid
        JOIN pg_catalog.pg_class c ON c.oid = m.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"""


KIND = Kind(
    name="publication_member",
    plural="publication_members",
    facts=PublicationMember,
    scope="publication",
    missing=WARNING,
    undocumented=INFO,
    same={"columns": same.unordered, "where": same.expressions},
    why="Changes of a table that left the publication reach nobody; one that joined is sent to all who listen.",
    query=query,
)
