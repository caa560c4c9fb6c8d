"""Primary, unique and foreign keys, checks, exclusions: `pg_constraint`."""

from __future__ import annotations

from collections.abc import Mapping as Mapping_
from typing import Any

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.kinds.catalog import FIRST_USER_OID, comment
from driftcheck.model import UNSTATED, Facts, Flag, Mapping, Names, OptionalText, Text


class Constraint(Facts):
    type: Text = UNSTATED  # primary key | unique | foreign key | check | exclusion | not null
    columns: Names = UNSTATED
    references: Text = UNSTATED  # "auth.users(id)"
    on_delete: Text = UNSTATED  # NO ACTION | RESTRICT | CASCADE | SET NULL | SET DEFAULT
    on_update: Text = UNSTATED
    expression: Text = UNSTATED
    match: Text = UNSTATED  # SIMPLE | FULL
    set_null_columns: Names = UNSTATED
    deferrable: Flag = UNSTATED
    initially_deferred: Flag = UNSTATED
    validated: Flag = UNSTATED
    enforced: Flag = UNSTATED
    no_inherit: Flag = UNSTATED
    nulls_not_distinct: Flag = UNSTATED
    temporal: Flag = UNSTATED  # WITHOUT OVERLAPS, PERIOD
    include: Names = UNSTATED
    exclusion: Text = UNSTATED  # what follows EXCLUDE: "USING gist (room WITH =, during WITH &&)"
    clustered: Flag = UNSTATED
    tablespace: OptionalText = UNSTATED
    options: Mapping = UNSTATED  # of the index that enforces it
    comment: OptionalText = UNSTATED


_ACTIONS = "WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' END"


def query(version: int) -> str:
    """Constraints of tables, but for what a parent table or partitioning implies. Those of other sessions' temporary tables
    are not even printed: that would wait for these sessions.

    A foreign key whose triggers someone disabled is not enforced, whatever its own flag says. Of the NOT NULL
    constraints of PostgreSQL 18 those are read that say more than the column does.
    """
    enforced, temporal, set_null, nulls = "true", "false", "NULL::pg_catalog.int2[]", "false"
    if version >= 150000:
        set_null, nulls = "k.confdelsetcols", "x.indnullsnotdistinct"
    if version >= 180000:
        enforced, temporal = "k.conenforced", "k.conperiod"
    return rf"""
        SELECT k.conrelid::pg_catalog.int8 AS "path:relation", k.conname AS path,
            k.confrelid::pg_catalog.int8 AS "@referenced",
            CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' WHEN 'n' THEN 'not null' END AS type,
            CASE WHEN k.contype IN ('p', 'u', 'f', 'n') THEN k.conkey END AS "columns:columns",
            CASE WHEN k.contype = 'f' THEN k.confkey END AS "references:reference",
            CASE k.confdeltype {_ACTIONS} AS on_delete, CASE k.confupdtype {_ACTIONS} AS on_update,
            CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END AS expression, CASE WHEN k.contype = 'c' THEN true END AS "?expression",
            CASE k.confmatchtype WHEN 's' THEN 'SIMPLE' WHEN 'f' THEN 'FULL' WHEN 'p' THEN 'PARTIAL' END AS match,
            CASE WHEN k.contype = 'f' THEN COALESCE({set_null}, '{{}}') END AS "set_null_columns:columns",
            CASE WHEN k.contype IN ('p', 'u', 'f', 'x') THEN k.condeferrable END AS deferrable,
            CASE WHEN k.contype IN ('p', 'u', 'f', 'x') THEN k.condeferred END AS initially_deferred,
            CASE WHEN k.contype IN ('f', 'c', 'n') THEN k.convalidated END AS validated,
            CASE WHEN k.contype IN ('f', 'c') THEN {enforced} AND w.tgconstraint IS NULL END AS enforced,
            CASE WHEN k.contype IN ('c', 'n') THEN k.connoinherit END AS no_inherit,
            CASE WHEN k.contype = 'u' THEN {nulls} END AS nulls_not_distinct,
            CASE WHEN k.contype IN ('p', 'u', 'f') THEN {temporal} END AS temporal,
            x.indnkeyatts AS "@keys",
            CASE WHEN k.contype IN ('p', 'u') THEN CASE WHEN x.indnatts > x.indnkeyatts THEN x.indkey::pg_catalog.int2[]
                ELSE '{{}}' END END AS "include:include",
            CASE WHEN k.contype = 'x' THEN pg_catalog.pg_get_constraintdef(k.oid) END AS "exclusion:exclusion",
            CASE WHEN k.contype = 'x' THEN true END AS "?exclusion",
            x.indisclustered AS clustered,
            CASE WHEN x.indexrelid IS NOT NULL THEN true END AS "@applies", s.spcname AS "tablespace:if_it_applies",
            xc.reloptions AS "options:options_if_it_applies",
            d.description AS comment
        FROM pg_catalog.pg_constraint k {comment("pg_constraint", "k.oid")}
        LEFT JOIN pg_catalog.pg_index x ON x.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
        LEFT JOIN (SELECT i.oid, i.reloptions, i.reltablespace FROM pg_catalog.pg_class i
            WHERE i.reloptions IS NOT NULL OR i.reltablespace <> 0) xc ON xc.oid = x.indexrelid
        LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = xc.reltablespace
        LEFT JOIN (SELECT DISTINCT g.tgconstraint FROM pg_catalog.pg_trigger g
            WHERE g.tgisinternal AND g.tgenabled = 'D') w ON w.tgconstraint = k.oid AND k.contype = 'f'
        WHERE k.oid >= {FIRST_USER_OID} AND k.conrelid <> 0
            AND k.conrelid NOT IN (SELECT t.oid FROM pg_catalog.pg_class t WHERE t.relpersistence = 't')
            AND k.contype IN ('p', 'u', 'f', 'c', 'x', 'n') AND k.conislocal AND k.conparentid = 0
            AND (k.contype <> 'n' OR k.connoinherit OR NOT k.convalidated
                OR (k.conname NOT LIKE '%\_not\_null' AND k.conname !~ '_not_null[0-9]*$')
                OR k.oid IN (SELECT o.objoid FROM pg_catalog.pg_description o
                    WHERE o.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass))
"""


SUFFIXES = {"primary key": "pkey", "unique": "key", "foreign key": "fkey", "check": "check", "exclusion": "excl"}
"""By type, how a name ends that PostgreSQL gives (`ChooseConstraintName`, tablecmds.c and indexcmds.c)."""

_AT_ONCE: dict[str, Any] = {"deferrable": False, "initially_deferred": False}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "primary key": {**_AT_ONCE, "include": []},
    "unique": {**_AT_ONCE, "include": [], "nulls_not_distinct": False},
    "foreign key": {**_AT_ONCE, "match": "SIMPLE", "set_null_columns": [], "validated": True, "enforced": True},
    "check": {"validated": True, "enforced": True, "no_inherit": False},
    "exclusion": _AT_ONCE,
}


def defaults(facts: Constraint) -> Mapping_[str, Any]:
    """CREATE TABLE's documentation: a constraint is valid, enforced, and checked at once."""
    return _DEFAULTS.get(str(facts.type), {})


KIND = Kind(
    name="constraint",
    plural="constraints",
    facts=Constraint,
    scope="table",
    missing=WARNING,
    undocumented=INFO,
    changed={
        "type": ERROR,
        "columns": ERROR,
        "references": ERROR,
        "on_delete": ERROR,
        "on_update": ERROR,
    },
    same={
        "columns": same.key_columns,
        "references": same.references,
        "expression": same.expressions,
        "exclusion": same.exclusions,
        "options": same.options,
        "initially_deferred": same.deferral,
        "validated": same.validation,
    },
    defaults=defaults,
    why="Keys and checks are the rules that the data keeps; a changed ON DELETE keeps or destroys rows that the document says otherwise about.",
    query=query,
)
