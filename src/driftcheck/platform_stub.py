"""What a Supabase project has before its owner does anything, as SQL: enough of it to build and run schemas in a plain
PostgreSQL. `driftcheck demo`, scratch databases and the tests use it.

Every statement may run again, and beside another session that runs the same. Names, types and rights are as in
Supabase's own images (supabase/postgres, migrations/db/init-scripts; supabase/auth and supabase/storage, migrations).
"""

from __future__ import annotations

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

EXTENSIONS = ("pgcrypto", "uuid-ossp", "pg_stat_statements")
"""Installed in schema `extensions` from the start."""


def statements(*, stand_in_functions: bool = True) -> list[str]:
    """SQL, in an order that runs, for an empty database and a superuser.

    `stand_in_functions`: also the functions of uuid-ossp, in plain SQL, for a server that cannot install it.
    """
    return [
        *(_role(name, options) for name, options in ROLES.items()),
        "GRANT anon, authenticated, service_role TO authenticator",
        *_SCHEMAS,
        *_AUTH,
        *_STORAGE,
        *(_UUID_OSSP if stand_in_functions else ()),
        *_GRANTS,
        _PUBLICATION,
        _DATABASE_SETTING,
        f"SET search_path = {SEARCH_PATH}",
    ]


def _role(name: str, options: str) -> str:
    """Roles belong to the whole cluster: another database may have made it, or be making it right now."""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name} {options};"
        " END IF; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


_SCHEMAS = (
    "CREATE SCHEMA IF NOT EXISTS extensions",
    "CREATE SCHEMA IF NOT EXISTS auth",
    "CREATE SCHEMA IF NOT EXISTS storage",
    "CREATE SCHEMA IF NOT EXISTS realtime",
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
    "ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY",
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

_GRANTS = (
    "GRANT USAGE ON SCHEMA public, auth, storage, extensions TO anon, authenticated, service_role",
    "GRANT ALL ON ALL TABLES IN SCHEMA storage TO anon, authenticated, service_role",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA auth, storage, extensions TO anon, authenticated, service_role",
    *(
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON {objects} TO anon, authenticated, service_role"
        for objects in ("TABLES", "FUNCTIONS", "SEQUENCES")
    ),
)

_PUBLICATION = """DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'supabase_realtime') THEN
    SET LOCAL client_min_messages = error;
    CREATE PUBLICATION supabase_realtime;
  END IF;
END $$"""

_DATABASE_SETTING = (
    f"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = {SEARCH_PATH}', current_database()); END $$"
)
