"""A folder with the kiosk's page, and a database that has drifted from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import drifted


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> drifted.Run:
    """The command line: arguments → exit code, standard output, standard error."""
    return drifted.runner(capsys)


@pytest.fixture
def kiosk(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the drifted database; the current folder holds docs/schema.md."""
    for name in ("DATABASE_URL", "SUPABASE_DB_URL", "POSTGRES_URL", "PGHOST", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/schema.md").write_text(drifted.PAGE)
    drifted.change(database, drifted.LIVE + drifted.DRIFT)
    return database
