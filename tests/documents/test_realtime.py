"""Which tables a page says that Supabase sends the changes of, and what meets that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.reading import taken
from tests.sqlsource.support import report

PAGE = """# Ferry database (Supabase)

## Tables

- `boats` - hulls
- `trips` - crossings

"""
BOTH = {"boats", "trips"}


def published(folder: Path, text: str, page: str = PAGE) -> set[str]:
    found = taken(folder, page + text)
    return {key.rpartition(".")[2] for key in found if key.startswith("publication_member supabase_realtime.public.")}


@pytest.mark.parametrize(
    "text",
    [
        "## Realtime\n\nEnabled on: `boats`, `trips`",
        "## Real-time subscriptions\n\nActive for `boats` and `trips`.",
        "## Realtime\n\n**Enabled tables:** boats, trips",
        "## Notes\n\nRealtime is enabled on `boats` and `public.trips`.",
        "## Notes\n\n- **Realtime**: enabled for boats, trips",
        "## Live\n\nThese tables have `supabase_realtime` publication enabled:\n\n- `boats` - the map\n- `trips`",
        "## Realtime\n\n**Enabled on:**\n- `boats`\n- `trips` - departures",
        "## Tables with realtime enabled\n\n- boats\n- trips",
        "## Live\n\nThe `supabase_realtime` publication includes `boats`, `trips`.",
    ],
)
def test_tables_with_realtime_are_members_of_its_publication(tmp_path: Path, text: str) -> None:
    assert published(tmp_path, text) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        "## Realtime\n\nEnabled on: the map, departures",
        "## Realtime\n\n- `boats` - where each hull is",
        "## Realtime\n\nNot enabled on: `boats`, `trips`",
        "## Realtime\n\nWill be enabled on `boats`.",
        "## Realtime\n\n- [ ] Enabled on: `boats`",
        "## Planned\n\n### Realtime\n\nEnabled on: `boats`",
        "## Realtime\n\nBroadcast is enabled on `boats`.",
        "## Features\n\nEnabled on: `boats`, `trips`",
        "## Row security\n\nRealtime clients read with RLS.\n\n**Enabled on:**\n- `boats`\n- `trips`",
        "## Notes\n\nEnable Realtime on these tables:\n\n- `boats`",
    ],
)
def test_what_says_no_such_thing(tmp_path: Path, text: str) -> None:
    assert published(tmp_path, text) == set()


def test_realtime_of_another_platform_is_no_publication(tmp_path: Path) -> None:
    page = PAGE.replace(" (Supabase)", "")
    assert published(tmp_path, "## Realtime\n\nEnabled on: `boats`, `trips`", page) == set()


@pytest.mark.parametrize(
    ("publication", "missing"),
    [
        ("FOR TABLE boats, trips", set()),
        ("FOR TABLE boats", {"supabase_realtime.public.trips"}),
        ("FOR ALL TABLES", set()),
        ("FOR TABLES IN SCHEMA public", set()),
    ],
)
def test_a_publication_of_all_tables_has_each(tmp_path: Path, publication: str, missing: set[str]) -> None:
    sql = "CREATE TABLE boats (id int); CREATE TABLE trips (id int);"
    sql += f" CREATE PUBLICATION supabase_realtime {publication};"
    page = PAGE + "## Realtime\n\nEnabled on: `boats`, `trips`\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    (tmp_path / "schema.sql").write_text(sql, encoding="utf-8")
    found = report("diff", tmp_path / "page.md", tmp_path / "schema.sql")["findings"]
    assert {f["object"] for f in found if f["rule"] == "publication-member-missing"} == missing


def test_tables_with_realtime_are_not_all_there_are(tmp_path: Path) -> None:
    found = taken(tmp_path, "# Ferry database (Supabase)\n\n## Tables with realtime enabled\n\n- `boats`\n- `trips`\n")
    assert {"table public.boats", "table public.trips"} <= found.keys()
    assert "schema public" not in found
