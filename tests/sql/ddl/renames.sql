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
