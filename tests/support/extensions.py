"""Extensions in test databases, those included that the embedded server does not ship."""

from __future__ import annotations

import psycopg
from psycopg import sql


def create_extension(connection: psycopg.Connection, name: str, schema: str = "public", version: str = "1.0") -> bool:
    """CREATE EXTENSION if the server has it, else a row in pg_extension that looks the same and owns nothing.

    True if it is the real one. The row can be dropped with DROP EXTENSION. The connection's user must be a superuser.
    """
    if connection.execute("SELECT FROM pg_available_extensions WHERE name = %s", (name,)).fetchone() is not None:
        statement = sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(schema)))
        return True
    with connection.transaction():
        connection.execute("SET LOCAL allow_system_table_mods = on")
        connection.execute(
            """
            WITH made AS (
                INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
                SELECT pg_nextoid('pg_extension', 'oid', 'pg_extension_oid_index'), %s, r.oid, n.oid, false, %s
                FROM pg_roles r, pg_namespace n WHERE r.rolname = current_user AND n.nspname = %s
                RETURNING oid, extnamespace
            )
            INSERT INTO pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
            SELECT 'pg_extension'::regclass, oid, 0, 'pg_namespace'::regclass, extnamespace, 0, 'n' FROM made
            """,
            (name, version, schema),
        )
    return False
