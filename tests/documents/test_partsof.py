"""Titles that name a table and what hangs on it, the platform's tables among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.reading import names, taken

PAGE = """# Ferry database

## Tables

### boats

| Column | Type |
|---|---|
| id | uuid |

"""
STATED = {"table public.boats", "column public.boats.id"}


@pytest.mark.parametrize(
    "title",
    [
        "### Policies on boats",
        "### Policies for `boats`",
        "### RLS policies on the boats table",
        "### Row level security policies (boats)",
        "**Policies on `boats`:**",
        "## Policies: `boats`",
        "### 2. Richtlinien für Tabelle `boats`",
    ],
)
def test_policies_of_a_table(tmp_path: Path, title: str) -> None:
    text = f"{PAGE}{title}\n\n- `Crew reads` (SELECT)\n- `Crew writes` (INSERT)\n"
    policies = {'policy public.boats."Crew reads"', 'policy public.boats."Crew writes"'}
    assert names(tmp_path, text) == STATED | policies


def test_triggers_and_indexes_of_a_table(tmp_path: Path) -> None:
    text = f"{PAGE}### Triggers on boats\n\n- `stamp` (BEFORE UPDATE)\n\n### Indexes on boats\n\n- `boats_idx` (id)\n"
    assert names(tmp_path, text) == STATED | {"trigger public.boats.stamp", "index public.boats_idx"}


@pytest.mark.parametrize(
    "title",
    [
        "## Row security\n\n### storage.objects",
        "## Row security\n\n### `storage.objects`",
        "## Row security\n\n**storage.objects:**",
        "## Policies on storage.objects",
        "## Storage policies (storage.objects)",
        "## Storage policies\n\n### storage.objects",
    ],
)
def test_policies_of_the_platform_s_table(tmp_path: Path, title: str) -> None:
    found = taken(tmp_path, f"{PAGE}{title}\n\n- `Anyone looks` (SELECT, anon)\n")
    facts = {"table": "storage.objects", "command": "SELECT", "roles": ["anon"]}
    assert found['policy storage.objects."Anyone looks"'] == facts
    assert "table storage.objects" not in found


@pytest.mark.parametrize(
    "text",
    [
        "### Triggers on piers\n\n- `stamp` (BEFORE UPDATE)\n",
        "### Indexes on piers\n\n- `pier_idx` (id)\n",
        "### Policies on piers\n\n- `Crew reads` (SELECT)\n",
        "### Policies for admins\n\n- `Crew reads` (SELECT)\n",
        "### Notes on tables\n\n- `piers` are elsewhere\n",
    ],
)
def test_nothing_below_them_is_a_table(tmp_path: Path, text: str) -> None:
    assert names(tmp_path, PAGE + text) == STATED


def test_policies_for_callers_are_not_of_a_table_of_that_name(tmp_path: Path) -> None:
    text = PAGE.replace("boats", "users") + "### Policies for users\n\n- `Crew reads` (SELECT)\n"
    assert names(tmp_path, text) == {"table public.users", "column public.users.id"}
