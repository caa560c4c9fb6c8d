"""Reading through the Management API: a server of our own that speaks its protocol, with a real PostgreSQL behind it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from driftcheck import cli, secrets
from driftcheck.errors import DatabaseError, UsageError
from driftcheck.model import Snapshot
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import Target, resolve, through_api
from tests.live.support import build_rich, facts, read, run

REF = "abcdefghijklmnopqrst"
TOKEN = "sbp_0123456789abcdef"


class Endpoint(ThreadingHTTPServer):
    """Runs each query text as one simple query and answers with the rows of the last result that has any, as objects."""

    daemon_threads = True

    def __init__(self, database: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.database = database
        self.requests: list[str] = []
        self.queries: list[str] = []
        self.answer: tuple[int, dict[str, str], bytes] | None = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        self.server.requests.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.answer is not None:
            self.send(*self.server.answer)
        elif self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.send(401, {}, b'{"message": "Unauthorized"}')
        elif self.path != f"/v1/projects/{REF}/database/query/read-only":
            self.send(404, {}, b'{"message": "Not found"}')
        else:
            self.server.queries.append(json.loads(body)["query"])
            self.send(*self.run(self.server.queries[-1]))

    def run(self, query: str) -> tuple[int, dict[str, str], bytes]:
        rows: list[dict[str, Any]] = []
        with psycopg.connect(self.server.database, autocommit=True) as connection:
            try:
                cursor = connection.execute(query)  # type: ignore[arg-type]
            except psycopg.Error as error:
                message = f"Failed to run sql query: ERROR: {error.sqlstate}: {error}"
                return 400, {}, json.dumps({"message": message}).encode()
            while True:
                if cursor.description and cursor.rowcount:
                    names = [column.name for column in cursor.description]
                    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                if not cursor.nextset():
                    break
        return 201, {}, json.dumps(rows).encode()

    def send(self, code: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        return


@contextlib.contextmanager
def endpoint(database: str) -> Iterator[Endpoint]:
    server = Endpoint(database)
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def target(server: Endpoint, token: str = TOKEN) -> Target:
    environ = {"SUPABASE_ACCESS_TOKEN": token, "SUPABASE_API_URL": server.url}
    return through_api(resolve(f"https://{REF}.supabase.co", environ), environ)


def through(server: Endpoint, token: str = TOKEN, timeout: float = 20) -> Snapshot:
    return live.read(target(server, token), timeout=timeout)


def test_the_api_shows_what_a_connection_shows(each_database: str) -> None:
    build_rich(each_database)
    direct = read(each_database)
    with endpoint(each_database) as server:
        snapshot = through(server)
    run(each_database, "DROP SUBSCRIPTION feed")
    assert snapshot.database == REF
    assert len(server.requests) == 2
    for kind in direct.objects:
        assert facts(snapshot, kind) == facts(direct, kind), kind
    assert (snapshot.server, snapshot.withheld) == (direct.server, direct.withheld)
    assert snapshot.not_modelled == direct.not_modelled


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, {}, b'{"message": "Unauthorized"}'), "make a new token"),
        ((403, {}, b"nothing"), "may not read this project"),
        ((404, {}, b""), "check the project's reference"),
        ((429, {}, b""), "try again in a minute"),
        ((500, {}, b'{"message": "oops\\nsbp_0123456789abcdef"}'), "the API says 500 oops ***"),
        ((200, {}, b"<html>"), "did not answer with JSON"),
        ((200, {}, b"[]"), "unexpected way"),
        ((200, {}, b'{"a": 1}'), "unexpected way"),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), "the API says 302"),
        ((400, {}, b'{"message": "Failed to run sql query: ERROR: 42501: permission denied"}'), "permission denied"),
    ],
)
def test_a_refusal_is_one_line(database: str, answer: tuple[int, dict[str, str], bytes], words: str) -> None:
    with endpoint(database) as server:
        server.answer = answer
        with pytest.raises(DatabaseError) as caught:
            through(server)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_wrong_token_and_an_api_that_is_not_there(database: str) -> None:
    with endpoint(database) as server, pytest.raises(DatabaseError, match="make a new token"):
        through(server, token="sbp_wrong-one")
    with pytest.raises(DatabaseError, match="cannot reach"):
        through(server)
    assert secrets.scrub("sbp_wrong-one") == "***"


def test_the_api_needs_a_project_a_token_and_a_safe_address() -> None:
    project = resolve(f"https://{REF}.supabase.co", {})
    with pytest.raises(UsageError, match="SUPABASE_ACCESS_TOKEN"):
        through_api(project, {})
    with pytest.raises(UsageError, match="no Supabase project"):
        through_api(resolve("postgresql://example.org/d", {}), {"SUPABASE_ACCESS_TOKEN": TOKEN})
    with pytest.raises(UsageError, match="https"):
        through_api(project, {"SUPABASE_ACCESS_TOKEN": TOKEN, "SUPABASE_API_URL": "http://example.org"})
    assert TOKEN not in repr(through_api(project, {"SUPABASE_ACCESS_TOKEN": TOKEN}))


def test_all_is_asked_in_one_select_that_can_write_nothing(database: str) -> None:
    with endpoint(database) as server:
        through(server)
    _, query = server.queries
    *settings, select = query.split(";\n")
    assert settings[0] == "SET LOCAL search_path = ''"
    assert "SET LOCAL transaction_read_only = on" in settings
    assert all(statement.startswith("SET LOCAL ") for statement in settings)
    assert select.startswith("SELECT ")


@pytest.fixture
def project(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    run(database, "CREATE TABLE public.films (id integer PRIMARY KEY, title text NOT NULL)")
    with endpoint(database) as server:
        monkeypatch.setenv("SUPABASE_ACCESS_TOKEN", TOKEN)
        monkeypatch.setenv("SUPABASE_API_URL", server.url)
        yield server


@pytest.mark.parametrize(
    "spelling", [REF, f"https://{REF}.supabase.co", f"postgresql://postgres@db.{REF}.supabase.co/postgres"]
)
def test_every_command_reads_through_the_api(
    project: Endpoint, spelling: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = str(tmp_path / "kept.json")
    assert cli.run(["snapshot", spelling, "--via", "api", "-o", kept]) == 0
    assert cli.run(["check", spelling, "--via", "api", "-e", kept]) == 0
    assert cli.run(["diff", kept, spelling, "--via", "api"]) == 0
    assert cli.run(["access", spelling, "--via", "api"]) == 0
    run(project.database, "ALTER TABLE public.films DROP COLUMN title")
    assert cli.run(["check", spelling, "--via", "api", "-e", kept]) == 1
    capsys.readouterr()
    assert cli.run(["show", spelling, "--via", "api", "-f", "jsonl"]) == 0
    assert '"object":"public.films"' in capsys.readouterr().out.replace('": "', '":"')


def test_through_the_api_a_configured_target_is_read_and_what_cannot_be_is_said(
    project: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("driftcheck.toml").write_text(f'[targets.production]\nurl = "https://{REF}.supabase.co"\n')
    assert cli.run(["snapshot", "--via", "api", "-o", "live.json"]) == 0
    project.answer = (500, {}, b"{}")
    assert cli.run(["snapshot", "--via", "api"]) == 3
    monkeypatch.delenv("SUPABASE_ACCESS_TOKEN")
    assert cli.run(["snapshot", "--via", "api"]) == 2
    assert "SUPABASE_ACCESS_TOKEN" in capsys.readouterr().err
    assert cli.run(["snapshot", "postgresql://localhost/x", "--via", "api"]) == 2
    assert "no Supabase project" in capsys.readouterr().err
