CREATE TABLE parents (id integer, name text);
CREATE TABLE children (parent integer, id integer, note text);

CREATE VIEW later AS SELECT * FROM parents;
CREATE VIEW joined AS SELECT p.*, c.note FROM parents p JOIN children c ON c.parent = p.id;
--~ p.*, c.note => c.note, p.*
ALTER TABLE parents ADD COLUMN extra text;
CREATE VIEW all_of AS SELECT * FROM parents;
--~ * => id, name
--~ * => name, id, extra

CREATE TABLE dropped (id integer, gone text, note text);
ALTER TABLE dropped DROP COLUMN gone;
ALTER TABLE dropped ADD COLUMN gone integer;
CREATE VIEW last_gone AS SELECT * FROM dropped;

CREATE VIEW natural_join AS SELECT * FROM parents NATURAL JOIN children;
--~ NATURAL JOIN => NATURAL LEFT JOIN
--~ NATURAL JOIN children => CROSS JOIN children
CREATE VIEW natural_right AS SELECT id, name, note FROM parents NATURAL RIGHT JOIN children;
--~ RIGHT => LEFT
CREATE VIEW natural_full AS SELECT id, name FROM parents NATURAL FULL JOIN children WHERE id > 3;
--~ id > 3 => name > '3'
CREATE VIEW natural_nothing AS SELECT id, s.nothing FROM parents NATURAL LEFT JOIN (SELECT 1 AS nothing) s;
CREATE VIEW nested AS SELECT * FROM (parents p JOIN children c USING (id)) JOIN (parents q JOIN children d USING (id)) USING (id, name, extra, parent, note);

CREATE TABLE heirs (x integer) INHERITS (parents);
CREATE TABLE parted (id integer, name text) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF parted FOR VALUES FROM (1) TO (5);
CREATE TYPE address AS (street text, "Zip Code" text);
CREATE TABLE addresses OF address;
CREATE VIEW of_heirs AS SELECT * FROM heirs;
CREATE VIEW of_both AS SELECT * FROM heirs NATURAL JOIN parents;
--~ * => parents.*
CREATE VIEW of_part AS SELECT * FROM part;
CREATE VIEW of_addresses AS SELECT * FROM addresses;

CREATE TABLE people (id integer, home address);
CREATE FUNCTION home_of(person integer) RETURNS address LANGUAGE sql AS 'SELECT home FROM people WHERE id = $1';
CREATE VIEW homes AS SELECT id, (home).* FROM people;
--~ id, (home).* => (home).*, id
CREATE VIEW homes_of AS SELECT id, (home_of(id)).* FROM people;
--~ home_of(id) => home_of(id + 1)
CREATE VIEW whole AS SELECT (p).*, p.id AS again FROM people p;

CREATE FUNCTION pairs(n integer) RETURNS TABLE (a integer, b text) LANGUAGE sql AS 'SELECT n, n::text';
CREATE VIEW of_function AS SELECT * FROM pairs(3);
CREATE VIEW of_lateral AS SELECT p.id, q.* FROM parents p, pairs(p.id) AS q(m, n);
--~ p.id, q.* => q.*, p.id
CREATE VIEW of_ordinality AS SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) WITH ORDINALITY AS u(i, t, o);
CREATE VIEW of_query AS WITH q AS (SELECT note, id FROM children) SELECT * FROM q;
CREATE VIEW of_values AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v(id, name);
CREATE VIEW of_view AS SELECT * FROM joined;

CREATE FUNCTION counted(which integer, word text) RETURNS bigint LANGUAGE sql
    BEGIN ATOMIC SELECT count(*) FROM parents WHERE id = $1 AND name = $2; END;
--~ $2 => $1::text
--~ id = $1 => id <> $1
CREATE FUNCTION unnamed(integer) RETURNS integer LANGUAGE sql RETURN $1 + 1;
--~ $1 + 1 => $1 + 2
CREATE FUNCTION next(n integer) RETURNS integer LANGUAGE sql RETURN $1 + next.n;
--~ next.n => 1
CREATE FUNCTION same_name(id integer) RETURNS bigint LANGUAGE sql
    BEGIN ATOMIC SELECT count(*) FROM parents WHERE parents.id = same_name.id; END;
--~ = same_name.id => = parents.id

CREATE TABLE listed (a integer, b text, c date);
CREATE VIEW turned AS SELECT b, a, c FROM listed;
--~ b, a, c => *
--~ b, a, c => listed.*
CREATE VIEW some_of AS SELECT a, c FROM listed;
--~ a, c => *
CREATE VIEW of_turned AS SELECT a, b, c FROM turned;
--~ a, b, c => *
CREATE VIEW turned_query AS SELECT c, a FROM (SELECT a, c FROM listed) s;
--~ c, a => *
CREATE VIEW turned_join AS SELECT p.id, c.note, p.name, p.extra, c.parent FROM parents p JOIN children c USING (id);
--~ p.id, c.note, p.name, p.extra, c.parent => *
CREATE VIEW turned_function AS SELECT b, a FROM pairs(4);
--~ b, a => *
CREATE VIEW one_of AS SELECT name FROM parents JOIN children USING (id);
--~ JOIN children USING (id) => NATURAL JOIN listed

CREATE VIEW named_join AS SELECT t.a, s.home FROM (SELECT * FROM (parents CROSS JOIN listed) s) t, (people CROSS JOIN turned) s;
--~ t.a => s.a
CREATE VIEW columns_of_join AS SELECT s.* FROM (listed CROSS JOIN people) s (one, two);
--~ (one, two) => (two, one)
CREATE VIEW rows_as_values AS SELECT p.id, s.* FROM people p, LATERAL (VALUES (p)) s WHERE p IN (VALUES (p));
--~ (VALUES (p)) s => (VALUES (p.id)) s
CREATE FUNCTION put(a integer, b text) RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO listed SELECT a + 1, $2; INSERT INTO listed (a, b) VALUES (a, b); END;
--~ a + 1 => a + 2
--~ VALUES (a, b) => VALUES (a, 'b')
