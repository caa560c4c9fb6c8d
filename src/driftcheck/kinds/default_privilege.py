"""Default privileges: `pg_default_acl`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.kinds.catalog import extension
from driftcheck.model import UNSTATED, Facts, Grants


class DefaultPrivilege(Facts):
    grants: Grants = UNSTATED


def query(version: int) -> str:
    """Default privileges: of a role, in all schemas or in one, for one type of object."""
    return f"""
        SELECT pg_catalog.pg_get_userbyid(a.defaclrole) AS path, n.nspname AS path,
            CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects' END AS path,
            e.extname AS extension,
            a.defaclacl::pg_catalog.text AS "grants:default_acl", a.defaclobjtype::pg_catalog.text AS "@type",
            a.defaclnamespace <> 0 AS "@schema", pg_catalog.pg_get_userbyid(a.defaclrole) AS "@owner"
        FROM pg_catalog.pg_default_acl a LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
        {extension("pg_default_acl", "a.oid")}"""


KIND = Kind(
    name="default_privilege",
    plural="default_privileges",
    facts=DefaultPrivilege,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    same={"grants": same.grants},
    why="They decide who may touch the next object that is created.",
    query=query,
)
