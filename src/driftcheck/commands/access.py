"""`driftcheck access`: who may touch which rows, by which policy."""

from __future__ import annotations

from collections.abc import Sequence

from driftcheck import sources
from driftcheck.access.cells import Cell, Matrix, to_json
from driftcheck.access.exposed import exposed_of
from driftcheck.access.session import CALLERS
from driftcheck.commands.check import config
from driftcheck.errors import UsageError
from driftcheck.model import Snapshot
from driftcheck.sources import Context

FORMATS = ("text", "json", "markdown", "html")

_ROLES = {
    "anon": ("anonymous",),
    "authenticated": ("stranger", "owner", "member", "admin"),
    "service_role": ("service",),
}


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
    if snapshot.origin == "documents":
        if prove:
            raise UsageError("a document states what should be: --prove wants a database, or a snapshot of one")
        cells: list[Cell] = _stated(snapshot)
    else:
        from driftcheck.access.matrix import Derivation

        derivation = Derivation(snapshot, exposed_of(snapshot, config(context)))
        if prove:
            from driftcheck.access.prove.proof import prove as proved

            cells = proved(snapshot, derivation, scratch_url)
        else:
            cells = list(derivation.cells())
    kept = [c for c in cells if c.caller in callers and _named(c.object, tables)]
    if tables and not kept:
        raise UsageError(f"no table or view that is exposed is called {' or '.join(tables)}")
    return Matrix(target=name, complete=not snapshot.unread, cells=kept)


def _stated(snapshot: Snapshot) -> list[Cell]:
    """What a document says: in sentences, or, of tables that it has none about, in policies."""
    from msgspec.structs import replace

    from driftcheck.access.documented import cells_of
    from driftcheck.access.matrix import Derivation
    from driftcheck.kinds.table import Table
    from driftcheck.model import UNSTATED
    from driftcheck.names import parent, split

    said = cells_of(snapshot)
    spoken = {cell.object for cell in said}
    tables = {parent(path) for path in snapshot.of("policy")} - spoken
    objects = dict(snapshot.objects)
    objects["table"] = dict(objects.get("table", {}))
    for path in tables:
        facts = objects["table"].get(path, Table())
        if isinstance(facts, Table) and facts.rls is UNSTATED:
            objects["table"][path] = replace(facts, rls=True)  # its policies say so
    derivation = Derivation(replace(snapshot, objects=objects), {split(path)[0] for path in tables})
    derived = [c for r in derivation.relations if r.path in tables for c in derivation.of(r)]
    return sorted([*said, *derived], key=lambda c: c.object)


def render(matrix: Matrix, format: str) -> str:
    """The matrix in one of FORMATS."""
    from driftcheck.access import render as views

    match format:
        case "json":
            return to_json(matrix).decode() + "\n"
        case "markdown":
            return views.markdown(matrix)
        case "html":
            return views.html(matrix)
    return views.text(matrix)


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
