"""Text search parsers: `pg_ts_parser`."""

from __future__ import annotations

from driftcheck.kinds.base import INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, OptionalText, Text


class TextSearchParser(Facts):
    definition: Text = UNSTATED
    comment: OptionalText = UNSTATED


KIND = Kind(
    name="text_search_parser",
    plural="text_search_parsers",
    facts=TextSearchParser,
    scope="schema",
    missing=WARNING,
    undocumented=INFO,
    changed={"comment": INFO},
    why="Expressions and indexes that use it change their meaning.",
)
