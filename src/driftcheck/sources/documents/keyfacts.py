"""Keys that nobody named, and what foreign keys refer to: "users(id)", "users.id", "auth.users.id", "users"."""

from __future__ import annotations

import re
from typing import Any

from driftcheck.kinds.constraint import Constraint
from driftcheck.ledger import child
from driftcheck.names import derived, join, last, quote, split
from driftcheck.sources.documents.context import Context

_KNOWN_SCHEMAS = frozenset({"public", "auth", "storage", "realtime", "extensions", "vault"})
_SUFFIX = {"primary key": "pkey", "unique": "key", "foreign key": "fkey"}


def key(table: str, columns: list[str], type: str, context: Context, line: int, **more: Any) -> None:
    """State a key that nobody named."""
    middle = "" if type == "primary key" else "_".join(columns)
    name = derived(last(table), middle, _SUFFIX[type])
    facts = Constraint(at=context.at(line), named=False, type=type, columns=list(columns), **more)
    context.page.ledger.state("constraint", child(table, name), facts)


_KEYS_NAME = re.compile(r"\w+_(?:key|uniq|unique|uq|ukey)|(?:uq|unique|uniq)_\w+")


def unique(table: str, columns: list[str], context: Context, line: int) -> None:
    """State a unique key: over these columns, or the one of this name, where it is one and no column's."""

    def settle() -> None:
        known = context.page.ledger.find("column", child(table, columns[0]))
        if len(columns) == 1 and known is None and _KEYS_NAME.fullmatch(columns[0]):
            facts = Constraint(at=context.at(line), type="unique")
            context.page.ledger.state("constraint", child(table, columns[0]), facts)
        else:
            key(table, columns, "unique", context, line)

    if _KEYS_NAME.fullmatch(columns[0]):
        context.page.later.append(settle)
    else:
        settle()


def foreign_key(
    table: str, columns: list[str], target: tuple[str, str | None], context: Context, line: int,
    on_delete: str | None = None, on_update: str | None = None,
) -> None:  # fmt: skip
    """State a foreign key: `users(id)`, `users.id`, `auth.users.id`, `users`."""
    more: dict[str, Any] = {"references": reference(target, context)}
    if on_delete:
        more["on_delete"] = on_delete
    if on_update:
        more["on_update"] = on_update
    key(table, columns, "foreign key", context, line, **more)


def reference(target: tuple[str, str | None], context: Context) -> str:
    """The path of what is referred to: "public.users(id)", or the table alone."""
    written, columns = target
    parts = list(split(written))
    if '"' not in written:
        parts = [part.lower() if part == part.upper() else part for part in parts]  # as capital letters are meant
    if columns:
        names = [split(c.strip())[0] for c in columns.split(",")]
    elif len(parts) == 3 or (len(parts) == 2 and not _is_schema(parts[0], context)):
        names = [parts.pop()]
    else:
        names = []
    path = join(*parts) if len(parts) > 1 else known_table(parts[0], context)
    return f"{path}({', '.join(map(quote, names))})" if names else path


def known_table(name: str, context: Context) -> str:
    """The path of an unqualified table: of the section's schema, else the only one of its name that is stated so far."""
    tables = context.page.ledger.objects["table"]
    path = join(context.schema, name)
    if path in tables:
        return path
    others = [other for other in tables if last(other) == name]
    return others[0] if len(others) == 1 else path


def _is_schema(name: str, context: Context) -> bool:
    if quote(name) == context.schema or name in _KNOWN_SCHEMAS:
        return True
    return context.page.ledger.find("schema", quote(name)) is not None
