"""Changes to extensions, roles, publications, buckets, sequences, event triggers."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model import UNSTATED
from driftcheck.names import join, last, quote, split
from tests.mutations.mutation import Built, Mutation


def extensions(built: Built) -> Iterator[Mutation]:
    for path in built.expected.of("extension"):
        yield Mutation("extension dropped", (f"DROP EXTENSION {path} CASCADE",), path, ("extension-missing",))


def publications(built: Built) -> Iterator[Mutation]:
    for path in built.expected.of("publication"):
        yield Mutation("publication dropped", (f"DROP PUBLICATION {path}",), path, ("publication-missing",))
    for path in built.expected.of("publication_member"):
        name, *table = split(path)
        sql = (f"ALTER PUBLICATION {quote(name)} DROP TABLE {join(*table)}",)
        yield Mutation("publication member dropped", sql, path, ("publication-member-missing",))


def buckets(built: Built) -> Iterator[Mutation]:
    for path, facts in built.expected.of("bucket").items():
        where = "WHERE id = '" + last(path).replace("'", "''") + "'"
        yield Mutation("bucket gone", (f"DELETE FROM storage.buckets {where}",), path, ("bucket-missing",))
        if getattr(facts, "public", UNSTATED) is not UNSTATED:
            sql = (f"UPDATE storage.buckets SET public = NOT public {where}",)
            yield Mutation("bucket public or no longer", sql, path, ("bucket-public-changed",))


def sequences(built: Built) -> Iterator[Mutation]:
    for path in built.expected.of("sequence"):
        yield Mutation("sequence dropped", (f"DROP SEQUENCE {path} CASCADE",), path, ("sequence-missing",))


def event_triggers(built: Built) -> Iterator[Mutation]:
    for path in built.expected.of("event_trigger"):
        yield Mutation("event trigger dropped", (f"DROP EVENT TRIGGER {path}",), path, ("event-trigger-missing",))


def roles(built: Built) -> Iterator[Mutation]:
    """A role may own objects: renamed, it is gone all the same."""
    for path in built.expected.of("role"):
        if path != "postgres":  # who is connected cannot be renamed
            sql = (f"ALTER ROLE {path} RENAME TO {quote('elsewhere_' + last(path))}",)
            yield Mutation("role gone", sql, path, ("role-missing",))
