"""Objects as statements name them: `ALTER TABLE public.t`, `ALTER POLICY "own rows" ON public.t`."""

from __future__ import annotations

from driftcheck.build.text import name_of
from driftcheck.names import join, last, parent, quote, split

WORD = {
    kind: kind.replace("_", " ").upper()
    for kind in (
        "schema", "extension", "role", "table", "index", "view", "materialized_view", "foreign_table", "sequence",
        "type", "publication", "event_trigger", "foreign_data_wrapper", "subscription", "statistics", "collation",
        "text_search_configuration", "text_search_dictionary", "text_search_parser", "text_search_template",
    )
} | {"function": "ROUTINE", "foreign_server": "SERVER"}  # fmt: skip
ON_TABLE = {"policy": "POLICY", "trigger": "TRIGGER", "rule": "RULE"}


def normal(kind: str, path: str) -> str:
    """The path with every name quoted as SQL needs it, whoever wrote it.

    >>> normal("table", 'public.t; DROP TABLE x'), normal("function", "public.f(integer, text)")
    ('public."t; DROP TABLE x"', 'public.f(integer, text)')
    """
    if kind == "function":
        name = name_of(path)
        return join(*split(name)) + path[len(name) :]
    return join(*split(path))


def called(kind: str, path: str) -> str | None:
    """What follows ALTER, DROP or COMMENT ON; None for a kind that they have no plain form for."""
    if kind in WORD:
        return f"{WORD[kind]} {normal(kind, path)}"
    if kind in ON_TABLE:
        return f"{ON_TABLE[kind]} {quote(last(path))} ON {parent(path)}"
    return None


def rename(kind: str, old: str, new: str) -> list[str]:
    """Give an object another name in the place where it is; nothing where the place is another, too."""
    if parent(old) != parent(new):
        return []
    name = quote(last(new))
    if kind in ("column", "constraint"):
        return [f"ALTER TABLE {parent(old)} RENAME {kind.upper()} {quote(last(old))} TO {name}"]
    what = called(kind, old)
    return [f"ALTER {what} RENAME TO {name}"] if what else []
