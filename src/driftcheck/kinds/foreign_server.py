"""Foreign servers: `pg_foreign_server`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, grants, owner
from driftcheck.model import UNSTATED, Facts, Grants, Names, OptionalText, Text


class ForeignServer(Facts):
    wrapper: Text = UNSTATED
    type: OptionalText = UNSTATED
    version: OptionalText = UNSTATED
    options: Names = UNSTATED  # their names; values may be secrets
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Foreign servers."""
    return f"""
        SELECT s.srvname AS path, e.extname AS extension, w.fdwname AS wrapper, s.srvtype AS type,
            s.srvversion AS version, COALESCE(s.srvoptions, '{{}}') AS "options:option_names",
            {owner("s.srvowner")}, d.description AS comment, {grants("s.srvacl", "S", "s.srvowner")}
        FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        {comment("pg_foreign_server", "s.oid")} {extension("pg_foreign_server", "s.oid")}"""


KIND = Kind(
    name="foreign_server",
    plural="foreign_servers",
    facts=ForeignServer,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    same={"options": same.unordered, "grants": same.grants},
    why="Foreign tables are read through their server.",
    query=query,
)
