"""How the database is asked: one message after connecting, in a transaction that cannot write; what may go wrong."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from driftcheck.errors import DatabaseError
from driftcheck.sources.live import wire
from tests.live.support import as_role, build_rich, facts, read, run
from tests.support.proxy import between

SLOW = "SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE application_name = 'driftcheck'"


def test_everything_is_one_message_whatever_the_number_of_objects(each_database: str) -> None:
    with between(each_database) as few:
        read(few.url)
    build_rich(each_database)
    with between(each_database) as many:
        snapshot = read(many.url)
    run(each_database, "DROP SUBSCRIPTION feed")
    assert len(snapshot.of("table")) >= 9
    assert few.messages[0] == many.messages[0] == "Q"
    assert {*few.messages[1:], *many.messages[1:]} <= {"X"}  # the good-bye may still be on its way
    assert len(few.queries[0]) == len(many.queries[0])
    statements = few.queries[0].split(";\n")
    assert statements[0] == "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    assert statements[1] == "SET LOCAL search_path = ''"
    assert statements[-1] == "COMMIT"
    assert b"options" not in few.startup
    assert few.startup[few.startup.index(b"application_name") + 1] == b"driftcheck"


def test_a_slow_network_costs_connecting_and_one_round_trip(database: str) -> None:
    delay = 0.2
    with between(database, delay) as proxy:
        started = time.monotonic()
        psycopg.connect(proxy.url).close()
        connecting = time.monotonic() - started
        started = time.monotonic()
        read(proxy.url)
        whole = time.monotonic() - started
    assert whole - connecting < 2 * delay


@pytest.mark.parametrize("settings", ["", "ALTER ROLE nobody_special SET default_transaction_read_only = on"])
def test_a_role_that_may_only_connect_sees_the_same(each_database: str, settings: str) -> None:
    build_rich(each_database)
    role = "DO $$ BEGIN CREATE ROLE nobody_special LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    run(each_database, role, "ALTER ROLE nobody_special RESET ALL", settings or "SELECT 1")
    everything, seen = read(each_database), read(as_role(each_database, "nobody_special"))
    run(each_database, "DROP SUBSCRIPTION feed")
    for kind in everything.objects:
        assert facts(seen, kind) == facts(everything, kind), kind
    assert seen.withheld == everything.withheld
    assert seen.not_modelled == everything.not_modelled


def test_settings_of_the_role_change_nothing_that_is_printed(each_database: str) -> None:
    run(
        each_database,
        "CREATE SCHEMA app; CREATE TABLE app.t (at timestamptz DEFAULT '2024-05-06 07:08:09+00', i interval DEFAULT"
        " '1 day 2 hours', f double precision DEFAULT 0.1, b bytea DEFAULT '\\x00ff')",
        "CREATE TABLE app.parts (at timestamptz) PARTITION BY RANGE (at)",
        "CREATE TABLE app.part PARTITION OF app.parts FOR VALUES FROM ('2024-01-01 00:00+00')"
        " TO ('2025-01-01 00:00+00')",
        "DO $$ BEGIN CREATE ROLE odd SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "ALTER ROLE odd SET DateStyle = 'German'; ALTER ROLE odd SET IntervalStyle = 'sql_standard';"
        " ALTER ROLE odd SET TimeZone = 'Asia/Kolkata'; ALTER ROLE odd SET extra_float_digits = -10;"
        " ALTER ROLE odd SET quote_all_identifiers = on; ALTER ROLE odd SET bytea_output = 'escape';"
        " ALTER ROLE odd SET search_path = app; ALTER ROLE odd SET client_encoding = 'LATIN1'",
    )
    plain, odd = read(each_database), read(as_role(each_database, "odd"))
    for kind in ("table", "column"):
        assert facts(odd, kind) == facts(plain, kind)
    assert facts(odd, "column")["app.t.at"]["default"] == "'2024-05-06 07:08:09+00'::timestamp with time zone"


def test_a_lock_that_goes_away_is_waited_for(database: str) -> None:
    run(database, "CREATE TABLE t (id integer, CHECK (id > 0)); CREATE INDEX ON t ((id + 1))")
    with psycopg.connect(database) as locker:
        locker.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
        threading.Timer(0.5, locker.rollback).start()
        assert "public.t" in read(database).of("table")


def test_a_lock_that_stays_is_an_incomplete_read_and_says_so(database: str) -> None:
    run(
        database,
        "CREATE TABLE t (id integer); CREATE VIEW v AS SELECT id FROM t",
        "CREATE POLICY p ON t USING (id > 0)",
    )
    with psycopg.connect(database) as locker:
        locker.execute("ALTER TABLE t ADD COLUMN other integer")
        started = time.monotonic()
        with pytest.raises(DatabaseError, match=r"lock|in time") as caught:
            read(database, timeout=3)
        assert caught.value.exit_code == 3
        assert time.monotonic() - started < 8
        locker.rollback()


def test_another_sessions_temporary_table_is_not_waited_for(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("CREATE TEMP TABLE t (n integer PRIMARY KEY CHECK (n > 0))")
        with other.transaction():
            other.execute("LOCK TABLE t")
            assert read(database, timeout=2).complete


def test_what_is_locked_is_named(database: str) -> None:
    run(database, 'CREATE TABLE "Held" (id integer CHECK (id > 0))')
    with psycopg.connect(database) as locker:
        locker.execute('LOCK TABLE "Held" IN ACCESS EXCLUSIVE MODE')
        with pytest.raises(DatabaseError, match=r'public\."Held" locked by someone else') as caught:
            read(database, timeout=30)
        locker.rollback()
    assert caught.value.exit_code == 3


def test_a_lock_is_told_even_if_the_time_ends_first(database: str) -> None:
    run(database, "CREATE TABLE held (id integer CHECK (id > 0))")
    with psycopg.connect(database) as locker:
        locker.execute("LOCK TABLE held")
        with pytest.raises(DatabaseError, match=r"public\.held locked by someone else") as caught:
            read(database, timeout=4)
        locker.rollback()
    assert caught.value.exit_code == 3


def test_an_interrupt_cancels_the_servers_query(database: str) -> None:
    run(database, "CREATE TABLE t (id integer, CHECK (id > 0)); CREATE INDEX ON t ((id + 1))")
    with psycopg.connect(database) as locker, psycopg.connect(database, autocommit=True) as watcher:
        locker.execute("LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE")

        def interrupt() -> None:
            while watcher.execute(SLOW).fetchone() == (0,):
                time.sleep(0.01)
            time.sleep(0.2)
            os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=interrupt).start()
        with pytest.raises(KeyboardInterrupt):
            read(database)
        for _ in range(100):
            if watcher.execute(SLOW).fetchone() == (0,):
                break
            time.sleep(0.02)
        else:
            pytest.fail("the server still works on a query that nobody waits for")
        locker.rollback()


class Pretender:
    """A server that takes the start-up and then does as it is told."""

    def __init__(self, then: Callable[[socket.socket], None], folder: Path | None = None) -> None:
        if folder:  # a Unix socket, which holds little
            self.listener = socket.create_server(str(folder / ".s.PGSQL.5432"), family=socket.AF_UNIX)
            place = f"/db?host={folder}"
        else:
            self.listener = socket.create_server(("127.0.0.1", 0))
            place = f"127.0.0.1:{self.listener.getsockname()[1]}/db?sslmode=disable"
        self.then = then
        self.url = f"postgresql://me@{place}&gssencmode=disable"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        try:
            while True:
                client, _ = self.listener.accept()
                client.recv(65536)
                threading.Thread(target=self._answer, args=(client,), daemon=True).start()
        except OSError:
            return

    def _answer(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            self.then(client)


def message(kind: bytes, body: bytes) -> bytes:
    return kind + (len(body) + 4).to_bytes(4, "big") + body


READY = (
    message(b"R", b"\0\0\0\0")
    + message(b"S", b"server_version\x0016.1\0")
    + message(b"S", b"client_encoding\0UTF8\0")
    + message(b"K", b"\0\0\0\1\0\0\0\1")
    + message(b"Z", b"I")
)
ROWS = message(b"T", b"\0\1a\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0")


def hang(client: socket.socket) -> None:
    client.recv(1)


def hang_after_start(client: socket.socket) -> None:
    client.sendall(READY)
    client.recv(1)


def garbage(client: socket.socket) -> None:
    client.sendall(READY)
    client.recv(65536)
    client.sendall(b"\xff" * 5000)
    client.recv(1)


def hang_up(client: socket.socket) -> None:
    client.sendall(READY)
    client.recv(65536)


def no_end_of_rows(client: socket.socket) -> None:
    client.sendall(READY)
    client.recv(65536)
    client.sendall(ROWS)
    row = message(b"D", b"\0\1\0\0\0\1x") * 5000
    while True:
        client.sendall(row)


def other_answers(client: socket.socket) -> None:
    client.sendall(READY)
    client.recv(65536)
    client.sendall(ROWS + message(b"C", b"SELECT 0\0") + message(b"Z", b"I"))
    client.recv(1)


@pytest.mark.parametrize("then", [hang, hang_after_start, garbage, hang_up, no_end_of_rows, other_answers])
def test_a_server_that_misbehaves_is_left_in_time(then: Callable[[socket.socket], None]) -> None:
    import resource

    pretender = Pretender(then)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    with pytest.raises(DatabaseError) as caught:
        read(pretender.url, timeout=3)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB
    pretender.listener.close()


def test_the_server_need_not_stop_while_we_are_busy(tmp_path: Path) -> None:
    number, handled, at_its_end = 50_000, 0, []

    def send(client: socket.socket) -> None:
        client.sendall(READY)
        client.recv(65536)
        client.sendall(ROWS)
        for _ in range(number // 100):
            client.sendall(message(b"D", b"\0\1\0\0\1\0" + b"x" * 256) * 100)
        at_its_end.append(handled)
        client.sendall(message(b"C", b"SELECT 0\0") + message(b"Z", b"I"))
        client.recv(1)

    pretender = Pretender(send, tmp_path)
    with psycopg.connect(pretender.url, autocommit=True) as connection:
        for _, _, rows in wire.results(connection, ["SELECT"], time.monotonic() + 30):
            time.sleep(0.002)
            handled += len(rows)
    pretender.listener.close()
    assert handled == number
    assert at_its_end[0] < number / 2
