"""Sequences that no identity column owns: `pg_sequence`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, grants, owner, schema
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Number, OptionalText, Text


class Sequence(Facts):
    type: Text = UNSTATED
    start: Number = UNSTATED
    increment: Number = UNSTATED
    minimum: Number = UNSTATED
    maximum: Number = UNSTATED
    cache: Number = UNSTATED
    cycle: Flag = UNSTATED
    owned_by: OptionalText = UNSTATED  # the column
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Sequences, but for those of identity columns, which are part of the column."""
    return f"""
        SELECT n.nspname AS path, c.relname AS path, c.oid::pg_catalog.int8 AS "@oid", e.extname AS extension,
            pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart AS start, s.seqincrement AS increment,
            s.seqmin AS minimum, s.seqmax AS maximum, s.seqcache AS cache, s.seqcycle AS cycle,
            o.path AS "owned_by:path",
            {owner("c.relowner")}, d.description AS comment, {grants("c.relacl", "s", "c.relowner")}
        FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid AND c.relpersistence <> 't'
        {schema("c.relnamespace")} {comment("pg_class", "c.oid")} {extension("pg_class", "c.oid")}
        LEFT JOIN (SELECT m.objid, m.deptype, ARRAY[tn.nspname, t.relname, a.attname]::pg_catalog.text[] AS path
            FROM pg_catalog.pg_depend m JOIN pg_catalog.pg_class t ON t.oid = m.refobjid
            JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = m.refobjid AND a.attnum = m.refobjsubid
            WHERE m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.deptype IN ('a', 'i') AND m.refobjsubid > 0
                AND m.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) o ON o.objid = c.oid
        WHERE o.deptype IS DISTINCT FROM 'i'"""


def defaults(facts: Sequence) -> dict[str, object]:
    """CREATE SEQUENCE's documentation; its bounds depend on its type."""
    return {"type": "bigint", "increment": 1, "cache": 1, "cycle": False}


KIND = Kind(
    name="sequence",
    plural="sequences",
    facts=Sequence,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    same={"type": same.types, "grants": same.grants},
    defaults=defaults,
    why="Defaults draw their values from sequences.",
    query=query,
)
