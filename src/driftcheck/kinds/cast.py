"""Casts: `pg_cast`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import FIRST_USER_OID, comment, extension, implied
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class Cast(Facts):
    definition: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Casts that did not come with the server: `source→target`."""
    return f"""
        SELECT ARRAY[pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL)] AS "path+",
            e.extname AS extension,
            pg_catalog.concat(CASE c.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT'
                ELSE 'WITH FUNCTION ' || c.castfunc::pg_catalog.regprocedure::pg_catalog.text END,
                CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END) AS definition,
            d.description AS comment
        FROM pg_catalog.pg_cast c {comment("pg_cast", "c.oid")} {extension("pg_cast", "c.oid")}
        WHERE c.oid >= {FIRST_USER_OID} AND NOT {implied("pg_cast", "c.oid")}
    """


KIND = Kind(
    name="cast",
    plural="casts",
    facts=Cast,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
