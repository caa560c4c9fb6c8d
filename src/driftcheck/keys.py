"""Keys and unique indexes: PostgreSQL keeps a key by an index of its name, and people write one for the other."""

from __future__ import annotations

from typing import cast

from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.index import Index
from driftcheck.model import UNSTATED, Facts, Snapshot
from driftcheck.names import join, parent, split

_UNIQUE = ("unique", "primary key")


def met_by_another_kind(kind: str, path: str, facts: Facts, actual: Snapshot) -> bool:
    """Whether a documented index stands as a key in the database, or a documented unique key as a unique index."""
    if kind == "index":
        return _index_by_key(path, cast(Index, facts), actual)
    return _key_by_index(path, cast(Constraint, facts), actual)


def _index_by_key(path: str, index: Index, actual: Snapshot) -> bool:
    """The constraint of the index's name, or for an unnamed unique index the key over its columns."""
    for key_path, facts in actual.of("constraint").items():
        key = cast(Constraint, facts)
        if key.type not in (*_UNIQUE, "exclusion") or (index.table and parent(key_path) != index.table):
            continue
        same_name = join(split(key_path)[0], split(key_path)[-1]) == path
        if index.named is not False and not same_name:
            continue
        if index.columns is UNSTATED or (key.columns is not UNSTATED and sorted(index.columns) == sorted(key.columns)):
            return True
    return False


def _key_by_index(path: str, key: Constraint, actual: Snapshot) -> bool:
    """A valid, whole unique index over the columns of the key; or, for a unique key, the table's primary key."""
    if key.type != "unique" or key.columns is UNSTATED:
        return False
    table = parent(path)
    wanted = sorted(key.columns)
    for facts in actual.of("index").values():
        index = cast(Index, facts)
        if (
            index.table == table
            and index.unique is True
            and not index.predicate
            and sorted(index.columns or ()) == wanted
        ):
            return True
    return any(
        parent(p) == table
        and cast(Constraint, f).type == "primary key"
        and sorted(cast(Constraint, f).columns or ()) == wanted
        for p, f in actual.of("constraint").items()
    )
