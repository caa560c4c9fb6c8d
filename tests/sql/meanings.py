"""What people write, in groups of one meaning: every member of a group is the others, and none of another group's.

Each spelling is built in a real PostgreSQL by test_meaning.py and compared with what the catalog prints of it. A
spelling stands in one group only, so groups are also each other's look-alikes.
"""

from __future__ import annotations

SETUP = r"""
CREATE SCHEMA auth;
CREATE SCHEMA extensions;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
CREATE FUNCTION public.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE FUNCTION public.is_admin() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE FUNCTION public.has_role(who uuid, what text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE FUNCTION extensions.make_id() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';
CREATE TYPE public.status AS ENUM ('draft', 'live', 'gone');
CREATE SEQUENCE public.orders_id_seq;
CREATE SEQUENCE auth.orders_id_seq;
CREATE FUNCTION auth.is_admin() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT false';
CREATE TABLE auth.members (org_id uuid, user_id uuid);
CREATE SCHEMA app;
CREATE TYPE public.place AS (street text, zip text);
CREATE TABLE public.places (id integer, place public.place);
CREATE FUNCTION app.is_admin() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT false';
CREATE TABLE app.members (org_id uuid, user_id uuid);
CREATE SEQUENCE public.other_seq;
CREATE TABLE public.members (
    org_id uuid, user_id uuid, role varchar(20), active boolean, id uuid, created_at timestamptz);
CREATE TABLE public.profiles (id uuid PRIMARY KEY, role text, is_admin boolean, credits integer, org_id uuid,
    email varchar(255), created_at timestamptz);
CREATE TABLE public.projects (id uuid, owner_id uuid, org_id uuid, user_id uuid, name text, is_public boolean,
    status public.status, created_at timestamptz, visibility varchar(10));
CREATE TABLE public.t (
    role varchar(20), name text, title varchar(100), amount numeric(10, 2), n integer, m integer, small smallint,
    big bigint, price double precision, ok boolean, done boolean, status public.status, tags text[], labels varchar(20)[],
    data jsonb, at timestamptz, until timestamptz, plain timestamp, day date, id uuid, owner uuid, wait interval,
    ids integer[], code char(3), ip inet, net cidr, clock time);
"""

TYPES = {
    "text": "text", "varchar": "varchar(20)", "numeric": "numeric(5, 2)", "integer": "integer", "bigint": "bigint",
    "smallint": "smallint", "double": "double precision", "boolean": "boolean", "timestamptz": "timestamptz",
    "timestamp": "timestamp", "date": "date", "uuid": "uuid", "jsonb": "jsonb", "json": "json", "text[]": "text[]",
    "integer[]": "integer[]", "interval": "interval", "status": "public.status", "time": "time", "bytea": "bytea",
    "inet": "inet", "bit": "bit(3)", "char": "char(2)", "varchar[]": "varchar(20)[]", "cidr": "cidr", "macaddr": "macaddr", "money": "money", "point": "point",
    "tsvector": "tsvector", "timetz": "timetz", "int4range": "int4range", "daterange": "daterange", "tstzrange": "tstzrange",
    "int4multirange": "int4multirange",
}  # fmt: skip

DEFAULTS: dict[str, list[list[str]]] = {
    "varchar": [["'user'", "'user'::varchar", "'user'::character varying", "('user')"], ["'admin'"], ["''"], ["'User'"],
                ["CURRENT_USER", "current_user", "(user)", "current_role"], ["session_user"], ["'it''s'", "E'it\\'s'"], ["'cut'"], ["'cut'::varchar(2)"]],
    "text": [["'user'", "'user'::text", "CAST('user' AS text)", "text 'user'"], ["''"], ["'a' || 'b'"], ["'b' || 'a'"],
             ["'now()'"], ["md5(random()::text)", "md5(CAST(random() AS text))"], ["lower('A')"], ["upper('A')"],
             ["'10'", "'10'::text"], ["gen_random_uuid()", "pg_catalog.gen_random_uuid()"],
             ["to_char(now(), 'YYYY')", "to_char(NOW(), 'YYYY'::text)"], ["substring('abc' from 2 for 1)"],
             ["substring('abc' from 1 for 2)"], ["trim('x ')", "btrim('x ')"], ["ltrim('x ')"], ["position('a' in 'b')"],
             ["position('b' in 'a')"], ["overlay('abc' placing 'x' from 2)"]],
    "numeric": [["0", "0.00", "'0'", "0::numeric", "'0'::numeric", "0.0"], ["1"], ["-1", "'-1'", "- 1"], ["1.5", "1.50"], ["-1.5"]],
    "integer": [["1 / 2"], ["1 / 2.0"], ["-7::integer", "-7", "(-7)::int"], ["0", "'0'", "0::integer", "(0)"], ["1"], ["-1", "'-1'", "'-1'::integer"], ["10 * 60"], ["60 * 11"],
                ["nextval('orders_id_seq')", "nextval('orders_id_seq'::regclass)", "NEXTVAL('ORDERS_ID_SEQ')", "nextval('public.orders_id_seq')",
                 "nextval('public.orders_id_seq'::regclass)"],
                ["nextval('orders_id_seq'::text)", "nextval(('orders_id_seq'::text)::regclass)"], ["nextval('other_seq'::text)"], ["int4('5')", "5"],
                ["nextval('other_seq')"], ["nextval('auth.orders_id_seq')"], ["length('abc')"], ["char_length('abc')"], ["(1 + 2) * 3"], ["1 + 2 * 3", "1 + (2 * 3)"]],
    "bigint": [["0"], ["9999999999", "'9999999999'"], ["extract(epoch from now())", "EXTRACT(EPOCH FROM NOW())"],
               ["extract(epoch from CURRENT_TIMESTAMP)"], ["date_part('epoch', now())"], ["extract(hour from now())"]],
    "smallint": [["1", "'1'"], ["2"]],
    "double": [["'infinity'", "'Infinity'::float8"], ["'-infinity'"], ["'NaN'", "'nan'"], ["0", "0.0", "'0'"], ["0.1"], ["1e3", "1000", "1000.0"], ["random()", "RANDOM()"]],
    "boolean": [["true", "TRUE", "'t'", "'true'", "'yes'", "'on'", "'t'::boolean"],
                ["false", "FALSE", "'f'", "'no'", "'off'::boolean", "'0'"], ["(NOT true)"]],
    "timestamptz": [["now()", "NOW()", "(now())", "pg_catalog.now()"], ["CURRENT_TIMESTAMP", "current_timestamp"],
                    ["CURRENT_TIMESTAMP(3)"], ["clock_timestamp()"], ["statement_timestamp()"],
                    ["now() + interval '1 day'", "NOW() + INTERVAL '1 day'", "(now() + '1 day'::interval)",
                     "now() + interval '1' day", "now() + CAST('1 day' AS interval)"],
                    ["now() + interval '24 hours'", "now() + interval '24:00:00'"], ["now() - interval '1 day'"],
                    ["now() + interval '7 days'", "now() + interval '1 week'"], ["now() + interval '1 month'", "now() + interval '1 mon'"],
                    ["now() + interval '30 days'"], ["now() + interval '1 year'", "now() + interval '12 months'"],
                    ["now() + interval '1 hour 30 minutes'", "now() + interval '90 minutes'"], ["CURRENT_TIMESTAMP + interval '1 day'"],
                    ["timezone('utc', now())", "timezone('utc'::text, now())", "(now() AT TIME ZONE 'utc')", "(NOW() AT TIME ZONE 'utc'::text)"],
                    ["(now() AT TIME ZONE 'Europe/Berlin')"], ["date_trunc('day', now())", "date_trunc('day'::text, NOW())"],
                    ["date_trunc('hour', now())"], ["'2024-01-01'", "'2024-01-01 00:00:00+00'", "'2024-01-01T00:00:00Z'::timestamptz", "'January 1, 2024'",
                     "'1 Jan 2024'", "'2024-1-1 0:00'", "'2024-01-01 00:00 UTC'", "'2024-01-01 1:00 am +01'", "'20240101'"],
                    ["'epoch'", "'1970-01-01 00:00:00+00'"],
                    ["'2024-01-02'"], ["'infinity'"], ["'-infinity'"]],
    "timestamp": [["now()"], ["'2024-01-01'", "'2024-01-01 00:00:00'::timestamp", "timestamp '2024-01-01'"], ["'2024-01-01 12:00'", "'2024-01-01 12:00 PM'"],
                  ["LOCALTIMESTAMP"], ["CURRENT_TIMESTAMP"]],
    "date": [["CURRENT_DATE", "current_date"], ["now()"], ["'2024-01-01'", "date '2024-01-01'", "'2024-1-1'", "'20240101'", "'Jan 1, 2024'", "'2024/01/01'", "'01/01/2024'", "'1-Jan-2024'"],
             ["'02/03/2024'", "'2024-02-03'"], ["'infinity'"],
             ["CURRENT_DATE + 7"], ["CURRENT_DATE - 7"], ["now()::date", "CAST(now() AS date)"],
             ["CURRENT_DATE + interval '7 days'", "CURRENT_DATE + '7 days'::interval"]],
    "uuid": [["gen_random_uuid()"], ["make_id()", "extensions.make_id()"], ["auth.uid()"], ["public.uid()"],
             ["'00000000-0000-0000-0000-00000000000a'", "'{00000000-0000-0000-0000-00000000000a}'", "'0000000000000000000000000000000A'", "'00000000-0000-0000-0000-00000000000A'::uuid"]],
    "jsonb": [["'{}'", "'{}'::jsonb", "' { } '"], ["'[]'", "'[]'::jsonb"], ["'{\"a\": 1, \"b\": [1,2]}'", "'{\"b\":[1, 2],\"a\":1}'"],
              ["'{\"a\": 2}'"], ["jsonb_build_object()"], ["jsonb_build_object('a', 1)"], ["'null'"]],
    "json": [["'{}'"], ["'[]'"], ["'{\"a\":1}'"]],
    "text[]": [["'{}'", "'{}'::text[]", "ARRAY[]::text[]", "ARRAY[]::TEXT[]"], ["ARRAY['a', 'b']", "'{a,b}'", "'{\"a\", b}'::text[]", "ARRAY['a'::text, 'b']"],
               ["ARRAY['b', 'a']"], ["ARRAY['a']"], ["'{NULL}'"], ["'{\"NULL\"}'"]],
    "varchar[]": [["'{}'"], ["ARRAY['a', 'b']", "'{a,b}'"]],
    "integer[]": [["'{}'", "ARRAY[]::integer[]"], ["'{1,2}'", "ARRAY[1, 2]", "'[1:2]={1,2}'"], ["'[0:1]={1,2}'"], ["'{2,1}'"]],
    "interval": [["'1 day'", "interval '1 day'", "'1 day'::interval"], ["'24 hours'", "'24:00:00'"], ["'1 mon'", "'1 month'", "'P1M'", "'0-1'"], ["'PT1H30M'", "'90 minutes'"], ["'P1Y2M3DT4H'", "'1 year 2 months 3 days 4 hours'"], ["make_interval(days => 1)"],
                 ["make_interval(hours => 1)"], ["'1 day 2 hours'", "'1 day 02:00:00'", "'26 hours'::interval - '24 hours' + '1 day'"][:2], ["'-1 day'", "'1 day ago'", "'- 1 day'", "'P-1D'"]],
    "status": [["'draft'", "'draft'::status", "'draft'::public.status"], ["'live'"]],
    "time": [["'24:00'"], ["'21:00'", "'9:00 PM'"], ["'09:00'", "'9:00 AM'", "'0900'", "'09:00:00'", "time '09:00'"], ["'10:00'"], ["CURRENT_TIME"], ["LOCALTIME"]],
    "bytea": [["'\\x00ff'", "'\\x00FF'", "'\\x00 ff'", "'\\000\\377'"], ["'\\x00'"], ["'ab'", "'\\x6162'"]],
    "inet": [["'127.0.0.1'", "'127.0.0.1'::inet"], ["'127.0.0.2'", "'127.0.0.2/32'"], ["'127.0.0.2/8'"], ["'::1'", "'0:0:0:0:0:0:0:1'"]],
    "cidr": [["'10/8'", "'10.0.0.0/8'"], ["'10.0.0.0'", "'10.0.0.0/32'"], ["'192.168.1'", "'192.168.1.0/24'"], ["'192.168.1/32'"], ["'10.1'", "'10.1/16'"]], "macaddr": [["'08:00:2b:01:02:03'", "'08-00-2B-01-02-03'", "'08002b010203'"]],
    "money": [["'0'", "'$0.00'"], ["'1'"]], "point": [["'(0,0)'", "'0, 0'"], ["'(1,0)'"]], "tsvector": [["'b a'", "'a b a'"], ["'a'"], ["''"]],
    "timetz": [["'09:00+00'", "'09:00Z'", "'9:00 am utc'"], ["'09:00+01'"]],
    "int4range": [["'[1,9]'", "'[1, 10)'", "'(0,10)'"], ["'[1,10]'"], ["'empty'", "'[1,1)'"], ["'[1,]'", "'[1,)'"]],
    "daterange": [["'[2024-01-01,2024-01-31]'", "'[2024-01-01,2024-02-01)'"], ["'[2024-01-01,]'"]],
    "tstzrange": [["'[2024-01-01,2025-01-01)'", "'[\"2024-01-01 00:00:00+00\", \"2025-01-01 00:00:00+00\")'"], ["'[2024-01-01,2025-01-01]'"]],
    "int4multirange": [["'{[1,9]}'", "'{[1,10)}'"], ["'{}'"]],
    "bit": [["B'101'", "'101'::bit(3)", "'101'"], ["B'100'"]],
    "char": [["'US'", "'US'::char(2)", "'US'::bpchar"], ["'DE'"]],
}  # fmt: skip

CHECKS = [
    # lists
    ["role IN ('a', 'b')", "role = ANY (ARRAY['a', 'b'])", "role IN ('b', 'a')", "t.role IN ('a', 'b')", "public.t.role IN ('a', 'b')",
     "(role)::text IN ('a', 'b')", "role = ANY ('{a,b}')", "role = ANY (ARRAY['a'::varchar, 'b'::varchar])"],
    ["role NOT IN ('a', 'b')", "role <> ALL (ARRAY['a', 'b'])"],
    ["role IN ('a', 'c')"], ["role IN ('a', 'b', 'c')"], ["role IN ('A', 'b')"], ["role <> ANY (ARRAY['a', 'b'])"], ["role = ALL (ARRAY['a', 'b'])"],
    ["role IN ('a')", "role = 'a'", "'a' = role", "role = 'a'::text", "role::text = 'a'"], ["role != 'a'", "role <> 'a'", "'a' <> role"],
    ["role NOT IN ('b')", "role <> 'b'"], ["title IN ('a', 'b')"], ["name IN ('a', 'b')", "name = ANY (ARRAY['a'::text, 'b'::text])"],
    ["status IN ('draft', 'live')", "status IN ('draft'::status, 'live')", "status = ANY (ARRAY['draft'::public.status, 'live'::public.status])"],
    ["status IN ('draft', 'gone')"], ["status = 'draft'", "status = 'draft'::public.status"], ["status <> 'draft'"], ["status < 'gone'"], ["status::text < 'gone'"],
    ["n IN (1, 2, 3)", "n = ANY (ARRAY[1, 2, 3])", "n IN (3, 2, 1)", "n = ANY ('{1,2,3}')"], ["n IN (1, 2)"], ["n IN (m, 1, 2)"], ["n IN (1, m)"], ["amount IN (1, 2)"],
    ["small IN (1, 2)"], ["name IN ('a', role)"], ["NOT (role IN ('a', 'b'))"], ["n = ANY (ids)"], ["n = ALL (ids)"], ["name = ANY (tags)"],
    # comparisons
    ["n > 0", "0 < n", "(n > 0)", "((n) > (0))", "n > '0'"], ["n >= 0", "0 <= n"], ["n < 0"], ["n <= 0"], ["n > 1"], ["n > -1", "n > '-1'::integer", "n > - 1"], ["n = 0"], ["n <> 0", "n != 0"],
    ["m > 0"], ["n > m"], ["n < m", "m > n"], ["n >= m"], ["amount > 0", "amount > 0.00", "amount > 0::numeric", "amount > '0'"], ["amount >= 0"], ["amount >= 0.01"],
    ["price > 0"], ["price >= 0.5"], ["amount::float > 0.1"], ["amount > 0.1"], ["n / 2 > 0"], ["n / 2.0 > 0"], ["amount BETWEEN -90 AND 90", "amount >= -90 AND amount <= 90"], ["amount BETWEEN -180 AND 180"], ["price BETWEEN -90 AND 90"],
    ["price > -1.5"], ["amount > -1.5", "amount > '-1.5'"], ["amount IN (-1, 2)"], ["big IN (-1, 2)"], ["amount * -1 > 0"], ["price * -1 > 0"], ["COALESCE(amount, -1) > 0"], ["big > -5000000000"], ["n / -2 > 0"], ["n / -2.0 > 0"], ["n * 0x1F > 0", "n * 31 > 0"], ["n > 3", "n > 3.0"], ["big > 0"], ["small > 0"], ["small % 2 = 0"], ["n % 2 = 0"], ["amount > n"], ["price > amount"],
    ["n BETWEEN 1 AND 5", "n >= 1 AND n <= 5", "(n >= 1) AND (n <= 5)", "n <= 5 AND n >= 1"], ["n NOT BETWEEN 1 AND 5", "n < 1 OR n > 5"], ["n BETWEEN 1 AND 6"], ["n BETWEEN 0 AND 5"],
    ["n > 1 AND n < 5"], ["n BETWEEN SYMMETRIC 5 AND 1"], ["n BETWEEN m AND 9"], ["amount BETWEEN 0 AND 100"],
    ["at BETWEEN '2024-01-01' AND '2024-12-31'"], ["at > '2025-01-01'"], ["at > '2025-01-01'::date"], ["day > '2025-01-01 12:00'"], ["day > '2025-01-01 12:00'::timestamp"],
    # logic
    ["ok AND done", "done AND ok"], ["ok OR done"], ["ok AND NOT done", "ok AND (NOT done)"], ["NOT ok AND done"], ["NOT (ok AND done)"], ["NOT ok"], ["ok"], ["ok = true"], ["ok IS TRUE"], ["ok IS NOT TRUE"], ["ok IS FALSE"],
    ["n > 0 AND m > 1 AND ok", "(n > 0 AND m > 1) AND ok", "n > 0 AND (m > 1 AND ok)"], ["n > 0 AND (m > 1 OR ok)"], ["(n > 0 AND m > 1) OR ok", "n > 0 AND m > 1 OR ok"], ["n > 0 OR m > 1 OR ok", "n > 0 OR (m > 1 OR ok)"],
    ["name IS NULL", "(name) IS NULL", "name ISNULL"], ["name IS NOT NULL", "name NOTNULL"], ["NOT (name IS NULL)"], ["role IS NULL"],
    ["name IS DISTINCT FROM role"], ["title IS DISTINCT FROM NULL", "title IS NOT NULL"], ["(n, m) IS DISTINCT FROM (1, 2)"], ["name IS NOT DISTINCT FROM role"], ["(n IS NULL) <> (m IS NULL)", "(n IS NULL) != (m IS NULL)"], ["(n IS NULL) = (m IS NULL)"], ["num_nonnulls(n, m) = 1"], ["num_nonnulls(m, n) = 2"],
    # text
    ["name LIKE 'a%'", "name ~~ 'a%'", "name LIKE 'a%'::text"], ["name NOT LIKE 'a%'", "name !~~ 'a%'"], ["name ILIKE 'a%'", "name ~~* 'a%'"], ["name NOT ILIKE 'a%'"], ["role LIKE 'a%'"], ["name LIKE 'b%'"], ["name LIKE 'a%' ESCAPE '!'"],
    ["name SIMILAR TO 'a|b'"], ["name ~ '^a'", "name ~ '^a'::text"], ["name ~* '^a'"], ["name !~ '^a'"], ["role ~ '^[a-z]+$'", "role::text ~ '^[a-z]+$'"],
    ["length(name) > 3", "LENGTH(name) > 3"], ["char_length(name) > 3", "character_length(name) > 3"][:1], ["length(title) > 3", "length(title::text) > 3"], ["length(trim(name)) > 3", "length(btrim(name)) > 3", "length(TRIM(BOTH FROM name)) > 3"],
    ["length(trim(leading from name)) > 3", "length(ltrim(name)) > 3"], ["lower(name) = name", "name = lower(name)"], ["lower(role) = role"], ["upper(name) = name"], ["name || role = 'ab'"], ["role || name = 'ab'"], ["name = ''"], ["name <> ''"],
    ["code = 'abc'", "code = 'abc'::bpchar"], ["substring(name from 1 for 2) = 'ab'", "substring(name, 1, 2) = 'ab'"], ["substr(name, 1, 2) = 'ab'"], ["left(name, 2) = 'ab'"], ["position('@' in name) > 1"], ["strpos(name, '@') > 1"],
    ["name COLLATE \"C\" = 'a'"], ["name = 'a'"], ["name = 'a,b'"], ["name = 'a'::varchar"],
    # case, coalesce
    ["COALESCE(n, 0) > 0", "coalesce(n, 0) > 0"], ["COALESCE(n, 1) > 0"], ["COALESCE(m, 0) > 0"], ["COALESCE(n, m) > 0"], ["COALESCE(m, n) > 0"], ["COALESCE(amount, 0) > 0"], ["COALESCE(role, '') = ''"], ["NULLIF(role, 'q')::text = 'r'", "NULLIF(role, 'q') = 'r'"], ["NULLIF(n, 0) > 0"], ["NULLIF(n, 1) > 0"], ["greatest(n, m) > 0", "GREATEST(n, m) > 0"], ["least(n, m) > 0"],
    ["CASE WHEN ok THEN n > 0 ELSE true END"], ["CASE WHEN ok THEN n > 0 END", "CASE WHEN ok THEN n > 0 ELSE NULL END"], ["CASE WHEN done THEN n > 0 END"], ["CASE n WHEN 1 THEN ok ELSE done END"], ["CASE n WHEN 2 THEN ok ELSE done END"], ["CASE WHEN n = 1 THEN ok ELSE done END"],
    # json, arrays
    ["data ->> 'a' = 'b'", "(data ->> 'a'::text) = 'b'", "(data->>'a')::text = 'b'"], ["data -> 'a' = '\"b\"'"], ["data ->> 'b' = 'b'"], ["data #>> '{a,b}' = 'c'"], ["data ? 'a'"], ["data ?| ARRAY['a', 'b']"], ["data ?& ARRAY['a', 'b']"], ["data @> '{\"a\": 1}'", "data @> '{\"a\":1}'::jsonb"], ["data <@ '{\"a\": 1}'"],
    ["jsonb_typeof(data) = 'object'"], ["jsonb_typeof(data) = 'array'"], ["(data ->> 'n')::integer > 0", "CAST(data ->> 'n' AS int) > 0"], ["(data ->> 'n')::numeric > 0"], ["(data ->> 'n')::bigint > 0"],
    ["tags @> ARRAY['a']", "tags @> '{a}'", "tags @> ARRAY['a'::text]"], ["tags <@ ARRAY['a']"], ["tags && ARRAY['a', 'b']"], ["tags && ARRAY['b', 'a']"], ["cardinality(tags) > 0"], ["array_length(tags, 1) > 0"], ["array_length(tags, 1) <= 10"], ["tags[1] = 'a'"], ["tags[2] = 'a'"], ["tags = '{}'", "tags = ARRAY[]::text[]"], ["'a' = ANY (tags)"], ["'a' = ANY (labels)"],
    # time
    ["until > at", "at < until"], ["until >= at"], ["at > now()"], ["at > CURRENT_TIMESTAMP"], ["at > now() - interval '1 day'", "at > now() - '1 day'::interval"], ["at > now() - interval '2 days'"], ["at::date = day", "CAST(at AS date) = day", "date(at) = day"], ["at = day"], ["plain > '2024-01-01'"], ["extract(year from day) > 2000", "EXTRACT(YEAR FROM day) > 2000"], ["extract(month from day) > 2000"], ["date_part('year', day) > 2000"],
    ["day > '2024-01-01'", "day > date '2024-01-01'", "day > '2024-01-01'::date"], ["day > CURRENT_DATE"], ["day > CURRENT_DATE - 1"], ["wait > '1 hour'", "wait > interval '60 minutes'"], ["wait > interval '2 hours'"], ["(at AT TIME ZONE 'UTC')::date = day"], ["timezone('UTC', at)::date > day"], ["(at, until) OVERLAPS (at, until)"],
    # casts that mean something
    ["amount::integer = 5", "int4(amount) = 5"], ["int8(amount) = 5"], ["amount = 5", "amount = 5.0"], ["name::integer = 5"], ["at::date = '2024-01-01'"], ["at = '2024-01-01'"], ["id::text = name"], ["owner::text = name"], ["id = owner", "owner = id"], ["n::text = name", "text(n) = name"], ["text(m) = name"], ["text(n) = title"], ["date('2020-02-02') < day", "day > '2020-02-02'"], ["day > date('2020-02-03')"], ["n = n::smallint"], ["data::text = name"], ["role::status = status"],
    # casts that mean nothing: to the type that is there
    ["n::integer > 71", "n > 71", "(n)::int4 > 71"], ["n::bigint > 71"], ["lower(name::text) = 'zz'", "lower(name) = 'zz'"],
    ["round(amount::numeric, 1) > 7", "round(amount, 1) > 7"], ["(amount * n)::numeric > 72", "amount * n > 72"], ["(amount * n)::integer > 72"],
    ["(until - at)::interval > '3 days'", "until - at > '3 days'"], ["COALESCE(name, 'k')::text = 'k'", "COALESCE(name, 'k') = 'k'"],
    ["amount::numeric(10, 2) = 73", "amount = 73"], ["amount::numeric(12, 2) = 73"], ["amount::numeric(10, 1) = 73"],
    ["tstzrange(at::timestamptz, until) @> now()", "tstzrange(at, until) @> now()"], ["tstzrange(at::date, until) @> now()"],
    ["(n::int + m)::int > 74", "n + m > 74"], ["(n + big)::int > 74"], ["n + big > 74", "(n + big)::int8 > 74"], ["status::status = 'gone'", "status = 'gone'"],
    ["(CASE WHEN ok THEN n ELSE m END)::int > 75", "(CASE WHEN ok THEN n ELSE m END) > 75"], ["(CASE WHEN ok THEN n ELSE big END)::int > 75"],
    # arithmetic, rows
    ["n + m > 0"], ["n - m > 0"], ["m - n > 0"], ["n * m > 0"], ["n / m > 0"], ["(n + m) * 2 > 0"], ["n + m * 2 > 0", "n + (m * 2) > 0"], ["-n > 0"], ["- m > 0"], ["n ^ 2 > 0"], ["abs(n) > 0"], ["n & 1 = 1"], ["n | 1 = 1"],
    ["(n, m) = (1, 2)", "n = 1 AND m = 2", "ROW(n, m) = ROW(1, 2)"], ["(n, m) <> (1, 2)", "n <> 1 OR m <> 2"], ["(n, m) IN ((1, 2), (3, 4))"], ["(n, m) < (1, 2)"],
    ["has_role(owner, 'admin')", "public.has_role(owner, 'admin'::text)"], ["has_role(owner, 'user')"], ["has_role(id, 'admin')"], ["is_admin()", "public.is_admin()"], ["app.is_admin()"], ["NOT is_admin()"], ["data @? '$.a'", "data @? '$.\"a\"'"], ["data @@ '$.a == 1'"], ["data @@ '$.a == 2'"], ["data @? '$.a[*] ? (@.b > 1 && (@.c == \"x y\" || !exists(@.d)))'", "data @? 'lax $.\"a\"[*]?((@.b>1)&&((@.c==\"x y\")||!exists (@.d)))'"], ["data @? '$.a[*] ? (@.b > 1 && @.c == \"x y\" || !exists(@.d))'"],
    ["data @? '$.a[*] ? (@.b > 1 && (@.c == \"xy\" || !exists(@.d)))'"], ["data @@ '($.a + 1) * 2 > -3'"], ["data @@ '$.a + 1 * 2 > -3'"], ["data @@ 'strict $.a starts with \"x\"'"], ["data @@ '$.a starts with \"x\"'"], ["data @@ '$.a like_regex \"^x\" flag \"iq\"'", "data @@ '$.a like_regex \"^x\" flag \"qi\"'"], ["data @@ '$.a like_regex \"^x\"'"],
    ["data @? '$.**{2 to 3}.b[0 to last].size()'"], ["data @? '$.**{2 to 4}.b[0 to last].size()'"], ["data @? '$.**{2 to 3}.b[1, last - 1].type()'"], ["data @@ '($.a > 1) is unknown'"], ["data @? '$.a ? (@ == 0x1F || @ > +1_000 || @ < -2.)'", "data @? '$.a ? (@ == 31 || @ > 1000 || @ < -2)'"], ["data @? '$.a ? (@ == 0x1E || @ > +1_000 || @ < -2.)'"],
    ["data @@ '-$.a > +3 && $.b * -1 == 2 && ($.c + 1) / 2 % 3 <> 1'", "data @@ '((-$.a > 3) && ($.b * -1 == 2)) && ((($.c + 1) / 2) % 3 != 1)'"], ["data @@ '$.a like_regex \"\\\\d+\"'"], ["data @@ '$.a like_regex \"\\d+\"'", "data @@ '$.a like_regex \"d+\"'"], ["data @@ '$.a == \"\\u0041\\n\\\"q\\\"\"'", "data @@ '$.a == \"\\x41\\u{a}\\\"q\\\"\"'"],
    ["to_tsvector('simple', name) @@ 'a & b'", "to_tsvector('simple', name) @@ 'a&b'::tsquery"], ["to_tsvector('simple', name) @@ 'a | b'"], ["true", "TRUE"], ["false"], ["1 = 1"], ["1 = 2"], ["ip = '10.0.0.1'"], ["ip <<= '10.0.0.0/8'", "ip <<= '10/8'"], ["ip <<= '10.0/16'"], ["net = '10/8'", "net = '10.0.0.0/8'"], ["net = '10.0/16'"],
    ["clock < interval '08:00'", "clock < '8 hours'::interval", "clock::interval < '08:00'"], ["clock < interval '09:00'"], ["clock < time '08:00'"],
]  # fmt: skip

POLICIES = [
    ["auth.uid() = user_id", "user_id = auth.uid()", "(auth.uid() = user_id)", "projects.user_id = auth.uid()"],
    ["(select auth.uid()) = user_id", "( SELECT auth.uid() AS uid) = user_id", "user_id = (SELECT auth.uid())"],
    ["auth.uid() = owner_id"], ["uid() = user_id", "public.uid() = user_id"], ["auth.uid() <> user_id", "auth.uid() != user_id"], ["auth.uid() IS NOT NULL"], ["auth.uid() IS NULL"],
    ["auth.uid()::text = user_id::text", "(auth.uid())::text = (user_id)::text", "CAST(auth.uid() AS text) = user_id::text"], ["auth.role() = 'authenticated'", "auth.role() = 'authenticated'::text"], ["auth.role() = 'service_role'"], ["auth.role() IN ('a', 'b')"],
    ["auth.jwt() ->> 'role' = 'admin'", "(auth.jwt() ->> 'role') = 'admin'", "((auth.jwt() ->> 'role'::text) = 'admin'::text)"], ["auth.jwt() ->> 'email' = 'admin'"], ["auth.jwt() -> 'app_metadata' ->> 'role' = 'admin'"], ["(auth.jwt() ->> 'org')::uuid = org_id"],
    ["is_public OR auth.uid() = user_id", "is_public OR (user_id = auth.uid())", "auth.uid() = user_id OR is_public"], ["is_public AND auth.uid() = user_id"], ["is_public = true OR auth.uid() = user_id"], ["is_public"], ["NOT is_public"],
    ["visibility = 'public' OR user_id = auth.uid()"], ["current_setting('request.jwt.claims', true)::json ->> 'sub' = user_id::text"], ["current_setting('request.jwt.claims')::json ->> 'sub' = user_id::text"],
    ["EXISTS (SELECT 1 FROM members WHERE members.org_id = projects.org_id AND members.user_id = auth.uid())",
     "EXISTS (SELECT 1 FROM members m WHERE m.org_id = projects.org_id AND m.user_id = auth.uid())",
     "EXISTS (SELECT 1 FROM public.members mem WHERE mem.user_id = auth.uid() AND mem.org_id = projects.org_id)",
     "EXISTS (SELECT * FROM members WHERE members.user_id = auth.uid() AND members.org_id = projects.org_id)"],
    ["EXISTS (SELECT 1 FROM members WHERE members.org_id = projects.org_id AND members.user_id = projects.owner_id)"],
    ["EXISTS (SELECT 1 FROM members m WHERE m.org_id = m.org_id AND m.user_id = auth.uid())", "EXISTS (SELECT 1 FROM members m WHERE m.org_id = org_id AND m.user_id = auth.uid())"],
    ["EXISTS (SELECT 1 FROM app.members m WHERE m.org_id = projects.org_id AND m.user_id = auth.uid())"], ["app.is_admin()"], ["is_admin()"],
    ["(auth.jwt() -> 'app_metadata')::jsonb ->> 'x' = 'y'", "auth.jwt() -> 'app_metadata' ->> 'x' = 'y'"],
    ["NOT EXISTS (SELECT 1 FROM members WHERE members.org_id = projects.org_id AND members.user_id = auth.uid())"],
    ["EXISTS (SELECT 1 FROM members WHERE members.org_id = projects.org_id OR members.user_id = auth.uid())"],
    ["EXISTS (SELECT 1 FROM members m WHERE m.org_id = projects.org_id AND m.user_id = auth.uid() AND m.role IN ('owner', 'admin'))",
     "EXISTS (SELECT 1 FROM members WHERE members.org_id = projects.org_id AND members.user_id = auth.uid() AND role = ANY (ARRAY['owner', 'admin']))"],
    ["EXISTS (SELECT 1 FROM members m WHERE m.org_id = projects.org_id AND m.user_id = auth.uid() AND m.role = 'owner')"],
    ["EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin')", "EXISTS (SELECT 1 FROM profiles WHERE profiles.id = auth.uid() AND profiles.role = 'admin')",
     "EXISTS (SELECT 1 FROM public.profiles p WHERE p.id = auth.uid() AND p.role = 'admin')", "EXISTS ( SELECT 1 FROM profiles profiles_1 WHERE ((profiles_1.id = auth.uid()) AND (profiles_1.role = 'admin'::text)))"],
    ["EXISTS (SELECT 1 FROM profiles WHERE profiles.id = auth.uid() AND is_admin)"], ["EXISTS (SELECT 1 FROM profiles WHERE profiles.id = projects.user_id AND role = 'admin')"], ["EXISTS (SELECT 1 FROM profiles WHERE profiles.id = auth.uid() AND role = 'owner')"],
    ["(SELECT role FROM profiles WHERE id = auth.uid()) = 'admin'", "(SELECT profiles.role FROM public.profiles WHERE profiles.id = auth.uid()) = 'admin'", "'admin' = (SELECT p.role FROM profiles p WHERE p.id = auth.uid())"],
    ["(SELECT email FROM profiles WHERE id = auth.uid()) = 'admin'"],
    ["org_id IN (SELECT org_id FROM members WHERE user_id = auth.uid())", "org_id = ANY (SELECT org_id FROM members WHERE user_id = auth.uid())", "projects.org_id IN (SELECT m.org_id FROM members m WHERE m.user_id = auth.uid())"],
    ["org_id NOT IN (SELECT org_id FROM members WHERE user_id = auth.uid())"], ["org_id IN (SELECT id FROM members WHERE user_id = auth.uid())"], ["owner_id IN (SELECT org_id FROM members WHERE user_id = auth.uid())"], ["org_id IN (SELECT org_id FROM profiles WHERE id = auth.uid())"],
    ["org_id IN (SELECT org_id FROM members WHERE user_id = auth.uid() AND active)"], ["org_id = (SELECT org_id FROM profiles WHERE id = auth.uid() LIMIT 1)"], ["org_id = (SELECT org_id FROM profiles WHERE id = auth.uid() LIMIT 2)"],
    ["org_id = ANY (ARRAY(SELECT org_id FROM members WHERE user_id = auth.uid()))"], ["(SELECT count(*) FROM members WHERE org_id = projects.org_id) > 3", "(SELECT COUNT(*) FROM members m WHERE m.org_id = projects.org_id) > 3"], ["(SELECT count(DISTINCT user_id) FROM members WHERE org_id = projects.org_id) > 3"],
    ["EXISTS (SELECT 1 FROM members m JOIN profiles p ON p.id = m.user_id WHERE m.org_id = projects.org_id AND p.id = auth.uid())", "EXISTS (SELECT 1 FROM members m INNER JOIN profiles p ON (p.id = m.user_id) WHERE m.org_id = projects.org_id AND p.id = auth.uid())"],
    ["EXISTS (SELECT 1 FROM members m LEFT JOIN profiles p ON p.id = m.user_id WHERE m.org_id = projects.org_id AND p.id = auth.uid())"], ["EXISTS (SELECT 1 FROM members m JOIN profiles p ON p.id = m.org_id WHERE m.org_id = projects.org_id AND p.id = auth.uid())"],
    ["EXISTS (SELECT 1 FROM projects p WHERE p.id = projects.id AND p.owner_id = auth.uid())"],
    ["is_admin() OR has_role(auth.uid(), 'admin')", "public.is_admin() OR public.has_role(auth.uid(), 'admin')"], ["is_admin() OR has_role(auth.uid(), 'owner')"], ["status = 'live' AND created_at <= now()"], ["status = 'live'::status AND created_at < now()"],
    ["true", "TRUE"], ["false"], ["(true)  AND is_admin()"],
]  # fmt: skip

VIEWS = [
    # stars and joins over all columns of one name
    ["SELECT * FROM auth.members", "SELECT org_id, user_id FROM auth.members", "SELECT m.* FROM auth.members m", "SELECT (m).* FROM auth.members m"], ["SELECT user_id, org_id FROM auth.members"], ["SELECT * FROM (SELECT user_id, org_id FROM auth.members WHERE true) s"], ["SELECT org_id, user_id FROM (SELECT user_id, org_id FROM auth.members WHERE true) s"],
    ["SELECT * FROM auth.members a NATURAL JOIN projects b WHERE name = 'q'", "SELECT a.org_id, a.user_id, b.id, b.owner_id, b.name, b.is_public, b.status, b.created_at, b.visibility FROM auth.members a JOIN projects b USING (org_id, user_id) WHERE b.name = 'q'"],
    ["SELECT a.user_id, a.org_id, b.id, b.owner_id, b.name, b.is_public, b.status, b.created_at, b.visibility FROM auth.members a JOIN projects b USING (org_id, user_id) WHERE b.name = 'q'"],
    ["SELECT name FROM auth.members a NATURAL LEFT JOIN projects b", "SELECT name FROM auth.members a LEFT JOIN projects b USING (org_id, user_id)"], ["SELECT name FROM auth.members a LEFT JOIN projects b USING (user_id)"], ["SELECT name FROM auth.members a NATURAL JOIN projects b"],
    ["SELECT user_id FROM auth.members NATURAL FULL JOIN projects"], ["SELECT name FROM projects NATURAL JOIN (SELECT 1 AS q) s", "SELECT name FROM projects CROSS JOIN (SELECT 1 AS q) s"], ["SELECT name FROM projects NATURAL LEFT JOIN (SELECT 1 AS q) s"],
    ["SELECT id, (place).* FROM places", "SELECT id, (place).street, (place).zip FROM places", "SELECT id, (places.place).* FROM places"], ["SELECT id, (place).zip, (place).street FROM places"], ["SELECT id, (place).street FROM places"],
    ["SELECT * FROM auth.members UNION ALL SELECT * FROM app.members"], ["SELECT * FROM auth.members UNION ALL SELECT user_id, org_id FROM app.members"],
    ["SELECT p FROM places p"], ["SELECT max((p).id) FROM places p", "SELECT max(p.id) FROM places p"], ["SELECT ROW(p.*)::text AS r FROM places p", "SELECT ROW(p.id, p.place)::text AS r FROM places p"], ["SELECT ROW(p.place, p.id)::text AS r FROM places p"],
    ["SELECT coalesce(labels, ARRAY['a']) AS a FROM t", "SELECT coalesce(labels, '{a}') AS a FROM t"], ["SELECT coalesce(labels, ARRAY['b']) AS a FROM t"],
    ["SELECT p::text AS a FROM places p", "SELECT p.*::text AS a FROM places p"], ["SELECT p AS a FROM places p"], ["SELECT s.column1 FROM places p, LATERAL (VALUES (p)) s"], ["SELECT s.column1 FROM places p, LATERAL (VALUES (p::text)) s"],
    ["SELECT relname FROM pg_class WHERE relkind = 'r'", "SELECT relname FROM pg_catalog.pg_class WHERE relkind = 'r'::\"char\""], ["SELECT relname FROM pg_class WHERE relkind = 'v'"], ["SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"], ["SELECT table_name FROM information_schema.tables WHERE table_schema = 'app'"],
    ["SELECT id FROM projects WHERE EXISTS (SELECT 1 FROM members m WHERE m.user_id IN (projects.owner_id, projects.user_id))"], ["SELECT id FROM projects WHERE EXISTS (SELECT 1 FROM members m WHERE m.user_id IN (projects.owner_id, projects.id))"], ["SELECT id FROM projects WHERE EXISTS (SELECT 1 FROM members m WHERE m.user_id NOT IN (projects.owner_id, projects.user_id))"],
    ["SELECT id FROM projects WHERE EXISTS (SELECT 1 FROM members m WHERE m.user_id IN (projects.owner_id, m.org_id, auth.uid()))"], ["SELECT id FROM projects WHERE EXISTS (SELECT 1 FROM members m WHERE m.role IN ('a', name, 'b'))"], ["SELECT id FROM projects WHERE EXISTS (SELECT 1 FROM members m WHERE m.role IN ('a', name, 'c'))"],
    ["SELECT n::integer / 2.0 AS a FROM t", "SELECT n / 2.0 AS a FROM t"], ["SELECT array_agg(name) AS a FROM projects", "SELECT array_agg(name)::text[] AS a FROM projects"], ["SELECT array_agg(name)::varchar[] AS a FROM projects"], ["SELECT string_agg(name, ',') AS a FROM projects", "SELECT string_agg(name, ',')::text AS a FROM projects"], ["SELECT unnest(tags) AS a FROM t", "SELECT unnest(tags)::text AS a FROM t"], ["SELECT unnest(labels)::text AS a FROM t"], ["SELECT date_trunc('month', date(at)) AS a FROM t", "SELECT date_trunc('month', at::date) AS a FROM t"], ["SELECT date_trunc('month', at) AS a FROM t", "SELECT date_trunc('month', at)::timestamptz AS a FROM t"],
    ["SELECT at AT TIME ZONE 'UTC' AS a FROM t", "SELECT (at AT TIME ZONE 'UTC')::timestamp AS a FROM t"], ["SELECT (at AT TIME ZONE 'UTC')::timestamptz AS a FROM t"], ["SELECT row_number() OVER () AS a FROM t", "SELECT (row_number() OVER ())::bigint AS a FROM t"], ["SELECT (row_number() OVER ())::integer AS a FROM t"],
    ["SELECT coalesce(code, lower(name)) AS a FROM t"], ["SELECT coalesce(code, upper(name)) AS a FROM t"],
    ["SELECT round(price::numeric, 2) AS a FROM t", "SELECT round(price::numeric, 2)::numeric AS a FROM t"], ["SELECT round(price::numeric, 2)::real AS a FROM t"], ["SELECT clock + wait > wait AS a FROM t", "SELECT (clock + wait)::interval > wait AS a FROM t"], ["SELECT clock + wait > '10:00'::time AS a FROM t"],
    # SQL/JSON
    ["SELECT JSON_OBJECT('id': id, 'n' VALUE name) AS a FROM projects", "SELECT JSON_OBJECT('id': id, 'n': name RETURNING json) AS a FROM projects"], ["SELECT JSON_OBJECT('id': id, 'n': name RETURNING jsonb) AS a FROM projects"], ["SELECT JSON_OBJECT('id': id, 'm': name) AS a FROM projects"], ["SELECT JSON_OBJECT('id': id, 'n': name ABSENT ON NULL) AS a FROM projects"], ["SELECT JSON_OBJECT('id': id, 'n': name WITH UNIQUE KEYS) AS a FROM projects"],
    ["SELECT JSON_OBJECT('d': data) AS a FROM t", "SELECT JSON_OBJECT('d': data RETURNING jsonb) AS a FROM t"], ["SELECT JSON_OBJECT('d': data RETURNING json) AS a FROM t"], ["SELECT JSON_OBJECT('d': data RETURNING text) AS a FROM t"],
    ["SELECT JSON_ARRAY(id, name) AS a FROM projects"], ["SELECT JSON_ARRAY(name, id) AS a FROM projects"], ["SELECT JSON_ARRAY(id, name NULL ON NULL) AS a FROM projects"], ["SELECT JSON_ARRAY() AS a"], ["SELECT JSON_ARRAY(RETURNING jsonb) AS a"],
    ["SELECT JSON_ARRAY(SELECT name FROM projects ORDER BY id) AS a"], ["SELECT JSON_ARRAY(SELECT name FROM projects ORDER BY name) AS a"],
    ["SELECT JSON_ARRAYAGG(name ORDER BY id) AS a FROM projects"], ["SELECT JSON_ARRAYAGG(name ORDER BY id DESC) AS a FROM projects"], ["SELECT JSON_ARRAYAGG(name ORDER BY id) FILTER (WHERE is_public) AS a FROM projects"],
    ["SELECT JSON_OBJECTAGG(id: name) AS a FROM projects"], ["SELECT JSON_OBJECTAGG(id: name ABSENT ON NULL) AS a FROM projects"], ["SELECT name IS JSON OBJECT AS a FROM projects"], ["SELECT name IS JSON ARRAY AS a FROM projects"],
    ["SELECT id, name FROM projects", "SELECT p.id, p.name FROM projects p", "SELECT projects.id, projects.name FROM public.projects;", "select id AS id, name as name from projects"],
    ["SELECT name, id FROM projects"], ["SELECT id, name FROM projects WHERE is_public"], ["SELECT id, name AS title FROM projects"], ["SELECT id FROM projects"], ["SELECT DISTINCT id, name FROM projects"], ["SELECT id, name FROM projects LIMIT 10"],
    ["SELECT id, name FROM projects ORDER BY name", "SELECT id, name FROM projects ORDER BY 2", "SELECT id, name FROM projects ORDER BY name ASC"], ["SELECT id, name FROM projects ORDER BY name DESC"], ["SELECT id, name FROM projects ORDER BY id"],
    ["SELECT * FROM members"], ["SELECT count(*) FROM projects", "SELECT COUNT(*) AS count FROM projects"], ["SELECT count(*) AS total FROM projects"], ["SELECT count(id) AS total FROM projects"], ["SELECT sum(credits) AS total FROM profiles"],
    ["SELECT owner_id, count(*) AS n FROM projects GROUP BY owner_id", "SELECT owner_id, count(*) AS n FROM projects GROUP BY 1", "SELECT p.owner_id, count(*) n FROM projects p GROUP BY p.owner_id"], ["SELECT owner_id, count(*) AS n FROM projects GROUP BY owner_id HAVING count(*) > 1"], ["SELECT owner_id, count(*) AS n FROM projects GROUP BY owner_id, org_id"],
    ["SELECT p.id, m.user_id FROM projects p JOIN members m ON m.org_id = p.org_id", "SELECT projects.id, members.user_id FROM projects INNER JOIN members ON members.org_id = projects.org_id", "SELECT a.id, b.user_id FROM projects a JOIN members b ON (a.org_id = b.org_id)"],
    ["SELECT p.id, m.user_id FROM projects p LEFT JOIN members m ON m.org_id = p.org_id", "SELECT p.id, m.user_id FROM projects p LEFT OUTER JOIN members m ON m.org_id = p.org_id"], ["SELECT p.id, p.user_id FROM projects p JOIN members m ON m.org_id = p.org_id"], ["SELECT p.id, m.user_id FROM projects p JOIN members m USING (org_id)"], ["SELECT p.id, m.user_id FROM projects p, members m WHERE m.org_id = p.org_id"], ["SELECT p.id, m.user_id FROM projects p CROSS JOIN members m"],
    ["SELECT id FROM projects UNION (SELECT org_id FROM members UNION ALL SELECT user_id FROM members)"], ["SELECT id FROM projects UNION SELECT NULL"],
    ["SELECT id FROM projects ORDER BY name LIMIT 5", "SELECT id FROM projects ORDER BY name FETCH FIRST 5 ROWS ONLY"], ["SELECT id FROM projects ORDER BY name FETCH FIRST 5 ROWS WITH TIES"],
    ["SELECT id FROM projects ORDER BY name USING >", "SELECT id FROM projects ORDER BY name DESC"], ["SELECT DISTINCT ON (1) owner_id, id FROM projects ORDER BY 1, 2", "SELECT DISTINCT ON (owner_id) owner_id, id FROM projects ORDER BY owner_id, id"],
    ["SELECT NULL AS a", "SELECT NULL::text AS a"], ["SELECT NULL::uuid AS a"], ["SELECT 1 AS a"], ["SELECT 1.0 AS a"], ["SELECT 1::bigint AS a"], ["SELECT name::varchar FROM projects"], ["SELECT name FROM projects"],
    ["SELECT text(credits) AS a FROM profiles", "SELECT credits::text AS a FROM profiles"], ["SELECT text(id) AS a FROM profiles"], ["SELECT sum(credits)::float AS s FROM profiles"], ["SELECT sum(credits) AS s FROM profiles"], ["SELECT coalesce(name, 'z') FROM projects", "SELECT coalesce(name, 'z') AS coalesce FROM projects"], ["SELECT coalesce(name, 'z') AS z FROM projects"],
    ["SELECT CASE WHEN is_public THEN 1 END FROM projects", "SELECT CASE WHEN is_public THEN 1 END AS case FROM projects"], ["SELECT CASE WHEN is_public THEN 1 END AS c FROM projects"], ["SELECT EXISTS (SELECT 1 FROM projects)"], ["SELECT EXISTS (SELECT 1 FROM projects) AS e"],
    ["SELECT p.org_id FROM projects p WHERE EXISTS (SELECT 1 FROM members m WHERE m.org_id = org_id)"], ["SELECT p.org_id FROM projects p WHERE EXISTS (SELECT 1 FROM members m WHERE m.org_id = p.org_id)"],
    ["SELECT id FROM projects UNION SELECT org_id FROM members", "(SELECT projects.id FROM projects) UNION (SELECT members.org_id FROM members)"], ["SELECT id FROM projects UNION ALL SELECT org_id FROM members"], ["SELECT id FROM projects EXCEPT SELECT org_id FROM members"],
    ["WITH own AS (SELECT id, name FROM projects WHERE is_public) SELECT id FROM own", "WITH own AS (SELECT p.id, p.name FROM projects p WHERE p.is_public) SELECT own.id FROM own"], ["WITH own AS (SELECT id, name FROM projects WHERE NOT is_public) SELECT id FROM own"],
    ["SELECT id, (SELECT count(*) FROM members m WHERE m.org_id = p.org_id) AS n FROM projects p", "SELECT id, (SELECT count(*) FROM members WHERE members.org_id = projects.org_id) AS n FROM projects"],
    ["SELECT s.id FROM (SELECT id, name FROM projects) s WHERE s.name = 'a'", "SELECT id FROM (SELECT id, name FROM projects) AS s WHERE name = 'a'"], ["SELECT s.id FROM (SELECT id, name FROM projects) s WHERE s.name = 'b'"],
    ["SELECT id, row_number() OVER (PARTITION BY owner_id ORDER BY created_at DESC) AS place FROM projects"], ["SELECT id, row_number() OVER (PARTITION BY owner_id ORDER BY created_at) AS place FROM projects"], ["SELECT id, rank() OVER (PARTITION BY owner_id ORDER BY created_at) AS place FROM projects"],
    ["SELECT id, CASE WHEN is_public THEN 'yes' ELSE 'no' END AS shown FROM projects"], ["SELECT id, CASE WHEN is_public THEN 'no' ELSE 'yes' END AS shown FROM projects"], ["SELECT name FROM projects WHERE visibility IN ('a', 'b') AND created_at > now() - interval '7 days'"],
    ["SELECT n FROM generate_series(1, 10) AS n"], ["SELECT n FROM generate_series(1, 11) AS n"], ["SELECT COALESCE(name, '') AS name FROM projects"], ["SELECT COALESCE(name, 'x') AS name FROM projects"], ["SELECT id, name FROM projects ORDER BY name NULLS FIRST"],
    ["SELECT own ->> 'a' AS a FROM t CROSS JOIN LATERAL jsonb_array_elements(data) own", "SELECT own.value ->> 'a' AS a FROM t CROSS JOIN jsonb_array_elements(t.data) own(value)"],
    ["SELECT own ->> 'b' AS a FROM t CROSS JOIN LATERAL jsonb_array_elements(data) own"], ["SELECT data ->> 'a' AS a FROM t CROSS JOIN LATERAL jsonb_array_elements(data) own"],
    ["SELECT *, 1 AS one FROM members ORDER BY created_at, 2", "SELECT *, 1 AS one FROM members ORDER BY created_at, user_id"],
    ["SELECT *, 1 AS one FROM members ORDER BY created_at, 3"], ["SELECT -1 AS a", "SELECT - 1 AS a"], ["SELECT -1.0 AS a"], ["SELECT sum(credits) / -2 AS a FROM profiles"], ["SELECT coalesce(sum(credits) * 0.5, -1) AS a FROM profiles"], ["SELECT id FROM t FOR UPDATE", "SELECT id FROM t FOR UPDATE OF t"], ["SELECT id FROM t FOR SHARE"], ["SELECT p.* FROM profiles p"], ["SELECT p.id, p.role FROM profiles p"], ["SELECT m.* FROM app.members m", "SELECT org_id, user_id FROM app.members"],
    ["SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS p", "SELECT p.column1, p.column2 FROM (VALUES (1, 'a'), (2, 'b')) p(column1, column2)"], ["SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS p(id, name)"],
    ["SELECT sum(credits)::bigint AS s, round(avg(credits)::numeric, 1) AS a FROM profiles", "SELECT sum(credits) AS s, round(avg(credits), 1) AS a FROM profiles"],
    ["SELECT sum(credits)::integer AS s, round(avg(credits)::numeric, 1) AS a FROM profiles"],
    ["SELECT min(p.created_at)::timestamptz AS m, p.id::uuid FROM profiles p GROUP BY p.id", "SELECT min(created_at) AS m, id FROM profiles GROUP BY id"],
    ["SELECT min(p.created_at)::timestamp AS m, p.id::uuid FROM profiles p GROUP BY p.id"], ["SELECT is_admin()::boolean AS a, has_role(id::uuid, role::text) AS r FROM profiles", "SELECT is_admin() AS a, has_role(id, role) AS r FROM profiles"],
]  # fmt: skip

VIEWS_17 = [
    ["SELECT JSON_VALUE(data, '$.a') AS a FROM t", "SELECT JSON_VALUE(data, '$.\"a\"' RETURNING text NULL ON EMPTY NULL ON ERROR) AS a FROM t"], ["SELECT JSON_VALUE(data, '$.b') AS a FROM t"], ["SELECT JSON_VALUE(data, '$.a' RETURNING integer) AS a FROM t"], ["SELECT JSON_VALUE(data, '$.a' DEFAULT 'x' ON EMPTY) AS a FROM t"], ["SELECT JSON_VALUE(data, '$.a' ERROR ON ERROR) AS a FROM t"], ["SELECT JSON_VALUE(data, 'strict $.a') AS a FROM t"],
    ["SELECT JSON_QUERY(data, '$.a') AS a FROM t", "SELECT JSON_QUERY(data, '$.a' RETURNING jsonb WITHOUT WRAPPER KEEP QUOTES) AS a FROM t"], ["SELECT JSON_QUERY(data, '$.a' WITH WRAPPER) AS a FROM t", "SELECT JSON_QUERY(data, '$.a' WITH UNCONDITIONAL ARRAY WRAPPER) AS a FROM t"], ["SELECT JSON_QUERY(data, '$.a' WITH CONDITIONAL WRAPPER) AS a FROM t"], ["SELECT JSON_QUERY(data, '$.a' OMIT QUOTES) AS a FROM t"], ["SELECT JSON_QUERY(data, '$.a' EMPTY ARRAY ON EMPTY) AS a FROM t"],
    ["SELECT JSON_EXISTS(data, '$.a ? (@ > $x)' PASSING n AS x) AS a FROM t", "SELECT JSON_EXISTS(data, '$.a ? (@ > $x)' PASSING n AS x FALSE ON ERROR) AS a FROM t"], ["SELECT JSON_EXISTS(data, '$.a ? (@ > $x)' PASSING m AS x) AS a FROM t"], ["SELECT JSON_EXISTS(data, '$.a ? (@ > $x)' PASSING n AS x TRUE ON ERROR) AS a FROM t"],
    ["SELECT JSON_SERIALIZE(data) AS a FROM t", "SELECT JSON_SERIALIZE(data RETURNING text) AS a FROM t"], ["SELECT JSON_SERIALIZE(data RETURNING bytea) AS a FROM t"], ["SELECT JSON_SCALAR(n) AS a FROM t"], ["SELECT JSON('{}') AS a"],
    ["SELECT s.* FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x integer, y text PATH '$.z')) AS s", "SELECT s.x, s.y FROM t, LATERAL JSON_TABLE(t.data, '$.i[*]' AS m COLUMNS (x integer PATH '$.x', y text PATH '$.z')) AS s"],
    ["SELECT s.y, s.x FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x integer, y text PATH '$.z')) AS s"], ["SELECT s.* FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x integer, y text PATH '$.y')) AS s"], ["SELECT s.* FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x bigint, y text PATH '$.z')) AS s"],
    ["SELECT s.* FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x integer, y text PATH '$.z') ERROR ON ERROR) AS s"], ["SELECT s.* FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x integer, NESTED PATH '$.z[*]' COLUMNS (y text))) AS s", "SELECT s.x, s.y FROM t, JSON_TABLE(data, '$.i[*]' AS p COLUMNS (x integer PATH '$.x', NESTED '$.z[*]' AS n COLUMNS (y text PATH '$.y'))) AS s"],
    ["SELECT s.* FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x integer EXISTS, o FOR ORDINALITY)) AS s"], ["SELECT s.* FROM t, JSON_TABLE(data, '$.i[*]' COLUMNS (x integer, o FOR ORDINALITY)) AS s"],
]  # fmt: skip
"""Views that PostgreSQL has from 17 on."""

KEYS = [
    ["name", "name ASC", "name ASC NULLS LAST"], ["name DESC", "name DESC NULLS FIRST"], ["name DESC NULLS LAST"], ["name NULLS FIRST"], ["role"],
    ["lower(name)", "LOWER(name)", "(lower(name))"], ["upper(name)"], ["lower(role)", "lower(role::text)"], ["lower(name) DESC"], ["(n + m)", "((n + m))"], ["(m + n)"], ["(n - m)"],
    ["(data ->> 'a')", "((data ->> 'a'::text))"], ["(data ->> 'b')"], ["(data -> 'a')"], ["name COLLATE \"C\"", "name COLLATE pg_catalog.\"C\""], ["name text_pattern_ops", "name pg_catalog.text_pattern_ops"], ["name varchar_pattern_ops"],
    ["(amount::numeric(10, 2))", "amount"], ["(amount::integer)"], ["COALESCE(n, 0)", "(COALESCE(n, 0))"], ["date_trunc('day', plain)", "date_trunc('day'::text, plain)"], ["((at AT TIME ZONE 'UTC')::date)"],
]  # fmt: skip

PREDICATES = [
    ["name IS NOT NULL", "(name IS NOT NULL)"], ["name IS NULL"], ["ok", "(ok)"], ["ok = true", "(ok = TRUE)"], ["NOT ok"], ["role = 'a'", "role::text = 'a'::text"], ["role IN ('a', 'b')"], ["status = 'draft'"], ["n > 0 AND ok"], ["n > 0 OR ok"],
]  # fmt: skip
