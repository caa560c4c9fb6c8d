"""Extended statistics: `pg_statistic_ext`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, owner, schema
from driftcheck.model import UNSTATED, Facts, Names, Number, OptionalText, Text


class Statistics(Facts):
    table: Text = UNSTATED
    columns: Names = UNSTATED  # columns and expressions
    kinds: Names = UNSTATED
    target: Number | None = UNSTATED
    owner: Text = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Extended statistics; an expression counts as a column."""
    return f"""
        SELECT n.nspname AS path, s.stxname AS path, e.extname AS extension,
            ARRAY[tn.nspname, t.relname]::pg_catalog.text[] AS "table:path", s.stxrelid::pg_catalog.int8 AS "@relation",
            s.stxkeys::pg_catalog.int2[] AS "columns:statistics_columns",
            pg_catalog.pg_get_statisticsobjdef_expressions(s.oid) AS "@expressions",
            ARRAY(SELECT CASE k WHEN 'd' THEN 'ndistinct' WHEN 'f' THEN 'dependencies' WHEN 'm' THEN 'mcv' END
                FROM pg_catalog.unnest(s.stxkind) k WHERE k <> 'e') AS kinds,
            CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END AS target,
            {owner("s.stxowner")}, d.description AS comment
        FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_class t ON t.oid = s.stxrelid
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
        {schema("s.stxnamespace")} {comment("pg_statistic_ext", "s.oid")} {extension("pg_statistic_ext", "s.oid")}"""


KIND = Kind(
    name="statistics",
    plural="statistics",
    facts=Statistics,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    same={"table": same.relation_names, "columns": same.expression_lists, "kinds": same.unordered},
    why="The planner estimates with them.",
    query=query,
)
