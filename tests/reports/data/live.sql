CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE TABLE members (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  joined_on date DEFAULT CURRENT_DATE,
  status text DEFAULT 'new'
);
CREATE TABLE books (id bigint PRIMARY KEY, isbn varchar(17) NOT NULL, title text NOT NULL);
ALTER TABLE books ENABLE ROW LEVEL SECURITY;
CREATE TABLE loans (
  id bigint PRIMARY KEY,
  book_id bigint NOT NULL REFERENCES books (id) ON DELETE RESTRICT,
  member_id uuid NOT NULL REFERENCES members (id) ON DELETE SET NULL,
  due date NOT NULL
);
ALTER TABLE loans ENABLE ROW LEVEL SECURITY;
CREATE POLICY "members see their own loans" ON loans FOR SELECT TO authenticated USING (true);
CREATE TABLE reservations (id bigint PRIMARY KEY, book_id bigint REFERENCES books (id));
CREATE FUNCTION overdue(member uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM loans
  WHERE member_id = member AND due <= CURRENT_DATE
$$;
