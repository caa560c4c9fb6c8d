"""Exceptions to what is said of all tables: each is understood, or the sentence promises nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.reading import taken

LIST = "\n\n## Tables\n\n- `boats`: what floats\n- `trips`: a crossing\n- `piers`: where it ends\n"


def promised(folder: Path, text: str) -> list[list[str]]:
    """The exceptions of each promise of row security that the text makes."""
    found = taken(folder, f"# Ferries\n\n{text}{LIST}")
    return [facts.get("excepted", []) for key, facts in found.items() if key.startswith("claim database rls")]


@pytest.mark.parametrize(
    "text",
    [
        "RLS is enabled on all tables except `boats` and `trips`.",
        "Row level security is on for every table except boats and trips (both are public). Backups run at night.",
        "RLS is enabled on all tables, apart from the tables `boats`, `trips`.",
        "RLS is enabled on all tables. The only exceptions are `boats` and `trips`.",
        "All tables except `boats` and `trips`, have RLS enabled.",
        "RLS is enabled on all tables with the exception of\n`boats` and `trips`.",
        "Nothing is open. RLS is enabled on all tables\n(except `boats`\nand `trips`).",
    ],
)
def test_named_tables_are_left_out(tmp_path: Path, text: str) -> None:
    assert promised(tmp_path, text) == [["public.boats", "public.trips"]]


@pytest.mark.parametrize(
    "text",
    [
        "RLS is enabled on all tables except where a partner asked for none.",
        "RLS is enabled on all tables except `boats`, which people read, and trips.",
        "RLS is enabled on all tables except lookup tables.",
        "RLS is enabled on all tables except those in `audit`.",
        "RLS is enabled on all tables. `boats` is an exception.",
    ],
)
def test_what_is_not_understood_promises_nothing(tmp_path: Path, text: str) -> None:
    assert promised(tmp_path, text) == []


@pytest.mark.parametrize(
    "text", ["All tables have RLS enabled. There are no exceptions.", "Every table uses RLS, no exceptions."]
)
def test_no_exceptions(tmp_path: Path, text: str) -> None:
    assert promised(tmp_path, text) == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "The database has 3 tables, and all of them have RLS enabled.",
        "The database has three tables, all of which use row level security.",
        "The schema has 3 tables; each of them is protected by RLS.",
        "There are 3 tables in total (every one of them has RLS).",
    ],
)
def test_a_total_and_a_promise_in_one_sentence_are_both_stated(tmp_path: Path, text: str) -> None:
    claims = {
        key.split()[2]: facts for key, facts in taken(tmp_path, f"# Ferries\n\n{text}{LIST}").items() if "claim" in key
    }
    assert claims["count:"]["number"] == 3
    assert claims["rls:"] == {"tables": ["public.boats", "public.trips", "public.piers"]}


@pytest.mark.parametrize(
    "text",
    [
        "All tables have RLS disabled.",
        "Every table has RLS planned.",
        "Almost all tables have RLS enabled.",
        "All tables have RLS enabled where needed.",
        "All tables have a uuid key; RLS is on for `boats`.",
        "The database has 3 tables, and all of them have no RLS.",
        "The database has 3 tables, and all of them have RLS enabled in the next release.",
        "The database has 3 tables, and almost all of them have RLS enabled.",
        "We are planning 3 tables, and all of them have RLS enabled.",
    ],
)
def test_security_that_is_off_or_to_come_is_no_promise(tmp_path: Path, text: str) -> None:
    assert promised(tmp_path, text) == []


def test_what_else_is_off_takes_no_promise_back(tmp_path: Path) -> None:
    assert promised(tmp_path, "All tables have RLS enabled; sign-ups are disabled.") == [[]]


def test_an_exception_is_off_only_where_the_sentence_says_so(tmp_path: Path) -> None:
    said = taken(tmp_path, f"# Ferries\n\nRLS is enabled on all tables except `boats`, where it is disabled.{LIST}")
    assert said["table public.boats"] == {"rls": False}
    silent = taken(tmp_path, f"# Ferries\n\nRLS is enabled on all tables except `boats`.{LIST}")
    assert silent["table public.boats"] == {}


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("We keep 3 tables.", {"database": 3}),
        ("We keep three tables: 2 in `public` and 1 in `audit`.", {"database": 3, "public": 2, "audit": 1}),
        ("There are 2 tables in `public` and one in `audit`.", {"public": 2, "audit": 1}),
        ("The complete schema of the harbour: 3 tables.", {"database": 3}),
        ("The full database schema (3 tables).", {"database": 3}),
        ("The complete schema change touched 3 of them.", {}),
        ("We moved 2 tables in `public`.", {}),
        ("2 tables in `public` and 1 in `audit` have no key.", {}),
        ("There are 2 tables in `boats`.", {}),
    ],
)
def test_totals_of_schemas(tmp_path: Path, text: str, counted: dict[str, int]) -> None:
    page = (
        f"# Ferries\n\n{text}\n\n## Tables\n\n- `boats`: what floats\n- `trips`: a crossing\n- `audit.log`: all of it\n"
    )
    found = taken(tmp_path, page)
    assert {key.split()[1]: facts["number"] for key, facts in found.items() if " count: " in key} == counted


def test_a_total_of_a_section_is_none_of_the_database(tmp_path: Path) -> None:
    found = taken(tmp_path, f"# Ferries{LIST}\n## Billing\n\nWe keep 2 tables.\n")
    assert not [key for key in found if " count: " in key]


KEYED = """
## Tables

### boats

| Column | Type |
|---|---|
| id | uuid |
| tenant_id | uuid |

### piers

| Column | Type |
|---|---|
| id | uuid |
"""


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("RLS is enabled on all tables with a `tenant_id` column.", [["public.boats"]]),
        ("All tables that carry tenant_id have row level security.", [["public.boats"]]),
        ("Every table having `id` has RLS enabled.", [["public.boats", "public.piers"]]),
        ("RLS is enabled on all tables with `owner_id`.", []),
        ("RLS is enabled on all tables with tenant data.", []),
        ("RLS is enabled on all tenant tables.", []),
    ],
)
def test_tables_that_hold_a_column_are_those_that_the_page_shows_it_of(
    tmp_path: Path, text: str, tables: list[list[str]]
) -> None:
    found = taken(tmp_path, f"# Ferries\n\n{text}\n{KEYED}")
    assert [facts.get("tables", []) for key, facts in found.items() if key.startswith("claim")] == tables
