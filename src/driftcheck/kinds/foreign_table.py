"""Foreign tables: `pg_foreign_table`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, grants, owner, schema
from driftcheck.model import UNSTATED, Facts, Grants, Names, OptionalText, Text


class ForeignTable(Facts):
    server: Text = UNSTATED
    options: Names = UNSTATED  # their names; values may be secrets
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Foreign tables; of their options the names, for a value may be a secret."""
    return f"""
        SELECT n.nspname AS path, c.relname AS path, e.extname AS extension, s.srvname AS server,
            COALESCE(f.ftoptions, '{{}}') AS "options:option_names",
            {owner("c.relowner")}, d.description AS comment, {grants("c.relacl", "r", "c.relowner")}
        FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_class c ON c.oid = f.ftrelid
        JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
        {schema("c.relnamespace")} {comment("pg_class", "c.oid")} {extension("pg_class", "c.oid")}"""


KIND = Kind(
    name="foreign_table",
    plural="foreign_tables",
    facts=ForeignTable,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    same={"options": same.unordered, "grants": same.grants},
    why="A foreign table shows rows that live elsewhere.",
    query=query,
)
