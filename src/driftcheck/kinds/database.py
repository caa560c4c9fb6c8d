"""The database itself: `pg_database`. A document says of it what is whole in it ("all roles", "complete extensions")."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, Kind
from driftcheck.kinds.catalog import grants, owner
from driftcheck.model import UNSTATED, Facts, Grants, Names, OptionalText, Text


class Database(Facts):
    encoding: Text = UNSTATED
    collation: Text = UNSTATED  # LC_COLLATE, and LC_CTYPE behind a comma where it differs
    settings: Names = UNSTATED  # ALTER DATABASE … SET: "search_path=public"
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


PATH = "database"


def query(version: int) -> str:
    """The database of the connection, under one path whatever its name: staging and production are compared."""
    return f"""
        SELECT '{PATH}' AS path, pg_catalog.pg_encoding_to_char(b.encoding) AS encoding,
            CASE WHEN b.datcollate = b.datctype THEN b.datcollate::pg_catalog.text
                ELSE pg_catalog.concat(b.datcollate, ', ', b.datctype) END AS collation,
            COALESCE((SELECT s.setconfig FROM pg_catalog.pg_db_role_setting s
                WHERE s.setdatabase = b.oid AND s.setrole = 0), '{{}}') AS "settings:settings",
            {owner("b.datdba")}, pg_catalog.shobj_description(b.oid, 'pg_database') AS comment,
            {grants("b.datacl", "d", "b.datdba")}
        FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database()"""


KIND = Kind(
    name="database",
    plural="databases",
    facts=Database,
    scope="database",
    missing=None,
    undocumented=None,
    changed={"comment": INFO, "collation": INFO},
    same={"grants": same.grants, "settings": same.unordered},
    why="Who may connect, and what every session starts with.",
    query=query,
)
