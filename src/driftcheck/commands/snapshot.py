"""`driftcheck snapshot`: a live database as a snapshot of what its people made."""

from __future__ import annotations

from driftcheck.managed import user_part
from driftcheck.model import Snapshot
from driftcheck.sources import Context


def snapshot(target: str | None, context: Context) -> Snapshot:
    """The database's state without what PostgreSQL, its extensions and the platform made. UsageError, DatabaseError."""
    from driftcheck.sources.live import read as live
    from driftcheck.sources.targets import resolve

    return user_part(live.read(resolve(target, context), timeout=context.left()))
