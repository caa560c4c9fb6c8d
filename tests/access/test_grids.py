"""Tables of roles and operations in a page, and where else its sentences about access stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck import sources
from driftcheck.access.documented import cells_of
from driftcheck.kinds.claim import Claim

PAGE = """# Database

## memos

| column | type |
|---|---|
| id | uuid |
| user_id | uuid |

## folders

| column | type |
|---|---|
| id | uuid |

{text}
"""
OWN = {
    ("select", "owner"): ["own"],
    ("delete", "owner"): ["own"],
    ("select", "stranger"): [],
    ("insert", "anonymous"): [],
}
CASES = [
    ("### Access\n\n| Role | SELECT | INSERT | DELETE |\n|---|---|---|---|\n| anon | ✗ | ✗ | ✗ |\n| owner | ✓ | ✓ | ✓ |",
     "public.folders", OWN),
    ("### Access\n\n| Role | Read | Insert | Update | Delete |\n|---|---|---|---|---|\n| anon | - | - | - | - |\n"
     "| authenticated | own | own | own | own |\n| service_role | ✅ | ✅ | ✅ | ✅ |", "public.folders", OWN),
    ("## Security\n\n| Table | anon | authenticated | owner | admin |\n|---|---|---|---|---|\n"
     "| memos | ❌ | SELECT | ALL | ALL |\n| folders | no | no | full | no |", "public.memos",
     {("select", "anonymous"): [], ("select", "stranger"): ["all"], ("update", "stranger"): [], ("update", "owner"): ["own"]}),
    ("## Security\n\n| Table | Read | Write |\n|---|---|---|\n| `memos` | everyone | owner |\n| `folders` | owner, admin | owner |",
     "public.memos", {("select", "anonymous"): ["all"], ("insert", "stranger"): [], ("delete", "owner"): ["own"]}),
    ("## Security\n\n| Table | RLS policy |\n|---|---|\n| memos | Users can manage their own memos |\n| folders | Admin only |",
     "public.memos", OWN),
    ("## Security\n\nThere is no public/anonymous access anywhere.\n\n| Table | Select | Insert | Update | Delete |\n"
     "|---|---|---|---|---|\n| memos | anyone | — (by a job) | own row only | — |\n"
     "| folders | anyone | trigger only | via trigger only | — |", "public.memos",
     {("select", "stranger"): ["all"], ("select", "anonymous"): [], ("insert", "owner"): [], ("update", "owner"): ["own"]}),
    ("### RLS\n\n**RLS:** owner can `SELECT` their own row. `INSERT` is\nservice-role only.", "public.folders",
     {("select", "owner"): ["own"], ("insert", "owner"): [], ("insert", "stranger"): []}),
    ("## RLS policies\n\n- memos: users manage their own memos\n- folders: admin only", "public.memos", OWN),
    ("### RLS\n\nUsers can manage their own folders.", "public.folders", OWN),
    ("**Access control:**\n- Users can manage their own folders.", "public.folders", OWN),
    ("Access rules:\n\n- Only the owner can select, insert, update or delete", "public.folders", OWN),
]  # fmt: skip


@pytest.mark.parametrize(("text", "table", "cells"), CASES, ids=range(len(CASES)))
def test_what_a_page_says_of_access(
    tmp_path: Path, text: str, table: str, cells: dict[tuple[str, str], list[str]]
) -> None:
    page = tmp_path / "db.md"
    page.write_text(PAGE.format(text=text))
    said = {(c.command, c.caller): c.reach for c in cells_of(sources.read(str(page))) if c.object == table}
    assert {cell: said.get(cell) for cell in cells} == cells


@pytest.mark.parametrize(
    "text",
    [
        "## Load\n\n| Table | Read | Write |\n|---|---|---|\n| memos | 1200/s | 30/s |\n| folders | 10/s | 1/s |",
        "## Sizes\n\n| Table | Users | Admins |\n|---|---|---|\n| memos | 30 | 4 |\n| folders | 3000 | 12 |",
        "## Words\n\n| Table | Access |\n|---|---|\n| memos | through the gateway |\n| folders | by the nightly job |",
    ],
)
def test_other_tables_say_nothing_of_access(tmp_path: Path, text: str) -> None:
    page = tmp_path / "db.md"
    page.write_text(PAGE.format(text=text))
    claims = [c for c in sources.read(str(page)).of("claim").values() if isinstance(c, Claim) and c.claim == "access"]
    assert claims == []
