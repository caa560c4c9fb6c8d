-- The bookshop as it runs: what bookshop.md says, and two things that it does not say.
CREATE TABLE customers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email varchar(255) UNIQUE NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE TABLE books (
  id bigint PRIMARY KEY,
  title text,
  price numeric(10,2) NOT NULL DEFAULT 0
);
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  book_id bigint NOT NULL REFERENCES books (id),
  status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'sent'))
);
CREATE INDEX orders_by_customer ON orders (customer_id, status);
CREATE TABLE newsletter_import (email text);
