CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
CREATE SCHEMA storage;
CREATE TABLE storage.objects (id uuid, bucket_id text, name text, owner uuid);
CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS 'SELECT string_to_array(name, ''/'')';
CREATE TYPE plan AS ENUM ('free', 'pro', 'team');
CREATE TYPE role_kind AS ENUM ('owner', 'admin', 'member');
CREATE DOMAIN positive AS numeric(10,2) CHECK (VALUE > 0 AND VALUE < 1e6) DEFAULT 1;
--~ 1e6 => 1e7
--~ DEFAULT 1 => DEFAULT 2
CREATE DOMAIN slug AS text CHECK (VALUE ~ '^[a-z0-9-]+$' AND length(VALUE) BETWEEN 3 AND 40) NOT NULL;
--~ 40 => 50
CREATE DOMAIN handle AS varchar(30) COLLATE "C" CONSTRAINT not_reserved CHECK (VALUE NOT IN ('admin', 'root') AND VALUE <> '');
--~ 'root' => 'system'
CREATE TABLE teams (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, slug slug UNIQUE, plan plan NOT NULL DEFAULT 'free'::plan, seats smallint DEFAULT 5, settings jsonb NOT NULL DEFAULT '{"theme": "dark", "n": [1, 2]}'::jsonb, created_at timestamptz NOT NULL DEFAULT timezone('utc'::text, now()), trial_ends timestamptz DEFAULT now() + interval '14 days', tags text[] DEFAULT ARRAY[]::text[], quota bigint DEFAULT 5 * 1024 * 1024 * 1024::bigint, rate double precision DEFAULT 1.0/3, code char(8) DEFAULT upper(substr(md5(random()::text), 1, 8)), due date DEFAULT (CURRENT_DATE + 30), day_start time DEFAULT '09:00', tz text DEFAULT current_setting('TIMEZONE'), expires timestamp DEFAULT ('now'::text)::timestamp + '1 mon'::interval, weights real[] DEFAULT '{0.5,0.25}', kind role_kind[] DEFAULT '{owner,admin}', rgb bytea DEFAULT '\xdeadbeef', price positive DEFAULT 9.99, ratio numeric DEFAULT -0.5, flag boolean DEFAULT (1 > 0), who text DEFAULT session_user, y integer DEFAULT extract(year FROM now())::int, loc point DEFAULT point(0, 0), b bit(4) DEFAULT B'0000', during daterange DEFAULT daterange(CURRENT_DATE, NULL, '[]'), ms bigint DEFAULT (extract(epoch from clock_timestamp()) * 1000)::bigint, nil uuid DEFAULT '00000000-0000-0000-0000-000000000000', xx xid8 DEFAULT pg_current_xact_id(), hash text DEFAULT encode(sha256('a'::bytea), 'hex'), iv interval DEFAULT '1:30', m money DEFAULT 0, ts tsvector DEFAULT to_tsvector('english', ''), p numeric(5,2) DEFAULT 19, s text DEFAULT E'a\tb', n text DEFAULT 'O''Brien' || ' Ltd');
--~ '14 days' => '15 days'
--~ 1024::bigint => 1000::bigint
--~ 1.0/3 => 1.0/4
--~ 1, 8 => 1, 7
--~ CURRENT_DATE + 30 => CURRENT_DATE + 31
--~ '09:00' => '10:00'
--~ {0.5,0.25} => {0.5,0.75}
--~ {owner,admin} => {admin,owner}
--~ deadbeef => deadbeee
--~ 9.99 => 9.98
--~ * 1000 => * 100
--~ '1:30' => '1:31'
--~ E'a\tb' => E'a\nb'
--~ [1, 2] => [2, 1]
--~ 'utc' => 'cet'
--~ [] => []::varchar
--~ 'hex' => 'base64'
--~ '[]'), => '[)'),
--~ year FROM => month FROM
CREATE TABLE members (team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE, user_id uuid NOT NULL, role role_kind NOT NULL DEFAULT 'member', joined_at timestamptz DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (team_id, user_id));
CREATE TABLE products (id bigserial PRIMARY KEY, team_id uuid, sku varchar(20) NOT NULL, name varchar(200) NOT NULL, description text, price numeric(10,2) NOT NULL, cost numeric(10,2), qty integer NOT NULL DEFAULT 0, weight real, active boolean DEFAULT true, status varchar(12) DEFAULT 'draft', attributes jsonb DEFAULT '{}', tags text[], valid_from date, valid_to date, valid tstzrange, at timestamptz, tz text, dims integer[], email text, w integer, h integer, ip inet,
  margin numeric GENERATED ALWAYS AS (price - coalesce(cost, 0)) STORED,
  pct numeric(6,2) GENERATED ALWAYS AS (round((price - cost) / nullif(price, 0) * 100, 2)) STORED,
  full_name text GENERATED ALWAYS AS (sku || ' - ' || name) STORED,
  search tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', coalesce(name, '')), 'A') || setweight(to_tsvector('english'::regconfig, coalesce(description, '')), 'B')) STORED,
  brand text GENERATED ALWAYS AS (attributes ->> 'brand') STORED,
  area integer GENERATED ALWAYS AS (w * h) STORED,
  lower_email text GENERATED ALWAYS AS (lower(email)) STORED,
  utc_day date GENERATED ALWAYS AS ((at AT TIME ZONE 'UTC')::date) STORED,
  size text GENERATED ALWAYS AS (CASE WHEN w * h > 1000 THEN 'large' WHEN w IS NULL THEN NULL ELSE 'small' END) STORED,
  ntags int GENERATED ALWAYS AS (cardinality(tags)) STORED,
  days int GENERATED ALWAYS AS (valid_to - valid_from) STORED,
  CONSTRAINT price_ok CHECK (price >= 0 AND (cost IS NULL OR cost <= price)),
  CONSTRAINT status_ok CHECK (status IN ('draft', 'active', 'archived')),
  CONSTRAINT sku_ok CHECK (sku ~ '^[A-Z]{3}-\d+$' AND sku = upper(sku)),
  CONSTRAINT dates_ok CHECK (valid_to > valid_from OR valid_to IS NULL),
  CONSTRAINT either CHECK (num_nonnulls(valid, valid_from) = 1),
  CONSTRAINT either2 CHECK ((weight IS NULL) <> (dims IS NULL)),
  CONSTRAINT attrs CHECK (jsonb_typeof(attributes) = 'object' AND attributes ? 'brand' AND (attributes->>'n')::int BETWEEN 1 AND 10),
  CONSTRAINT tags_ok CHECK (tags <@ ARRAY['a', 'b', 'c'] AND array_length(tags, 1) <= 5 AND array_position(tags, NULL) IS NULL),
  CONSTRAINT email_ok CHECK (email IS NULL OR email ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$'),
  CONSTRAINT dims_ok CHECK (dims[1] > 0 AND dims[1:2] = '{1,2}' AND 0 < ALL (dims)),
  CONSTRAINT qty_ok CHECK (qty % 5 = 0 AND qty >= 0 AND qty::bigint * 2 < 10000000000),
  CONSTRAINT row_ok CHECK ((w, h) >= (1, 1) AND (w, h) <> (3, 4)),
  CONSTRAINT recent CHECK (at >= '2020-01-01'::timestamptz AND at < '2100-01-01' AND valid_from >= date '2020-01-01'),
  CONSTRAINT tz_ok CHECK (now() AT TIME ZONE tz IS NOT NULL),
  CONSTRAINT impl CHECK (NOT active OR (status = 'active' AND price > 0)),
  CONSTRAINT cs CHECK (CASE WHEN active THEN price > 0 ELSE true END),
  CONSTRAINT ln CHECK (char_length(trim(name)) BETWEEN 1 AND 200 AND octet_length(name) < 400),
  CONSTRAINT ipk CHECK (family(ip) = 4 AND ip <<= inet '10.0.0.0/8'),
  CONSTRAINT dur CHECK (age(valid_to, valid_from) <= interval '1 year' AND valid_to - valid_from < 366),
  CONSTRAINT rng CHECK (lower_inc(valid) AND NOT upper_inc(valid) AND upper(valid) - lower(valid) < '30 days'),
  EXCLUDE USING gist (valid WITH &&) WHERE (active AND status <> 'archived'),
  CONSTRAINT no_overlap EXCLUDE USING gist (daterange(valid_from, valid_to, '[)') WITH &&, int4range(w, h) WITH &&) DEFERRABLE INITIALLY DEFERRED
);
--~ coalesce(cost, 0)) => coalesce(cost, 1))
--~ * 100, 2 => * 100, 1
--~ ' - ' || => ' / ' ||
--~ 'B') => 'C')
--~ 'brand') STORED => 'maker') STORED
--~ 'UTC' => 'CET'
--~ > 1000 => >= 1000
--~ cost <= price => cost < price
--~ 'archived'), => 'gone'),
--~ {3}- => {4}-
--~ valid_to > valid_from OR => valid_to >= valid_from OR
--~ num_nonnulls => num_nulls
--~ <> (dims IS NULL) => = (dims IS NULL)
--~ ? 'brand' => ? 'maker'
--~ 1 AND 10) => 1 AND 11)
--~ 'c'] => 'd']
--~ {2,} => {3,}
--~ dims[1:2] => dims[1:3]
--~ qty % 5 => qty % 6
--~ 10000000000 => 10000000001
--~ <> (3, 4) => <> (4, 3)
--~ 2100-01-01 => 2101-01-01
--~ NOT active OR => active OR
--~ octet_length(name) < 400 => octet_length(name) < 401
--~ interval '1 year' => interval '2 years'
--~ '30 days' => '31 days'
--~ status <> 'archived' => status <> 'draft'
--~ '[)') WITH => '[]') WITH
--~ int4range(w, h) => int4range(h, w)
--since 180000
CREATE TABLE v18 (a integer, b integer, total integer GENERATED ALWAYS AS (a + b) VIRTUAL, label text GENERATED ALWAYS AS (a::text || ':' || coalesce(b::text, '?')), id uuid DEFAULT uuidv7(), d date, r daterange, CONSTRAINT ne CHECK (a > 0) NOT ENFORCED);
--~ a + b => a - b
--~ '?' => '-'
--~ a > 0 => a > 1
--end
CREATE INDEX p_active ON products (name) WHERE active;
--~ WHERE active => WHERE NOT active
CREATE INDEX p_low ON products (qty, sku DESC NULLS LAST) WHERE qty < 10 AND status = 'active' AND description IS NOT NULL;
--~ qty < 10 => qty < 11
--~ NULLS LAST => NULLS FIRST
CREATE UNIQUE INDEX p_lower ON products (lower(sku), (attributes->>'ean')) WHERE status IN ('draft', 'active') AND team_id IS NOT NULL;
--~ 'ean' => 'upc'
--~ 'draft', 'active' => 'draft', 'archived'
CREATE INDEX p_month ON products (date_trunc('month', at AT TIME ZONE 'UTC'), (extract(year FROM valid_from)));
--~ 'month' => 'week'
CREATE INDEX p_expr ON products ((price * qty) DESC, (coalesce(description, 'none')) text_pattern_ops, name COLLATE "C");
--~ 'none' => 'some'
--~ price * qty => price + qty
CREATE INDEX p_gin ON products USING gin (attributes jsonb_path_ops, tags) WHERE attributes @> '{"a": 1}';
--~ "a": 1 => "a": 2
CREATE INDEX p_fts ON products USING gin (to_tsvector('english', name || ' ' || coalesce(description, '')));
--~ ' ' || => '-' ||
CREATE INDEX p_future ON products (at) INCLUDE (name) WHERE at > '2024-01-01'::timestamptz AND (valid_to IS NULL OR valid_to >= '2024-01-01');
--~ > '2024-01-01' => > '2024-01-02'
CREATE INDEX p_sub ON products (left(name, 3), (dims[1]), (status = 'active'), ((attributes -> 'x') ->> 'y'), md5(name || sku));
--~ left(name, 3) => left(name, 4)
--~ dims[1] => dims[2]
CREATE INDEX p_type ON products ((status::text), (price::int), ((attributes->>'n')::numeric)) WHERE (attributes->>'n') ~ '^\d+$' AND tags && '{a,b}' AND email LIKE '%@example.com' AND lower(name) <> 'x' AND length(sku) > 3 AND NOT (qty = 0);
--~ {a,b} => {a,c}
--~ NOT (qty = 0) => NOT (qty = 1)
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE products ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION is_member(team uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT EXISTS (SELECT 1 FROM public.members WHERE team_id = team AND user_id = auth.uid()) $$;
CREATE FUNCTION my_teams(variadic kinds role_kind[] DEFAULT '{owner,admin,member}') RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT team_id FROM members WHERE user_id = auth.uid() AND role = ANY (kinds) $$;
CREATE POLICY own_rows ON members FOR SELECT TO PUBLIC USING ((SELECT auth.uid()) = user_id);
--~ = user_id => <> user_id
CREATE POLICY mates ON members FOR SELECT USING (team_id IN (SELECT m.team_id FROM members m WHERE m.user_id = (SELECT auth.uid()) AND m.role IN ('owner', 'admin')));
--~ 'owner', 'admin' => 'owner', 'member'
CREATE POLICY by_function ON teams FOR ALL USING (is_member(id)) WITH CHECK (is_member(id) AND plan <> 'free' AND (SELECT auth.role()) = 'authenticated');
--~ 'authenticated' => 'anon'
CREATE POLICY by_set ON teams FOR SELECT USING (id IN (SELECT my_teams('owner', 'admin')) OR id = ANY (ARRAY(SELECT my_teams())));
--~ 'owner', 'admin' => 'owner'
CREATE POLICY claims ON teams FOR SELECT USING ((auth.jwt() ->> 'email') LIKE '%@example.com' AND ((auth.jwt() -> 'app_metadata' ->> 'team_id')::uuid = id OR coalesce((auth.jwt() ->> 'admin')::boolean, false)));
--~ 'team_id' => 'team'
--~ false) => true)
CREATE POLICY mfa ON teams AS RESTRICTIVE FOR UPDATE USING (ARRAY[(SELECT auth.jwt() ->> 'aal')] <@ (SELECT CASE WHEN count(id) > 0 THEN ARRAY['aal2'] ELSE ARRAY['aal1', 'aal2'] END AS aal FROM products WHERE (SELECT auth.uid()) = team_id AND status = 'verified'));
--~ 'verified' => 'active'
--~ > 0 THEN => > 1 THEN
CREATE POLICY edit ON products FOR UPDATE USING (EXISTS (SELECT 1 FROM members JOIN teams ON teams.id = members.team_id WHERE members.team_id = products.team_id AND members.user_id = auth.uid() AND members.role = 'owner' AND teams.plan IN ('pro', 'team'))) WITH CHECK (team_id = (current_setting('app.team_id', true))::uuid AND status = 'draft' AND price > 0);
--~ 'pro', 'team' => 'pro', 'free'
--~ , true) => , false)
--~ teams.id = members.team_id => teams.id <> members.team_id
CREATE POLICY files ON storage.objects FOR INSERT WITH CHECK (bucket_id = 'avatars' AND (storage.foldername(name))[1] = (SELECT auth.uid()::text) AND owner = auth.uid() AND lower(right(name, 4)) IN ('.png', '.jpg') AND name NOT LIKE '%/../%');
--~ [1] => [2]
--~ '.jpg' => '.gif'
--~ 'avatars' => 'photos'
CREATE POLICY path_check ON storage.objects FOR SELECT USING (bucket_id = 'docs' AND auth.uid()::text = (string_to_array(name, '/'))[1] AND is_member(split_part(name, '/', 2)::uuid) AND NOT EXISTS (SELECT FROM products p WHERE p.sku = objects.name));
--~ '/', 2 => '/', 3
--~ NOT EXISTS => EXISTS
CREATE POLICY everyone ON products FOR SELECT TO PUBLIC USING (true);
--~ (true) => (active)
CREATE POLICY times ON products FOR DELETE USING (at > now() - interval '24 hours' AND (at AT TIME ZONE 'UTC')::date = CURRENT_DATE AND coalesce(valid @> now(), true) AND (auth.uid() IS NOT NULL) IS TRUE);
--~ 24 hours => 25 hours
--~ valid @> => valid @> clock_timestamp() OR valid @>
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$;
CREATE TRIGGER t1 BEFORE UPDATE OF price, name ON products FOR EACH ROW WHEN (OLD.price IS DISTINCT FROM NEW.price OR OLD.name <> NEW.name) EXECUTE FUNCTION touch();
--~ OLD.name <> NEW.name => OLD.name = NEW.name
CREATE TRIGGER t2 AFTER INSERT OR DELETE ON products FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION touch();
--~ < 1 => < 2
CREATE TRIGGER t3 BEFORE UPDATE ON members FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch('a', 1);
--~ IS DISTINCT => IS NOT DISTINCT
CREATE TRIGGER t4 AFTER UPDATE ON products FOR EACH ROW WHEN (NEW.status = 'active' AND OLD.status IN ('draft', 'archived') AND NEW.attributes->>'x' IS NOT NULL AND (OLD.tags || NEW.tags) @> '{a}') EXECUTE FUNCTION touch();
--~ '{a}' => '{b}'
CREATE RULE r1 AS ON UPDATE TO members WHERE OLD.role = 'owner' AND NEW.role <> 'owner' DO INSTEAD NOTHING;
--~ = 'owner' AND => = 'admin' AND
CREATE RULE r2 AS ON INSERT TO members DO ALSO INSERT INTO products (sku, name, price, team_id) VALUES ('AAA-1', 'new ' || NEW.user_id, 1, NEW.team_id);
--~ 'new ' => 'old '
CREATE TABLE parted (id bigint, at timestamptz NOT NULL, region text) PARTITION BY RANGE (date_trunc('day', at AT TIME ZONE 'UTC'), lower(region));
--~ 'day' => 'hour'
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2024-01-01', 'a') TO ('2024-02-01', MAXVALUE);
--~ 'a') => 'b')
CREATE TABLE vectors (id integer, data jsonb, CHECK (data @@ '$.a > 1'));
