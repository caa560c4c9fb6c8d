"""Text search templates: `pg_ts_template`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class TextSearchTemplate(Facts):
    definition: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="text_search_template",
    plural="text_search_templates",
    facts=TextSearchTemplate,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    why="Expressions and indexes that use it change their meaning.",
)
