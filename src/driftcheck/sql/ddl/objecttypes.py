"""Which kind a statement about an object of any type is about: the names of PostgreSQL's ObjectType (parsenodes.h)."""

from __future__ import annotations

FUNCTIONS = ("OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_AGGREGATE", "OBJECT_ROUTINE")
TYPES = ("OBJECT_TYPE", "OBJECT_DOMAIN")
RELATIONS = {
    "OBJECT_TABLE": "table", "OBJECT_VIEW": "view", "OBJECT_MATVIEW": "materialized_view", "OBJECT_INDEX": "index",
    "OBJECT_SEQUENCE": "sequence", "OBJECT_FOREIGN_TABLE": "foreign_table",
}  # fmt: skip
UNDER_TABLE = {
    "OBJECT_COLUMN": "column", "OBJECT_TABCONSTRAINT": "constraint", "OBJECT_POLICY": "policy",
    "OBJECT_TRIGGER": "trigger", "OBJECT_RULE": "rule",
    "OBJECT_ATTRIBUTE": "attribute",
}  # fmt: skip
