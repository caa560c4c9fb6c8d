"""`init`: a first configuration that works at once, made from what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.drifted import PAGE, Run, change

FILE = Path("driftcheck.toml")


def made() -> dict[str, Any]:
    data = tomllib.loads(FILE.read_text())
    target = data["targets"]["production"]
    assert isinstance(target, dict)
    return target


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "SUPABASE_DB_URL", "POSTGRES_URL", "POSTGRES_URL_NON_POOLING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_it_writes_works_at_once(kiosk: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DB", kiosk)
    code, out, err = run("init")
    assert (code, out) == (0, "")
    assert made() == {"url_env": "KIOSK_DB", "expected": ["docs/schema.md"]}
    assert kiosk not in FILE.read_text() + err
    assert run("check")[0] == 1
    change(kiosk, "DROP TABLE tmp_import; ALTER TABLE customers ALTER email TYPE varchar(255)")
    assert run("check")[0] == 0
    assert run("accept", "--prune")[0] == 0


def test_it_never_overwrites(folder: Path, run: Run) -> None:
    FILE.write_text("# mine\n")
    code, _, err = run("init")
    assert (code, err.count("\n"), FILE.read_text()) == (2, 1, "# mine\n")
    FILE.unlink()
    Path("pyproject.toml").write_text('[tool.driftcheck]\nfail_on = "info"\n')
    code, _, err = run("init")
    assert (code, "pyproject.toml" in err, FILE.exists()) == (2, True, False)
    FILE.symlink_to("nowhere")
    assert run("init")[0] == 2


def test_an_empty_folder_says_what_to_do(folder: Path, run: Run) -> None:
    code, _, err = run("init")
    assert (code, made()) == (0, {"url_env": "DATABASE_URL"})
    assert "no document" in err
    assert run("init", "--quiet", "--config", "other.toml")[::2] == (0, "")


def test_todays_state_can_be_the_expected_one(
    database: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    change(database, "CREATE TABLE a (id int)")
    Path("supabase/migrations").mkdir(parents=True)
    code, _, err = run("init")
    assert code == 0
    assert "supabase/migrations" in err
    Path("expected").mkdir()
    assert run("snapshot", "-o", "expected/production.json")[0] == 0
    assert run("check", "--fail-on", "info")[0] == 0
    change(database, "CREATE TABLE b (id int)")
    assert run("check")[0] == 1


@pytest.mark.parametrize(
    ("files", "variable"),
    [
        ({".env": "X=1\nexport APP_DB='postgres://u:p@h/d'\n"}, "APP_DB"),
        ({".env": "OTHER=postgres://h/d\nDATABASE_URL=postgresql://h/d\n"}, "DATABASE_URL"),
        ({".env.example": 'PG_URL="postgresql+psycopg://u@h/d"\n', ".env": "REDIS_URL=redis://h\n"}, "PG_URL"),
        ({".github/workflows/ci.yml": "env: {A: '${{ secrets.STAGING_DATABASE_URL }}'}\n"}, "STAGING_DATABASE_URL"),
        ({"prisma/schema.prisma": 'url = env("POSTGRES_PRISMA_URL")\n'}, "POSTGRES_PRISMA_URL"),
        ({"supabase/config.toml": ""}, "SUPABASE_DB_URL"),
    ],
)
def test_the_variable_is_seen(files: dict[str, str], variable: str, folder: Path, run: Run) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    assert run("init")[0] == 0
    assert made()["url_env"] == variable
    assert "u:p" not in FILE.read_text()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["README.md", "docs/database.md", "docs/database-proposal.md", "node_modules/x/schema.md"], ["docs/database.md"]),
        (["notes/orders.md"], ["notes/orders.md"]),
        (["docs/db/a_schema.md", "docs/db/b_schema.md"], ["docs/db/a_schema.md", "docs/db/b_schema.md"]),
        ([f"docs/tables/t{i}.md" for i in range(14)], ["docs/tables"]),
        (["expected/shop.yaml", "docs/schema.md"], ["expected/shop.yaml"]),
    ],
)  # fmt: skip
def test_what_describes_the_schema_is_seen(files: list[str], expected: list[str], folder: Path, run: Run) -> None:
    for name in files:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        text = "format: 1\ntables:\n  public.a: {}\n" if name.endswith(".yaml") else PAGE
        Path(name).write_text("# Hello\n" if name == "README.md" else text)
    Path("docs").mkdir(exist_ok=True)
    Path("docs/schema-gone.md").symlink_to("nowhere")
    assert run("init")[0] == 0
    assert made()["expected"] == expected
