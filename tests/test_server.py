"""The throwaway server and what tests build on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from driftcheck.errors import DriftcheckError
from driftcheck.server import running
from tests.support.extensions import create_extension


def directory_of(url: str) -> Path:
    return Path(psycopg.conninfo.conninfo_to_dict(url)["host"])


@pytest.mark.parametrize("version", [16, 18])
def test_it_is_the_version_asked_for_and_listens_on_no_network(version: int) -> None:
    with running(version) as url, psycopg.connect(url) as connection:
        assert connection.info.server_version // 10000 == version
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,)
        assert directory_of(url).stat().st_mode & 0o077 == 0


def test_nothing_is_left_after_an_exception() -> None:
    seen = []

    def use() -> None:
        with running() as url:
            seen.append(directory_of(url))
            assert seen[0].exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use()
    assert not seen[0].exists()


def test_the_server_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import os, pathlib, signal
        from urllib.parse import parse_qs, urlsplit
        from driftcheck.server import running
        with running() as url:
            place = parse_qs(urlsplit(url).query)["host"][0]
            print(place, pathlib.Path(place, "data", "postmaster.pid").read_text().split()[0], flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environ)
    place, pid = done.stdout.split()
    try:
        for _ in range(100):
            if not Path("/proc", pid).exists():
                return
            time.sleep(0.05)
        pytest.fail("the server outlived the process that started it")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def test_a_version_that_is_not_there_is_one_line() -> None:
    with pytest.raises(DriftcheckError, match="no embedded PostgreSQL 9; there is 16, 18"), running(9):
        pass


def test_settings_are_the_servers() -> None:
    with running(settings={"max_connections": "7"}) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW max_connections").fetchone() == ("7",)


def test_each_database_is_fresh(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE only_here ()")
        found = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).fetchall()
    assert found == [("only_here",)]


@pytest.mark.parametrize("name", ["pgcrypto", "vector"])
def test_an_extension_can_be_had_whether_installed_or_not(database: str, name: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        create_extension(connection, name)
        count = "SELECT count(*) FROM pg_extension WHERE extname = %s"
        assert connection.execute(count, (name,)).fetchone() == (1,)
        connection.execute(f"DROP EXTENSION {name}")
        assert connection.execute(count, (name,)).fetchone() == (0,)


def test_an_environment_that_speaks_of_another_server_does_not_lead_there(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = {
        "PGHOSTADDR": "127.0.0.9",
        "PGPORT": "6543",
        "PGOPTIONS": "-c search_path=x",
        "PGSSLMODE": "verify-full",
    }
    elsewhere |= {"PGHOST": "db.example.org", "PGUSER": "app", "PGDATABASE": "app", "PGCHANNELBINDING": "require"}
    for name, value in {**elsewhere, "PGTARGETSESSIONATTRS": "read-only"}.items():
        monkeypatch.setenv(name, value)
    with running() as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_user, current_setting('data_directory')").fetchone() == (
            "postgres",
            str(directory_of(url) / "data"),
        )
        assert connection.execute("SHOW search_path").fetchone() == ('"$user", public',)


def test_the_port_that_it_is_given_is_in_its_url() -> None:
    with running(settings={"port": "6543"}) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW port").fetchone() == ("6543",)
