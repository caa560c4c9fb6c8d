"""A page beside the SQL of the same project: what both say in their own way is no drift, and one change is one finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sqlsource.support import report

PAGE = """# Tram museum schema

```mermaid
erDiagram
    auth_users {
        uuid id PK
        text email
    }
    auth_users ||--o{ visits : makes
```

## Tables

### `visits`

| Column | Type | Notes |
|---|---|---|
| `id` | `uuid` | PK |
| `guest_id` | `uuid` | FK → `auth.users(id)`, cascades on delete |
| `"day"` | `date` | not null |

Indexed on `day`.

**Unique:** `visits_guest_key`

**Check constraint:** `day > '2000-01-01'`

## Functions

### `visits_of(guest_id)`

**Security:** SECURITY DEFINER

**Trigger:** `touch` on `visits`
"""
SQL = """
create table visits (
    id uuid primary key, guest_id uuid references auth.users(id) on delete cascade, day date not null check (day > '2000-01-01'),
    constraint visits_guest_key unique (guest_id, day));
create index visits_by_day on visits (day desc);
create function visits_of(p_guest_id uuid) returns bigint language sql security definer as $$ select 1::bigint $$;
create function touched() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on visits for each row execute function touched();
create trigger seen after insert on auth.users for each row execute function touched();
"""
CHANGES = [
    ("alter table visits drop constraint visits_guest_id_fkey, add foreign key (guest_id) references auth.users(id);",
     "constraint-on-delete-changed"),
    ("drop index visits_by_day;", "index-missing"),
    ("alter table visits drop constraint visits_guest_key;", "constraint-missing"),
    ("alter table visits drop constraint visits_day_check;", "constraint-missing"),
    ("alter function visits_of(uuid) security invoker;", "function-security-changed"),
    ("drop function visits_of(uuid); create function visits_of(p_tram uuid) returns bigint language sql security definer"
     " as $$ select 1::bigint $$;", "function-arguments-changed"),
    ("drop trigger touch on visits;", "trigger-missing"),
]  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "schema.md"
    path.write_text(PAGE)
    return path


def test_what_both_say_in_their_own_way_is_no_drift(page: Path, tmp_path: Path) -> None:
    sql = tmp_path / "schema.sql"
    sql.write_text(SQL)
    assert report("diff", page, sql)["findings"] == []


@pytest.mark.parametrize(("change", "rule"), CHANGES, ids=[change for change, _ in CHANGES])
def test_one_change_is_one_finding(page: Path, tmp_path: Path, change: str, rule: str) -> None:
    sql = tmp_path / "schema.sql"
    sql.write_text(SQL + change)
    assert [finding["rule"] for finding in report("diff", page, sql)["findings"]] == [rule]


LOGBOOK = """# Harbour log

## Tables

### `soundings`

| Column | Type |
|---|---|
| `id` | `bigint` |
| `taken_at` | `timestamptz` |
| `metres` | `numeric` |

## Indexes

- `soundings_taken_idx`: the newest first.
- `soundings_metres_idx`: the shallow ones.
"""
LOGBOOK_SQL = """create table soundings (id bigint, taken_at timestamptz, metres numeric);
create index soundings_taken_idx on soundings (taken_at desc); create index soundings_metres_idx on soundings (metres);
"""


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ("", []),
        ("drop index soundings_metres_idx;", ["index-missing"]),
        ("alter table soundings drop column taken_at;", ["column-missing"]),
        ("drop table soundings;", ["table-missing"]),
    ],
)
def test_an_index_of_which_only_the_name_is_told_goes_with_its_table(
    change: str, rules: list[str], tmp_path: Path
) -> None:
    page, sql = tmp_path / "log.md", tmp_path / "schema.sql"
    page.write_text(LOGBOOK)
    sql.write_text(LOGBOOK_SQL + change)
    assert [finding["rule"] for finding in report("diff", page, sql)["findings"]] == rules
