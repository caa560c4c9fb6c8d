"""Whether what PostgreSQL printed fits what the catalogs said, although names changed while both were read.

The catalogs are read in one snapshot, but the functions that print expressions look names up as they are right then. A
drop shows by itself (they print nothing, or fail); a new name does not. So a second, short transaction in the same
message lists what was written into the catalogs of names since the first one's snapshot; what has another name there
than we read is a reason to read again. What is new only, or changed in other ways, is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from driftcheck.kinds.catalog import schema as in_schema
from driftcheck.sources.live.known import Known

_MARK = "driftcheck.since"
_EPOCH = 2**32

MARK = f"SELECT pg_catalog.set_config('{_MARK}', pg_catalog.pg_current_snapshot()::pg_catalog.text, false)"
"""Keeps which transactions the snapshot sees, past the end of the transaction."""

UNMARK = f"SELECT pg_catalog.set_config('{_MARK}', '', false)"

_CATALOGS = {  # what → catalog, number, second number, schema, name
    "relation": ("pg_class", "x.oid", "0", "x.relnamespace", "x.relname"),
    "column": ("pg_attribute", "x.attrelid", "x.attnum", "0", "x.attname"),
    "function": ("pg_proc", "x.oid", "0", "x.pronamespace", "x.proname"),
    "type": ("pg_type", "x.oid", "0", "x.typnamespace", "x.typname"),
    "label": ("pg_enum", "x.enumtypid", "0", "0", "x.enumlabel"),
    "schema": ("pg_namespace", "x.oid", "0", "0", "x.nspname"),
}


def query() -> str:
    """(what, number, second number, schema, name) of what was written since the mark; nothing if nothing was.

    Last, how many columns were not written since: they must be those that we read.
    """
    mark = f"pg_catalog.current_setting('{_MARK}')::pg_catalog.pg_snapshot"
    oldest = f"(SELECT pg_catalog.pg_snapshot_xmin({mark})::pg_catalog.text::pg_catalog.int8)"
    since = f"(SELECT pg_catalog.age(pg_catalog.pg_snapshot_xmin({mark})::pg_catalog.xid))"

    def written_since(row: str) -> str:
        """A row's xmin lacks the epoch that transactions of a snapshot have: of a young one it follows from the mark's."""
        young = f"(({row}.xmin::pg_catalog.text::pg_catalog.int8 - {oldest} % {_EPOCH} + {_EPOCH}) % {_EPOCH})"
        number = f"({oldest} + {young})::pg_catalog.text::pg_catalog.xid8"
        return f"""(CASE WHEN pg_catalog.age({row}.xmin) > {since} THEN false
            ELSE NOT pg_catalog.pg_visible_in_snapshot({number}, {mark}) END)"""

    written = " UNION ALL ".join(
        f"""SELECT '{what}', {number}::pg_catalog.int8, {second}, n.nspname, {name}
            FROM pg_catalog.{catalog} x LEFT JOIN pg_catalog.pg_namespace n ON n.oid = {schema}
            WHERE {since} > 0 AND {written_since("x")}"""
        for what, (catalog, number, second, schema, name) in _CATALOGS.items()
    )
    return f"""{written} UNION ALL SELECT 'untouched', pg_catalog.count(*), 0, NULL, NULL
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        {in_schema("c.relnamespace")}
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relpersistence <> 't' AND NOT {written_since("a")}
        HAVING {since} > 0"""


def renamed(rows: Iterable[tuple[Any, ...]], known: Known) -> str | None:
    """The first thing that may have had another name than the one that we read, in words: a column that was written or is
    gone, anything else that is called otherwise now.
    """
    untouched = None
    for what, number, second, schema, name in rows:
        if what == "untouched":
            untouched = number
        elif what == "column":
            column = known.attributes.get(number, {}).get(second)
            if column is not None:  # of the same name, it may have had another one in between
                return f"the column {column[0]}"
        elif what == "label":
            labels = known.labels.get(number)
            if labels is not None and name not in labels:
                return "an enum"
        else:
            before = known.names.get((what, number))
            if before is not None and before != ((name,) if schema is None else (schema, name)):
                return f"the {what} {'.'.join(before)}"
    if untouched is not None and untouched != sum(map(len, known.attributes.values())):
        return "a column"
    return None
