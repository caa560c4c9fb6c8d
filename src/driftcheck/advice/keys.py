"""Keys and indexes: foreign keys without an index, indexes twice, tables without a primary key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, cast

from driftcheck.advice.base import Advice, View, found
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.index import Index
from driftcheck.model import Finding, Severity
from driftcheck.names import parent, quote

_KEYS = ("primary key", "unique")


class _Indexed(NamedTuple):
    """An index, whoever made it."""

    path: str
    columns: tuple[str, ...]
    unique: bool
    key: bool  # a constraint owns it
    rest: tuple[object, ...]  # what else makes it what it is
    predicate: str | None = None


def _indexes(view: View) -> dict[str, list[_Indexed]]:
    by_table: dict[str, list[_Indexed]] = defaultdict(list)
    for path, facts in view.own("constraint").items():
        key = cast(Constraint, facts)
        if key.type in _KEYS and isinstance(key.columns, list):
            include = tuple(key.include) if isinstance(key.include, list) else ()
            rest: tuple[object, ...] = (
                "gist" if key.temporal is True else "btree",
                None,
                include,
                key.nulls_not_distinct is True,
            )
            columns = tuple(map(quote, key.columns))
            by_table[parent(path)].append(_Indexed(path, columns, True, True, rest))
    for path, facts in view.own("index").items():
        index = cast(Index, facts)
        if isinstance(index.table, str) and isinstance(index.columns, list) and index.valid is not False:
            predicate = index.predicate if isinstance(index.predicate, str) else None
            include = tuple(index.include) if isinstance(index.include, list) else ()
            rest = (index.method or "btree", predicate, include, index.nulls_not_distinct is True)
            by_table[index.table].append(
                _Indexed(path, tuple(index.columns), index.unique is True, False, rest, predicate)
            )
    return by_table


def _unindexed(view: View) -> Iterator[Finding]:
    indexes = _indexes(view)
    for path, facts in view.own("constraint").items():
        key = cast(Constraint, facts)
        if key.type != "foreign key" or not isinstance(key.columns, list):
            continue
        wanted = list(map(quote, key.columns))
        if not any(_serves(index, wanted) for index in indexes[parent(path)]):
            columns = ", ".join(wanted)
            yield found("constraint", path, f"no index of the table begins with {columns}", key.columns)


def _serves(index: _Indexed, wanted: list[str]) -> bool:
    """Whether looking up the rows that refer to one key can use it; NULLs refer to nothing."""
    first = {column.removesuffix(" DESC").removesuffix(" NULLS FIRST") for column in index.columns[: len(wanted)]}
    whole = index.predicate is None or index.predicate.strip("()").lower() in {f"{c} is not null" for c in wanted}
    return first == set(wanted) and whole


def _twice(view: View) -> Iterator[Finding]:
    for indexes in _indexes(view).values():
        alike: dict[tuple[object, ...], list[_Indexed]] = defaultdict(list)
        for index in indexes:
            alike[index.columns, index.rest[:3]].append(index)
        for same in alike.values():
            kept, *others = sorted(same, key=lambda i: (not i.key, not i.unique, i.path))
            for other in others:
                if other.unique and other.rest != kept.rest:  # NULLS NOT DISTINCT: another rule
                    continue
                kind = "constraint" if other.key else "index"
                yield found(kind, other.path, f"the same as {kept.path}", kept.path)


def _keyless(view: View) -> Iterator[Finding]:
    keyed = {parent(p) for p, f in view.own("constraint").items() if cast(Constraint, f).type == "primary key"}
    for table in view.relations("table"):
        if table.path not in keyed and getattr(table.facts, "partition_of", None) is None:
            yield found("table", table.path, "has no primary key")


RULES = (
    Advice(
        name="advice-foreign-key-without-index",
        severity=Severity.INFO,
        what="No index serves a foreign key's columns.",
        why="Deleting or changing a row that is referred to scans the whole referring table, and so do joins.",
        mend="CREATE INDEX on the referring columns.",
        look=_unindexed,
        said_by=("index-missing",),
    ),
    Advice(
        name="advice-duplicate-index",
        severity=Severity.WARNING,
        what="Two indexes are the same but for their names.",
        why="Every write keeps both up to date, and no query needs the second.",
        mend="DROP INDEX one of them; the one that a constraint owns stays.",
        look=_twice,
        said_by=("index-undocumented",),
    ),
    Advice(
        name="advice-no-primary-key",
        severity=Severity.INFO,
        what="A table has no primary key.",
        why="Single rows cannot be named: replication, realtime and editors of tables want a key.",
        mend="ALTER TABLE … ADD PRIMARY KEY.",
        look=_keyless,
        said_by=("constraint-missing", "column-primary-key-changed"),
    ),
)
