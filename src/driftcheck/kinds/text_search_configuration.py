"""Text search configurations: `pg_ts_config`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class TextSearchConfiguration(Facts):
    definition: Text = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Text search configurations: parser, and the dictionaries of each kind of token.

    Only the built-in parser is asked for the names of its kinds: another one's would be a function of the user's.
    """
    return f"""
        SELECT n.nspname AS path, c.cfgname AS path, e.extname AS extension,
            pg_catalog.concat_ws(', ', pg_catalog.concat('PARSER = ', pg_catalog.quote_ident(pn.nspname), '.',
                    pg_catalog.quote_ident(p.prsname)),
                (SELECT pg_catalog.string_agg(pg_catalog.concat(COALESCE(k.alias, m.maptokentype::pg_catalog.text), pg_catalog.chr(1),
                        m.mapdict::pg_catalog.regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
                    FROM pg_catalog.pg_ts_config_map m
                    LEFT JOIN pg_catalog.ts_token_type('pg_catalog.default') k
                        ON k.tokid = m.maptokentype AND pn.nspname = 'pg_catalog' AND p.prsname = 'default'
                    WHERE m.mapcfg = c.oid)) AS "definition:arrows",
            {owner("c.cfgowner")}, d.description AS comment
        FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
        {schema("c.cfgnamespace")} {comment("pg_ts_config", "c.oid")} {extension("pg_ts_config", "c.oid")}"""


KIND = Kind(
    name="text_search_configuration",
    plural="text_search_configurations",
    facts=TextSearchConfiguration,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Expressions and indexes that use it change their meaning.",
    query=query,
)
