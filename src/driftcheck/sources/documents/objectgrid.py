"""Tables of objects: of tables, indexes, policies, triggers, functions, enums, extensions, views, buckets, foreign keys."""

from __future__ import annotations

import re
from collections.abc import Callable

from driftcheck.sources.documents import (
    gridcells,
    gridothers,
    gridparts,
    gridtables,
    objects,
    vocabulary,
)
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline

_WANTED = {  # under a heading that announces the kind, the table must have a name and one of these
    "table": {"description", "columns", "rls", "rows", "schema", "references", "type"},
    "view": {"description", "definition", "columns", "type"},
    "materialized_view": {"description", "definition", "columns", "type"},
    "index": {"columns", "definition", "table", "method", "unique", "from_column"},
    "policy": {"command", "using", "check", "roles", "table", "definition"},
    "trigger": {"timing", "event", "function", "table", "definition"},
    "function": {"arguments", "returns", "security", "language", "description", "type"},
    "type": {"values", "description", "definition"},
    "extension": {"version", "description", "schema"},
    "bucket": {"public", "description"},
    "role": {"description"},
    "sequence": {"description", "type"},
    "schema": {"description", "table", "columns"},
    "publication": {"description", "table"},
    "foreign key": {"references", "on_delete", "to"},
    "constraint": {"type", "definition", "columns", "using"},
    "relationship": {"to", "references", "cardinality"},
}


_OWN = {  # the head's own words: its first column names the kind, and one of these stands beside it
    "table": ("table", {"description", "columns", "rls", "rows"}),
    "index": ("index", {"columns", "definition", "table"}),
    "policy": ("policy", {"command", "using", "check", "roles"}),
    "trigger": ("trigger", {"event", "timing", "function"}),
    "function": ("function", {"arguments", "returns", "security", "language"}),
    "type": ("enum", {"values"}),
    "extension": ("extension", {"version", "description", "schema"}),
    "view": ("view", {"description", "definition", "columns"}),
    "bucket": ("bucket", {"public"}),
}


def fits(kind: str, roles: gridcells.Roles, said: set[str]) -> str | None:
    """The kind if a table under a heading of this kind lists it."""
    wanted = _WANTED.get(kind)
    if wanted is None:
        return None
    own = _OWN.get(kind, (kind, set()))[0]
    named = any({"name", own, kind, "from", "constraint"} & set(found) for found in roles)
    if kind in ("foreign key", "relationship"):
        named = named or "table" in said or (kind == "foreign key" and "columns" in said)
    if kind == "policy" and "table" in roles[0]:
        named = True
    return kind if named and said & wanted else None


def owns(kind: str, roles: gridcells.Roles, said: set[str], context: Context) -> bool:
    """Whether the head alone says that the table lists this kind."""
    if kind == "foreign key":
        return len(roles) >= 3 and (_of_keys(roles) or {"table", "references", "on_delete"} <= said)
    first, beside = _OWN[kind]
    second = roles[1][:1] if len(roles) > 1 and "table" in roles[0] else []
    if kind in _BESIDE_TABLE and second == [first]:
        return bool(said & beside)
    if not roles or first not in roles[0] or not said & beside or (kind == "table" and _of_parts(second, said)):
        return False
    if (
        kind in ("view", "extension", "table")
        and context.announces
        and kind not in context.announces
        and context.explicit
    ):
        return False
    return not (kind == "table" and {"command", "using"} <= said)


def _of_keys(roles: gridcells.Roles) -> bool:
    """Whether three columns give a table, its column, and what that refers to: | Child table | Column | Parent table |."""
    table, column, target = (
        [number for number, found in enumerate(roles) if meant & set(found)]
        for meant in ({"table", "from"}, {"from_column"}, {"references", "to"})
    )
    return any(len({a, b, c}) == 3 for a in table for b in column for c in target)


_BESIDE_TABLE = ("index", "policy", "trigger")
"""What hangs on a table may stand behind its name: | Table | Policy | Command |."""


def _of_parts(second: list[str], said: set[str]) -> bool:
    """Whether the column behind "Table" names what the rows list, so that they are no list of tables."""
    return any(second == [_OWN[kind][0]] and bool(said & _OWN[kind][1]) for kind in _BESIDE_TABLE)


def _names_keys(roles: gridcells.Roles, context: Context) -> bool:
    """Whether relationships are foreign keys: | From | To | On delete |, or under "Foreign key relationships"."""
    return any("on_delete" in found for found in roles) or "fks" in vocabulary.words(context.title)


def _is_of_another_language(block: Block, roles: gridcells.Roles) -> bool:
    """Whether a table of functions says what they return in words, and never with a type: "Connection object"."""
    from driftcheck.sql.types import is_type

    place = next((n for n, found in enumerate(roles) if "returns" in found), None)
    if place is None:
        return False
    said = [row.cells[place].text.strip(" `") for row in block.rows[1:] if len(row.cells) > place]
    firsts = [re.split(r"[\s(,;]", text, maxsplit=1)[0] for text in said if text.strip("-–— ")]
    typed = any(is_type(text) for text in said) or any(
        (is_type(word) or word.lower() in ("setof", "table")) and (word.islower() or word.isupper()) for word in firsts
    )
    return len(firsts) > 1 and not typed and all(word[:1].isupper() for word in firsts)


def read(kind: str, block: Block, roles: gridcells.Roles, context: Context) -> None:
    """State what each row gives."""
    if kind == "function" and _is_of_another_language(block, roles):
        return
    if kind in ("foreign key", "relationship"):
        of_keys = kind == "foreign key" or _of_keys(roles) or _names_keys(roles, context)
        for row in block.rows[1:]:
            cells = gridcells.Cells(row, roles, _ORDER["foreign key" if of_keys else kind])
            if not (of_keys and gridparts.foreign_key(cells, context)) and kind == "relationship":
                gridparts.relationship(gridcells.Cells(row, roles, _ORDER["relationship"]), context)
        return
    for row in block.rows[1:]:
        cells = gridcells.Cells(
            row,
            roles,
            _ORDER.get(
                kind, (_OWN.get(kind, (kind,))[0], "name", "description", "schema", "type", "columns", "definition")
            ),
        )
        first = cells.cell(_OWN.get(kind, (kind,))[0], "name", kind, "table" if kind == "policy" else "")
        if first is None or first.struck or not first.text.strip():
            continue
        _READERS.get(kind, _simple(kind))(first, cells, context)


_ORDER: dict[str, tuple[str, ...]] = {
    "table": ("table", "name", "description", "rls", "access", "columns", "references", "schema", "type"),
    "index": ("index", "name", "table", "columns", "from_column", "unique", "definition", "method", "type", "description", "using"),
    "policy": ("policy", "name", "table", "command", "roles", "using", "check", "definition", "description", "type"),
    "trigger": ("trigger", "name", "table", "timing", "event", "function", "level", "definition", "description"),
    "function": ("function", "name", "arguments", "returns", "security", "language", "volatility", "type", "description"),
    "type": ("enum", "name", "values", "type", "description", "definition"),
    "extension": ("extension", "name", "version", "schema", "description"),
    "bucket": ("bucket", "name", "public", "description"),
    "constraint": ("constraint", "name", "type", "definition", "columns", "table", "using"),
    "foreign key": ("constraint", "table", "from", "from_column", "name", "references", "to", "to_column", "on_delete", "on_update", "columns"),
    "relationship": ("from", "table", "to", "references", "cardinality", "type", "description"),
}  # fmt: skip


def _simple(kind: str) -> Callable[[Inline, gridcells.Cells, Context], None]:
    def state(first: Inline, cells: gridcells.Cells, context: Context) -> None:
        named = gridcells.named_in(first)
        if named is not None:
            for name in named.names:
                objects.state(kind, name, context, cells.line, cells.text("description") or None)

    return state


_READERS: dict[str, Callable[[Inline, gridcells.Cells, Context], None]] = {
    "table": gridtables.table, "index": gridparts.index, "policy": gridparts.policy, "trigger": gridparts.trigger, "function": gridothers.function, "type": gridothers.enum,
    "extension": gridothers.extension, "bucket": gridothers.bucket, "constraint": gridparts.constraint,
}  # fmt: skip
