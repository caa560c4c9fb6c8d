"""What belongs to PostgreSQL, an extension or the Supabase platform rather than to the people who use the database.

Such objects are never reported as undocumented, and a snapshot of a live database leaves them out. A document that
speaks of one is still held to what it says.
"""

from __future__ import annotations

from driftcheck.kinds import KINDS
from driftcheck.kinds.trigger import Trigger
from driftcheck.model import UNSTATED, Facts, Snapshot
from driftcheck.names import quote, schemas_of, split

SCHEMAS = frozenset(
    """
    auth storage realtime vault graphql graphql_public extensions pgbouncer cron net pgmq pgmq_public pgsodium
    pgsodium_masks supabase_functions supabase_migrations _realtime _analytics _supavisor _supabase pgtle
    information_schema pg_catalog pg_toast
    """.split()  # noqa: SIM905 — a list of names reads best as one
)
ROLES = frozenset(
    """
    anon authenticated service_role authenticator postgres supabase_admin supabase_auth_admin supabase_storage_admin
    supabase_replication_admin supabase_read_only_user supabase_realtime_admin supabase_functions_admin
    supabase_etl_admin supabase_privileged_role supabase_superuser dashboard_user pgbouncer pgtle_admin
    pgsodium_keyholder pgsodium_keyiduser pgsodium_keymaker cli_login_postgres
    """.split()  # noqa: SIM905
)
EVENT_TRIGGERS = frozenset(
    """
    issue_graphql_placeholder issue_pg_cron_access issue_pg_graphql_access issue_pg_net_access pgrst_ddl_watch
    pgrst_drop_watch
    """.split()  # noqa: SIM905
)
PUBLICATIONS = frozenset({"supabase_realtime", "supabase_realtime_messages_publication"})


def is_managed(kind: str, path: str, facts: Facts) -> bool:
    """Whether nobody but PostgreSQL, an extension or the platform made this object."""
    if facts.extension is not UNSTATED:
        return True
    first = split(path)[0]
    match kind:
        case "schema":
            return first in SCHEMAS or first == "public"
        case "role":
            return first in ROLES or first.startswith("pg_")
        case "event_trigger":
            return first in EVENT_TRIGGERS
        case "publication":
            return first in PUBLICATIONS
        case "extension":
            return first == "plpgsql"
        case "policy":
            return False
        case "trigger" if first in SCHEMAS:
            assert isinstance(facts, Trigger)
            return facts.function is UNSTATED or split(facts.function)[0] in SCHEMAS
        case "default_privilege":  # those of `postgres` in a user's schema are the user's
            return (first in ROLES and first != "postgres") or split(path)[1] in SCHEMAS
    return KINDS[kind].scope in ("schema", "table") and first in SCHEMAS


def user_part(snapshot: Snapshot) -> Snapshot:
    """The snapshot without what its users did not make. Partitions stay: they are declared, not implied."""
    from msgspec.structs import replace

    return replace(snapshot, objects={kind: users(kind, objects) for kind, objects in snapshot.objects.items()})


def users(kind: str, objects: dict[str, Facts]) -> dict[str, Facts]:
    """The objects of a kind that users made, and the schema `public`, which they use as theirs.

    It is the same mapping, quickly, where nothing else can be among them.
    """
    if (
        KINDS[kind].scope in ("schema", "table")
        and not any(facts.extension is not UNSTATED for facts in objects.values())
        and SCHEMAS.isdisjoint(split(schema)[0] for schema in schemas_of(objects))
    ):
        return objects
    public = quote("public") if kind == "schema" else None
    return {path: facts for path, facts in objects.items() if path == public or not is_managed(kind, path, facts)}
