"""Types: what people write against what format_type prints, and which words of prose are types at all."""

from __future__ import annotations

import psycopg
import pytest

from driftcheck.sql.families import is_loose
from driftcheck.sql.sametypes import same_attribute, same_type
from driftcheck.sql.types import canonical, is_type

WRITTEN = """
    VARCHAR(20); varchar; character varying; CHARACTER VARYING (255); char; CHAR(3); character(3); bpchar; TEXT; "char"; name
    int; INT; int4; INTEGER; int2; smallint; int8; bigint; BIGINT; oid; bool; BOOLEAN
    decimal; DECIMAL(5,2); dec(5); numeric; numeric(10, 2); numeric(5); NUMERIC(3,-2); float; float(10); float(30); float4
    float8; FLOAT8; real; double precision; DOUBLE  PRECISION; money
    timestamp; TIMESTAMP(3); timestamptz; TIMESTAMPTZ(0); timestamp with time zone; timestamp without time zone
    timestamp (6) with time zone; time; time(3); timetz; time with time zone; time(3) with time zone; timetz(2); date
    interval; INTERVAL YEAR; interval year to month; interval(3); interval second(2); interval day to second(3)
    uuid; UUID; json; JSONB; xml; bytea; inet; cidr; macaddr; macaddr8; bit; bit(8); bit varying; bit varying(5); varbit(5)
    text[]; TEXT ARRAY; text ARRAY[3]; integer[][]; varchar(20)[]; timestamptz(3)[]; numeric(5,2)[]; int4range; tstzrange
    point; polygon; tsvector; tsquery; regclass; jsonpath; int[3]; _text; pg_catalog.int4; national character varying(5)
    status; public.status; "Mixed Case"; public."Mixed Case"; status[]; nchar(2); pg_lsn; xid; int4multirange
"""


def test_a_type_reads_as_postgresql_prints_it(database: str) -> None:
    written = [text.strip() for line in WRITTEN.strip().splitlines() for text in line.split(";")]
    assert len(written) > 100
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TYPE status AS ENUM ('a'); CREATE TYPE \"Mixed Case\" AS ENUM ('a')")
        connection.execute(f"CREATE TABLE t ({', '.join(f'c{i} {type}' for i, type in enumerate(written))})")
        connection.execute("SET search_path = ''")
        printed = [
            row[0]
            for row in connection.execute(
                "SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute"
                " WHERE attrelid = 'public.t'::regclass AND attnum > 0 ORDER BY attnum"
            )
        ]
    wrong = [(w, canonical(w), p) for w, p in zip(written, printed, strict=True) if not same_type(w, p)]
    assert wrong == []
    built_in = [(w, canonical(w), p) for w, p in zip(written, printed, strict=True) if "public." not in p]
    assert [(w, c, p) for w, c, p in built_in if c != p] == []
    assert [p for p in printed if canonical(p) != p] == []  # what is printed stays as it is


def test_no_two_types_that_print_apart_are_one(database: str) -> None:
    written = [text.strip() for line in WRITTEN.strip().splitlines() for text in line.split(";")]
    forms = {canonical(w).removeprefix("public.") for w in written}
    for a in forms:
        assert [b for b in forms if same_type(a, b)] == [a]


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("status", "public.status", True),
        ("public.status", "public.status", True),
        ("app.status", "public.status", False),
        ("vector(3)", "extensions.vector(3)", True),
        ("vector(3)", "extensions.vector(4)", False),
        ("vector", "extensions.vector(4)", False),
        ("status[]", "public.status[]", True),
        ("status", "public.status[]", False),
        ("citext", "extensions.citext", True),
        ("text", "public.text", False),
        ("varchar(20)", "character varying(30)", False),
        ("varchar(20)", "character varying", False),
        ("numeric(5,2)", "numeric(5, 2)", True),
        ("timestamp", "timestamp with time zone", False),
        ("TABLE(x text, y int)", "TABLE(x text, y integer)", True),
        ("TABLE(x text, y int)", "TABLE(x text, y bigint)", False),
        ("SETOF status", "SETOF public.status", True),
        ("SETOF status", "public.status", False),
        ("setof int", "SETOF integer", True),
        ("trigger", "trigger", True),
    ],
)
def test_a_stated_qualifier_and_modifier_count(expected: str, actual: str, same: bool) -> None:
    assert same_type(expected, actual) is same


@pytest.mark.parametrize(
    ("word", "met", "not_met"),
    [
        (
            "string",
            ["text", "character varying(5)", "character(3)", "extensions.citext"],
            ["integer", "jsonb", "text[]"],
        ),
        ("varchar", ["character varying", "character varying(5)", "text"], ["integer", "text[]"]),
        ("number", ["integer", "bigint", "numeric(5,2)", "double precision"], ["text", "boolean"]),
        ("numeric", ["numeric", "numeric(10,2)"], ["text", "date"]),
        ("float", ["real", "double precision"], ["text"]),
        (
            "datetime",
            ["timestamp with time zone", "timestamp without time zone", "timestamp(3) with time zone"],
            ["text"],
        ),
        ("timestamp", ["timestamp with time zone", "timestamp without time zone"], ["date", "text"]),
        ("json", ["json", "jsonb"], ["text"]),
        ("enum", ["public.status", "text"], ["integer", "boolean"]),
        ("array", ["text[]", "public.status[]"], ["text"]),
        ("ARRAY", ["text[]"], ["jsonb"]),
        ("array of strings", ["text[]"], ["integer[]", "text"]),
        ("array of uuid", ["uuid[]"], ["text[]", "uuid"]),
        ("string[]", ["text[]", "character varying(5)[]"], ["text", "integer[]"]),
        ("enum('a', 'b')", ["public.status", "text", "character varying(10)"], ["integer"]),
        ("int", ["integer"], ["bigint", "smallint", "text"]),
        ("boolean", ["boolean"], ["text"]),
        ("bool", ["boolean"], ["integer"]),
    ],
)
def test_a_loose_word_is_met_by_its_family_only(word: str, met: list[str], not_met: list[str]) -> None:
    assert [type for type in met if not same_type(word, type, loose=True)] == []
    assert [type for type in not_met if same_type(word, type, loose=True)] == []


def test_words_that_are_loose_and_types_that_are_not() -> None:
    loose = [
        "varchar",
        "timestamp",
        "json",
        "numeric",
        "string",
        "number",
        "datetime",
        "String",
        "enum",
        "array",
        "float",
    ]
    assert [word for word in loose if not is_loose(word)] == []
    exact = [
        "varchar(20)",
        "timestamptz",
        "jsonb",
        "numeric(5,2)",
        "uuid",
        "text",
        "boolean",
        "bigint",
        "date",
        "status",
    ]
    assert [word for word in exact if is_loose(word)] == []


def test_what_reads_as_a_type_and_what_is_prose() -> None:
    types = [
        *(
            "text",
            "TEXT",
            "varchar(255)",
            "text[]",
            "uuid",
            "timestamptz",
            "double precision",
            "numeric(5, 2)",
            "string",
        ),
        *("timestamp with time zone", "character varying(20)", "vector(1536)", "enum", "jsonb", "serial", "BIGSERIAL"),
        *("int[]", "bit varying(5)", "interval", "array", "datetime", "number", "citext", "geography(Point, 4326)"),
        *("time without time zone", "text array", "timestamp(3)", "bool", "float8", "public.citext"),
    ]
    assert [text for text in types if not is_type(text)] == []
    prose = [
        *("the login address", "required", "primary key", "NOT NULL", "users", "one of a, b", "see below", "", "n/a"),
        *("text of the message", "date of birth", "a uuid", "unique", "time spent", "the time", "-", "number of seats"),
        *(
            "references profiles(id)",
            "timestamp of the last login",
            "name of the owner",
            "1",
            "'x'",
            "json object with",
        ),
        *("status", "interval between two runs", "bit by bit", "character of the game", "FK", "point in time"),
    ]
    assert [text for text in prose if is_type(text)] == []
    assert is_type("status", frozenset({"status"}))
    assert is_type("status[]", frozenset({"status"}))


def test_serial_is_an_integer() -> None:
    assert (canonical("serial"), canonical("BIGSERIAL"), canonical("smallserial")) == ("integer", "bigint", "smallint")


def test_attributes_of_composites() -> None:
    assert same_attribute("street varchar(50)", "street character varying(50)")
    assert same_attribute('"Zip Code" text', '"Zip Code" text')
    assert same_attribute("state status", "state public.status")
    assert not same_attribute("street text", "road text")
    assert not same_attribute("street text", "street integer")
    assert not same_attribute('"Zip Code" text', '"Zip Code" integer')


def test_what_is_no_type_stays_readable_and_raises_nothing() -> None:
    for text in (
        "",
        "  ",
        "(",
        "varchar(",
        "a b c d",
        "text; DROP TABLE t",
        "x'",
        "ünïcode",
        "enum('a')",
        "\0",
        "a" * 5000,
    ):
        assert isinstance(canonical(text), str)
        assert is_type(text) is (text == "enum('a')")
        assert same_type(text, "integer", loose=True) is False
