"""The constructs of a generated schema beyond its first tables, and what changes these afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.roundtrip.terms import Column, literal, quoted

if TYPE_CHECKING:
    from tests.roundtrip.schemas import Writing

READER = "roundtrip_reader"


def write(w: Writing) -> None:
    """Some of them. What looks at every later statement comes last."""
    for part in w.draw(st.lists(st.sampled_from(_PARTS), max_size=4, unique=True)):
        part(w)
    for part in (publication, event_trigger):
        if w.likely(15):
            part(w)


def inheritance(w: Writing) -> None:
    if not w.tables:
        return
    parent, columns = some_table(w)
    child, own = w.new("r"), w.name("c")
    check = w.maybe(f", CONSTRAINT {w.name('k')} CHECK ({own} > 0)")
    w.say(f"CREATE TABLE {child} ({own} integer{check}) INHERITS ({parent})")
    flags = [quoted(c.name) for c in columns if c.type.name == "boolean"]
    if flags:
        w.say(f"ALTER TABLE {child} ALTER COLUMN {flags[0]} {w.one('SET NOT NULL', 'SET DEFAULT true')}")
    if w.likely(40):
        w.say(f"CREATE INDEX ON {child} ({own})")
    if w.likely(40):
        w.say(f"ALTER TABLE {parent} ADD COLUMN {w.name('c')} text DEFAULT 'later'")
    if w.likely(30):
        w.say(f"CREATE TABLE {w.new('r')} () INHERITS ({child})")


def list_partitions(w: Writing) -> None:
    table, key, check = w.new("r"), w.name("d"), f"CONSTRAINT {w.name('k')} CHECK (n >= 0)"
    w.say(f"CREATE TABLE {table} ({key} text, n integer DEFAULT 0, {check}, note text) PARTITION BY LIST ({key})")
    w.say(f"CREATE INDEX {w.name('i')} ON {table} (n){w.maybe(' WHERE n > 5')}")
    part, deep, other = w.new("r"), w.new("r"), w.new("r")
    w.say(f"CREATE TABLE {part} PARTITION OF {table} (n DEFAULT 1) FOR VALUES IN ('a', 'it''s', NULL)")
    w.say(f"CREATE TABLE {deep} PARTITION OF {table} FOR VALUES IN ('b') PARTITION BY HASH (n)")
    for remainder in range(2):
        w.say(f"CREATE TABLE {w.new('r')} PARTITION OF {deep} FOR VALUES WITH (MODULUS 2, REMAINDER {remainder})")
    w.say(f"CREATE TABLE {other} (note text, {key} text, n integer DEFAULT 0, {check})")
    w.say(f"ALTER TABLE {table} ATTACH PARTITION {other} DEFAULT")
    if w.likely(40):
        w.say(f"CREATE INDEX ON {part} (note)")
    if w.likely(40):
        function = w.trigger_function()
        w.say(f"CREATE TRIGGER {w.name('g')} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
    if w.likely(30):
        w.say(f"ALTER TABLE {part} ENABLE ROW LEVEL SECURITY")
        w.say(f"CREATE POLICY {w.name('p')} ON {part} USING (n > 1)")


def views(w: Writing) -> None:
    numbers = w.name("v")
    w.say(
        f"CREATE RECURSIVE VIEW {w.schema}.{numbers} (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM {numbers} WHERE n < 10"
    )
    if not w.tables:
        return
    table, columns = some_table(w)
    column, view = quoted(columns[0].name), w.new("v")
    option = w.maybe(" WITH LOCAL CHECK OPTION", " WITH CASCADED CHECK OPTION")
    w.say(f"CREATE VIEW {view} (first) AS SELECT {column} FROM {table} WHERE {column} IS NOT NULL{option}")
    w.say(f"GRANT SELECT (first), UPDATE ON {view} TO {READER}")
    if w.likely(50):
        w.say(f"COMMENT ON COLUMN {view}.first IS 'what comes first'")
    if w.likely(50):
        summary = w.new("m")
        query = f"SELECT count(first) AS n FROM {view} CROSS JOIN {w.schema}.{numbers} AS numbers"
        w.say(f"CREATE MATERIALIZED VIEW {summary} AS {query} WITH {w.maybe('NO ')}DATA")
        w.say(f"CREATE UNIQUE INDEX {w.name('i')} ON {summary} (n)")
    if not option and w.likely(40):
        function = w.trigger_function()
        w.say(f"CREATE TRIGGER {w.name('g')} INSTEAD OF INSERT ON {view} FOR EACH ROW EXECUTE FUNCTION {function}()")


def functions(w: Writing) -> None:
    """Aggregates, overloads, operators and casts."""
    w.say(f"CREATE AGGREGATE {w.new('f')} (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')")
    w.say(
        f"CREATE AGGREGATE {w.new('f')} (numeric) (SFUNC = numeric_larger, STYPE = numeric, SORTOP = >, PARALLEL = SAFE)"
    )
    name, made = w.new("f"), w.new("t")
    w.say(f"CREATE TYPE {made} AS (a integer, b text)")
    for type in ("integer, integer", "integer, text", f"{made}, {made}"):
        w.say(f"CREATE FUNCTION {name}({type}) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT true $$")
    if w.likely(60):
        more = w.maybe(", COMMUTATOR = OPERATOR(" + w.schema + ".===)")
        w.say(f"CREATE OPERATOR {w.schema}.=== (FUNCTION = {name}, LEFTARG = {made}, RIGHTARG = {made}{more})")
    if w.likely(60):
        convert = w.new("f")
        w.say(f"CREATE FUNCTION {convert}({made}) RETURNS text LANGUAGE sql IMMUTABLE RETURN ($1).b")
        w.say(f"CREATE CAST ({made} AS text) WITH FUNCTION {convert}({made}){w.maybe(' AS ASSIGNMENT')}")
    w.say(f"GRANT EXECUTE ON FUNCTION {name}(integer, text) TO {READER}{w.maybe(' WITH GRANT OPTION')}")
    w.say(f"REVOKE EXECUTE ON FUNCTION {name}(integer, integer) FROM PUBLIC")
    w.say(f"COMMENT ON FUNCTION {name}(integer, integer) IS {literal('says yes; always')}")


def text_search(w: Writing) -> None:
    dictionary, configuration = w.new("x"), w.new("x")
    w.say(f"CREATE TEXT SEARCH DICTIONARY {dictionary} (TEMPLATE = simple, ACCEPT = false)")
    w.say(f"CREATE TEXT SEARCH CONFIGURATION {configuration} (COPY = pg_catalog.simple)")
    w.say(f"ALTER TEXT SEARCH CONFIGURATION {configuration} ALTER MAPPING FOR asciiword WITH {dictionary}, simple")


def foreign(w: Writing) -> None:
    wrapper, server = w.name("w"), w.name("s")
    w.say(f"CREATE FOREIGN DATA WRAPPER {wrapper}")
    w.say(
        f"CREATE SERVER {server} TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER {wrapper} OPTIONS (host 'h', \"Port\" '1')"
    )
    table = w.new("r")
    w.say(
        f"CREATE FOREIGN TABLE {table} (a integer OPTIONS (key 'yes') NOT NULL, {w.name('c')} text DEFAULT 'f', "
        f"CHECK (a > 0)) SERVER {server} OPTIONS (table 'other')"
    )
    w.say(f"GRANT USAGE ON FOREIGN SERVER {server} TO {READER}")


def details(w: Writing) -> None:
    """What ALTER TABLE sets on tables that are there."""
    if not w.tables:
        return
    table, columns = some_table(w)
    texts = [quoted(c.name) for c in columns if c.type.name in ("text", "jsonb", "bytea")]
    if texts:
        storage = w.one("SET STORAGE EXTERNAL", "SET STORAGE MAIN", "SET COMPRESSION pglz", "SET (n_distinct = -0.5)")
        w.say(f"ALTER TABLE {table} ALTER COLUMN {texts[0]} {storage}")
    column = quoted(columns[-1].name)
    w.say(
        w.one(
            f"ALTER TABLE {table} OWNER TO {READER}",
            f"COMMENT ON SCHEMA {w.schema} IS 'all of it'",
            f"GRANT USAGE ON SCHEMA {w.schema} TO {READER}",
            f"ALTER TABLE {table} SET (toast.autovacuum_enabled = false, parallel_workers = 2)",
            f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL",
            f"GRANT ALL ON ALL TABLES IN SCHEMA {w.schema} TO {READER} WITH GRANT OPTION",
            f"ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {READER}",
            f"ALTER TABLE {table} ADD COLUMN {w.name('c')} varchar(7) NOT NULL DEFAULT 'x' CHECK (true)",
            f"ALTER TABLE {table} RENAME COLUMN {column} TO {w.name('z')}",
            f"ALTER TABLE {table} DROP COLUMN {column} CASCADE",
        )
    )
    w.tables.pop(table)  # its columns are not what they were
    w.keys.pop(table, None)


def statistics(w: Writing) -> None:
    table = w.new("r")
    w.say(f"CREATE TABLE {table} (a integer, b integer, c text)")
    kinds = w.maybe(" (ndistinct)", " (dependencies, mcv)")
    w.say(f"CREATE STATISTICS {w.new('y')}{kinds} ON a, b FROM {table}")
    w.say(f"CREATE STATISTICS {w.new('y')} ON lower(c), (a + b) FROM {table}")
    w.say(f"CREATE INDEX {w.name('i')} ON {table} (a, b)")
    w.say(f"CREATE COLLATION {w.schema}.{w.name('o')} (LOCALE = 'C')")


def keys(w: Writing) -> None:
    """Keys that newer releases know."""
    table, other = w.new("r"), w.new("r")
    if w.release >= 18:
        w.say(
            f"CREATE TABLE {table} (id int4range, during daterange, CONSTRAINT {w.name('k')} PRIMARY KEY (id, during WITHOUT OVERLAPS))"
        )
        w.say(
            f"CREATE TABLE {other} (id int4range, span daterange, n integer, FOREIGN KEY (id, PERIOD span) "
            f"REFERENCES {table} (id, PERIOD during), CHECK (n > 0) NOT ENFORCED, CONSTRAINT {w.name('n')} NOT NULL n)"
        )
        w.say(f"ALTER TABLE {other} ADD FOREIGN KEY (n) REFERENCES {parent_of(w)} NOT ENFORCED")
    else:
        w.say(f"CREATE TABLE {other} (n integer REFERENCES {parent_of(w)} ON UPDATE SET DEFAULT)")
    columns = " (b)" if w.release >= 15 else ""
    pair = w.new("r")
    w.say(f"CREATE TABLE {pair} (a integer, b integer, UNIQUE (a, b))")
    w.say(f"CREATE TABLE {w.new('r')} (a integer, b integer, FOREIGN KEY (a, b) REFERENCES {pair} (a, b) "
          f"ON DELETE SET NULL{columns})")  # fmt: skip


def parent_of(w: Writing) -> str:
    """A new table with a key, to be referred to."""
    name = w.new("r")
    w.say(f"CREATE TABLE {name} (id integer PRIMARY KEY)")
    return name


def publication(w: Writing) -> None:
    table = w.new("r")
    w.say(f"CREATE TABLE {table} (id integer PRIMARY KEY, a integer, b text)")
    forms = [f"FOR TABLE {table} WITH (publish = 'insert, delete')", "", "FOR ALL TABLES"]
    if w.release >= 15:
        forms += [
            f"FOR TABLE {table} (id, b) WHERE (id > 10 AND a IS NOT NULL) WITH (publish = 'insert')",
            f"FOR TABLES IN SCHEMA {w.schema} WITH (publish_via_partition_root = true)",
        ]
    w.say(f"CREATE PUBLICATION {w.name('b')} {w.one(*forms)}".rstrip())


def event_trigger(w: Writing) -> None:
    function, name = w.new("f"), w.name("e")
    w.say(f"CREATE FUNCTION {function}() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$")
    w.say(
        f"CREATE EVENT TRIGGER {name} ON {w.one('ddl_command_end', 'sql_drop')}"
        f"{w.maybe(chr(32) + 'WHEN TAG IN (' + literal('DROP TABLE') + ', ' + literal('ALTER TABLE') + ')')} EXECUTE FUNCTION {function}()"
    )
    if w.likely(40):
        w.say(f"ALTER EVENT TRIGGER {name} {w.one('DISABLE', 'ENABLE ALWAYS')}")


def some_table(w: Writing) -> tuple[str, list[Column]]:
    return w.one(*sorted(w.tables.items()))


_PARTS = (
    inheritance, list_partitions, views, functions, text_search, foreign, details, statistics, keys
)  # fmt: skip
