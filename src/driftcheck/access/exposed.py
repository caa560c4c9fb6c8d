"""Which schemas the API serves."""

from __future__ import annotations

from collections.abc import Iterable

from driftcheck.model import UNSTATED, Snapshot
from driftcheck.names import quote


def exposed_of(snapshot: Snapshot, schemas: Iterable[str]) -> set[str]:
    """Of the configured schemas those that are names, not globs; else those that the snapshot says are served."""
    named = {s for s in schemas if not s.startswith("!") and not set(s) & set("*?[")}
    return named or served(snapshot)


def served(snapshot: Snapshot) -> set[str]:
    """The schemas that PostgREST is set up to serve (`pgrst.db_schemas` of the role authenticator)."""
    role = snapshot.of("role").get(quote("authenticator"))
    for settings in (getattr(role, "database_settings", UNSTATED), getattr(role, "settings", UNSTATED)):
        for setting in settings if isinstance(settings, list) else []:
            name, _, value = setting.partition("=")
            if name == "pgrst.db_schemas":
                return {part.strip().strip('"') for part in value.split(",") if part.strip()}
    return {"public"}
