"""Two databases with the same objects give the same bytes, in whatever order these were made."""

from __future__ import annotations

from driftcheck.sources.writing import encode
from tests.live.support import read, run

NEW = "DROP SCHEMA IF EXISTS ferry CASCADE; CREATE SCHEMA ferry"
TABLES = [
    f"CREATE TABLE ferry.{name} (id int CONSTRAINT {key} PRIMARY KEY, word text, CHECK (id > 0))"
    for name, key in (("boats", "z_key"), ("piers", "a_key"), ('"Crew"', "m_key"), ("a$b", "b_key"))
]
OTHERS = [
    "CREATE INDEX z_word ON ferry.boats (word)",
    "CREATE INDEX a_word ON ferry.piers (lower(word))",
    'CREATE INDEX "M_word" ON ferry.boats (word) WHERE id > 1',
    "CREATE FUNCTION ferry.sail(text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION ferry.sail(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION ferry.sail() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TYPE ferry.mood AS ENUM ('calm', 'rough')",
    "CREATE DOMAIN ferry.age AS int",
    "CREATE VIEW ferry.zones AS SELECT id FROM ferry.boats",
    "CREATE VIEW ferry.areas AS SELECT id FROM ferry.piers",
    "CREATE SEQUENCE ferry.numbers",
    "CREATE SEQUENCE ferry.counts",
    "CREATE POLICY z_policy ON ferry.boats USING (true)",
    "CREATE POLICY a_policy ON ferry.boats USING (id > 1)",
]


def test_the_order_in_which_objects_were_made_does_not_show(database: str) -> None:
    run(database, NEW, *TABLES, *OTHERS)
    there = read(database)
    run(database, NEW, *reversed(TABLES), *reversed(OTHERS))
    again = read(database)
    assert list(again.of("index")) == ['ferry."M_word"', "ferry.a_word", "ferry.z_word"]
    assert list(again.of("function")) == ["ferry.sail()", "ferry.sail(integer, text)", "ferry.sail(text)"]
    assert encode(again, ".json") == encode(there, ".json")
