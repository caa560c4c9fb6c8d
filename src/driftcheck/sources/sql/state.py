"""From what a scratch database holds to what the SQL states: its own objects, what it says of them, and which lists
are whole.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.kinds.database import Database
from driftcheck.kinds.schema import Schema
from driftcheck.managed import SCHEMAS, is_managed
from driftcheck.model import UNSTATED, Facts, Snapshot
from driftcheck.names import quote, split
from driftcheck.sources.sql.written import Objects, schema_of

_ON_THE_PLATFORMS = ("policies", "triggers")


def own_part(after: Snapshot, before: Snapshot, created: Collection[str]) -> Snapshot:
    """What the statements made: neither there before, nor the platform's. `created` are the schemas that they create;
    a part of the platform that they bring along is managed all the same.
    """
    kept: Objects = {}
    for kind, objects in after.objects.items():
        known = before.of(kind)
        kept[kind] = {
            path: facts
            for path, facts in objects.items()
            if path not in known and facts.extension is UNSTATED and not _is_platform(kind, path, facts, created)
        }
    return replace(after, origin="sql", complete=False, database=None, withheld=[], not_modelled={}, objects=kept)


def _is_platform(kind: str, path: str, facts: Facts, created: Collection[str]) -> bool:
    if not is_managed(kind, path, facts):
        return False
    first = split(path)[0]
    return KINDS[kind].scope not in ("schema", "table") or first in created or first not in SCHEMAS


def unstate(snapshot: Snapshot, written: Objects, user: str, grants: bool, defaults: bool) -> None:
    """Take out what running a statement comes to and the statement does not say.

    Whose an object is, unless it says so; grants, where the SQL speaks of none; an extension's version and schema.
    """
    for kind, path, facts in snapshot:
        said = written.get(kind, {}).get(path)
        if getattr(facts, "owner", UNSTATED) == user and getattr(said, "owner", UNSTATED) is UNSTATED:
            facts.owner = UNSTATED  # type: ignore[attr-defined]
        if not grants and hasattr(facts, "grants"):
            facts.grants = UNSTATED
    for path, facts in snapshot.of("extension").items():
        said = written.get("extension", {}).get(path)
        for property in ("schema", "version", "comment"):
            setattr(facts, property, getattr(said, property, UNSTATED))
    if not defaults:
        found = snapshot.objects.get("default_privilege", {})
        for path in [p for p in found if split(p)[0] == user]:
            del found[path]


def say_whole(
    snapshot: Snapshot, created: Collection[str], *, sure: bool, defaults: bool, partial: Collection[str] = ()
) -> None:
    """Name the lists that are whole: of each schema that the SQL builds in, and of the database. Of the platform's schemas
    only what users put on its tables, unless the SQL brings them along (`created`).

    `sure`: nothing failed of which it is not known what it makes; else the lists are presumed to be whole. Roles belong
    to the server: a script that creates some need not create all. `partial`: kinds of which only those relations list
    all that name theirs.
    """
    listed = "complete" if sure else "presumed"
    if "column" in partial:
        for relation in RELATIONS:
            for holder in snapshot.of(relation).values():
                if getattr(holder, "columns", UNSTATED) is not UNSTATED and holder.complete is UNSTATED:
                    holder.complete = ["columns"]
    rooms = {schema for kind, path, _ in snapshot if (schema := schema_of(kind, path))}
    rooms |= set(snapshot.of("schema"))
    if not rooms and snapshot.of("role"):  # it is about the server's roles, and no database
        return
    inside = [k.plural for k in KINDS.values() if k.scope in ("schema", "table") and k.name not in partial]
    for room in rooms | {quote("public")}:
        facts = snapshot.of("schema").get(room)
        if facts is None:
            facts = Schema()
            snapshot.add("schema", room, facts)
        own = room in map(quote, created) or split(room)[0] not in SCHEMAS
        setattr(facts, listed, inside if own else [plural for plural in inside if plural in _ON_THE_PLATFORMS])
    optional = {"extension": bool(snapshot.of("extension")), "bucket": bool(snapshot.of("bucket"))}
    optional |= {
        "default_privilege": defaults,
        "role": False,
        "publication_member": bool(snapshot.of("publication_member")),
    }
    across = [
        k.plural
        for k in KINDS.values()
        if k.scope in ("database", "publication") and optional.get(k.name, True) and k.undocumented is not None
    ]
    database = Database()
    setattr(database, listed, across)
    snapshot.add("database", DATABASE, database)
