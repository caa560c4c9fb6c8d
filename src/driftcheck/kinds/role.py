"""Roles: `pg_roles`, `pg_auth_members`, `pg_db_role_setting`."""

from __future__ import annotations

from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, Number, OptionalText


class Role(Facts):
    superuser: Flag = UNSTATED
    inherit: Flag = UNSTATED
    create_role: Flag = UNSTATED
    create_db: Flag = UNSTATED
    login: Flag = UNSTATED
    replication: Flag = UNSTATED
    bypass_rls: Flag = UNSTATED
    connection_limit: Number = UNSTATED
    valid_until: OptionalText = UNSTATED
    member_of: Names = UNSTATED  # "role", "role WITH ADMIN"
    settings: Names = UNSTATED  # "search_path=public"
    database_settings: Names = UNSTATED  # those that hold in this database only
    comment: OptionalText = UNSTATED


def query(version: int) -> str:
    """Roles but the predefined ones. Settings that hold secrets (`app.jwt_secret`) keep their names only."""
    granted = "WHEN g.admin_option THEN r.rolname || ' WITH ADMIN' ELSE r.rolname END"
    if version >= 160000:  # a grant says whether it is inherited and whether SET ROLE may use it
        granted = """WHEN true THEN r.rolname || pg_catalog.concat(
            CASE WHEN g.admin_option THEN ' WITH ADMIN' END,
            CASE WHEN g.inherit_option <> m.rolinherit THEN ' WITH INHERIT ' || g.inherit_option::pg_catalog.text END,
            CASE WHEN NOT g.set_option THEN ' WITH SET false' END) END"""
    return rf"""
        SELECT m.rolname AS path, m.oid::pg_catalog.int8 AS "@oid", m.rolsuper AS superuser, m.rolinherit AS inherit,
            m.rolcreaterole AS create_role, m.rolcreatedb AS create_db, m.rolcanlogin AS login,
            m.rolreplication AS replication, m.rolbypassrls AS bypass_rls, m.rolconnlimit AS connection_limit,
            m.rolvaliduntil::pg_catalog.text AS valid_until,
            ARRAY(SELECT DISTINCT CASE {granted} AS granted FROM pg_catalog.pg_auth_members g
                JOIN pg_catalog.pg_roles r ON r.oid = g.roleid WHERE g.member = m.oid ORDER BY granted) AS member_of,
            COALESCE((SELECT s.setconfig FROM pg_catalog.pg_db_role_setting s
                WHERE s.setrole = m.oid AND s.setdatabase = 0), '{{}}') AS "settings:settings",
            COALESCE((SELECT s.setconfig FROM pg_catalog.pg_db_role_setting s WHERE s.setrole = m.oid
                AND s.setdatabase = (SELECT b.oid FROM pg_catalog.pg_database b
                    WHERE b.datname = pg_catalog.current_database())), '{{}}') AS "database_settings:settings",
            pg_catalog.shobj_description(m.oid, 'pg_authid') AS comment,
            m.rolname LIKE 'pg\_%' AS "@skip"
        FROM pg_catalog.pg_roles m"""


KIND = Kind(
    name="role",
    plural="roles",
    facts=Role,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    changed={"superuser": ERROR, "bypass_rls": ERROR},
    why="Grants and policies name roles; a role that bypasses RLS sees everything.",
    query=query,
)
