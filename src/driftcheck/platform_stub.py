"""What a Supabase project has before its owner does anything, as SQL: enough of it to build and run schemas in a plain
PostgreSQL. `driftcheck demo`, scratch databases and the tests use it.

Every statement may run again, and beside another session that runs the same. Names, types and rights are as in
Supabase's own images (supabase/postgres, migrations/db/init-scripts; supabase/auth and supabase/storage, migrations).
"""

from __future__ import annotations

from driftcheck.names import constant, delimited

SEARCH_PATH = '"$user", public, extensions'
"""What Supabase sets for its databases: unqualified names find what `extensions` holds."""

ROLES = {
    "anon": "NOLOGIN",
    "authenticated": "NOLOGIN",
    "service_role": "NOLOGIN BYPASSRLS",
    "authenticator": "LOGIN NOINHERIT",
    "supabase_admin": "LOGIN BYPASSRLS CREATEROLE CREATEDB REPLICATION",
    "supabase_auth_admin": "LOGIN NOINHERIT CREATEROLE",
    "supabase_storage_admin": "LOGIN NOINHERIT CREATEROLE",
    "dashboard_user": "NOLOGIN CREATEROLE CREATEDB REPLICATION",
}

SCHEMAS = (
    "extensions", "auth", "storage", "realtime", "vault", "graphql", "graphql_public", "supabase_functions",
    "supabase_migrations",
)  # fmt: skip

"""Installed in schema `extensions` from the start."""


def statements(
    *, stand_in_functions: bool = True, without: frozenset[str] = frozenset(), default_privileges: bool = True
) -> list[str]:
    """SQL, in an order that runs, for an empty database and a superuser.

    `stand_in_functions`: also the functions of uuid-ossp, in plain SQL, for a server that cannot install it. `without`:
    schemas, roles and publications that somebody else creates. `default_privileges`: those of schema `public`, which a
    dump takes as not given: it says of each object who may use it.
    """
    schemas = [name for name in SCHEMAS if name not in without]
    parts = {"auth": _AUTH, "storage": _STORAGE, "realtime": _REALTIME, "supabase_functions": _FUNCTIONS}
    parts["supabase_migrations"] = (_MIGRATIONS,)
    if stand_in_functions:
        parts["extensions"] = (*_UUID_OSSP, *_PGCRYPTO)
    return [
        *(_role(name, options) for name, options in ROLES.items() if name not in without),
        *([] if {"anon", "authenticated", "service_role", "authenticator"} & without else [_MEMBERS]),
        *(f"CREATE SCHEMA IF NOT EXISTS {name}" for name in schemas),
        *(sql for name in schemas for sql in parts.get(name, ())),
        *([] if {"anon", "authenticated", "service_role"} & without else _grants(schemas, default_privileges)),
        *([] if "supabase_realtime" in without else [_PUBLICATION]),
        _DATABASE_SETTING,
        f"SET search_path = {SEARCH_PATH}",
    ]


def extension(name: str, schema: str | None = None) -> list[str]:
    """SQL that lets an extension appear installed which the server does not have: its entry in the catalog, and those
    of its functions that defaults of columns call, where they can be had without it. For a superuser.
    """
    parts = {"uuid-ossp": _UUID_OSSP, "pgcrypto": _PGCRYPTO}.get(name, ())
    room = constant(schema or "")
    where = f"coalesce(to_regnamespace(quote_ident({room})), to_regnamespace(current_schema()), 'public'::regnamespace)"
    entry = _ENTRY.format(name=constant(name), where=where)
    made = [f"CREATE SCHEMA IF NOT EXISTS {delimited(schema)}"] if schema else []
    prefix = f"{delimited(schema)}." if schema else ""
    own = [sql.replace("extensions.", prefix) for sql in parts]
    names = ", ".join(sorted({f"'{sql.partition('extensions.')[2].partition('(')[0]}'" for sql in parts}))
    owned = [_OWNED.format(name=constant(name), where=where, names=names)] if names else []
    return [*made, "SET allow_system_table_mods = on", entry, *own, *owned, "RESET allow_system_table_mods"]


_OWNED = """INSERT INTO pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
SELECT 'pg_proc'::regclass, p.oid, 0, 'pg_extension'::regclass, x.oid, 0, 'e'
FROM pg_catalog.pg_proc p, pg_catalog.pg_extension x
WHERE x.extname = {name} AND p.pronamespace = {where} AND p.proname IN ({names})"""


_ENTRY = """WITH made AS (
    INSERT INTO pg_catalog.pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    SELECT pg_nextoid('pg_catalog.pg_extension', 'oid', 'pg_catalog.pg_extension_oid_index'), {name},
        current_user::regrole, {where}, false, '1.0'
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {name})
    RETURNING oid, extnamespace)
INSERT INTO pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
SELECT 'pg_extension'::regclass, oid, 0, 'pg_namespace'::regclass, extnamespace, 0, 'n' FROM made"""


def _role(name: str, options: str) -> str:
    """Roles belong to the whole cluster: another database may have made it, or be making it right now."""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name} {options};"
        " END IF; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


_AUTH = (
    """CREATE TABLE IF NOT EXISTS auth.users (
    instance_id uuid,
    id uuid PRIMARY KEY,
    aud character varying(255),
    role character varying(255),
    email character varying(255),
    encrypted_password character varying(255),
    email_confirmed_at timestamp with time zone,
    invited_at timestamp with time zone,
    last_sign_in_at timestamp with time zone,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_super_admin boolean,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    phone text UNIQUE DEFAULT NULL::character varying,
    phone_confirmed_at timestamp with time zone,
    banned_until timestamp with time zone,
    is_sso_user boolean NOT NULL DEFAULT false,
    deleted_at timestamp with time zone,
    is_anonymous boolean NOT NULL DEFAULT false
)""",
    """CREATE TABLE IF NOT EXISTS auth.mfa_factors (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
    friendly_name text,
    factor_type text NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    secret text,
    phone text
)""",
    "ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.mfa_factors ENABLE ROW LEVEL SECURITY",
    """CREATE OR REPLACE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('request.jwt.claim', true), ''),
                  nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$""",
    """CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$""",
    """CREATE OR REPLACE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('request.jwt.claim.role', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')::text
$$""",
    """CREATE OR REPLACE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('request.jwt.claim.email', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')::text
$$""",
)

_STORAGE = (
    """CREATE TABLE IF NOT EXISTS storage.buckets (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    owner uuid,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now(),
    public boolean DEFAULT false,
    avif_autodetection boolean DEFAULT false,
    file_size_limit bigint,
    allowed_mime_types text[],
    owner_id text
)""",
    """CREATE TABLE IF NOT EXISTS storage.objects (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    bucket_id text REFERENCES storage.buckets(id),
    name text,
    owner uuid,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now(),
    last_accessed_at timestamp with time zone DEFAULT now(),
    metadata jsonb,
    path_tokens text[] GENERATED ALWAYS AS (string_to_array(name, '/'::text)) STORED,
    version text,
    owner_id text,
    user_metadata jsonb
)""",
    "ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY",
    """CREATE OR REPLACE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT (string_to_array(name, '/'))[1:array_length(string_to_array(name, '/'), 1) - 1]
$$""",
    """CREATE OR REPLACE FUNCTION storage.filename(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)]
$$""",
    """CREATE OR REPLACE FUNCTION storage.extension(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT reverse(split_part(reverse(storage.filename(name)), '.', 1))
$$""",
)

_UUID_OSSP = (
    "CREATE OR REPLACE FUNCTION extensions.uuid_generate_v4() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE"
    " AS 'SELECT gen_random_uuid()'",
    "CREATE OR REPLACE FUNCTION extensions.uuid_nil() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE"
    " AS $$SELECT '00000000-0000-0000-0000-000000000000'::uuid$$",
)

_PGCRYPTO = (
    "CREATE OR REPLACE FUNCTION extensions.gen_random_bytes(integer) RETURNS bytea LANGUAGE sql VOLATILE PARALLEL SAFE"
    " AS $$SELECT decode(substr(repeat(replace(gen_random_uuid()::text, '-', ''), 64), 1, 2 * $1), 'hex')$$",
    *(
        f"CREATE OR REPLACE FUNCTION extensions.{signature} LANGUAGE sql AS $$SELECT NULL::{type}$$"
        for signature, type in (
            ("digest(text, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE", "bytea"),
            ("digest(bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE", "bytea"),
            ("hmac(text, text, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE", "bytea"),
            ("crypt(text, text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE", "text"),
            ("gen_salt(text) RETURNS text VOLATILE STRICT PARALLEL SAFE", "text"),
        )
    ),
)

_REALTIME = (
    """CREATE TABLE IF NOT EXISTS realtime.messages (
    topic text NOT NULL,
    extension text NOT NULL,
    payload jsonb,
    event text,
    private boolean DEFAULT false,
    updated_at timestamp without time zone NOT NULL DEFAULT now(),
    inserted_at timestamp without time zone NOT NULL DEFAULT now(),
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (id, inserted_at)
)""",
    "ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY",
    "CREATE OR REPLACE FUNCTION realtime.topic() RETURNS text LANGUAGE sql STABLE"
    " AS $$SELECT nullif(current_setting('realtime.topic', true), '')::text$$",
    "CREATE OR REPLACE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true)"
    " RETURNS void LANGUAGE plpgsql AS $$BEGIN END$$",
    "CREATE OR REPLACE FUNCTION realtime.broadcast_changes(topic_name text, event_name text, operation text,"
    " table_name text, table_schema text, new record, old record, level text DEFAULT 'ROW')"
    " RETURNS void LANGUAGE plpgsql AS $$BEGIN END$$",
)

_FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION supabase_functions.http_request() RETURNS trigger LANGUAGE plpgsql"
    " AS $$BEGIN RETURN new; END$$",
)

_MIGRATIONS = (
    "CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations"
    " (version text NOT NULL PRIMARY KEY, statements text[], name text)"
)

_MEMBERS = "GRANT anon, authenticated, service_role TO authenticator"


def _grants(schemas: list[str], default_privileges: bool) -> list[str]:
    everybody = "TO anon, authenticated, service_role"
    used = ", ".join(["public", *(s for s in schemas if s in ("auth", "storage", "extensions", "realtime"))])
    functions = ", ".join(s for s in schemas if s in ("auth", "storage", "extensions", "realtime"))
    return [
        f"GRANT USAGE ON SCHEMA {used} {everybody}",
        *([f"GRANT ALL ON ALL TABLES IN SCHEMA storage {everybody}"] if "storage" in schemas else []),
        *([f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {functions} {everybody}"] if functions else []),
        *(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON {objects} {everybody}"
            for objects in (("TABLES", "FUNCTIONS", "SEQUENCES") if default_privileges else ())
        ),
    ]


_PUBLICATION = """DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'supabase_realtime') THEN
    SET LOCAL client_min_messages = error;
    CREATE PUBLICATION supabase_realtime;
  END IF;
END $$"""

_DATABASE_SETTING = (
    f"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = {SEARCH_PATH}', current_database()); END $$"
)
