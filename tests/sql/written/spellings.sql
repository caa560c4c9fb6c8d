CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE o (id integer, big bigint, small smallint, amount numeric(10,2), price double precision, r real, name varchar(50), note text, code char(2), label name, d date, ts timestamp, tz timestamptz, t time, iv interval, mood mood, tags text[], vtags varchar(20)[], nums integer[], j jsonb, js json, u uuid, ok boolean, other_id integer, ob oid, by bytea, "Mixed Case" text, ip inet, cid cidr);
CREATE TABLE p (id integer, o_id bigint, qty smallint, title text, weight numeric, d date, at timestamptz, name text, mood mood);
CREATE VIEW old_style AS SELECT ALL o.id x, public.o.name, O.NOTE, o."Mixed Case" mixed FROM o, p q WHERE (o.id = q.o_id) AND NOT (o.name IS NULL) AND o.id != 3 AND NOT o.id IN (4) AND (NOT (o.ok)) /* a comment */ AND o.note NOTNULL -- another
  AND q.title ISNULL;
--~ != 3 => = 3
--~ IN (4) => IN (5)
--~ q.title ISNULL => q.title NOTNULL
CREATE VIEW table_cmd AS TABLE p;
CREATE VIEW fetch_next AS SELECT id FROM o ORDER BY id OFFSET 1 ROWS FETCH NEXT 10 ROWS ONLY;
--~ 10 ROWS => 11 ROWS
CREATE VIEW ties AS SELECT id, amount FROM o ORDER BY amount DESC FETCH FIRST 3 ROWS WITH TIES;
CREATE VIEW group_alias AS SELECT date_trunc('day', tz) AS day, upper(name) AS nm, count(*) c FROM o GROUP BY day, nm HAVING count(*) > 1 AND max(amount) < 5 ORDER BY c DESC, day;
--~ c DESC, day => c, day
--~ < 5 => <= 5
CREATE VIEW group_distinct AS SELECT id, name, sum(big) FROM o GROUP BY DISTINCT ROLLUP (id, name), ROLLUP (id);
CREATE VIEW mixing AS SELECT coalesce(name, note) AS a, coalesce(amount, id) AS b, coalesce(name, 'x') AS c, CASE WHEN ok THEN name ELSE note END AS e, CASE WHEN ok THEN id ELSE amount END AS f, greatest(id, big, 1.5) AS g, nullif(id, amount) AS h, nullif(name, '') AS i, ARRAY[id, big] AS k, ARRAY[name, note] AS l, CASE WHEN ok THEN 1 ELSE 2.5 END AS m, coalesce(d, tz) AS n, least(d, ts) AS q, coalesce(code, 'DE') AS s, coalesce(label, 'x') AS v, coalesce(small, 0) AS w, coalesce(r, 0) AS y, coalesce(price, 0) AS z, coalesce(amount, 0) AS aa, coalesce(iv, '0') AS ab, coalesce(tags, '{}') AS ac, coalesce(j, '{}') AS ad, coalesce(ok, false) AS ae, coalesce(mood, 'ok') AS af, coalesce(u, '00000000-0000-0000-0000-000000000000') AS ag, coalesce(tz, 'epoch') AS ah, coalesce(vtags, ARRAY['a']) AS ai, coalesce(nums, ARRAY[]::int[]) AS aj FROM o;
--~ greatest(id, big, 1.5) => greatest(id, big, 2.5)
--~ coalesce(name, 'x') => coalesce(name, 'y')
--~ coalesce(r, 0) => coalesce(r, 1)
--~ 'ok') AS af => 'sad') AS af
--~ coalesce(name, note) => coalesce(note, name)
CREATE VIEW unions AS SELECT id, name AS s, amount AS n, d AS w, NULL AS x FROM o UNION ALL SELECT o_id, title, weight, at, 'a' FROM p UNION ALL SELECT 1, 'b', 2, '2024-01-01', note FROM o;
--~ 2, '2024-01-01' => 3, '2024-01-01'
--~ SELECT o_id, => SELECT id,
CREATE VIEW arithmetic AS SELECT id + 1 AS a, id * 1.5 AS b, amount * id AS c, price * amount AS e, r + 1 AS f, small / 2 AS g, big % 10 AS h, -id AS i, - (- id) AS k, id ^ 2 AS l, |/ price AS m, @ id AS n, id - other_id - 1 AS q, id - (other_id - 1) AS s, (id + 1) * 2 / 3 AS v, amount / 100 AS w, amount / 100.0 AS x, amount * 0.01::numeric AS y, 2 * price AS z, price / 3 AS aa, small + big AS ab, 1 - r AS ac, iv * 2 AS ad, iv / 3.5 AS ae, 1.5 * iv AS af, d + 1 AS ag, d - d AS ah, tz - tz AS ai, ts + iv AS aj, d + iv AS ak, t + iv AS al, t - t AS am, d + t AS an, id << 2 AS ao, id & 255 AS ap, ~ id AS aq, id # 3 AS ar, cid = ip AS as_, ip + 1 AS at_, ob::int + 1 AS au FROM o;
--~ id * 1.5 => id * 1.6
--~ other_id - 1 AS q => (other_id - 1) AS q
--~ (id + 1) * 2 / 3 => id + 1 * 2 / 3
--~ amount / 100.0 => amount / 100
--~ 1.5 * iv => 1.6 * iv
--~ small / 2 => small / 2.0
CREATE VIEW compares AS SELECT id FROM o WHERE id = big AND id < amount AND amount > 5 AND amount >= 5.5 AND price > 1 AND price > 1.5 AND r = 0.5 AND big > 5000000000 AND small = 3 AND name = note AND name > 'a' AND code = 'DE' AND label = 'x' AND label = note AND d > '2024-01-01' AND d > ts AND tz > d AND tz BETWEEN '2024-01-01' AND now() AND ts < now() AND mood > 'sad' AND mood::text = note AND u = '00000000-0000-0000-0000-000000000000' AND iv > '1 day' AND t > '09:00' AND j = '{}' AND tags = '{}' AND nums = '{1,2}' AND vtags::text[] = tags AND by = '\x00' AND ob = 5 AND id IN (1, 2.5) AND amount IN (1, 2) AND id BETWEEN 1 AND 2.5 AND name IN ('a', 'b') AND code IN ('DE', 'AT') AND mood IN ('sad', 'ok') AND d IN ('2024-01-01', '2024-01-02') AND small IN (1, 2) AND big IN (1, 2) AND u IN ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001') AND note = ANY (vtags) AND name = ANY (tags) AND id = ANY (nums) AND id <> ALL ('{1,2}') AND ok = true AND ok IS NOT FALSE AND (ok IS UNKNOWN OR ok) AND id IS NOT DISTINCT FROM big AND (id, name) = (1, 'a') AND name || note = 'ab' AND label IN ('a', 'b') AND ip = '1.2.3.4' AND tz::date = CURRENT_DATE AND d = now()::date AND d >= CURRENT_DATE - 30 AND d >= CURRENT_DATE - interval '30 days';
--~ id = big => id = small
--~ amount >= 5.5 => amount >= 5.6
--~ id IN (1, 2.5) => id IN (1, 3)
--~ 1 AND 2.5 => 1 AND 3
--~ vtags::text[] = tags => vtags::text[] <> tags
--~ id = ANY (nums) => id <> ANY (nums)
--~ ok IS NOT FALSE => ok IS NOT TRUE
--~ CURRENT_DATE - 30 => CURRENT_DATE - 31
--~ d = now()::date => ts = now()::date
CREATE VIEW calls AS SELECT round(id) AS a, round(amount) AS b, round(price) AS c, round(price::numeric, 2) AS e, sqrt(id) AS f, power(id, 2) AS g, to_char(id, '999') AS h, to_char(amount, 'FM999D00') AS i, to_char(tz, 'YYYY') AS k, to_char(d, 'YYYY') AS l, lpad(id::text, 5, '0') AS m, substr(name, 2) AS n, substring(note, 1, 3) AS q, concat(name, ' ', id, note) AS s, concat_ws('-', code, id) AS v, format('%s-%I', name, id) AS w, length(name) AS x, char_length(code) AS y, left(name, 2) AS z, replace(name, 'a', 'b') AS aa, split_part(name, ',', 1) AS ab, abs(small) AS ac, mod(id, 7) AS ad, ceil(amount) AS ae, floor(price) AS af, trunc(amount, 1) AS ag, sign(id) AS ah, ln(id) AS ai, exp(1) AS ak, random() AS al, to_timestamp(big) AS am, to_date('2024', 'YYYY') AS an, date_trunc('month', d) AS ao, date_trunc('month', ts) AS ap, date_trunc('day', tz, 'UTC') AS aq, extract(dow FROM d)::int AS ar, date_part('year', tz) AS as_, age(tz, ts) AS at_, array_to_string(tags, ',') AS au, array_to_string(nums, ',', '*') AS av, string_to_array(name, ',') AS aw, upper(code) AS ax, initcap(label) AS ay, md5(name) AS az, encode(by, 'hex') AS ba, md5(by) AS bb, quote_ident(name) AS bc, regexp_replace(name, 'a', 'b', 'g') AS bd, regexp_match(note, '(a)') AS be, translate(name, 'ab', 'cd') AS bf, reverse(name) AS bg, repeat('x', small) AS bh, strpos(name, 'x') AS bi, jsonb_build_object('a', id, 'b', name, 'c', 1, 'd', 'x') AS bk, json_build_array(1, name, 'x', NULL) AS bl, to_jsonb(name) AS bm, to_json(tags) AS bn, row_to_json(o) AS bo, to_jsonb(o.*) AS bp, jsonb_array_length(j) AS bq, jsonb_object_keys(j) AS br, pg_typeof(id) AS bs, 'o'::regclass AS bt, width_bucket(price, 0, 10, 5) AS bu, make_date(2024, 1, id) AS bv, gen_random_uuid() AS bw, nullif(trim(name), '') AS bx, btrim(name, 'x') AS by_, array_length(tags, 1) AS bz, array_agg(id) OVER () AS ca, bool_and(ok) OVER (ORDER BY id) AS cb, coalesce(to_char(tz, 'HH'), '?') AS cc, isfinite(d) AS cd, factorial(5) AS ce, gcd(id, 2) AS cf, nums[1:2] AS cg, xmin AS ch, ctid AS ci, tableoid::regclass AS ck FROM o;
--~ trunc(amount, 1) => trunc(amount, 2)
--~ lpad(id::text, 5 => lpad(id::text, 6
--~ mod(id, 7) => mod(7, id)
--~ 'c', 1, 'd' => 'c', 2, 'd'
--~ date_trunc('month', d) => date_trunc('year', d)
--~ to_timestamp(big) => to_timestamp(id)
--~ tableoid::regclass => tableoid
--~ (price, 0, 10, 5) => (price, 0, 11, 5)
CREATE VIEW whole_rows AS SELECT count(x) AS a, count(x.*) AS b, jsonb_agg(x ORDER BY x.id) AS c, json_agg(row_to_json(x)) AS e, array_agg(x.name) AS f, bool_or(x IS NULL) AS g, bool_and(x.* IS NOT NULL) AS h, max((x).id) AS i, json_agg(json_build_object('p', p)) AS k FROM o x JOIN p ON p.o_id = x.id;
--~ ORDER BY x.id => ORDER BY x.big
--~ x IS NULL => x IS NOT NULL
CREATE VIEW whole_row AS SELECT x, x.*::text AS t, (x).name, ROW(x.id, x.name)::text AS r, (SELECT y FROM p y LIMIT 1) AS y, ROW(x.*)::text AS rr FROM o x;
CREATE VIEW sub_json AS SELECT o.id, (SELECT json_agg(s) FROM (SELECT p.id, p.title FROM p WHERE p.o_id = o.id ORDER BY p.id) s) AS ps, (SELECT coalesce(jsonb_agg(to_jsonb(s) - 'id'), '[]') FROM p s WHERE s.o_id = o.id) AS qs FROM o;
--~ - 'id' => - 'name'
--~ '[]' => '{}'
--~ p.id, p.title FROM => p.title, p.id FROM
CREATE VIEW series AS SELECT dd::date AS day, count(o.id) AS n FROM generate_series('2024-01-01'::date, CURRENT_DATE, '1 day') dd LEFT JOIN o ON o.tz::date = dd GROUP BY dd ORDER BY 1;
--~ '1 day' => '1 week'
--~ o.tz::date = dd => o.d = dd
CREATE VIEW series2 AS SELECT gs, gs * 2 AS twice, g2.g2, m FROM generate_series(1, 10) AS gs, generate_series(1, 3) AS g2(g2), unnest(ARRAY['a', 'b']) m;
--~ gs * 2 => gs * 3
CREATE VIEW srf AS SELECT id, unnest(tags) AS tag, regexp_split_to_table(name, ',') AS part, (regexp_matches(note, 'a', 'g'))[1] AS m, jsonb_array_elements_text(j -> 'x') AS el FROM o;
--~ 'g'))[1] => 'g'))[2]
CREATE VIEW rows_from AS SELECT a, b, ord FROM ROWS FROM (generate_series(1, 3), unnest(ARRAY['x', 'y'])) WITH ORDINALITY AS t(a, b, ord);
CREATE VIEW literals AS SELECT 1 AS a, 1.50 AS b, 1e3 AS c, 'x' AS e, E'a\nb' AS f, $$dollar$$ AS g, U&'\0041' AS h, B'101' AS i, X'1F' AS k, NULL AS l, true AS m, '2024-01-01'::date AS n, timestamp with time zone '2024-01-01 00:00+02' AS q, interval '1' day AS s, interval '5' month AS v, interval '1-2' year to month AS w, INTERVAL '1 day 2 hours' AS x, '{1,2}'::int[] AS y, ARRAY[[1,2],[3,4]] AS z, (ARRAY[1,2,3])[2] AS aa, '{"a":1}'::jsonb AS ab, 5::bigint AS ac, '5'::bigint AS ad, 5.0::numeric(5,2) AS ae, 'abc'::varchar(2) AS af, 'x'::char AS ag, 3::smallint AS ah, 1::boolean AS ai, 'yes'::boolean AS aj, 9999999999 AS ak, -5 AS al, -5.5 AS am, 1::real AS an, '1.5'::float AS ao, CAST(NULL AS date) AS ap, '12:00'::time AS aq, '12:00+01'::timetz AS ar, 'a''b' AS as_, time '04:05' AS at_, 0x1F AS au, 1_000 AS av, '(1,2)'::point AS aw, '[1,5)'::int4range AS ax, 'happy'::mood AS ay, '{sad,ok}'::mood[] AS az, ARRAY['sad', 'ok']::mood[] AS ba, ARRAY[]::text[] AS bb, 'P1D'::interval AS bc, double precision '1.5' AS bd, 1 IN (1, 2) AS be, current_user AS bf, current_schema AS bg, localtime AS bh, current_timestamp(3) AS bi, 'infinity'::timestamptz AS bj, 'NaN'::numeric AS bk, text 'abc' AS bl;
--~ X'1F' => X'1E'
--~ '1-2' => '1-3'
--~ [3,4] => [3,5]
--~ 0x1F => 0x1E
--~ 5.0::numeric(5,2) => 5.0::numeric(5,1)
--~ 00:00+02 => 00:00+01
--~ current_timestamp(3) => current_timestamp(2)
--~ 5::bigint => 6::bigint
--~ 1::real => 1::float8
--~ '1.5'::float => '1.6'::float
CREATE VIEW logic AS SELECT id FROM o WHERE (ok AND (id > 1 AND id < 5)) OR (NOT ok AND (note LIKE 'a%' OR (name LIKE 'b%' OR note NOT ILIKE 'c%'))) OR NOT (id = 1 OR (id = 2 AND NOT ok)) OR (ok OR id = 3 AND id = 4) OR (ok = (id = 5)) OR ok IS TRUE = false OR NOT id BETWEEN 6 AND 7 OR NOT note LIKE 'z%' OR NOT EXISTS (SELECT 1 FROM p WHERE p.id = o.id) OR NOT (ok IS NULL);
--~ id > 1 AND id < 5 => id > 1 OR id < 5
--~ id = 3 AND id = 4 => id = 3 OR id = 4
--~ 6 AND 7 => 6 AND 8
--~ LIKE 'z%' => LIKE 'y%'
CREATE VIEW joins AS SELECT a.id, b.title, c.name, e.id AS eid FROM o a JOIN p b ON b.o_id = a.id LEFT JOIN (o c INNER JOIN p e USING (id)) ON c.id = a.other_id RIGHT OUTER JOIN p f ON f.id = b.id FULL OUTER JOIN o g ON g.id = f.id CROSS JOIN p h;
--~ RIGHT OUTER => LEFT OUTER
--~ c.id = a.other_id => c.id = a.id
CREATE VIEW using_join AS SELECT id, o.name AS oname, p.name AS pname, o.d FROM o JOIN p USING (id, mood) LEFT JOIN (SELECT id, max(at) AS last FROM p GROUP BY id) l USING (id) WHERE last > now() ORDER BY id, last DESC;
--~ max(at) => min(at)
--~ (id, mood) => (id)
CREATE VIEW no_alias AS SELECT n FROM (SELECT count(*) AS n FROM o) WHERE n > 1;
--~ n > 1 => n > 2
CREATE VIEW distincts AS SELECT DISTINCT name, code FROM o WHERE id IN (SELECT DISTINCT o_id FROM p) ORDER BY name, code;
CREATE VIEW locked AS SELECT id FROM o FOR UPDATE SKIP LOCKED;
CREATE VIEW vals AS VALUES (1, 'a'), (2, 'b');
--~ 'b') => 'c')
CREATE VIEW named_cols (first, second) AS SELECT id, name FROM o;
--~ (first, second) => (first, third)
CREATE VIEW operators AS SELECT id OPERATOR(pg_catalog.+) 1 AS a, name || note || id AS b, name || (note || 'x') AS c, tags || vtags::text[] AS e, j -> 'a' -> 0 ->> 'b' AS f, j #> '{a,b}' AS g, j @> '[1]' AS h, nums && ARRAY[1] AS i, name ~~ 'a%' AS k, name !~~* 'b%' AS l, d IS NOT NULL AND ok AS m, (j ->> 'n')::numeric + 1 AS n, js ->> 'a' AS q, j ? 'k' AND j ?& '{a,b}' AS s FROM o;
--~ ->> 'b' AS f => -> 'b' AS f
--~ !~~* => !~~
--~ '[1]' => '[2]'
CREATE VIEW ordered_sets AS SELECT rank(5) WITHIN GROUP (ORDER BY id) AS a, percentile_disc(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY amount DESC) AS b, corr(price, r) AS c, stddev(amount) AS e, string_agg(name, ',') AS f, string_agg(note, E'\n' ORDER BY id DESC) AS g, json_object_agg(name, id) AS h, array_agg(DISTINCT code) AS i, every(ok) AS k, any_value(name) AS l, avg(id) AS m, sum(amount)::int AS n, sum(small) AS q, round(avg(amount), 2) AS s, count(*) * 100.0 / nullif(sum(count(*)) OVER (), 0) AS pct, max(mood) AS v, min(ip) AS w, bit_or(id) AS x, avg(iv) AS y, sum(CASE WHEN ok THEN 1 ELSE 0 END) AS z, sum(ok::int) AS aa, count(nullif(ok, false)) AS bb FROM o;
--~ 0.25 => 0.5
--~ 100.0 / => 100 /
--~ THEN 1 ELSE 0 => THEN 0 ELSE 1
--~ every(ok) => bool_or(ok)
CREATE VIEW cte_dml AS WITH a AS (SELECT 1 AS x), b (y) AS (SELECT x + 1 FROM a), c AS (WITH inner_ AS (SELECT y FROM b) SELECT * FROM inner_) SELECT a.x, c.y FROM a, c;
--~ x + 1 => x + 2
CREATE MATERIALIZED VIEW mat AS SELECT o.id, count(p.*) AS n, now() AS at FROM o LEFT JOIN p ON p.o_id = o.id GROUP BY o.id WITH NO DATA;
--~ count(p.*) => count(p.id)
