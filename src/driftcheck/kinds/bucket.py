"""Supabase Storage buckets: `storage.buckets`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, Number


class Bucket(Facts):
    public: Flag = UNSTATED
    file_size_limit: Number | None = UNSTATED
    allowed_mime_types: Names | None = UNSTATED


_SHAPE = """
    SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'storage' AND c.relname = 'buckets' AND c.relkind = 'r' AND c.relpersistence = 'p'
        AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attgenerated = '' AND (a.attname, a.atttypid) IN (
                ('id', 'pg_catalog.text'::pg_catalog.regtype), ('name', 'pg_catalog.text'::pg_catalog.regtype),
                ('public', 'pg_catalog.bool'::pg_catalog.regtype))) = 3"""
_SAFE = """
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_index x
        WHERE x.indrelid = c.oid AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL))
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_statistic_ext s WHERE s.stxrelid = c.oid)"""
_READABLE = """
    AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
    AND NOT pg_catalog.row_security_active(c.oid)"""

WITHHELD = f"EXISTS ({_SHAPE}) AND NOT EXISTS ({_SHAPE} {_SAFE} {_READABLE})"
"""Whether there is a table of buckets that this role, or nobody who is careful, can read."""


def _has(column: str, type: str) -> str:
    return f"""EXISTS (SELECT FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relname = 'buckets'
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'storage'
        WHERE a.attname = '{column}' AND a.attgenerated = ''
            AND NOT a.attisdropped AND a.atttypid = 'pg_catalog.{type}'::pg_catalog.regtype)"""


def query(version: int) -> str:
    """Supabase Storage's buckets: the only rows of a user's table that are read, and only if that runs nothing of theirs.

    One statement must hold whether there is such a table or not. ts_stat() takes a query as text and is in every server,
    so the query depends on what the catalog says: no table of this shape, no right to read it, row security in the way, or
    an index whose expression the planner would evaluate, and nothing is read. The rows travel as JSON in pieces that fit a
    lexeme (2,046 bytes).
    """
    return f"""
        SELECT b.id AS path, b.public, b.file_size_limit, b.allowed_mime_types
        FROM pg_catalog.jsonb_to_recordset((
            SELECT pg_catalog.string_agg(pg_catalog.substr(piece.word, 9), '' ORDER BY piece.word COLLATE pg_catalog."C")
            FROM pg_catalog.ts_stat((SELECT CASE WHEN EXISTS ({_SHAPE} {_SAFE} {_READABLE})
                THEN pg_catalog.concat(
                    'SELECT pg_catalog.array_to_tsvector(ARRAY[pg_catalog.lpad(n::pg_catalog.text, 8, ''0'')',
                    ' || pg_catalog.substr(j.rows, 500 * n + 1, 500)]) FROM (SELECT COALESCE(pg_catalog.jsonb_agg(',
                    'pg_catalog.jsonb_build_object(''id'', id, ''public'', public',
                    CASE WHEN {_has("file_size_limit", "int8")} THEN ', ''file_size_limit'', file_size_limit' END,
                    CASE WHEN {_has("allowed_mime_types", "_text")} THEN ', ''allowed_mime_types'', allowed_mime_types' END,
                    ')), ''[]'')::pg_catalog.text AS rows FROM ONLY storage.buckets) j,',
                    ' pg_catalog.generate_series(0, pg_catalog.length(j.rows) / 500) n',
                    ' WHERE pg_catalog.substr(j.rows, 500 * n + 1, 500) <> ''''')
                ELSE 'SELECT pg_catalog.array_to_tsvector(ARRAY[''00000000[]''])' END)) piece)::pg_catalog.jsonb
            ) b(id pg_catalog.text, public pg_catalog.bool, file_size_limit pg_catalog.int8, allowed_mime_types pg_catalog.text[])"""


KIND = Kind(
    name="bucket",
    plural="buckets",
    facts=Bucket,
    scope="database",
    missing=WARNING,
    undocumented=WARNING,
    changed={"public": ERROR},
    same={"allowed_mime_types": same.unordered},
    why="Uploads go to buckets; a public one serves its files to anyone who has the address.",
    query=query,
)
