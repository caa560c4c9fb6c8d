"""`driftcheck snapshot`: a live database as a snapshot of what its people made."""

from __future__ import annotations

from typing import Protocol

from driftcheck.managed import users
from driftcheck.model import Snapshot
from driftcheck.sources import Context
from driftcheck.sources.writing import Form


class Sink(Protocol):
    """Where a result goes that is made piece by piece."""

    def write(self, data: bytes | bytearray) -> None:
        """Add a piece."""

    def restart(self) -> None:
        """Forget what was added."""


def snapshot(target: str | None, context: Context, form: Form, sink: Sink) -> Snapshot:
    """Write the database's state without what PostgreSQL, its extensions and the platform made. UsageError, DatabaseError.

    Each kind is written, and its objects are let go, while the server is still at work on others. Gives what the database
    says of itself, without the objects.
    """
    from driftcheck.ahead import beginning
    from driftcheck.sources.targets import resolve

    begun = None
    with beginning(resolve(target, context), context.left()) as read:
        for found, kind, mixed in read.kinds():
            if found is not begun:
                sink.restart()
                sink.write(form.begin(found))
                begun = found
            if objects := users(kind, found.of(kind)) if mixed else found.of(kind):
                sink.write(form.collection(kind, objects))
            found.objects[kind] = {}
        found = read.result()
    sink.write(form.end)
    return found
