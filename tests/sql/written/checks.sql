CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE addr AS (street text, zip varchar(10), geo numeric[]);
CREATE TABLE members (org uuid, usr uuid, role varchar(20), mood mood);
CREATE TABLE u (id uuid, org uuid, a integer, b integer, c bigint, s smallint, n numeric(10,2), f double precision, name varchar(50), note text, code char(3), mail email, m mood, ms mood[], tags text[], vt varchar(10)[], nums int[], j jsonb, d date, ts timestamp, tz timestamptz, t time, iv interval, addr addr, ok boolean, ip inet, r tstzrange, bits bit(4), vb bit varying(8), money money, p point, ob oid, ch "char", nm name);
ALTER TABLE u ADD CONSTRAINT k1 CHECK ((addr).zip ~ '^\d{5}$');
ALTER TABLE u ADD CONSTRAINT k2 CHECK ((addr).zip IS NOT NULL AND (u.addr).street <> '');
ALTER TABLE u ADD CONSTRAINT k3 CHECK (addr IS NOT NULL);
ALTER TABLE u ADD CONSTRAINT k4 CHECK ((addr).geo[1] > 0);
ALTER TABLE u ADD CONSTRAINT k5 CHECK (mail <> 'a@b');
ALTER TABLE u ADD CONSTRAINT k6 CHECK (mail LIKE '%.com' AND lower(mail) = mail);
ALTER TABLE u ADD CONSTRAINT k7 CHECK (mail::text ~* 'x');
ALTER TABLE u ADD CONSTRAINT k8 CHECK (m <> 'sad' AND m IN ('ok', 'happy'));
ALTER TABLE u ADD CONSTRAINT k9 CHECK (m = ANY (ARRAY['ok', 'happy']::mood[]));
ALTER TABLE u ADD CONSTRAINT k10 CHECK (m = ANY ('{ok,happy}'));
ALTER TABLE u ADD CONSTRAINT k11 CHECK (m = 'ok'::mood OR m::text = 'sad');
ALTER TABLE u ADD CONSTRAINT k12 CHECK (ms <@ '{ok,happy}');
ALTER TABLE u ADD CONSTRAINT k13 CHECK (ms <@ ARRAY['ok', 'happy']::mood[]);
ALTER TABLE u ADD CONSTRAINT k14 CHECK ('sad' <> ALL (ms));
ALTER TABLE u ADD CONSTRAINT k15 CHECK ('sad' = ANY (ms));
ALTER TABLE u ADD CONSTRAINT k16 CHECK (m BETWEEN 'sad' AND 'ok');
ALTER TABLE u ADD CONSTRAINT k17 CHECK (a > s AND a < c AND c >= s AND a <> n AND f > n AND f > a AND s = 1 AND c = 1 AND n = 1 AND f = 1 AND n > 0.5 AND f < 0.5);
--~ f < 0.5 => f < 0.6
ALTER TABLE u ADD CONSTRAINT k18 CHECK (a + b > c AND a * 2 > b AND a / 2 = b AND (a + b) / 2.0 > n AND a % 2 = 0 AND mod(a, 2) = 0 AND a & 1 = 1 AND a::numeric / b > 0.5 AND n * 100 = floor(n * 100) AND round(n, 1) = n AND round(f) = f AND trunc(n) = n AND n = round(n, 2) AND abs(a - b) <= 10 AND power(a, 2) < 100 AND sqrt(f) > 1 AND f / a > 1.5 AND n / 3 > 0.1 AND -a < 0 AND a ^ 2 < 10 AND s * 2 < 10 AND c - a > 0);
--~ a / 2 = b => a / 3 = b
--~ (a + b) / 2.0 => (a + b) / 2
--~ c - a > 0 => c - a >= 0
ALTER TABLE u ADD CONSTRAINT k19 CHECK (name <> '' AND length(name) > 2 AND length(trim(name)) > 0 AND char_length(name) <= 50 AND name = lower(name) AND name !~ '\s' AND name NOT LIKE '% %' AND upper(code) = code AND code ~ '^[A-Z]{3}$' AND code <> 'XXX' AND length(code) = 3 AND note IS DISTINCT FROM name AND name <> note AND left(name, 1) <> '_' AND position('@' in name) = 0 AND substring(name from 1 for 1) = 'a' AND name ~~ 'a%' AND name = btrim(name) AND name SIMILAR TO '[a-z]+' AND concat(name, note) <> '' AND name || note <> 'xy' AND octet_length(note) < 1000 AND coalesce(name, '') <> '' AND nullif(name, '') IS NOT NULL);
--~ '^[A-Z]{3}$' => '^[A-Z]{4}$'
--~ name = btrim(name) => name = ltrim(name)
ALTER TABLE u ADD CONSTRAINT k20 CHECK (name IN ('a') AND name IN ('a', 'b') AND name NOT IN ('c', 'd') AND code IN ('USD', 'EUR') AND note IN ('x', 'y') AND a IN (1, 2, 3) AND c IN (1, 2) AND s IN (1, 2) AND n IN (1, 2.5) AND f IN (1, 2) AND d IN ('2024-01-01') AND (a, b) IN ((1, 2)) AND a NOT IN (5));
ALTER TABLE u ADD CONSTRAINT k21 CHECK (tags <> '{}' AND array_length(tags, 1) BETWEEN 1 AND 10 AND cardinality(nums) < 5 AND tags @> '{a}' AND vt && ARRAY['a', 'b']::varchar[] AND 'a' = ANY (tags) AND 'b' = ANY (vt) AND 5 = ANY (nums) AND 0 < ALL (nums) AND nums[1] = 1 AND tags[1:2] = ARRAY['a', 'b'] AND array_position(tags, 'z') IS NULL AND tags IS NOT NULL AND array_ndims(nums) = 1 AND array_to_string(tags, ',') ~ 'a' AND name = ANY (tags) AND a = ANY (nums) AND nums = '{1}' AND nums <> ARRAY[1, 2] AND coalesce(array_length(tags, 1), 0) > 0 AND NOT (NULL = ANY (tags)) AND tags <@ ARRAY['a', 'b', 'c']::text[] AND array_remove(tags, NULL) = tags AND vt = '{a,b}' AND vt <@ '{a,b}');
--~ 0 < ALL (nums) => 0 <= ALL (nums)
--~ vt = '{a,b}' => vt = '{b,a}'
ALTER TABLE u ADD CONSTRAINT k22 CHECK (j ? 'a' AND j ?& ARRAY['a', 'b'] AND j ->> 'k' IN ('x', 'y') AND (j ->> 'n')::int > 0 AND jsonb_typeof(j -> 'list') = 'array' AND jsonb_array_length(j -> 'list') <= 10 AND j @> '{"v": 1}' AND (j -> 'a' ->> 'b') IS NOT NULL AND j <> '{}' AND j != 'null' AND j IS NOT NULL AND (j ->> 'e') ~ '@' AND (j #>> '{a,b}') = 'c' AND pg_column_size(j) < 1000 AND length(j::text) < 5000 AND (j -> 'x') IS NULL AND NOT j ? 'secret');
--~ NOT j ? 'secret' => NOT j ? 'public'
--~ {"v": 1} => {"v": 2}
ALTER TABLE u ADD CONSTRAINT k23 CHECK (d <= CURRENT_DATE AND d > '1900-01-01' AND d BETWEEN '2020-01-01' AND '2030-12-31' AND d >= date '2020-01-01' AND ts > '2020-01-01' AND tz > '2020-01-01' AND tz <= now() AND tz < ts AND d < tz AND extract(dow FROM d) BETWEEN 1 AND 5 AND date_part('year', d) >= 2000 AND t BETWEEN '08:00' AND '18:00' AND t < time '20:00' AND iv > '0' AND iv <= interval '1 day' AND tz + iv > now() AND d + 30 > CURRENT_DATE AND d - CURRENT_DATE < 365 AND age(d) > '18 years' AND (CURRENT_DATE - d) / 365 >= 18 AND tz >= ts AT TIME ZONE 'UTC' AND date_trunc('day', ts) = ts AND extract(minute from t)::int % 15 = 0 AND d = (date_trunc('month', d))::date AND d = date_trunc('month', d) AND tz::date = d AND ts::time = t AND d + t = ts AND tz - now() < '1 hour' AND isfinite(d) AND d < 'infinity' AND tz <> 'epoch' AND to_char(d, 'DD') = '01' AND extract(isodow from d) NOT IN (6, 7) AND make_date(2020, 1, 1) < d);
--~ '18 years' => '21 years'
--~ NOT IN (6, 7) => NOT IN (6)
ALTER TABLE u ADD CONSTRAINT k24 CHECK (ok AND (a IS NULL OR b IS NOT NULL) AND NOT (a IS NULL AND b IS NULL) AND (a IS NULL) = (b IS NULL) AND (a IS NOT NULL)::int + (b IS NOT NULL)::int = 1 AND num_nonnulls(a, b, c) = 1 AND (ok IS TRUE OR a > 1) AND (NOT ok OR b > 1) AND ok IS NOT NULL AND CASE WHEN ok THEN a > 0 ELSE b > 0 END AND CASE m WHEN 'sad' THEN a = 1 WHEN 'ok' THEN b = 2 ELSE true END AND (m = 'sad') = (a IS NOT NULL) AND coalesce(ok, false) = true AND ok <> false AND greatest(a, b) < 100 AND least(a, c) > 0 AND coalesce(a, b, 0) > 0 AND (a, b) <> (0, 0) AND ROW(a, b) IS NOT NULL AND a IS DISTINCT FROM b);
--~ ROW(a, b) IS NOT NULL => ROW(a, b) IS NULL
--~ (0, 0) => (0, 1)
ALTER TABLE u ADD CONSTRAINT k25 CHECK (ip << '10.0.0.0/8' AND family(ip) = 4 AND NOT ip = '0.0.0.0' AND r && '[2020-01-01,2030-01-01)' AND NOT isempty(r) AND lower(r) < upper(r) AND upper_inf(r) AND bits = B'0000' AND bits <> '1111' AND vb = '101' AND length(bits) = 4 AND money > 0::money AND money > '0' AND p <-> point(0, 0) < 5 AND ob <> 0 AND ch = 'a' AND nm <> 'x' AND ip = ANY ('{10.0.0.1}') AND int4range(a, b) @> 5 AND daterange(d, d + 1, '[]') @> d AND lower_inc(r) AND r @> now() AND r <> 'empty');
--~ '[]') @> d => '[)') @> d
--~ B'0000' => B'0001'
