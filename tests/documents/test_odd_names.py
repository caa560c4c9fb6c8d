"""Names as people write them, and as PostgreSQL keeps them: too long, with a parenthesis, with another dialect's quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.compare import compare
from driftcheck.sources.documents import read as document
from tests.live.support import read, run

TOO_LONG = "Members of the workspace can see every document that was shared with them"
GRID = "\n| Column | Type |\n|---|---|\n| id | int |\n"


@pytest.mark.parametrize(
    "page",
    [
        f'### docs\n{GRID}\n**Policies**\n\n- "{TOO_LONG}" (SELECT)\n',
        f"### docs\n{GRID}\n#### RLS policies\n\n| Policy | Command |\n|---|---|\n| {TOO_LONG} | SELECT |\n",
        f'### docs\n{GRID}\n```sql\nCREATE POLICY "{TOO_LONG}" ON docs FOR SELECT USING (true);\n```\n',
        f"### {'d' * 70}\n{GRID}",
    ],
)
def test_a_name_that_is_too_long_is_met_by_what_postgresql_makes_of_it(
    page: str, database: str, tmp_path: Path
) -> None:
    run(
        database,
        f'CREATE TABLE docs (id int); CREATE POLICY "{TOO_LONG}" ON docs FOR SELECT USING (true)',
        f"CREATE TABLE {'d' * 70} (id int)",
    )
    (tmp_path / "db.md").write_text(f"# Archive\n\n{page}")
    found = compare(document([str(tmp_path / "db.md")]), read(database)).findings
    assert [(f.rule, f.object) for f in found if f.status != "undocumented"] == []


def test_names_that_only_quotes_allow(database: str, tmp_path: Path) -> None:
    ddl = """CREATE TABLE "open (or not" (id int PRIMARY KEY, "a`tick" text, up int REFERENCES "open (or not"(id));
CREATE INDEX "on `it`" ON "open (or not" ("a`tick");"""
    run(database, ddl)
    (tmp_path / "db.md").write_text(f"# Archive\n\n## All tables\n\n```sql\n{ddl}\n```\n")
    expected = document([str(tmp_path / "db.md")])
    assert 'public."open (or not"."a`tick"' in expected.of("column")
    assert [(f.rule, f.object) for f in compare(expected, read(database)).findings] == []
