"""Text search dictionaries: `pg_ts_dict`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class TextSearchDictionary(Facts):
    definition: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Text search dictionaries: template and options."""
    return f"""
        SELECT n.nspname AS path, t.dictname AS path, e.extname AS extension,
            pg_catalog.concat_ws(', ', pg_catalog.concat('TEMPLATE = ', pg_catalog.quote_ident(mn.nspname), '.',
                pg_catalog.quote_ident(m.tmplname)), t.dictinitoption) AS definition,
            {owner("t.dictowner")}, d.description AS comment
        FROM pg_catalog.pg_ts_dict t JOIN pg_catalog.pg_ts_template m ON m.oid = t.dicttemplate
        JOIN pg_catalog.pg_namespace mn ON mn.oid = m.tmplnamespace
        {schema("t.dictnamespace")} {comment("pg_ts_dict", "t.oid")} {extension("pg_ts_dict", "t.oid")}"""


KIND = Kind(
    name="text_search_dictionary",
    plural="text_search_dictionaries",
    facts=TextSearchDictionary,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
