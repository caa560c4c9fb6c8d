"""Publications: `pg_publication`."""

from __future__ import annotations

from collections.abc import Mapping

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner
from driftcheck.model import UNSTATED, Facts, Flag, Names, OptionalText, Text
from driftcheck.names import quote, split


class Publication(Facts):
    all_tables: Flag = UNSTATED
    schemas: Names = UNSTATED
    operations: Names = UNSTATED  # insert, update, delete, truncate
    via_root: Flag = UNSTATED
    generated_columns: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Publications; whole schemas since 15, generated columns since 18."""
    schemas, generated = "'{}'::pg_catalog.text[]", "NULL"
    if version >= 150000:
        schemas = """ARRAY(SELECT n.nspname::pg_catalog.text FROM pg_catalog.pg_publication_namespace s
            JOIN pg_catalog.pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid ORDER BY n.nspname)"""
    if version >= 180000:
        generated = "CASE p.pubgencols WHEN 'n' THEN 'none' WHEN 's' THEN 'stored' END"
    return f"""
        SELECT p.pubname AS path, e.extname AS extension, p.puballtables AS all_tables, {schemas} AS schemas,
            pg_catalog.array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL) AS operations,
            p.pubviaroot AS via_root, {generated} AS generated_columns, {owner("p.pubowner")}, d.description AS comment
        FROM pg_catalog.pg_publication p {comment("pg_publication", "p.oid")} {extension("pg_publication", "p.oid")}"""


def publishes(member: str, publications: Mapping[str, Facts]) -> bool:
    """Whether the publication of a member's path publishes all tables, or all of the member's schema."""
    name, schema, *_ = split(member)
    found = publications.get(quote(name))
    return isinstance(found, Publication) and (found.all_tables is True or schema in (found.schemas or ()))


KIND = Kind(
    name="publication",
    plural="publications",
    facts=Publication,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    same={"operations": same.unordered, "schemas": same.unordered},
    why="Subscribers and Supabase Realtime receive what the publication lists.",
    query=query,
)
