"""What documents say about access, held against databases that keep it and databases that do not."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from driftcheck import build, sources
from driftcheck.build.code import create_policy
from driftcheck.compare import compare
from driftcheck.kinds.policy import Policy
from driftcheck.model import Finding, Snapshot
from driftcheck.names import quote, split
from tests.access.build import platform

OURVIDZ = Path(__file__).parents[3] / "shared" / "documents" / "ourvidz.md"

NOTES = """# Database

## Tables

### notes

| column | type |
|---|---|
| id | uuid |
| user_id | uuid |
| title | text |

## RLS policies

- **notes**: {sentence}
"""
SCHEMA = """create table public.notes (id uuid, user_id uuid, title text); alter table public.notes enable row level security;"""
ADMIN = "(auth.jwt() -> 'app_metadata' ->> 'role') = 'admin'"


def findings(expected: Snapshot, url: str) -> list[Finding]:
    found = compare(expected, sources.read(url)).findings
    return [f for f in found if f.rule.startswith("access-")]


@pytest.mark.parametrize(
    ("sentence", "policies", "rules"),
    [
        ("Users can only access their own notes", ["using (auth.uid() = user_id)"], []),
        ("Users can only access their own notes", ["using (auth.uid() is not null)"], ["access-wider-than-documented"]),
        ("Users can only access their own notes", [], ["access-narrower-than-documented"]),
        ("Users can view their own notes", ["using (auth.uid() = user_id)"], ["access-wider-than-documented"]),
        ("Users can view their own notes", ["for select using (auth.uid() = user_id)"], []),
        ("Admin-only access", [f"using ({ADMIN})"], []),
        ("Admin-only access", ["for select using (true)"], ["access-wider-than-documented"]),
        ("Read-only for authenticated users", ["for select to authenticated using (true)"], []),
        ("Read-only for authenticated users", ["for select using (true)"], ["access-wider-than-documented"]),
        ("Users can only see their own rows", ["using (auth.uid() = user_id)"], []),
        ("Users can only see their own rows", ["for select using (true)"], ["access-wider-than-documented"]),
        ("Users can read only their own notes", ["using (auth.uid() = user_id)"], []),
        ("Users can read and write only their own notes", ["using (auth.uid() = user_id)"], []),
        ("Users can read and write only their own notes", ["for select using (auth.uid() = user_id)"],
         ["access-narrower-than-documented"]),
        ("Only admins can delete", ["for select using (true)", f"for delete using ({ADMIN})"], []),
        ("Only admins can delete", ["for select using (true)", "for delete using (true)"], ["access-wider-than-documented"]),
        ("Only the author may edit or delete a note",
         ["for select using (true)", "for update using (auth.uid() = user_id)", "for delete using (auth.uid() = user_id)"], []),
        ("Only the author may edit or delete a note", ["for select using (true)", "for update using (auth.uid() = user_id)",
         "for delete using (auth.uid() is not null)"], ["access-wider-than-documented"]),
        ("Only the service role can write to this table", ["for select using (true)"], []),
        ("Only the service role can write to this table", ["for insert with check (true)"], ["access-wider-than-documented"]),
        ("Users can create notes for themselves only",
         ["for select using (auth.uid() = user_id)", "for insert with check (auth.uid() = user_id)"], []),
        ("Users can create notes for themselves only", ["for insert with check (true)"], ["access-wider-than-documented"]),
        ("Users cannot modify other users' notes",
         ["for select using (true)", "for update using (auth.uid() = user_id)"], []),
        ("Users cannot modify other users' notes",
         ["for select using (true)", "for update using (auth.uid() is not null)"], ["access-wider-than-documented"]),
        ("Notes cannot be updated once created",
         ["for select using (auth.uid() = user_id)", "for insert with check (auth.uid() = user_id)"], []),
        ("Notes cannot be updated once created", ["using (auth.uid() = user_id)"], ["access-wider-than-documented"]),
        ("Notes are private to the user who created them", ["using (auth.uid() = user_id)"], []),
        ("Notes are private to the user who created them", ["for select using (true)"], ["access-wider-than-documented"]),
        ("The owner can read, update and delete the note", ["using (auth.uid() = user_id)"], []),
        ("Archived notes are hidden from users", ["for select using (auth.uid() = user_id)"], ["access-unverified"]),
        ("Anyone can read notes", ["for select using (true)"], []),
        ("Anyone can read notes", ["for select to authenticated using (true)"], ["access-narrower-than-documented"]),
        ("Users can react to notes", ["for select using (true)"], ["access-unverified"]),
        ("Nobody can delete", ["using (auth.uid() = user_id)"], ["access-wider-than-documented"]),
        ("Service role only", [], []),
        ("Users can access their own. Editors may publish", ["for select using (true)"], ["access-wider-than-documented"]),
        ("Users can access their own. Editors may publish", ["for select to authenticated using (true)"],
         ["access-unverified"]),
        ("Users can access their own. Alle sehen den Rest", ["for select using (true)"], ["access-unverified"]),
        ("Service role only", ["for insert to anon with check (true)"], ["access-wider-than-documented"]),
    ],
)  # fmt: skip
def test_one_sentence_against_policies(
    tmp_path: Path, database: str, sentence: str, policies: list[str], rules: list[str]
) -> None:
    page = tmp_path / "db.md"
    page.write_text(NOTES.format(sentence=sentence))
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute(SCHEMA)
        for i, policy in enumerate(policies):
            connection.execute(f'create policy "p{i}" on public.notes {policy}')
    found = findings(sources.read(str(page)), database)
    assert [f.rule for f in found] == rules
    assert all(f.object == "public.notes" and sentence in f.message and f.at is not None for f in found)


def test_a_wider_finding_names_who_what_and_the_policy(tmp_path: Path, database: str) -> None:
    page = tmp_path / "db.md"
    page.write_text(NOTES.format(sentence="Users can only access their own notes"))
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute(SCHEMA + 'create policy "leak" on public.notes for select to anon using (title is not null)')
    (found,) = findings(sources.read(str(page)), database)
    assert "anonymous callers can select some rows, by “leak” ((title IS NOT NULL))" in found.message
    assert found.severity == "error"


def test_without_the_platforms_callers_nothing_is_said(tmp_path: Path, database: str) -> None:
    page = tmp_path / "db.md"
    page.write_text(NOTES.format(sentence="Admin-only access"))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCHEMA + "alter table public.notes disable row level security")
    assert findings(sources.read(str(page)), database) == []


@pytest.mark.parametrize("said", ["All tables have row level security enabled.", "**RLS**: enabled"])
def test_row_security_that_is_off_is_one_finding(tmp_path: Path, database: str, said: str) -> None:
    page = tmp_path / "db.md"
    text = NOTES.format(sentence="Users can only access their own notes")
    page.write_text(
        text.replace("### notes", f"### notes\n\n{said}") if "**" in said else f"{text}\n## Notes\n\n{said}\n"
    )
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute(SCHEMA + "alter table public.notes disable row level security")
    found = [f.rule for f in compare(sources.read(str(page)), sources.read(database)).findings if f.severity == "error"]
    assert found == (["table-rls-changed"] if "**" in said else ["claim-rls"])


@pytest.fixture
def ourvidz(database: str) -> tuple[str, Snapshot]:
    if not OURVIDZ.exists():
        pytest.skip("the real documents are not next to this checkout")
    document = sources.read(str(OURVIDZ))
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        for statement in build.statements(document, sources.read(database)):
            connection.execute(statement)
    return database, document


def test_a_database_built_to_its_sentences_keeps_them_and_each_broken_one_is_found(
    ourvidz: tuple[str, Snapshot],
) -> None:
    url, document = ourvidz
    assert findings(document, url) == []
    tables = sorted(c.about for c in document.of("claim").values() if c.claim == "access")  # type: ignore[attr-defined]
    assert len(tables) == 22
    live = sources.read(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for table in tables:
            path, policy = next((p, f) for p, f in live.of("policy").items() if getattr(f, "table", "") == table)
            assert isinstance(policy, Policy)
            name = quote(split(path)[-1])
            for breaking, mending in (
                (f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"),
                (f"CREATE POLICY leak ON {table} FOR SELECT TO anon USING (true)", f"DROP POLICY leak ON {table}"),
                (f"DROP POLICY {name} ON {table}", create_policy(path, policy)),
            ):
                connection.execute(breaking)
                found = findings(document, url)
                redundant = breaking.startswith("DROP") and _is_redundant(live, table, policy)
                assert [f.object for f in found] == ([] if redundant else [table]), breaking
                connection.execute(mending)


def _is_redundant(live: Snapshot, table: str, policy: Policy) -> bool:
    """What administrators may read, all signed-in users may read here: the policy adds nothing."""
    others = [f for f in live.of("policy").values() if isinstance(f, Policy) and f.table == table]
    return policy.command == "SELECT" and any(f.using == "true" and f.command == "SELECT" for f in others)
