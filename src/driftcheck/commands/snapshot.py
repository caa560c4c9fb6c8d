"""`driftcheck snapshot`: a live database as a snapshot of what its people made."""

from __future__ import annotations

from collections.abc import Callable

from driftcheck.managed import users
from driftcheck.model import Facts, Snapshot
from driftcheck.sources import Context


def snapshot(target: str | None, context: Context, each: Callable[[str, dict[str, Facts]], None]) -> Snapshot:
    """The database's state without what PostgreSQL, its extensions and the platform made. UsageError, DatabaseError.

    `each` is told of each kind and its objects while the server is still at work on others.
    """
    from msgspec.structs import replace

    from driftcheck.sources.live import read as live
    from driftcheck.sources.targets import resolve

    kept: dict[str, dict[str, Facts]] = {}
    with live.Beginning(resolve(target, context), timeout=context.left()) as beginning:
        for kind, objects in beginning.kinds():
            kept[kind] = users(kind, objects)
            each(kind, kept[kind])
        found = beginning.result()
    return replace(found, objects={kind: kept[kind] if objects else {} for kind, objects in found.objects.items()})
