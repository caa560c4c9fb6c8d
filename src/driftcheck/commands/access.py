"""`driftcheck access`: who may touch which rows, by which policy."""

from __future__ import annotations

from collections.abc import Sequence

from driftcheck import sources
from driftcheck.access.cells import Matrix
from driftcheck.access.exposed import exposed_of
from driftcheck.access.session import ANONYMOUS, CALLERS, SERVICE, SIGNED_IN, callers
from driftcheck.access.stated import cells
from driftcheck.commands.check import config
from driftcheck.errors import UsageError
from driftcheck.model import Snapshot
from driftcheck.sources import Context

_ROLES = {session.role: callers(session) for session in (ANONYMOUS, SIGNED_IN, SERVICE)}


def access(
    target: str | None,
    context: Context,
    roles: Sequence[str] = (),
    tables: Sequence[str] = (),
    prove: bool = False,
    scratch_url: str | None = None,
) -> Matrix:
    """The matrix of a database, a snapshot or a document. `roles` are callers or database roles, `tables` globs.

    UsageError for a caller, table or source that there is not; DatabaseError for what cannot be read or rebuilt.
    """
    from driftcheck.sources.targets import name_of

    snapshot, name = _read(target, context), name_of(target, context) if target else ""
    if not name:
        name = snapshot.database or ""
    callers = _callers(roles)
    if prove and snapshot.origin == "documents":
        raise UsageError("a document states what should be: --prove wants a database, or a snapshot of one")
    if prove:
        from driftcheck.access.matrix import Derivation
        from driftcheck.prove.proof import prove as proved

        found = proved(snapshot, Derivation(snapshot, exposed_of(snapshot, config(context).schemas)), scratch_url)
    else:
        found = cells(snapshot, config(context).schemas)
    kept = [c for c in found if c.caller in callers and _named(c.object, tables)]
    if tables and not kept:
        raise UsageError(f"no table or view that is exposed is called {' or '.join(tables)}")
    return Matrix(target=name, complete=not snapshot.unread, cells=kept)


def _read(target: str | None, context: Context) -> Snapshot:
    if target is not None and not sources.is_live(target, context):
        return sources.read(target, context)
    from driftcheck.sources.live import read as live
    from driftcheck.sources.targets import resolve

    return live.read(resolve(target, context), timeout=context.left())


def _callers(roles: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for role in roles:
        if role not in CALLERS and role not in _ROLES:
            raise UsageError(f'--role: "{role}" is none of {", ".join((*CALLERS, *_ROLES))}')
        found |= set(_ROLES.get(role, (role,)))
    return found or set(CALLERS)


def _named(object: str, tables: Sequence[str]) -> bool:
    from fnmatch import fnmatchcase

    return not tables or any(fnmatchcase(object, t) or fnmatchcase(object, f"public.{t}") for t in tables)
