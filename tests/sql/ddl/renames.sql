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
