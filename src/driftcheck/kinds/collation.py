"""Collations: `pg_collation`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, Flag, OptionalText, Text


class Collation(Facts):
    provider: Text = UNSTATED
    locale: OptionalText = UNSTATED
    deterministic: Flag = UNSTATED
    encoding: OptionalText = UNSTATED
    rules: OptionalText = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Collations. Where a locale stands changed with 15 (its own column for ICU) and 17 (one column)."""
    libc = "CASE WHEN c.collcollate = c.collctype THEN c.collcollate ELSE c.collcollate || ', ' || c.collctype END"
    locale = libc
    if version >= 170000:
        locale = f"COALESCE(c.colllocale, {libc})"
    elif version >= 150000:
        locale = f"COALESCE(c.colliculocale, {libc})"
    rules = "c.collicurules" if version >= 160000 else "NULL"
    return f"""
        SELECT n.nspname AS path, c.collname AS path, e.extname AS extension,
            CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'd' THEN 'default'
                END AS provider,
            {locale} AS locale, c.collisdeterministic AS deterministic,
            CASE WHEN c.collencoding >= 0 THEN pg_catalog.pg_encoding_to_char(c.collencoding) END AS encoding,
            {rules} AS rules, {owner("c.collowner")}, d.description AS comment
        FROM pg_catalog.pg_collation c
        {schema("c.collnamespace")} {comment("pg_collation", "c.oid")} {extension("pg_collation", "c.oid")}"""


KIND = Kind(
    name="collation",
    plural="collations",
    facts=Collation,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    why="Order and equality of text follow the collation.",
    query=query,
)
