CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE o (id integer, big bigint, small smallint, amount numeric(10,2), price double precision, r real, name varchar(50), note text, code char(2), label name, d date, ts timestamp, tz timestamptz, t time, iv interval, mood mood, tags text[], vtags varchar(20)[], nums integer[], j jsonb, js json, u uuid, ok boolean, other_id integer, ob oid, by bytea, "Mixed Case" text, ip inet, cid cidr);
CREATE TABLE p (id integer, o_id bigint, qty smallint, title text, weight numeric, d date, at timestamptz, name text, mood mood);
CREATE FUNCTION f1() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO p VALUES (1, 2, 3, 'a'), (2, 3, DEFAULT, NULL); INSERT INTO p SELECT id, big FROM o; INSERT INTO p (id) VALUES (1) RETURNING *; END;
--~ 'a'), (2 => 'b'), (2
--~ INSERT INTO p SELECT id, big => INSERT INTO p SELECT big, id
--~ RETURNING * => RETURNING id
CREATE FUNCTION f2() RETURNS void LANGUAGE sql BEGIN ATOMIC UPDATE o SET (name, note) = (SELECT p.title, p.name FROM p WHERE p.o_id = o.id), id = DEFAULT WHERE ok RETURNING *; UPDATE o x SET amount = y.s, tags[1] = 'a', (big, small) = ROW(1, 2) FROM (SELECT o_id, sum(weight) AS s FROM p GROUP BY o_id) y WHERE y.o_id = x.id RETURNING x.id, s; END;
--~ ROW(1, 2) => ROW(2, 1)
--~ p.title, p.name => p.name, p.title
--~ x.id, s => x.id
CREATE FUNCTION f3() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM p USING o WHERE o.id = o_id AND o.ok; DELETE FROM o a WHERE NOT EXISTS (SELECT 1 FROM p WHERE o_id = a.id) RETURNING a.id AS gone; INSERT INTO p (id, title) SELECT id, name FROM o ON CONFLICT DO NOTHING; INSERT INTO o DEFAULT VALUES; END;
--~ o.id = o_id => o.big = o_id
--~ DO NOTHING => DO UPDATE SET title = 'x'
CREATE FUNCTION f5(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql BEGIN ATOMIC INSERT INTO o (id, name, tags, j, tz, amount) VALUES (a, b, ARRAY[b], jsonb_build_object('a', a), now(), a * 1.5); SELECT a; SELECT max(id) FROM o; END;
CREATE FUNCTION f6(r o) RETURNS text LANGUAGE sql RETURN (r).name || r.note || (r.j ->> 'a') || f6.r.code;
--~ r.note => r.name
CREATE FUNCTION f7(x o, y int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT x.id + y + q.id FROM p q WHERE q.o_id = x.id AND q.id = (x).big; END;
--~ (x).big => (x).small
CREATE FUNCTION f8() RETURNS SETOF o LANGUAGE sql BEGIN ATOMIC SELECT * FROM o WHERE ok; END;
CREATE FUNCTION f9() RETURNS SETOF o LANGUAGE sql BEGIN ATOMIC SELECT o.* FROM o JOIN p ON p.o_id = o.id; END;
CREATE FUNCTION f10() RETURNS o LANGUAGE sql BEGIN ATOMIC SELECT o FROM o LIMIT 1; END;
CREATE FUNCTION f11(int, text) RETURNS text LANGUAGE sql RETURN $2 || $1;
CREATE FUNCTION f12(VARIADIC a text[]) RETURNS text LANGUAGE sql RETURN array_to_string(a, ',') || concat(VARIADIC a) || format('%s', VARIADIC $1);
CREATE PROCEDURE f13(INOUT n int, OUT m text) LANGUAGE sql BEGIN ATOMIC SELECT n + 1, 'a'; END;
--~ 'a' => 'b'
CREATE FUNCTION f15(d date) RETURNS date LANGUAGE sql RETURN date_trunc('month', d) + interval '1 month' - '1 day'::interval;
CREATE FUNCTION f16(m mood) RETURNS text LANGUAGE sql RETURN CASE m WHEN 'sad' THEN ':(' WHEN 'ok' THEN ':|' ELSE ':)' END;
CREATE FUNCTION f17(a int[]) RETURNS bigint LANGUAGE sql RETURN (SELECT sum(x) FROM unnest(a) x);
CREATE FUNCTION f18(a int[]) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM unnest(a) WITH ORDINALITY AS u(v, i) WHERE v > i; END;
CREATE FUNCTION f19(n int) RETURNS varchar LANGUAGE sql RETURN n;
CREATE FUNCTION f20(n int) RETURNS numeric(10,2) LANGUAGE sql RETURN n / 3;
CREATE FUNCTION f21(n bigint) RETURNS text LANGUAGE sql RETURN 'id-' || n::text;
CREATE FUNCTION f22(n text) RETURNS mood LANGUAGE sql RETURN n::mood;
CREATE FUNCTION f25() RETURNS timestamptz LANGUAGE sql RETURN now();
CREATE FUNCTION f26() RETURNS timestamp LANGUAGE sql RETURN now();
CREATE FUNCTION f27() RETURNS bigint LANGUAGE sql RETURN 5;
CREATE FUNCTION f28() RETURNS numeric LANGUAGE sql RETURN 5;
CREATE FUNCTION f29() RETURNS date LANGUAGE sql RETURN CURRENT_DATE - 1;
CREATE FUNCTION f30(a text) RETURNS boolean LANGUAGE sql RETURN a IS NOT NULL AND a <> '' AND NOT a ~ 'x';
CREATE FUNCTION f31(a text) RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM o WHERE name = a OR note = $1);
CREATE FUNCTION f32(a text, b bigint) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM o WHERE name = a AND id = b AND (small = b OR amount > b); END;
CREATE FUNCTION f33(id bigint) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM p WHERE p.o_id = f33.id; END;
--~ f33.id => p.id
CREATE FUNCTION f34(_id bigint) RETURNS TABLE (id int, title text) LANGUAGE sql BEGIN ATOMIC SELECT p.id, p.title FROM p WHERE p.o_id = _id; END;
CREATE FUNCTION f35() RETURNS int LANGUAGE sql BEGIN ATOMIC VALUES (1); END;
CREATE FUNCTION f36() RETURNS void LANGUAGE sql BEGIN ATOMIC END;
CREATE RULE r1 AS ON INSERT TO p DO INSTEAD INSERT INTO o (id, name) VALUES (NEW.id, NEW.title || 'x');
CREATE RULE r2 AS ON UPDATE TO p DO ALSO UPDATE o SET note = NEW.title WHERE o.id = OLD.o_id;
CREATE RULE r3 AS ON DELETE TO p WHERE OLD.qty > 0 DO INSTEAD (DELETE FROM o WHERE id = OLD.o_id; INSERT INTO o (name) SELECT OLD.title);
--~ > 0 => > 1
--~ SELECT OLD.title => SELECT OLD.name
CREATE VIEW v36 AS SELECT id, (SELECT p.title AS t FROM p ORDER BY t LIMIT 1) AS a FROM o;
CREATE VIEW v37 AS SELECT id, (SELECT count(*) AS n FROM p GROUP BY qty ORDER BY n DESC LIMIT 1) AS a FROM o;
CREATE VIEW v38 AS SELECT id, ARRAY(SELECT lower(p.title) AS t FROM p ORDER BY t) AS a FROM o;
CREATE VIEW v39 AS SELECT id FROM o WHERE name IN (SELECT 'a') AND note IN (SELECT lower(title) FROM p) AND EXISTS (SELECT 'a' FROM p GROUP BY 1) AND id > ALL (SELECT 5);
CREATE VIEW v40 AS SELECT id FROM o UNION ALL (SELECT p.id AS pid FROM p ORDER BY pid LIMIT 5);
CREATE VIEW v41 AS SELECT id, name FROM o UNION (SELECT id AS k, title AS n FROM p ORDER BY n DESC, k) ORDER BY name, 1;
