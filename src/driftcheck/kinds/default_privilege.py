"""Default privileges: `pg_default_acl`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Grants


class DefaultPrivilege(Facts):
    grants: Grants = UNSTATED


KIND = Kind(
    name="default_privilege",
    plural="default_privileges",
    facts=DefaultPrivilege,
    scope="database",
    missing=WARNING,
    undocumented=INFO,
    same={"grants": same.grants},
    why="They decide who may touch the next object that is created.",
)
