"""Foreign servers: `pg_foreign_server`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Grants, Names, OptionalText, Text


class ForeignServer(Facts):
    wrapper: Text = UNSTATED
    type: OptionalText = UNSTATED
    version: OptionalText = UNSTATED
    options: Names = UNSTATED  # their names; values may be secrets
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="foreign_server",
    plural="foreign_servers",
    facts=ForeignServer,
    scope="database",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"options": same.unordered, "grants": same.grants},
    why="Foreign tables are read through their server.",
)
