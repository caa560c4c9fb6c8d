"""Extensions: `pg_extension`."""

from __future__ import annotations

from driftcheck.kinds.base import ERROR, INFO, Kind
from driftcheck.kinds.catalog import comment
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class Extension(Facts):
    schema: Text = UNSTATED
    version: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Installed extensions."""
    return f"""
        SELECT x.extname AS path, n.nspname AS schema, x.extversion AS version, d.description AS comment
        FROM pg_catalog.pg_extension x
        JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace {comment("pg_extension", "x.oid")}"""


KIND = Kind(
    name="extension",
    plural="extensions",
    facts=Extension,
    scope="database",
    missing=ERROR,
    undocumented=INFO,
    why="Functions, types and operators that the schema uses come from its extensions.",
    query=query,
)
