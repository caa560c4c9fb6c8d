"""Databases in other encodings than UTF-8: what they hold is read, and what is no text is never taken for nothing."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from driftcheck.compare import compare
from driftcheck.errors import DatabaseError
from driftcheck.sources.live import batch
from tests.live.support import read
from tests.support.servers import with_database

ENCODINGS = ("LATIN1", "WIN1252", "EUC_JP", "SQL_ASCII")
SCHEMA = """CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION to_mood(int) RETURNS mood LANGUAGE sql AS $$ SELECT 'a'::mood $$;
CREATE CAST (int AS mood) WITH FUNCTION to_mood(int); CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
CREATE TABLE plain (id int PRIMARY KEY, note text DEFAULT 'x')"""


@pytest.fixture(params=ENCODINGS)
def encoded(request: pytest.FixtureRequest, server: str) -> Iterator[tuple[str, str]]:
    """An encoding, and the URL of a database in it."""
    name = f"encoded_{request.param.lower()}"
    with psycopg.connect(server, autocommit=True) as connection:
        make = "CREATE DATABASE {} ENCODING {} LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        connection.execute(sql.SQL(make).format(sql.Identifier(name), sql.Literal(request.param)))
        yield request.param, with_database(server, name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_a_database_in_another_encoding_is_read(encoded: tuple[str, str]) -> None:
    encoding, url = encoded
    with psycopg.connect(url, client_encoding="UTF8") as connection:
        connection.execute(SCHEMA)
        if encoding != "SQL_ASCII":
            connection.execute(
                'CREATE TABLE "Größe" ("Maß" text)' if encoding != "EUC_JP" else 'CREATE TABLE "大きさ" (a int)'
            )
    found = read(url)
    assert list(found.of("cast")) == ["integer→public.mood"]
    assert " → simple" in found.of("text_search_configuration")["public.words"].definition  # type: ignore[attr-defined]
    named = {"EUC_JP": 'public."大きさ"', "SQL_ASCII": "public.plain"}.get(encoding, 'public."Größe"')
    assert named in found.of("table")
    assert compare(found, read(url)).findings == []


@pytest.mark.parametrize("encoded", ["SQL_ASCII"], indirect=True)  # the others let none in
def test_bytes_that_are_no_text_are_an_incomplete_read(encoded: tuple[str, str]) -> None:
    _, url = encoded
    with psycopg.connect(url, client_encoding="SQL_ASCII") as connection:
        connection.execute(b'CREATE TABLE "gr\xf6sse" (id int)')
    with pytest.raises(DatabaseError, match="invalid byte sequence"):
        read(url)


@pytest.mark.parametrize("release", range(14, 19))
def test_no_query_has_a_character_that_an_encoding_may_lack(release: int) -> None:
    assert all(text.isascii() for _, text in batch.statements(release * 10000, 30, 3))
