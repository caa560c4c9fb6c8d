"""Views: `pg_class`, `pg_get_viewdef`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, grants, owner, schema
from driftcheck.model import UNSTATED, Facts, Grants, Mapping, OptionalText, Text


class View(Facts):
    definition: Text = UNSTATED
    options: Mapping = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Views."""
    return f"""
        SELECT n.nspname AS path, c.relname AS path, e.extname AS extension,
            pg_catalog.pg_get_viewdef(c.oid) AS definition, true AS "?definition",
            COALESCE(c.reloptions, '{{}}') AS "options:view_options",
            {owner("c.relowner")}, d.description AS comment, {grants("c.relacl", "r", "c.relowner")}
        FROM pg_catalog.pg_class c
        {schema("c.relnamespace")} {comment("pg_class", "c.oid")} {extension("pg_class", "c.oid")}
        WHERE c.relkind = 'v' AND c.relpersistence <> 't'"""


def defaults(facts: View) -> dict[str, object]:
    """Asks as its owner, holds back nothing."""
    return {"options": {}}


KIND = Kind(
    name="view",
    plural="views",
    facts=View,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    same={"definition": same.queries, "options": same.options, "grants": same.grants},
    defaults=defaults,
    why="A view is an interface; one that is not security_invoker reads past row security.",
    query=query,
)
