"""Text search templates: `pg_ts_template`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class TextSearchTemplate(Facts):
    definition: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Text search templates: their functions."""
    return f"""
        SELECT n.nspname AS path, t.tmplname AS path, e.extname AS extension,
            pg_catalog.concat_ws(', ', 'INIT = ' || NULLIF(t.tmplinit::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'LEXIZE = ' || t.tmpllexize::pg_catalog.text) AS definition,
            d.description AS comment
        FROM pg_catalog.pg_ts_template t
        {schema("t.tmplnamespace")} {comment("pg_ts_template", "t.oid")} {extension("pg_ts_template", "t.oid")}"""


KIND = Kind(
    name="text_search_template",
    plural="text_search_templates",
    facts=TextSearchTemplate,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
