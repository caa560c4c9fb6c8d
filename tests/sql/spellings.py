"""What people write in documents, by where it stands."""

from __future__ import annotations

OPENING = """
CREATE SCHEMA auth; CREATE SCHEMA extensions;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
CREATE FUNCTION extensions.uuid_generate_v4() RETURNS uuid LANGUAGE sql VOLATILE AS 'SELECT gen_random_uuid()';
CREATE FUNCTION extensions.contains(jsonb, jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR extensions.@@@ (LEFTARG = jsonb, RIGHTARG = jsonb, FUNCTION = extensions.contains);
CREATE FUNCTION is_admin() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE FUNCTION is_member(team uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE FUNCTION all_of(VARIADIC names text[]) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE TYPE status AS ENUM ('active', 'closed', 'draft');
CREATE DOMAIN address AS text;
CREATE SEQUENCE t_id_seq;
CREATE TABLE profiles (id uuid PRIMARY KEY, user_id uuid, team_id uuid, email varchar(255), name text, bio text,
    role varchar(20), status status, age integer, small smallint, big bigint, price numeric(10,2), ratio double precision,
    active boolean, is_public boolean, owner text, mail address, code char(3), data jsonb, tags text[], labels varchar[],
    starts_at timestamptz, ends_at timestamptz, created_at timestamptz, updated_at timestamp, born date, at_time time,
    length_of_stay interval, bits bit(3), raw bytea, network inet);
CREATE TABLE members (id uuid PRIMARY KEY, user_id uuid, team_id uuid, role text, since timestamptz);
CREATE TABLE teams (id uuid PRIMARY KEY, owner_id uuid, name text, plan varchar(20));
SET search_path = public, extensions
"""

DEFAULTS = [
    ("varchar(20)", "'user'"), ("text", "'user'"), ("varchar(20)", "'user'::character varying"), ("text", "'it''s'"),
    ("text", "E'a\\nb'"), ("text", "''"), ("timestamptz", "NOW()"), ("timestamptz", "CURRENT_TIMESTAMP"),
    ("timestamp", "now()"), ("timestamptz", "now() + INTERVAL '7 days'"), ("timestamptz", "(now() + '7 days'::interval)"),
    ("timestamptz", "NOW() + interval '24 hours'"), ("timestamptz", "timezone('utc', now())"),
    ("timestamptz", "timezone('utc'::text, now())"), ("timestamp", "(now() at time zone 'utc')"), ("date", "CURRENT_DATE"),
    ("date", "current_date"), ("date", "now()"), ("numeric(10,2)", "0.00"), ("numeric(10,2)", "0"), ("numeric", "'0'"),
    ("numeric", "1.5"), ("numeric", "-1.5"), ("integer", "0"), ("integer", "'0'"), ("integer", "-1"), ("bigint", "5"),
    ("bigint", "'5'"), ("smallint", "1"), ("double precision", "0.5"), ("real", "1"), ("boolean", "TRUE"),
    ("boolean", "false"), ("boolean", "'t'"), ("boolean", "'no'"), ("jsonb", "'{}'"), ("jsonb", "'{}'::jsonb"),
    ("jsonb", "'[]'::JSONB"), ("jsonb", """'{"b": [1, 2.0], "a":null}'"""), ("json", "'{}'::json"), ("text[]", "'{}'"),
    ("text[]", "'{}'::text[]"), ("text[]", "ARRAY[]::text[]"), ("text[]", "ARRAY['a','b']"), ("text[]", "'{a, b}'"),
    ("text[]", "ARRAY['a','b']::text[]"), ("varchar(5)[]", "'{}'"), ("integer[]", "ARRAY[1,2]"), ("integer[]", "'{1,2}'"),
    ("uuid", "uuid_generate_v4()"), ("uuid", "extensions.uuid_generate_v4()"), ("uuid", "gen_random_uuid()"),
    ("uuid", "auth.uid()"), ("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"), ("text", "uuid_generate_v4()::text"),
    ("text", "CAST(gen_random_uuid() AS text)"), ("bigint", "nextval('t_id_seq')"), ("text", "md5(random()::text)"),
    ("bigint", "nextval('public.t_id_seq'::regclass)"), ("bigint", "nextval('t_id_seq'::regclass)"),
    ("interval", "'1 day'"), ("interval", "INTERVAL '1' DAY"), ("interval", "'24 hours'::interval"),
    ("interval", "'1 year 2 months 3 days 04:05:06'"), ("interval", "'2 weeks'"), ("interval", "'90 minutes'"),
    ("interval", "'-1 day'"), ("interval", "'1 day ago'"), ("interval", "'1.5 hours'"), ("status", "'active'"),
    ("status", "'active'::status"), ("status", "'active'::public.status"), ("public.address", "'x'"), ("char(3)", "'abc'"),
    ("date", "'2024-1-1'"), ("timestamptz", "'2024-01-01 12:00:00+02'"), ("timestamp", "'2024-01-01T10:00:00'"),
    ("bit(3)", "B'101'"), ("bytea", "'\\x00FF'"), ("bytea", "'abc'"), ("text", "current_user"),
    ("text", "USER"), ("text", "current_setting('app.tenant', true)"), ("text", "lower('A')"), ("inet", "'127.0.0.1'"),
    ("integer", "(1 + 2) * 3"), ("text", "'a' || 'b'"), ("text", "concat('a', 'b')"), ("numeric", "0::numeric"),
    ("numeric", "1.5::numeric"), ("text", "'x'::text"), ("integer", "EXTRACT(YEAR FROM now())"),
    ("double precision", "extract(epoch from now())"), ("text", "to_char(now(), 'YYYY')"), ("text", "'x'::varchar(5)"),
    ("timestamptz", "date_trunc('month', now())"), ("timestamptz", "now()::timestamptz"), ("numeric", "1e3"),
    ("text", "substring(md5(random()::text) from 1 for 8)"), ("text", "substr(md5('a'), 1, 8)"),
    ("bigint", "(extract(epoch from now()) * 1000)::bigint"), ("text", "coalesce(current_setting('a', true), 'x')"),
]  # fmt: skip

CHECKS = [
    "role IN ('a','b')", "role IN ('b', 'a')", "role in ('a')", "role NOT IN ('a','b')", "name IN ('a','b')", "age IN (1,2,3)",
    "role = ANY (ARRAY['a','b'])", "role = ANY(ARRAY['a'::text,'b'::text])", "name = ANY('{a,b}')",
    "status IN ('active','closed')", "status = 'active'", "status <> 'closed'::status", "status != 'closed'",
    "((role)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", "age BETWEEN 1 AND 5",
    "age NOT BETWEEN 1 AND 5", "price between 0 and 100", "age BETWEEN SYMMETRIC 5 AND 1", "price >= 0", "price > 0.00",
    "(price > (0)::numeric)", "age > -1", "ratio <= 1", "ratio > 0.5", "big > 10", "small in (1, 2)", "small > 0",
    "age > 0 AND age < 150", "age > 0 AND price > 0 AND ratio > 0", "(age > 0 AND price > 0) AND ratio > 0",
    "age > 0 and (price > 0 and ratio > 0)", "age > 0 OR (price > 0 OR ratio > 0)", "age < 5 OR age > 10 AND active",
    "NOT (age > 5)", "NOT active", "active = true", "active IS TRUE", "active IS NOT FALSE", "age IS NULL",
    "age IS NOT NULL", "(age) is not null", "name LIKE 'a%'", "email LIKE '%@%'", "email NOT LIKE 'x%'",
    "email ILIKE '%@%'", "name not ilike 'x'", "name ~ '^[a-z]+$'", "email ~* '^[A-Z]+@'", "email !~ 'x'",
    "name SIMILAR TO '(a|b)%'", "name LIKE 'a!%' ESCAPE '!'", "char_length(name) > 3", "length(email) <= 255",
    "length(trim(name)) > 0", "trim(both ' ' from name) <> ''", "trim(leading from name) <> ''", "lower(email) = email",
    "email = lower(email)", "lower(email::text) = 'x'", "position('@' in email) > 1", "substring(name from 1 for 2) = 'ab'",
    "substring(name, 1, 2) = 'ab'", "overlay(name placing 'x' from 1 for 1) = 'y'", "strpos(name, 'a') > 0",
    "ends_at > starts_at", "profiles.ends_at > profiles.starts_at", "public.profiles.age > 1", "ends_at > now()",
    "starts_at < CURRENT_TIMESTAMP", "born < CURRENT_DATE", "born > '1900-01-01'", "born > DATE '1900-01-01'",
    "starts_at > '2020-01-01'", "updated_at > TIMESTAMP '2020-01-01 00:00:00'", "starts_at::date > born",
    "CAST(starts_at AS date) > born", "length_of_stay <= INTERVAL '30 days'", "ends_at - starts_at <= interval '1 hour'",
    "born + 1 > CURRENT_DATE", "extract(year from born) > 1900", "EXTRACT(YEAR FROM starts_at) = 2024",
    "date_part('year', starts_at) = 2024", "coalesce(age, 0) > 0", "COALESCE(email, name) IS NOT NULL",
    "COALESCE(small, 0) >= 0", "COALESCE(role, 'x') <> ''", "CASE WHEN active THEN age > 0 ELSE true END",
    "CASE WHEN active THEN age > 0 END", "case role when 'a' then true else false end", "NULLIF(name, '') IS NOT NULL",
    "greatest(age, 1) > 0", "num_nonnulls(age, name) = 1", "age IS DISTINCT FROM 1", "age IS NOT DISTINCT FROM big",
    "data ->> 'a' = 'b'", "data->'a'->>'b' IS NOT NULL", "data @> '{\"a\": 1}'", "data ? 'a'", "data #>> '{a,b}' = 'x'",
    "(data->>'n')::int > 0", "(data ->> 'n')::numeric between 0 and 1", "jsonb_typeof(data) = 'object'",
    "jsonb_extract_path_text(data, 'a', 'b') = 'x'", "tags <@ ARRAY['a','b']", "tags && '{a,b}'::text[]",
    "'a' = ANY(tags)", "'a' = ANY (labels)", "array_length(tags, 1) > 0", "cardinality(tags) < 5", "tags[1] = 'a'",
    "age::text = name", "email::text = name", "name::text = 'a'::text", "name = 'a'::text", "code = 'abc'",
    "mail LIKE '%@%'", "mail = 'a'", "(age, big) = (1, 2)", "(age, big) IN ((1, 2), (3, 4))", "age IN (big, 1, 2)",
    "age % 2 = 0", "-age < 0", "age + 1 > 2 * 3", "name COLLATE \"C\" < 'b'", "data OPERATOR(extensions.@@@) '{}'",
    "data @@@ '{}'::jsonb", "name || bio <> ''", "name || '-' || bio <> '-'", "email || name <> ''", "id <> user_id",
    "raw <> '\\x00'", "bits = B'101'", "network << '10.0.0.0/8'", "updated_at at time zone 'utc' < now()",
    "timezone('utc', updated_at) < now()", "current_user = 'postgres'", "all_of('a', 'b')", "age = 1 or 2 = age",
    "at_time > '08:00'", "is_public or active", "to_tsvector('english', name) @@ to_tsquery('a')",
    "concat(name, bio) <> ''", "upper(role) = 'A'", "name >= 'a' COLLATE \"C\"", "(name IS NULL) <> (bio IS NULL)",
    "(name IS NULL)::int + (bio IS NULL)::integer = 1", "name = ANY('{x}')", "COALESCE(role, ''::text) <> 'x'",
    "network = '10.0.0.0/8'::cidr", "(age, big) IS DISTINCT FROM (1, 2)",
]  # fmt: skip

POLICIES = [
    "auth.uid() = id", "id = auth.uid()", "(auth.uid() = id)", "(select auth.uid()) = user_id",
    "user_id = (SELECT auth.uid() AS uid)", "auth.uid() IS NOT NULL", "auth.role() = 'authenticated'", "true",
    "is_public = true OR auth.uid() = user_id", "is_admin()", "public.is_admin()", "(select is_admin())", "is_member(team_id)",
    "EXISTS (SELECT 1 FROM members WHERE members.user_id = auth.uid())", "auth.uid()::text = owner",
    "EXISTS (SELECT 1 FROM members m WHERE m.team_id = profiles.team_id AND m.user_id = auth.uid())",
    "EXISTS (SELECT * FROM public.members AS m WHERE m.team_id = team_id)",
    "exists (select id from members where members.user_id = profiles.user_id and members.role in ('owner', 'admin'))",
    "team_id IN (SELECT team_id FROM members WHERE user_id = auth.uid())",
    "team_id NOT IN (SELECT team_id FROM members WHERE user_id = auth.uid())",
    "team_id = ANY (SELECT members.team_id FROM members WHERE members.user_id = (select auth.uid()))",
    "team_id = ANY (ARRAY(SELECT team_id FROM members))",
    "EXISTS (SELECT 1 FROM profiles WHERE profiles.id = auth.uid() AND profiles.role = 'admin')",
    "EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin')",
    "EXISTS (SELECT 1 FROM profiles p WHERE p.id = auth.uid() AND p.role IN ('admin', 'owner'))",
    "(SELECT role FROM profiles WHERE id = auth.uid()) = 'admin'", "auth.jwt() ->> 'role' = 'admin'",
    "(auth.jwt() -> 'app_metadata' ->> 'role') = 'admin'", "(auth.jwt() ->> 'sub')::uuid = user_id",
    "((select auth.jwt()) ->> 'email') = email", "current_setting('app.tenant')::uuid = team_id",
    "current_setting('app.tenant', true)::text = owner",
    "EXISTS (SELECT 1 FROM members JOIN teams ON teams.id = members.team_id WHERE teams.owner_id = auth.uid())",
    "EXISTS (SELECT 1 FROM members m INNER JOIN teams t ON t.id = m.team_id WHERE t.owner_id = auth.uid() AND m.role = 'x')",
    "(SELECT count(*) FROM members WHERE members.user_id = profiles.user_id) > 3", "role = 'admin' AND active",
    "user_id::text = auth.uid()::text", "EXISTS (SELECT 'x' FROM members)", "EXISTS (SELECT NULL FROM members)",
    "EXISTS (SELECT 1 FROM members m(a, b) WHERE m.b = auth.uid())",
]  # fmt: skip

VIEWS = [
    "SELECT id, name FROM profiles", "select * from teams;", "SELECT * FROM teams WHERE plan = 'free'",
    "SELECT p.id, p.name FROM profiles p", "SELECT p.* FROM teams AS p", "SELECT t.*, m.role FROM teams t JOIN members m ON m.team_id = t.id",
    "SELECT count(*) FROM members", "SELECT team_id, count(*) AS n FROM members GROUP BY team_id",
    "SELECT team_id, COUNT(*) FROM members GROUP BY 1 ORDER BY 2 DESC", "SELECT id FROM teams ORDER BY name ASC",
    "SELECT name AS n FROM teams ORDER BY n DESC NULLS LAST LIMIT 10", "SELECT DISTINCT plan FROM teams",
    "SELECT t.name, p.email FROM teams t INNER JOIN profiles p ON p.team_id = t.id",
    "SELECT t.name, p.email FROM teams t LEFT OUTER JOIN profiles p ON p.team_id = t.id WHERE p.role IN ('a','b')",
    "SELECT teams.name, members.role FROM teams, members WHERE teams.id = team_id AND members.role = 'x'",
    "SELECT name, price FROM profiles JOIN members USING (team_id)",
    "WITH active AS (SELECT * FROM profiles WHERE active) SELECT id FROM active",
    "WITH counts AS (SELECT team_id, count(*) AS n FROM members GROUP BY team_id) SELECT t.name, c.n FROM teams t JOIN counts c ON c.team_id = t.id",
    "SELECT s.n FROM (SELECT count(*) AS n FROM members) s", "SELECT s.n FROM (SELECT count(*) n FROM members) AS s WHERE s.n > 1",
    "SELECT id FROM teams UNION ALL SELECT id FROM members", "SELECT id FROM teams UNION SELECT team_id FROM members ORDER BY id",
    "SELECT role, sum(price), avg(age) FROM profiles GROUP BY role HAVING count(*) > 1",
    "SELECT id, row_number() OVER (PARTITION BY team_id ORDER BY since DESC) AS rn FROM members",
    "SELECT coalesce(email, name) AS contact, CASE WHEN active THEN 'yes' ELSE 'no' END AS state FROM profiles",
    "SELECT lower(email), age + 1, price::text FROM profiles", "SELECT id, (SELECT count(*) FROM members m WHERE m.team_id = t.id) AS n FROM teams t",
    "SELECT x FROM generate_series(1, 10) AS x", "SELECT t.id, tag FROM profiles t, unnest(t.tags) AS tag",
    "SELECT t.id, count(m.id) FILTER (WHERE m.role = 'x') AS n FROM teams t LEFT JOIN members m ON m.team_id = t.id GROUP BY t.id",
    "SELECT string_agg(name, ', ' ORDER BY name) AS names FROM teams", "SELECT row_to_json(t) AS row FROM teams t",
    "SELECT a.id FROM members a CROSS JOIN teams b", "SELECT now() AS at, CURRENT_DATE AS today, 1 AS one, 'x' AS word",
    "SELECT DISTINCT ON (team_id) id, team_id FROM members ORDER BY team_id, since DESC", "VALUES (1, 'a'), (2, 'b')",
    "SELECT date_trunc('day', since) AS day, count(*) FROM members GROUP BY day ORDER BY day",
    "SELECT date_trunc('day', since) AS day, count(*) FROM members GROUP BY 1 ORDER BY 1",
]  # fmt: skip

INDEXES = [
    ("btree", "user_id", None), ("btree", "created_at DESC", None), ("btree", "created_at ASC", "active"),
    ("btree", "created_at DESC NULLS LAST", "role IN ('a','b')"), ("btree", "created_at desc nulls first", "active = true"),
    ("btree", "lower(email)", "email IS NOT NULL"), ("btree", "LOWER(name)", "status = 'active'"),
    ("btree", "(data->>'a')", "price > 0"), ("gin", "data jsonb_path_ops", None), ("gin", "data jsonb_ops", None),
    ("gin", "to_tsvector('english', name)", "NOT active"), ("btree", "name text_pattern_ops", "role <> 'x'"),
    ("btree", 'name COLLATE "C"', "profiles.age > 1"), ("gin", "tags", "tags <> '{}'"), ("btree", "(age + 1) DESC", None),
    ("btree", "((starts_at at time zone 'utc')::date)", None), ("btree", "coalesce(role, 'x')", "age is null and active"),
    ("btree", "name text_ops", "name like 'a%'"), ("hash", "id", "born > '2000-01-01'"),
    ("gin", "to_tsvector('english'::regconfig, coalesce(name, '') || ' ' || coalesce(bio, ''))", None),
]  # fmt: skip
