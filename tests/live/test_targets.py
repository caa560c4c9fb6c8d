"""What a target's spelling means, and that no password ever comes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck import secrets
from driftcheck.errors import DatabaseError, UsageError
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from tests.support.servers import with_database

REF = "abcdefghijklmnopqrst"
DIRECT = {"host": f"db.{REF}.supabase.co", "port": "5432", "user": "postgres", "dbname": "postgres"}
POOLER = f"postgresql://postgres.{REF}:s3cr3t!pass@aws-0-eu-west-1.pooler.supabase.com:6543/postgres"


@pytest.mark.parametrize(
    "spelling",
    [
        f"https://{REF}.supabase.co",
        f"https://{REF}.supabase.co/",
        f"HTTPS://{REF}.supabase.co/rest/v1/",
        f"https://supabase.com/dashboard/project/{REF}",
        f"https://supabase.com/dashboard/project/{REF}/editor?schema=public",
        REF,
    ],
)
def test_a_supabase_project_is_its_direct_host(spelling: str) -> None:
    target = resolve(spelling, {"SUPABASE_DB_PASSWORD": "pa ss@w/rd"})
    assert target.conninfo == {**DIRECT, "password": "pa ss@w/rd"}
    assert target.sslmode == "require"
    assert (target.project, target.direct) == (REF, True)
    assert target.name == f"https://{REF}.supabase.co"
    assert "pa ss" not in repr(target)


def test_a_pooler_string_names_its_project() -> None:
    target = resolve(POOLER + "?pgbouncer=true&connection_limit=1&supa=base-pooler.x", {})
    assert target.conninfo == {
        "host": "aws-0-eu-west-1.pooler.supabase.com",
        "port": "6543",
        "user": f"postgres.{REF}",
        "password": "s3cr3t!pass",
        "dbname": "postgres",
    }
    assert (target.project, target.direct, target.sslmode) == (REF, False, "require")
    assert target.name == f"postgresql://postgres.{REF}@aws-0-eu-west-1.pooler.supabase.com:6543/postgres"


def test_the_dashboards_placeholder_is_the_password() -> None:
    shown = f"postgresql://postgres:[YOUR-PASSWORD]@db.{REF}.supabase.co:5432/postgres"
    assert resolve(shown, {"SUPABASE_DB_PASSWORD": "x/y@z1"}).conninfo["password"] == "x/y@z1"
    with pytest.raises(UsageError, match="SUPABASE_DB_PASSWORD"):
        resolve(shown, {})


def test_the_local_stack_is_its_database() -> None:
    for host in ("127.0.0.1", "localhost"):
        target = resolve(f"http://{host}:54321", {})
        assert target.conninfo["port"] == "54322"
        assert target.conninfo["password"] == "postgres"
        assert target.sslmode is None


@pytest.mark.parametrize(
    ("spelling", "conninfo", "sslmode"),
    [
        ("postgres://me@example.org/db", {"host": "example.org", "user": "me", "dbname": "db"}, "require"),
        ("postgresql+psycopg://me@example.org/db", {"host": "example.org", "user": "me", "dbname": "db"}, "require"),
        ("POSTGRESQL://example.org", {"host": "example.org"}, "require"),
        ("postgresql://h/d?sslmode=verify-full", {"host": "h", "dbname": "d", "sslmode": "verify-full"}, None),
        ("postgresql://h/d?sslmode=disable", {"host": "h", "dbname": "d", "sslmode": "disable"}, None),
        ("postgresql://127.0.0.1/d", {"host": "127.0.0.1", "dbname": "d"}, None),
        ("postgresql://[::1]:5433/d", {"host": "::1", "port": "5433", "dbname": "d"}, None),
        ("postgresql:///d?host=/tmp", {"host": "/tmp", "dbname": "d"}, None),
        (
            "postgresql://localhost,far.example/d",
            {"host": "localhost,far.example", "port": ",", "dbname": "d"},
            "require",
        ),
        (
            "host=example.org dbname=d password='a b'",
            {"host": "example.org", "dbname": "d", "password": "a b"},
            "require",
        ),
        ("service=mine", {"service": "mine"}, None),
    ],
)
def test_what_libpq_reads_is_read(spelling: str, conninfo: dict[str, str], sslmode: str | None) -> None:
    target = resolve(spelling, {"PGSERVICEFILE": "/nonexistent"})
    assert (target.conninfo, target.sslmode) == (conninfo, sslmode)


def test_a_service_file_has_its_say_about_tls(tmp_path: Path) -> None:
    file = tmp_path / "services"
    file.write_text("[strict]\nhost=far.example\nsslmode=verify-full\n\n[lax]\nhost=far.example\n[here]\nhost=/tmp\n")
    environ = {"PGSERVICEFILE": str(file)}
    assert resolve("service=strict", environ).sslmode is None
    assert resolve("service=lax", environ).sslmode == "require"
    assert resolve("service=here", environ).sslmode is None
    assert resolve("postgresql://far.example/d", {"PGSSLMODE": "verify-ca"}).sslmode is None


def test_the_environment_is_asked_in_a_fixed_order() -> None:
    order = ("SUPABASE_DB_URL", "DATABASE_URL", "POSTGRES_URL_NON_POOLING", "POSTGRES_URL")
    environ = {name: f"postgresql://{name.lower().replace('_', '-')}.example/d" for name in order} | {"PGHOST": "/tmp"}
    for name in order:
        assert resolve(None, environ).conninfo["host"] == f"{name.lower().replace('_', '-')}.example"
        del environ[name]
    assert resolve(None, environ).conninfo == {}
    with pytest.raises(UsageError, match="which database"):
        resolve(None, {})


@pytest.mark.parametrize(
    "spelling",
    [
        "mysql://me:s3cr3t@h/d",
        "https://me:s3cr3t@example.org",
        "https://[bad",
        "postgresql://me:s3cr3t@h/d?sslmod=require",
        "postgresql://me:s3/cr3t#@h/d?x=y",
        "host=h pasword=s3cr3t",
        "host=h password='s3cr3t",
        "just words",
        "",
    ],
)
def test_what_is_no_target_is_one_line_without_its_password(spelling: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(spelling, {})
    text = secrets.scrub(str(caught.value))
    assert "\n" not in text
    assert "cr3t" not in text or "pasword" in spelling


@pytest.mark.parametrize("password", ["sim ple", "p@ss/w:rd?#%", "per%20cent", 'it\'s \\ "odd"', "ünïcode€", "a+b&c=d"])
def test_no_form_of_a_password_comes_out(password: str) -> None:
    from urllib.parse import quote, quote_plus

    secrets.know([password])
    for form in (password, quote(password, safe=""), quote_plus(password), repr(password), password.replace("'", "''")):
        scrubbed = secrets.scrub(f"before {form} after")
        assert form not in scrubbed
        assert scrubbed.startswith("before ")
        assert scrubbed.endswith(" after")


def test_secrets_of_the_environment_do_not_come_out() -> None:
    secrets.know_environment({"SUPABASE_ACCESS_TOKEN": "sbp_token_1", "DATABASE_URL": "postgres://me:from%2Furl@h/d"})
    assert secrets.scrub("x sbp_token_1 from%2Furl from/url y") == "x *** *** *** y"


def fails(url: str, timeout: float = 5) -> str:
    with pytest.raises(DatabaseError) as caught:
        live.read(resolve(url, {}), timeout=timeout)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_database_that_cannot_be_reached_is_one_line_that_says_what_to_do(server: str) -> None:
    assert "check the names of the database and the role" in fails(with_database(server, "not_there"))
    assert "check the names of the database and the role" in fails(
        with_database(server, "postgres", user="nobody_here")
    )
    assert "check host and port" in fails("postgresql://127.0.0.1:1/d")
    assert "check the socket's directory" in fails("postgresql:///d?host=/nonexistent")
    assert "check the host's name" in fails("postgresql://me:s3cr3t-word@no-such-host.invalid/d")
    assert "s3cr3t-word" not in fails("postgresql://me:s3cr3t-word@no-such-host.invalid/d")
    assert "Session pooler" in fails(
        f"postgresql://postgres:s3cr3t-word@db.{REF}.supabase.invalid/d".replace(".invalid", ".co")
    )


@pytest.mark.parametrize(
    "password",
    [
        "aa@Hidden/x",
        "aa@Hidden?x",
        "aa@Hidden",
        "@Hidden",
        "aa/Hidden",
        "aa?Hidden",
        "aa?x=Hidden",
        "aa@Hidden:99",
        "a/Hid@den",
    ],
)
@pytest.mark.parametrize("user", ["postgres", "u", ""])
def test_a_password_that_is_not_encoded_is_never_taken_for_a_host(user: str, password: str) -> None:
    with pytest.raises(UsageError, match="percent-encode") as caught:
        resolve(f"postgresql://{user}:{password}@127.0.0.1:1/postgres", {})
    assert not any(part in str(caught.value) for part in ("Hidden", "Hid", "den"))


@pytest.mark.parametrize(
    "url",
    ["h:5432/d?user=me@corp", "me:p@h/d@x", "me:a#b:c@h/d", "[::1]:5432/d?user=me@x", "me@h1:1,h2:2/d", "/d?host=@x"],
)
def test_an_at_elsewhere_is_no_password(url: str) -> None:
    assert resolve(f"postgresql://{url}", {}).conninfo["dbname"].startswith("d")
