-- What is renamed below is renamed in all that uses it.
CREATE TABLE users (id uuid PRIMARY KEY, name text, shout text GENERATED ALWAYS AS (upper(name)) STORED);
CREATE TABLE posts (id uuid PRIMARY KEY, author uuid REFERENCES users, title text, CHECK (length(title) > 0));
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (EXISTS (SELECT 1 FROM users u WHERE u.id = posts.author AND u.name <> ''));
CREATE POLICY titled ON posts FOR SELECT USING (title <> 'title');
CREATE VIEW names AS SELECT name FROM users;
CREATE INDEX posts_lower ON posts (lower(title), author) WHERE title IS NOT NULL;
ALTER TABLE users RENAME TO people;
ALTER TABLE posts RENAME COLUMN author TO writer;
ALTER TABLE posts RENAME COLUMN title TO "Head Line";
ALTER TABLE people RENAME COLUMN name TO full_name;
-- Functions by their name alone, and what moves to another schema.
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION once(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION cheer(m mood, many mood[]) RETURNS SETOF mood LANGUAGE sql AS 'SELECT m';
CREATE FUNCTION plain(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE sweep(days int) LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER stamped BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE people ADD feels mood DEFAULT 'ok';
COMMENT ON FUNCTION plain IS 'as it is';
ALTER FUNCTION plain STABLE SECURITY DEFINER;
DROP FUNCTION once;
DROP FUNCTION IF EXISTS once;
ALTER FUNCTION stamp RENAME TO mark;
ALTER FUNCTION plain SET SCHEMA app;
ALTER PROCEDURE sweep(int) RENAME TO clean;
ALTER TYPE mood SET SCHEMA app;
ALTER TYPE app.mood RENAME TO humour;
-- A view keeps the old name as an alias; what PostgreSQL keeps as a tree follows, what stands in quotes does not.
CREATE TABLE "odd [name" (id int, was uuid);
CREATE VIEW odd_ones AS SELECT id, "was" FROM "odd [name";
CREATE FUNCTION counted() RETURNS bigint BEGIN ATOMIC SELECT count(was) FROM "odd [name"; END;
CREATE FUNCTION all_of() RETURNS bigint BEGIN ATOMIC SELECT count(id) FROM "odd [name"; END;
CREATE FUNCTION quoted() RETURNS bigint LANGUAGE sql AS $$ SELECT count(was) FROM "odd [name" $$;
ALTER TABLE "odd [name" RENAME COLUMN was TO is_now;
ALTER TABLE "odd [name" RENAME TO even;
CREATE INDEX even_ids ON even (id) INCLUDE (is_now);
ALTER TABLE even RENAME COLUMN is_now TO "Now";
-- A function's new name stands wherever the function is called, a column of its name does not change.
CREATE FUNCTION weight(n int) RETURNS int LANGUAGE sql IMMUTABLE RETURN n;
CREATE FUNCTION doubled(n int DEFAULT weight(3)) RETURNS int LANGUAGE sql IMMUTABLE RETURN 2 * public.weight(n);
CREATE DOMAIN heavy AS int DEFAULT weight(9) CHECK (weight(VALUE) > 8);
CREATE SEQUENCE crate_no;
CREATE TABLE crates (
    id int PRIMARY KEY DEFAULT weight(1), weight int, no bigint DEFAULT nextval('crate_no'), label text DEFAULT 'crate_no',
    alt bigint DEFAULT nextval('public.crate_no'::regclass), kg int GENERATED ALWAYS AS (weight(weight)) STORED,
    CONSTRAINT weighed CHECK (weight(crates.weight) < 100)
);
CREATE INDEX crates_weight ON crates (weight(weight) DESC, weight) WHERE weight(weight) > 0;
CREATE TRIGGER weighing BEFORE UPDATE OF weight, label ON crates FOR EACH ROW WHEN (weight(NEW.weight) > 1) EXECUTE FUNCTION mark();
CREATE POLICY light ON crates USING (weight(weight) < 5 OR id IN (SELECT crates.weight FROM public.crates));
CREATE VIEW light_crates AS SELECT crates.id, weight(crates.id) AS crates FROM crates;
ALTER FUNCTION weight(int) RENAME TO weight_of;
ALTER FUNCTION weight_of(int) SET SCHEMA app;
ALTER SEQUENCE crate_no RENAME TO crate_numbers;
ALTER TABLE crate_numbers SET SCHEMA app;
ALTER TABLE crates RENAME COLUMN weight TO "Gross";
ALTER TABLE crates RENAME TO boxes;
-- Values of an enum, by what stands beside them; the same word as a text stays.
CREATE TYPE stage AS ENUM ('new', 'won');
CREATE DOMAIN open_stage AS stage DEFAULT 'new' CHECK (VALUE <> 'won');
CREATE TABLE deals (
    id int PRIMARY KEY, stage stage DEFAULT 'new', past stage[] DEFAULT '{new,won}', note text DEFAULT 'new',
    word text GENERATED ALWAYS AS (CASE stage WHEN 'new' THEN 'new' ELSE 'won' END) STORED,
    CHECK (stage IN ('new', 'won') AND 'new' = ANY (past) AND note <> 'new'), CHECK (CAST('new' AS stage) = stage)
);
CREATE VIEW new_deals AS SELECT id, 'new'::stage AS stage FROM deals d WHERE d.stage = 'new'::stage AND d.note = 'new'::text;
ALTER TYPE stage RENAME VALUE 'new' TO 'just in';
ALTER TYPE stage RENAME TO step;
-- What refers to a column, and a query that takes all of them.
CREATE TABLE shops (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE tills (id int PRIMARY KEY, shop text REFERENCES shops (code), shape shops);
CREATE VIEW all_shops AS SELECT * FROM shops;
ALTER TABLE shops RENAME COLUMN code TO "Code";
ALTER TABLE shops RENAME TO stores;
-- A schema's new name is the new name of all that stands in it.
CREATE SCHEMA depot;
CREATE TYPE depot.size AS ENUM ('s', 'l');
CREATE FUNCTION depot.fits(s depot.size) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT true $$;
CREATE TABLE depot.bins (id int PRIMARY KEY, size depot.size DEFAULT 's'::depot.size, CHECK (depot.fits(size)));
CREATE INDEX bins_size ON depot.bins (depot.fits(size));
CREATE TABLE picks (bin int REFERENCES depot.bins);
CREATE VIEW large_bins AS SELECT depot.bins.id FROM depot.bins WHERE size = 'l'::depot.size;
ALTER SCHEMA depot RENAME TO store_rooms;
-- A column that is called as its type; an inner query's column of the same name; what a query gives out keeps its name.
CREATE TYPE pace AS ENUM ('slow', 'fast');
CREATE TABLE jobs (id int PRIMARY KEY, pace pace DEFAULT 'slow', date date, CHECK (pace <> 'fast'::pace OR date > '2020-01-01'::date));
CREATE TABLE logs (id int PRIMARY KEY, job int, pace text);
CREATE POLICY slow ON jobs USING (jobs.pace = 'slow' AND EXISTS (SELECT 1 FROM logs l WHERE l.job = jobs.id AND l.pace = 'x'));
CREATE POLICY logged ON jobs USING (EXISTS (SELECT 1 FROM logs WHERE job = jobs.id AND pace = 'x'));
CREATE VIEW paces AS SELECT j.pace, l.pace AS said, j.date FROM jobs j JOIN logs l ON l.job = j.id WHERE j.pace = 'slow' ORDER BY j.date;
CREATE VIEW days AS SELECT date, count(*) AS many FROM jobs GROUP BY date HAVING count(*) > 1 ORDER BY date;
CREATE VIEW either AS SELECT date FROM jobs UNION SELECT now()::date FROM logs ORDER BY date;
ALTER TABLE jobs RENAME COLUMN pace TO tempo;
ALTER TABLE jobs RENAME COLUMN date TO day;
-- An attribute of a composite type.
CREATE TYPE spot AS (street text, zip text);
CREATE TABLE homes (id int PRIMARY KEY, zip text, spot spot, CHECK ((spot).zip <> homes.zip));
ALTER TYPE spot RENAME ATTRIBUTE zip TO "Post code";
-- A partitioned table, and one that others inherit.
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE base (id int);
CREATE TABLE derived () INHERITS (base);
ALTER TABLE events RENAME COLUMN at TO "On";
ALTER TABLE events RENAME TO happenings;
ALTER TABLE base RENAME TO ground;
