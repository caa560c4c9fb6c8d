"""Views: `pg_class`, `pg_get_viewdef`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Grants, Mapping, OptionalText, Text


class View(Facts):
    definition: Text = UNSTATED
    options: Mapping = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="view",
    plural="views",
    facts=View,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    changed={"comment": INFO},
    same={"definition": same.queries, "grants": same.grants},
    why="A view is an interface; one that is not security_invoker reads past row security.",
)
