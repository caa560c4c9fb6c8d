"""Each rule of advice on a real database: clean, violated, mended, clean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck import cli, sources
from driftcheck.access.exposed import exposed_of
from driftcheck.advice import RULES, advise
from driftcheck.advice.exposure import is_sensitive
from driftcheck.advice.expressions import always_true, called_per_row
from driftcheck.config import Config
from driftcheck.model import Finding
from tests.access.build import platform

CLEAN = """
create table public.notes (id uuid primary key, user_id uuid not null references auth.users, title text, body text);
create index notes_user on public.notes (user_id);
alter table public.notes enable row level security;
create policy own on public.notes to authenticated
  using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create schema private;
create table private.jobs (id bigint generated always as identity primary key, payload jsonb);
create function public.size_of(t text) returns int language sql immutable set search_path = '' as 'select length(t)';
create function private.is_admin() returns boolean language sql stable security definer set search_path = ''
  as 'select exists (select 1 from public.notes where user_id = auth.uid())';
"""
CASES = [
    ("rls-disabled", "create table public.leads (id int primary key)", "public.leads",
     "alter table public.leads enable row level security; create policy none on public.leads using (false)"),
    ("rls-disabled", "create table public.leads (id int primary key)", "public.leads",
     "revoke all on public.leads from public, anon, authenticated"),
    ("policy-without-rls", "alter table public.notes disable row level security", "public.notes",
     "alter table public.notes enable row level security"),
    ("rls-without-policy", "drop policy own on public.notes", "public.notes",
     "create policy own on public.notes using (user_id = (select auth.uid()))"),
    ("write-policy-always-true", "alter policy own on public.notes using (true)", "public.notes.own",
     "alter policy own on public.notes using (user_id = (select auth.uid()))"),
    ("write-policy-always-true", "alter policy own on public.notes with check (1 = 1 or title is null)",
     "public.notes.own", "alter policy own on public.notes with check (user_id = (select auth.uid()))"),
    ("write-policy-always-true", "drop policy own on public.notes; create policy w on public.notes for insert to anon"
     " with check (true)", "public.notes.w", "alter policy w on public.notes to service_role"),
    ("several-permissive-policies", "create policy titled on public.notes for select using (title <> '')",
     "public.notes", "drop policy titled on public.notes"),
    ("several-permissive-policies", "create policy titled on public.notes for select to authenticated using (title <> '')",
     "public.notes", "alter policy titled on public.notes to anon"),
    ("auth-call-per-row", "alter policy own on public.notes using (auth.uid() = user_id)", "public.notes.own",
     "alter policy own on public.notes using ((select auth.uid()) = user_id)"),
    ("auth-call-per-row", "alter policy own on public.notes using (user_id::text = current_setting('app.user'))",
     "public.notes.own", "alter policy own on public.notes using (user_id::text = (select current_setting('app.user')))"),
    ("user-metadata-trusted", "alter policy own on public.notes using"
     " (((select auth.jwt()) -> 'user_metadata' ->> 'role') = 'admin')", "public.notes.own",
     "alter policy own on public.notes using (((select auth.jwt()) -> 'app_metadata' ->> 'role') = 'admin')"),
    ("user-metadata-trusted", "create function private.boss() returns boolean language sql stable set search_path = ''"
     " as $$ select (auth.jwt() -> 'user_metadata' ->> 'boss')::boolean $$; alter policy own on public.notes using"
     " ((select private.boss()))", "public.notes.own", "create or replace function private.boss() returns boolean"
     " language sql stable set search_path = '' as $$ select (auth.jwt() -> 'app_metadata' ->> 'boss')::boolean $$"),
    ("definer-view", "create view public.titles as select title from public.notes", "public.titles",
     "alter view public.titles set (security_invoker = true)"),
    ("definer-view", "create view public.titles as select title from public.notes", "public.titles",
     "alter view public.titles set schema private"),
    ("definer-view", "create view public.titles with (security_invoker = of) as select title from public.notes",
     "public.titles", "alter view public.titles set (security_invoker = 'T')"),
    ("definer-function-callable", "create function public.purge() returns void language sql security definer"
     " set search_path = '' as 'delete from public.notes'", "public.purge()",
     "revoke execute on function public.purge() from public, anon"),
    ("definer-function-callable", "alter function public.size_of(text) security definer", "public.size_of(text)",
     "alter function public.size_of(text) security invoker"),
    ("mutable-search-path", "alter function public.size_of(text) reset search_path", "public.size_of(text)",
     "alter function public.size_of(text) set search_path = public, pg_temp"),
    ("foreign-key-without-index", "drop index public.notes_user", "public.notes.notes_user_id_fkey",
     "create index again on public.notes (user_id, title)"),
    ("foreign-key-without-index", "drop index public.notes_user; create index partly on public.notes (user_id) where"
     " title is not null", "public.notes.notes_user_id_fkey",
     "create index again on public.notes (user_id) where user_id is not null"),
    ("duplicate-index", "create index notes_user_2 on public.notes using btree (user_id)", "public.notes_user_2",
     "drop index public.notes_user"),
    ("duplicate-index", "create unique index notes_id on public.notes (id)", "public.notes_id",
     "drop index public.notes_id"),
    ("no-primary-key", "alter table private.jobs drop constraint jobs_pkey", "private.jobs",
     "alter table private.jobs add primary key (id)"),
    ("sensitive-column-exposed", "alter table public.notes add api_key text; create policy read on public.notes for"
     " select to anon using (true)", "public.notes.api_key", "revoke select on public.notes from anon"),
    ("public-bucket-lists", "insert into storage.buckets (id, name, public) values ('faces', 'faces', true); create"
     " policy list on storage.objects for select using (bucket_id = 'faces')", "faces",
     "alter policy list on storage.objects using (bucket_id = 'faces' and (storage.foldername(name))[1] = 'x')"),
    ("public-bucket-lists", "insert into storage.buckets (id, name, public) values ('faces', 'faces', true); create"
     " policy list on storage.objects for select using (bucket_id in ('faces', 'docs') and (select auth.role()) ="
     " 'authenticated')", "faces", "update storage.buckets set public = false"),
]  # fmt: skip


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute(CLEAN)
        yield connection


def found(url: str, config: Config | None = None) -> list[Finding]:
    snapshot = sources.read(url)
    return advise(snapshot, exposed_of(snapshot, (config or Config()).schemas), RULES)


@pytest.mark.parametrize(("rule", "violate", "object", "mend"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)])
def test_clean_violated_mended(
    connection: psycopg.Connection, database: str, rule: str, violate: str, object: str, mend: str
) -> None:
    assert found(database) == []
    connection.execute(violate)
    (finding,) = found(database)
    assert (finding.rule, finding.object, finding.status) == (f"advice-{rule}", object, "advice")
    connection.execute(mend)
    assert found(database) == []


def test_an_extension_in_public(connection: psycopg.Connection, database: str) -> None:
    connection.execute("create schema if not exists extensions")
    connection.execute("create extension vector schema public")
    assert [(f.rule, f.object) for f in found(database)] == [("advice-extension-in-public", "vector")]
    connection.execute("alter extension vector set schema extensions")
    assert found(database) == []


def test_every_rule_is_tried() -> None:
    assert {f"advice-{case[0]}" for case in CASES} | {"advice-extension-in-public"} == set(RULES)


def test_the_served_schemas_are_those_of_the_configuration_or_of_postgrest(
    connection: psycopg.Connection, database: str
) -> None:
    connection.execute("grant usage on schema private to anon; grant all on private.jobs to anon")
    assert found(database) == []
    of_private = found(database, Config(schemas=["private"]))
    assert [f.object for f in of_private] == ["private.jobs", "private.is_admin()"]
    name = connection.info.dbname
    connection.execute(f"alter role authenticator in database {name} set pgrst.db_schemas = 'public, private'")
    assert found(database) == of_private


def test_without_the_platforms_roles_whoever_has_a_grant_is_a_caller(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table public.a (id int primary key); create table public.b (id int primary key)")
        connection.execute("grant select on public.b to public; create policy p on public.a to public using (true)")
        assert [(f.rule, f.object) for f in found(database)] == [
            ("advice-policy-without-rls", "public.a"),
            ("advice-rls-disabled", "public.b"),
        ]


def test_advice_is_off_unless_asked_for(
    connection: psycopg.Connection, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    connection.execute("create view public.titles as select title from public.notes")
    connection.execute("alter table private.jobs drop constraint jobs_pkey")
    (tmp_path / "db.md").write_text("# public.notes\n\n| Column | Type |\n|---|---|\n| id | uuid |\n")

    def rules(*options: str) -> tuple[int, list[str]]:
        code = cli.run(["check", database, "-e", "db.md", "-f", "json", *options])
        out = json.loads(capsys.readouterr().out)
        return code, [f["rule"] for f in out["findings"] if f["status"] == "advice"]

    assert rules() == (0, [])
    assert rules("--advice") == (1, ["advice-definer-view", "advice-no-primary-key"])
    (tmp_path / "driftcheck.toml").write_text('[severity]\n"advice-no-primary-key" = "warning"\n')
    assert rules() == (0, ["advice-no-primary-key"])
    (tmp_path / "driftcheck.toml").write_text('[severity]\n"advice-definer-*" = "off"\n')
    assert rules("--advice") == (0, ["advice-no-primary-key"])


def test_what_the_comparison_says_already_is_not_advised(
    connection: psycopg.Connection, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection.execute("alter table public.notes disable row level security")
    page = tmp_path / "db.md"
    page.write_text(
        "```sql\nCREATE TABLE public.notes (id uuid);\nALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;\n```\n"
    )
    cli.run(["check", database, "-e", str(page), "-f", "json", "--advice"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [f["rule"] for f in found if f["severity"] == "error"].count("table-rls-changed") == 1
    assert not [f for f in found if f["status"] == "advice"]


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("auth.uid() = user_id", ["auth.uid()"]),
        ("(SELECT auth.uid() AS uid) = user_id", []),
        ("(EXISTS (SELECT 1 FROM members m WHERE m.user_id = auth.uid()))", ["auth.uid()"]),
        ("(EXISTS (SELECT 1 FROM members m WHERE m.user_id = (SELECT auth.uid())))", []),
        ("((auth.jwt() ->> 'x') = 'y') AND auth.role() = 'z'", ["auth.jwt()", "auth.role()"]),
        ("not (sql", []),
    ],
)
def test_calls_per_row(text: str, calls: list[str]) -> None:
    assert list(called_per_row(text)) == calls


@pytest.mark.parametrize(("text", "is_true"), [("true", True), ("('t'::boolean)", True), ("true and x", False),
    ("x or (1 = 1)", True), ("not true", False), ("1 = 2", False), ("false", False), (None, False)])  # fmt: skip
def test_always_true(text: str | None, is_true: bool) -> None:
    assert always_true(text) is is_true


@pytest.mark.parametrize(
    "name", ["password", "password_hash", "stripe_secret_key", "apiKey", "card_number", "tax_id", "ssn"]
)
def test_names_of_secrets(name: str) -> None:
    assert is_sensitive(name)


@pytest.mark.parametrize(
    "name", ["password_changed_at", "has_password", "opinion", "is_secret", "token_count", "title", ""]
)
def test_names_of_nothing_secret(name: str) -> None:
    assert not is_sensitive(name)
