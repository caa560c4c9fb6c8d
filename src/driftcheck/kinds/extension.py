"""Extensions: `pg_extension`."""

from __future__ import annotations

from driftcheck.kinds.base import ERROR, INFO, Kind
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class Extension(Facts):
    schema: Text = UNSTATED
    version: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="extension",
    plural="extensions",
    facts=Extension,
    scope="database",
    missing=ERROR,
    undocumented=INFO,
    changed={"comment": INFO},
    why="Functions, types and operators that the schema uses come from its extensions.",
)
