"""Text search parsers: `pg_ts_parser`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class TextSearchParser(Facts):
    definition: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Text search parsers: their functions."""
    return f"""
        SELECT n.nspname AS path, p.prsname AS path, e.extname AS extension,
            pg_catalog.concat_ws(', ', 'START = ' || p.prsstart::pg_catalog.text, 'GETTOKEN = ' || p.prstoken::pg_catalog.text,
                'END = ' || p.prsend::pg_catalog.text,
                'HEADLINE = ' || NULLIF(p.prsheadline::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'LEXTYPES = ' || p.prslextype::pg_catalog.text) AS definition,
            d.description AS comment
        FROM pg_catalog.pg_ts_parser p
        {schema("p.prsnamespace")} {comment("pg_ts_parser", "p.oid")} {extension("pg_ts_parser", "p.oid")}"""


KIND = Kind(
    name="text_search_parser",
    plural="text_search_parsers",
    facts=TextSearchParser,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
