-- What PostgreSQL 15 brought.
CREATE TABLE shop.modern (
    a integer, b integer, c text,
    CONSTRAINT modern_key UNIQUE NULLS NOT DISTINCT (a, b),
    CONSTRAINT partly FOREIGN KEY (a, b) REFERENCES shop.pairs (a, b) ON DELETE SET NULL (b)
);
CREATE INDEX modern_c ON shop.modern (c);
CREATE UNIQUE INDEX modern_one ON shop.modern (c) NULLS NOT DISTINCT;
CREATE VIEW shop.asked WITH (security_invoker = true) AS SELECT a FROM shop.modern;
CREATE PUBLICATION filtered FOR TABLE shop.modern (a, c) WHERE (a > 10);
CREATE PUBLICATION whole FOR TABLES IN SCHEMA shop;
