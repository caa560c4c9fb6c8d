"""Foreign-data wrappers: `pg_foreign_data_wrapper`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, function_name, grants, owner
from driftcheck.model import UNSTATED, Facts, Grants, Names, OptionalText, Text


class ForeignDataWrapper(Facts):
    handler: OptionalText = UNSTATED
    validator: OptionalText = UNSTATED
    options: Names = UNSTATED  # their names; values may be secrets
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Foreign-data wrappers."""
    return f"""
        SELECT w.fdwname AS path, e.extname AS extension, {function_name("w.fdwhandler")} AS "handler:path",
            {function_name("w.fdwvalidator")} AS "validator:path",
            COALESCE(w.fdwoptions, '{{}}') AS "options:option_names",
            {owner("w.fdwowner")}, d.description AS comment, {grants("w.fdwacl", "F", "w.fdwowner")}
        FROM pg_catalog.pg_foreign_data_wrapper w
        {comment("pg_foreign_data_wrapper", "w.oid")} {extension("pg_foreign_data_wrapper", "w.oid")}"""


KIND = Kind(
    name="foreign_data_wrapper",
    plural="foreign_data_wrappers",
    facts=ForeignDataWrapper,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    same={"options": same.unordered, "grants": same.grants},
    why="A wrapper is code that reaches other systems.",
    query=query,
)
