"""Every way in: through PgBouncer in both modes, over TLS, with SCRAM, over IPv6 and a Unix socket."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck.errors import DatabaseError
from driftcheck.server import running
from tests.live.support import build_rich, facts, read, run
from tests.support.servers import fresh_database

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # the embedded server is built without TLS


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that a server's user can enter; it owns what is in it."""
    with tempfile.TemporaryDirectory(prefix="driftcheck-test-", dir="/tmp") as name:
        yield Path(name)


def give_to_server(path: Path) -> int | None:
    """Servers do not run as root: then files belong to the user that they run as. The user's number, if so."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("nobody").pw_uid
    for each in (path, *path.rglob("*")):
        os.chown(each, user, -1)
    return user


@contextlib.contextmanager
def pgbouncer(server: str, place: Path, mode: str) -> Iterator[int]:
    """The port of a PgBouncer in front of the server."""
    port, parts = free_port(), psycopg.conninfo.conninfo_to_dict(server)
    (place / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={parts['host']} user=postgres\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\n"
        f"unix_socket_dir =\nauth_type = any\npool_mode = {mode}\nlogfile = {place}/log\npidfile = {place}/pid\n"
        "default_pool_size = 1\nserver_lifetime = 600\n"
    )
    user = give_to_server(place)
    assert PGBOUNCER is not None
    process = subprocess.Popen(
        [PGBOUNCER, str(place / "pgbouncer.ini")], user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.02)
        yield port
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed")
@pytest.mark.parametrize("mode", ["session", "transaction"])
def test_pgbouncer_changes_nothing(database: str, place: Path, mode: str) -> None:
    build_rich(database)
    direct = read(database)
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    with pgbouncer(database, place, mode) as port:
        url = f"postgresql://someone@127.0.0.1:{port}/{name}?sslmode=disable&gssencmode=disable"
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SET search_path = shop; SET DateStyle = 'German'")
            other.execute("CREATE TEMPORARY TABLE pg_class (relname text)")
            if mode == "session":
                other.close()  # one server connection: in session mode it belongs to this client until it leaves
            for _ in range(3):
                through = read(url)
                for kind in direct.objects:
                    assert facts(through, kind) == facts(direct, kind), kind
            if mode == "transaction":  # and nothing of ours stays behind in the session that others use
                settings = "SELECT current_setting('search_path'), current_setting('statement_timeout')"
                assert other.execute(settings).fetchone() == ("shop", "0")
    run(database, "DROP SUBSCRIPTION feed")


@pytest.fixture
def guarded(place: Path) -> Iterator[tuple[int, Path]]:
    """A server that takes only TLS with a password, on IPv4 and IPv6 loopback: its port, and the root certificate."""
    certificate, key = place / "server.crt", place / "server.key"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    make += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(make, check=True, capture_output=True)
    key.chmod(0o600)
    (place / "hba").write_text(
        "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\nhostssl all all ::1/128 scram-sha-256\n"
    )
    give_to_server(place)
    place.chmod(0o755)
    port = free_port()
    settings = {
        "listen_addresses": "127.0.0.1,::1" if socket.has_ipv6 else "127.0.0.1",
        "port": str(port),
        "hba_file": str(place / "hba"),
        "ssl": "on",
        "ssl_cert_file": str(certificate),
        "ssl_key_file": str(key),
        "password_encryption": "scram-sha-256",
        "wal_level": "logical",
    }
    with running(0, binaries=DEBIAN[-1], settings=settings) as url:
        local = f"{url}&port={port}"
        with psycopg.connect(local, autocommit=True) as administration:
            administration.execute("CREATE ROLE guest LOGIN PASSWORD 'p@ss/w:rd?'")
            with fresh_database(local, administration, "guarded"):
                yield port, certificate


@pytest.mark.skipif(not DEBIAN, reason="no PostgreSQL with TLS is installed")
def test_tls_scram_and_ipv6(guarded: tuple[int, Path]) -> None:
    port, root = guarded
    password = "p%40ss%2Fw%3Ard%3F"
    strict = f"sslmode=verify-full&sslrootcert={root}"
    good = f"postgresql://guest:{password}@localhost:{port}/guarded?{strict}"
    assert "public" in read(good).of("schema")
    if socket.has_ipv6:
        assert "public" in read(f"postgresql://guest:{password}@[::1]:{port}/guarded?sslmode=require").of("schema")
    for url, words in (
        (f"postgresql://guest:wr%C3%B6ng-one@127.0.0.1:{port}/guarded", "check the user and the password"),
        (f"postgresql://guest:{password}@127.0.0.1:{port}/guarded?{strict}", "sslmode is verify-full"),
        (f"postgresql://guest:{password}@127.0.0.1:{port}/guarded?sslmode=disable", "does not let this user in"),
        (f"postgresql://guest@127.0.0.1:{port}/guarded?passfile=/nonexistent", "give a password"),
    ):
        with pytest.raises(DatabaseError) as caught:
            read(url)
        assert words in str(caught.value)
        assert "\n" not in str(caught.value)
        assert "wröng-one" not in str(caught.value)
        assert "p@ss" not in str(caught.value)
