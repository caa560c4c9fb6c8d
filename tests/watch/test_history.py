"""A history that cannot be used says so, and stays as it was."""

from __future__ import annotations

import json
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from driftcheck.history import store, tables
from tests.watch.conftest import Shop


def _file(shop: Shop) -> Path:
    return shop.folder / "history.db"


def _refused(shop: Shop, *more: str, said: str) -> None:
    shop.execute("CREATE TABLE IF NOT EXISTS tmp_import (a int)")
    assert shop.once(*more) == 2
    assert said in shop.err
    assert shop.err.count("\n") == 1
    assert shop.receiver.calls == []


@pytest.mark.parametrize("content", [b"Dear diary,\n" * 100, b"SQLite format 3\0", b"\0"])
def test_another_programs_file(shop: Shop, content: bytes) -> None:
    _file(shop).write_bytes(content)
    _refused(shop, said="not a history of driftcheck")
    assert _file(shop).read_bytes() == content
    assert shop.run("history", "--history", shop.history) == 2


def test_another_programs_database(shop: Shop) -> None:
    with closing(sqlite3.connect(_file(shop))) as connection:
        connection.execute("CREATE TABLE runs (id integer)")
        connection.commit()
    before = _file(shop).read_bytes()
    _refused(shop, said="not a history of driftcheck")
    assert _file(shop).read_bytes() == before


@pytest.mark.parametrize("how", ["PRAGMA user_version = 99", "UPDATE meta SET value = '99' WHERE key = 'version'"])
def test_a_newer_one(shop: Shop, how: str) -> None:
    assert shop.once() == 0
    with closing(sqlite3.connect(_file(shop))) as connection:
        connection.execute(how)
        connection.commit()
    before = _file(shop).read_bytes()
    _refused(shop, said="newer driftcheck")
    assert shop.run("history", "--history", shop.history) == 2
    assert _file(shop).read_bytes() == before


def test_newer_and_foreign_ones_in_postgresql(shop: Shop) -> None:
    shop.history = shop.url
    assert shop.once() == 0
    shop.execute("UPDATE driftcheck.meta SET value = '99' WHERE key = 'version'")
    _refused(shop, said="newer driftcheck")
    shop.execute("DROP SCHEMA driftcheck CASCADE; CREATE SCHEMA driftcheck; CREATE TABLE driftcheck.runs (a int)")
    _refused(shop, said="not a history of driftcheck")
    with psycopg.connect(shop.url) as connection:
        found = connection.execute("SELECT relname FROM pg_class WHERE relnamespace = 'driftcheck'::regnamespace")
        assert found.fetchall() == [("runs",)]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////no/such/folder/h.db", "unable to open"),
        ("sqlite:////", "Is a directory"),
        ("sqlite://", "must be a file"),
        ("sqlite:////dev/full", "not a history"),
        ("mysql://me@host/db", "not supported"),
        ("history.db", "is no URL"),
        ("postgresql://me:hunter2secret@127.0.0.1:1/db", "cannot connect"),
    ],
)
def test_one_that_cannot_be_opened(shop: Shop, url: str, said: str) -> None:
    _refused(shop, "--history", url, said=said)
    assert "hunter2secret" not in shop.err


def test_a_full_one_loses_nothing(shop: Shop) -> None:
    assert shop.once() == 0
    shop.execute("; ".join(f"CREATE TABLE tmp_{i} (a int)" for i in range(200)))
    limit = _file(shop).stat().st_size + 4096

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    command = [sys.executable, "-m", "driftcheck", *shop.arguments("--once")]
    done = subprocess.run(command, preexec_fn=full, capture_output=True, text=True, timeout=60)
    assert done.returncode in (2, 3)
    assert done.stderr.startswith("driftcheck: history ")
    assert "Traceback" not in done.stderr
    assert shop.receiver.calls == []
    assert shop.once() == 0
    assert len(shop.told()) == 200


def test_there_is_none_yet(shop: Shop) -> None:
    assert shop.run("history", "--history", shop.history) == 2
    assert "driftcheck watch makes it" in shop.err
    assert not _file(shop).exists()
    assert shop.run("history", "--history", shop.url) == 2
    assert "driftcheck watch makes it" in shop.err


def test_it_is_upgraded_in_place(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.execute("CREATE TABLE tmp_import (a int)")
    for history in (shop.history, shop.url):
        monkeypatch.setattr(tables, "STEPS", tables.STEPS[:1])
        assert shop.once("--history", history) == 0
        before = shop.timeline(history)

        def step(connection: sa.Connection) -> None:
            connection.execute(sa.text(f"CREATE TABLE {_qualified(connection, 'notes')} (a int)"))

        monkeypatch.setattr(tables, "STEPS", (*tables.STEPS, step))
        assert shop.timeline(history) == before
        with store.open_history(history).begin() as connection:
            assert connection.scalar(sa.select(tables.meta.c.value).where(tables.meta.c.key == "version")) == "2"
            assert connection.execute(sa.text(f"SELECT * FROM {_qualified(connection, 'notes')}")).all() == []


def _qualified(connection: sa.Connection, table: str) -> str:
    return f"{tables.SCHEMA}.{table}" if connection.dialect.name == "postgresql" else table


@pytest.mark.filterwarnings("ignore:'imghdr'")  # Apprise's own
def test_it_holds_no_secret(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "pass-word-of-environment")
    url = shop.url.replace("postgres@", "postgres:pass-word-of-url@")
    shop.execute("CREATE TABLE tmp_import (a text DEFAULT 'pass-word-of-url')")
    hook = shop.receiver.url.replace("//", "//hook-user:hook-secret@") + "/token-of-path"
    assert shop.once("-v", "--webhook", hook, "--notify", "json://u:apprise-secret@127.0.0.1:1/x", url=url) == 0
    assert shop.once("--log-format", "json", url="postgresql://me:pass-word-of-url@127.0.0.1:1/x") == 3
    log = shop.out + shop.err
    for file in shop.folder.iterdir():
        log += file.read_bytes().decode("latin-1")
    log += json.dumps(shop.receiver.messages) + json.dumps(shop.timeline())
    for secret in ("pass-word", "hook-secret", "apprise-secret", "token-of-path", "whsec_"):
        assert secret not in log.replace(str(shop.document), "")
