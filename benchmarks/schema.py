"""A schema of N tables like the ones that applications have."""

from __future__ import annotations

from collections.abc import Iterator

COLUMNS = """
    id uuid DEFAULT gen_random_uuid() NOT NULL, owner_id uuid NOT NULL, tenant_id bigint NOT NULL,
    name character varying(200) NOT NULL, slug text, description text DEFAULT ''::text,
    status text DEFAULT 'draft'::text NOT NULL, amount numeric(12,2) DEFAULT 0, tags text[] DEFAULT '{}'::text[],
    details jsonb DEFAULT '{}'::jsonb, created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
"""


def statements(tables: int) -> Iterator[str]:
    """Per table 12 columns, a primary, a foreign and a unique key, a check, 3 indexes, 2 policies, a trigger, comments;
    per ten tables a function and a view.
    """
    yield "CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    for i in range(tables):
        table = f"public.table_{i:05}"
        yield f"""
            CREATE TABLE {table} ({COLUMNS},
                CONSTRAINT table_{i:05}_pkey PRIMARY KEY (id),
                CONSTRAINT table_{i:05}_name_key UNIQUE (tenant_id, name),
                CONSTRAINT table_{i:05}_status_check CHECK (status IN ('draft', 'open', 'closed')));
            ALTER TABLE {table} ADD CONSTRAINT table_{i:05}_owner_fkey FOREIGN KEY (owner_id)
                REFERENCES public.table_{max(0, i - 1):05} (id) ON DELETE CASCADE;
            CREATE INDEX table_{i:05}_owner_idx ON {table} (owner_id);
            CREATE INDEX table_{i:05}_created_idx ON {table} (created_at DESC);
            CREATE INDEX table_{i:05}_slug_idx ON {table} (lower(slug)) WHERE status <> 'closed';
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            CREATE POLICY "Owners read" ON {table} FOR SELECT USING (owner_id = gen_random_uuid());
            CREATE POLICY "Owners write" ON {table} FOR UPDATE
                USING (owner_id = gen_random_uuid()) WITH CHECK (amount > 0);
            CREATE TRIGGER touched BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION public.touch();
            COMMENT ON TABLE {table} IS 'Table number {i}'; COMMENT ON COLUMN {table}.status IS 'draft, open or closed'
        """
        if i % 10 == 0:
            yield f"""
                CREATE FUNCTION public.function_{i:05}(who uuid, days integer DEFAULT 7) RETURNS SETOF {table}
                    LANGUAGE sql STABLE AS 'SELECT * FROM {table} WHERE owner_id = who';
                CREATE VIEW public.view_{i:05} AS SELECT id, name, status FROM {table} WHERE amount > 10
            """
