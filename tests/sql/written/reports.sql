CREATE TYPE order_status AS ENUM ('pending', 'paid', 'shipped', 'cancelled');
CREATE TYPE line_money AS (amount numeric(12,2), currency char(3));
CREATE DOMAIN email AS varchar(320) CHECK (VALUE ~* '^[^@]+@[^@]+$');
CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, email email, country char(2), tags text[], settings jsonb DEFAULT '{}', created_at timestamptz DEFAULT now(), birthday date, tz text DEFAULT 'UTC');
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, status order_status DEFAULT 'pending', total numeric(12,2), discount numeric(5,2), placed_at timestamptz, shipped_on date, notes varchar(500), items jsonb, ref uuid, local_at timestamp, fee line_money);
CREATE TABLE order_items (order_id bigint, sku text, qty integer, unit_price numeric(10,2), weight real, PRIMARY KEY (order_id, sku));
CREATE TABLE categories (id integer PRIMARY KEY, parent_id integer, name varchar(80), path text);
CREATE TABLE events (id bigint, at timestamptz, kind varchar(30), payload jsonb, duration interval, day date, starts time, score double precision, flags bit(8), ip inet, during tstzrange);
CREATE TABLE articles (id integer, title text, body text, lang regconfig DEFAULT 'english', search tsvector);

CREATE VIEW running_totals AS
SELECT id, customer_id, total,
       sum(total) OVER (PARTITION BY customer_id ORDER BY placed_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running,
       avg(total) OVER w AS moving, rank() OVER (ORDER BY total DESC NULLS LAST) AS place,
       lag(total, 1, 0) OVER w AS before, count(*) OVER () AS n
FROM orders WINDOW w AS (PARTITION BY customer_id ORDER BY placed_at);
--~ ROWS BETWEEN UNBOUNDED => ROWS BETWEEN 5
--~ lag(total, 1, 0) => lag(total, 2, 0)
--~ OVER () AS n => OVER w AS n
--~ NULLS LAST => NULLS FIRST
CREATE VIEW windows_more AS
SELECT id, row_number() OVER (PARTITION BY customer_id, date_trunc('month', placed_at) ORDER BY placed_at, id) AS rn,
  first_value(total) OVER (w2 RANGE BETWEEN INTERVAL '7 days' PRECEDING AND CURRENT ROW EXCLUDE TIES) AS f,
  ntile(4) OVER w2, percent_rank() OVER (PARTITION BY status ORDER BY total), sum(total) FILTER (WHERE status = 'paid') OVER w2 AS paid,
  max(total) OVER (w2 GROUPS 2 PRECEDING) AS g
FROM orders WINDOW w2 AS (ORDER BY placed_at);
--~ '7 days' => '8 days'
--~ EXCLUDE TIES => EXCLUDE GROUP
--~ ntile(4) => ntile(5)
--~ 'paid' => 'shipped'
--~ GROUPS 2 => ROWS 2
CREATE VIEW tree AS
WITH RECURSIVE t AS (
  SELECT id, parent_id, name, 1 AS depth, ARRAY[id] AS path FROM categories WHERE parent_id IS NULL
  UNION ALL
  SELECT c.id, c.parent_id, c.name, t.depth + 1, t.path || c.id FROM categories c JOIN t ON c.parent_id = t.id WHERE c.id <> ALL (t.path)
) SELECT * FROM t ORDER BY path;
--~ depth + 1 => depth + 2
--~ IS NULL => IS NOT NULL
--~ ORDER BY path => ORDER BY depth
CREATE VIEW tree2 AS
WITH RECURSIVE t(id, label) AS (
  SELECT id, name::text FROM categories WHERE parent_id IS NULL
  UNION
  SELECT c.id, t.label || ' > ' || c.name FROM categories c, t WHERE c.parent_id = t.id
) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET is_cycle USING route
SELECT id, label FROM t WHERE NOT is_cycle ORDER BY ord;
--~ DEPTH FIRST => BREADTH FIRST
--~ ' > ' => ' / '
CREATE VIEW ctes AS
WITH paid AS MATERIALIZED (SELECT * FROM orders WHERE status IN ('paid', 'shipped')),
     per AS NOT MATERIALIZED (SELECT customer_id, count(*) AS n, sum(total) AS spent FROM paid GROUP BY 1)
SELECT c.name, coalesce(p.n, 0) AS n, coalesce(p.spent, 0)::numeric(12,2) AS spent
FROM customers c LEFT JOIN per p ON p.customer_id = c.id
WHERE c.created_at >= now() - interval '1 year' ORDER BY spent DESC, c.name LIMIT 100;
--~ AS MATERIALIZED => AS NOT MATERIALIZED
--~ '1 year' => '2 years'
--~ LIMIT 100 => LIMIT 10
--~ coalesce(p.n, 0) => coalesce(p.n, 1)
CREATE VIEW last_order AS
SELECT c.id, c.name, o.id AS order_id, o.total, age(now(), o.placed_at) AS ago
FROM customers c LEFT JOIN LATERAL (SELECT * FROM orders WHERE customer_id = c.id ORDER BY placed_at DESC LIMIT 1) o ON true;
--~ DESC LIMIT 1 => ASC LIMIT 1
--~ LEFT JOIN => INNER JOIN
CREATE VIEW lateral_items AS
SELECT o.id, item->>'sku' AS sku, (item->>'qty')::int AS qty, ord
FROM orders o CROSS JOIN LATERAL jsonb_array_elements(o.items) WITH ORDINALITY AS t(item, ord)
WHERE jsonb_typeof(o.items) = 'array' AND (item->>'qty')::int > 0;
--~ ->>'sku' => ->>'name'
--~ > 0 => >= 0
CREATE VIEW lateral_more AS
SELECT o.id, x.sku, kv.key, kv.value, e.tag
FROM orders o, jsonb_to_recordset(o.items) AS x(sku text, qty int), jsonb_each_text(o.items -> 0) AS kv, customers c, unnest(c.tags) AS e(tag), generate_series(1, 3) AS n
WHERE c.id = o.customer_id AND n < x.qty;
--~ qty int => qty bigint
--~ (1, 3) => (1, 4)
CREATE VIEW cube_sales AS
SELECT customer_id, status, date_trunc('month', placed_at) AS month, sum(total) AS total, grouping(customer_id, status) AS g
FROM orders GROUP BY GROUPING SETS ((customer_id, status), (customer_id), ()), date_trunc('month', placed_at)
HAVING sum(total) > 0;
--~ (customer_id), () => (customer_id)
--~ > 0 => > 1
CREATE VIEW rollups AS
SELECT country, extract(year from created_at) AS y, count(*) FILTER (WHERE email IS NOT NULL) AS with_email FROM customers GROUP BY ROLLUP (country, extract(year from created_at)) ORDER BY 1 NULLS FIRST, 2 DESC;
--~ ROLLUP => CUBE
--~ IS NOT NULL) => IS NULL)
--~ NULLS FIRST => NULLS LAST
CREATE VIEW status_counts AS
SELECT customer_id, count(*) FILTER (WHERE status = 'paid') AS paid, count(DISTINCT status) AS kinds, bool_or(status = 'cancelled') AS any_cancelled,
  string_agg(DISTINCT notes, ', ' ORDER BY notes) AS notes, array_agg(id ORDER BY placed_at DESC, id) AS ids,
  jsonb_agg(jsonb_build_object('id', id, 'total', total) ORDER BY id) FILTER (WHERE total IS NOT NULL) AS detail,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY total) AS median, mode() WITHIN GROUP (ORDER BY status) AS commonest
FROM orders GROUP BY customer_id;
--~ count(DISTINCT status) => count(status)
--~ ', ' ORDER BY => '; ' ORDER BY
--~ placed_at DESC, id => id, placed_at DESC
--~ 0.5 => 0.9
--~ bool_or => bool_and
CREATE VIEW first_per_customer AS
SELECT DISTINCT ON (customer_id, status) customer_id, status, id, placed_at::date AS day FROM orders ORDER BY customer_id, status, placed_at DESC;
--~ DISTINCT ON (customer_id, status) => DISTINCT ON (customer_id)
CREATE VIEW json_ops AS
SELECT id, settings->'theme'->>'color' AS color, settings #>> '{a,b}' AS ab, settings @> '{"beta": true}' AS beta, settings ? 'x' AS has_x, settings ?| array['a','b'] AS any_ab,
  settings - 'secret' AS safe, settings || '{"v": 2}'::jsonb AS merged, jsonb_set(settings, '{theme,color}', '"red"') AS red, settings['theme']['color'] AS sub,
  jsonb_path_query_first(settings, '$.items[*] ? (@.price > 10)') AS first_item, coalesce(settings->>'lang', 'en') AS lang, settings #- '{a,0}' AS cut
FROM customers;
--~ '{a,b}' => '{a,c}'
--~ "beta": true => "beta": false
--~ ? 'x' => ? 'y'
--~ "v": 2 => "v": 3
--~ ['color'] => ['size']
--~ > 10 => > 11
--~ 'en' => 'de'
CREATE VIEW text_search AS
SELECT id, title, ts_rank(search, q) AS rank, ts_headline('english', body, q, 'MaxWords=20') AS headline
FROM articles, websearch_to_tsquery('english', 'postgres OR drift') q
WHERE search @@ q AND to_tsvector(lang, coalesce(title, '') || ' ' || coalesce(body, '')) @@ plainto_tsquery('schema');
--~ 'english', body => 'german', body
--~ 'schema' => 'schemas'
--~ coalesce(title, '') => coalesce(title, '-')
CREATE VIEW text_search2 AS
SELECT id, setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B') AS v FROM articles WHERE search @@ to_tsquery('simple', 'a & !b') OR search @@ 'c <-> d'::tsquery;
--~ 'B' => 'C'
--~ a & !b => a | !b
CREATE VIEW slices AS
SELECT id, tags[1] AS first, tags[2:3] AS mid, tags[:2] AS head, tags[array_length(tags,1)] AS last, tags[2:] AS rest, array_position(tags, 'vip') AS vip, array_append(tags, 'x') AS more, tags || ARRAY['y','z'] AS plus, cardinality(tags) > 0 AS any, 'vip' = ANY(tags) AS is_vip, array_remove(tags, NULL) AS clean FROM customers;
--~ tags[2:3] => tags[2:4]
--~ tags[:2] => tags[:3]
--~ 'x' => 'w'
CREATE VIEW times AS
SELECT id, at AT TIME ZONE 'Europe/Berlin' AS berlin, (at AT TIME ZONE 'UTC')::date AS utc_day, at + duration * 2 AS until, date_trunc('week', at) AS week, extract(epoch FROM duration) AS secs,
  day + 7 AS next_week, day - CURRENT_DATE AS days_left, day + starts AS starts_at, at - interval '1 hour 30 minutes' AS earlier, now() - at > '2 days' AS old, to_char(at, 'YYYY-MM-DD"T"HH24:MI') AS iso,
  date_part('dow', day) AS dow, make_interval(days => 3) AS three, justify_hours(duration) AS just, (day::timestamp + starts) AT TIME ZONE 'Asia/Tokyo' AS tokyo, age(day) AS age, date_bin('15 minutes', at, TIMESTAMP '2001-01-01') AS bin
FROM events;
--~ 'Europe/Berlin' => 'Europe/Paris'
--~ duration * 2 => duration * 3
--~ day + 7 => day + 8
--~ '15 minutes' => '5 minutes'
--since 170000
CREATE VIEW times17 AS SELECT at AT LOCAL AS here, starts AT TIME ZONE 'UTC' AS t FROM events;
--~ AT LOCAL => AT TIME ZONE 'UTC'
--end
CREATE VIEW collated AS
SELECT name COLLATE "C" AS n, email, lower(name) COLLATE "POSIX" AS l FROM customers WHERE name COLLATE "C" > 'm' ORDER BY name COLLATE "C" DESC, lower(email);
--~ COLLATE "C" > => COLLATE "POSIX" >
--~ "C" DESC => "POSIX" DESC
CREATE VIEW rows_compared AS
SELECT o.id FROM orders o WHERE (o.placed_at, o.id) > ('2024-01-01', 100) AND (o.customer_id, o.status) IN (SELECT c.id, 'paid'::order_status FROM customers c) AND ROW(o.total, o.discount) IS DISTINCT FROM ROW(0, NULL);
--~ 100) => 101)
--~ 'paid' => 'shipped'
CREATE VIEW cases AS
SELECT id, CASE status WHEN 'pending' THEN 1 WHEN 'paid' THEN 2 ELSE 0 END AS n, CASE WHEN total > 1000 THEN 'big' WHEN total BETWEEN 100 AND 1000 THEN 'medium' ELSE 'small' END AS size,
  nullif(discount, 0) AS d, greatest(total, 0) AS g, least(total, discount, 10) AS l, total * (1 - discount / 100) AS net, round(total * 0.19, 2) AS vat, total::int AS whole, total / nullif(discount, 0) AS q, status::text || '!' AS s, (total IS NULL) IS TRUE AS u, NOT (status = 'paid' OR total > 5) AS nn
FROM orders;
--~ THEN 2 => THEN 3
--~ 1000 THEN 'big' => 1001 THEN 'big'
--~ 0.19 => 0.07
--~ / 100 => / 10
--~ IS TRUE => IS NOT TRUE
CREATE VIEW unions AS
SELECT id, 'order' AS kind, placed_at AS at, total::text AS info FROM orders WHERE total > 0
UNION ALL
SELECT id, kind, at, payload->>'info' FROM events
UNION ALL (SELECT id, NULL, created_at, name FROM customers ORDER BY id LIMIT 5)
ORDER BY at DESC LIMIT 50 OFFSET 10;
--~ 'order' => 'sale'
--~ 'info' => 'note'
--~ LIMIT 5 => LIMIT 6
--~ OFFSET 10 => OFFSET 11
CREATE VIEW intersects AS
SELECT customer_id FROM orders INTERSECT SELECT id FROM customers EXCEPT ALL (SELECT order_id FROM order_items UNION SELECT 0);
--~ EXCEPT ALL => EXCEPT
--~ SELECT 0 => SELECT 1
CREATE VIEW subqueries AS
SELECT c.id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) AS n, ARRAY(SELECT o.id FROM orders o WHERE o.customer_id = c.id ORDER BY 1) AS ids, EXISTS (SELECT FROM orders WHERE customer_id = c.id AND status = 'paid') AS has_paid,
  (SELECT max(total) FROM orders WHERE customer_id = c.id) > ALL (SELECT total FROM orders WHERE status <> 'paid') AS top
FROM customers c WHERE c.id NOT IN (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL) OR c.country = ANY ('{DE,AT}') OR c.country = ANY (ARRAY(SELECT country FROM customers));
--~ max(total) => min(total)
--~ ORDER BY 1 => ORDER BY 1 DESC
--~ {DE,AT} => {DE,CH}
--~ NOT IN => IN
CREATE VIEW domain_casts AS
SELECT id, email::text AS plain, 'a@b'::email AS constant, lower(email) AS l, split_part(email, '@', 2) AS host, ref::text AS r, ('x' || id)::varchar(10) AS v, (fee).amount AS amount, (fee).currency AS cur, notes::char(3) AS n3, '42'::int AS i, total::double precision AS dp, items::text AS it
FROM customers JOIN orders USING (id);
--~ '@', 2 => '@', 1
--~ varchar(10) => varchar(20)
--~ (fee).amount => (fee).currency
--~ 'a@b' => 'a@c'
CREATE VIEW patterns AS
SELECT id FROM customers WHERE name ILIKE '%gmbh' AND email LIKE 'a\_%' ESCAPE '\' AND name ~ '^[A-Z]' AND name !~* 'test' AND name SIMILAR TO '(a|b)%' AND name NOT LIKE 'x%' AND starts_with(name, 'A') AND substring(name from '\d+') IS NOT NULL AND substring(name from 2 for 3) = 'abc' AND position('z' in name) > 0 AND trim(both ' ' from name) <> '' AND overlay(name placing 'x' from 1 for 2) <> 'y' AND name BETWEEN SYMMETRIC 'a' AND 'b' AND left(name, 1) IN ('a', 'b', lower('C'));
--~ '%gmbh' => '%ag'
--~ !~* => !~
--~ SIMILAR TO '(a|b)%' => SIMILAR TO '(a|c)%'
--~ from 2 for 3 => from 3 for 2
--~ both => leading
CREATE VIEW tables_from AS
SELECT * FROM (VALUES (1, 'one'::text), (2, 'two')) AS v(n, word) WHERE n IN (SELECT generate_series FROM generate_series(1, 5)) AND (n, word) = (1, 'one');
--~ (2, 'two') => (3, 'two')
CREATE VIEW samples AS SELECT id FROM ONLY orders TABLESAMPLE BERNOULLI (10) REPEATABLE (42);
--~ (42) => (43)
--~ ONLY => 
CREATE VIEW ranges AS
SELECT id, lower(during) AS f, upper(during) AS u, during && tstzrange(now(), now() + '1 day', '[]') AS overlaps, at <@ during AS inside, during * tstzrange('2024-01-01', NULL) AS cut, ip << '10.0.0.0/8' AS internal, host(ip) AS h, flags & B'00000001' AS bit1, ip IS NULL, kind IS DISTINCT FROM 'x' AS k, (at, at + duration) OVERLAPS (now(), interval '1 hour') AS ov
FROM events WHERE NOT isempty(during) AND score = 'NaN' AND ip <> '127.0.0.1' AND flags = B'10101010';
--~ '1 day' => '1 week'
--~ '[]' => '[)'
--~ 10.0.0.0/8 => 10.0.0.0/9
--~ 00000001 => 00000010
--~ interval '1 hour' => interval '2 hours'

