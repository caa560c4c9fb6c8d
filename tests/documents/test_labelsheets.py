"""Two columns that tell of a table what labelled bullets would, and what a page's other lists show or do not show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.reading import names, taken

SHEET = """# Ferry database schema

## Fleet

### boats
Hulls of the fleet.

| {label} | {value} |
|---|---|
| Rows | ~120 |
| PK | `id` (uuid) |
| FK | `pier_id` -> `piers.id`, `route_id` -> `routes.id` ON DELETE CASCADE |
| Columns | `name`, `status` (default `idle`), `tags` (text[]) |
| RLS | enabled |
| Indexes | `boats_pier_idx` (`pier_id`) |

**Read:** `src/fleet/read.ts`
"""


@pytest.mark.parametrize(
    ("label", "value"), [("Detail", "Value"), ("Property", "Details"), ("", ""), ("Aspekt", "Wert")]
)
def test_a_sheet_tells_of_its_table(tmp_path: Path, label: str, value: str) -> None:
    found = taken(tmp_path, SHEET.format(label=label.replace("Aspekt", "Eigenschaft"), value=value))
    assert found["table public.boats"] == {
        "rls": True,
        "columns": ["name", "status", "tags"],
        "primary_key": ["id"],
    }
    assert found["column public.boats.tags"] == {"type": "text[]"}
    assert found["column public.boats.status"] == {"default": "'idle'"}
    assert found["constraint public.boats.boats_pier_id_fkey"]["references"] == "public.piers(id)"
    assert found["constraint public.boats.boats_route_id_fkey"]["on_delete"] == "CASCADE"
    assert found["index public.boats_pier_idx"] == {"table": "public.boats", "columns": ["pier_id"]}


@pytest.mark.parametrize(
    "rows",
    [
        "| Property | Value |\n|---|---|\n| Host | `db.internal` |\n| Port | 5432 |",
        "| Property | Type |\n|---|---|\n| index | integer |\n| trigger | text |",
    ],
)
def test_other_tables_of_two_columns_are_none(tmp_path: Path, rows: str) -> None:
    text = f"# Ferry database\n\n## Tables\n\n- `boats` - hulls\n\n## Connection\n\n{rows}\n"
    assert names(tmp_path, text) == {"table public.boats"}


def test_values_of_a_column_are_no_type_of_a_schema(tmp_path: Path) -> None:
    text = """
    # Ferry database

    ## Tables

    - `boats` - hulls

    ## Enums & constraints

    - `boats.status`: `'idle' | 'moving'`
    - `boat_kind`: `'tug' | 'ferry'`
    """
    assert names(tmp_path, text) == {"table public.boats", "type public.boat_kind"}


def test_qualified_names_make_their_heading_no_table(tmp_path: Path) -> None:
    text = """
    # Base de datos

    ## Tablas

    - `boats`: barcos
    - `piers`: muelles

    ## Migraciones

    - `0001_base.sql`: base inicial

    Unicidad:

    - `boats.harbour_id`
    - `piers.harbour_id`
    """
    assert names(tmp_path, text) == {"table public.boats", "table public.piers"}


def test_a_line_that_goes_on_with_a_sentence_takes_no_fence_back(tmp_path: Path) -> None:
    text = """
    # Ferry database

    ## Numbers

    A sequence is not enough: it loses what was drawn before a
    rollback, and there must be no gap.

    ```sql
    create table ticket_numbers (year integer primary key, next integer not null);
    ```

    ## Undoing it

    Rollback:

    ```sql
    create table old_numbers (year integer);
    ```
    """
    assert {name for name in names(tmp_path, text) if name.startswith("table")} == {"table public.ticket_numbers"}


@pytest.mark.parametrize(
    "written",
    [
        "`status`: ENUM, one of: idle, moving, deleted",
        "`status` (text): idle, removed",
        "`status`: text, `idle`, `planned`",
    ],
)
def test_a_word_for_removal_among_values_is_one_of_them(tmp_path: Path, written: str) -> None:
    text = f"# Ferries\n\n## Tables\n\n### `boats`\n\n- `id` (uuid, PK)\n- {written}\n- `fax` text, dropped\n"
    assert taken(tmp_path, text)["table public.boats"]["columns"] == ["id", "status"]


def test_several_columns_and_values_in_words(tmp_path: Path) -> None:
    text = """
    # Fähren: Datenmodell

    ## `boats`
    Schiffe.

    **Basis:**
    - name, heimathafen, flagge (text)
    - pier_id (FK → piers)
    - zustand (enum: Liegt / In Fahrt / In der Werft)
    - zwecke (text[]: `fracht` und/oder `gast` — steuert die Sicht)

    **Meta:** gebaut_am
    """
    found = taken(tmp_path, text)
    assert found["table public.boats"]["columns"] == ["name", "heimathafen", "flagge", "pier_id", "zustand", "zwecke"]
    assert found["column public.boats.zwecke"] == {"type": "text[]"}
    assert found["column public.boats.zustand"] == {"type": "enum", "loose": ["type"]}


def test_keys_in_a_column_of_notes_and_indexes(tmp_path: Path) -> None:
    text = """
    # Ferry database

    ### boats

    | Column | Type | Nullable | Meaning | Notes / Index |
    |---|---|---|---|---|
    | id | uuid | false | Own key | PK |
    | code | text | false | Painted on the hull | Unique |
    | pier | text | true | Where it lies | Indexed |
    """
    keys = {key: facts["type"] for key, facts in taken(tmp_path, text).items() if key.startswith("constraint")}
    assert keys == {
        "constraint public.boats.boats_pkey": "primary key",
        "constraint public.boats.boats_code_key": "unique",
    }


def test_what_is_planned_or_removed_may_be_what_is_stored(tmp_path: Path) -> None:
    text = """
    # Ferry database

    | Table | Description |
    |---|---|
    | `trips` | Planned crossings of the day |
    | `ferries` | Removed in 2.0 |
    | `tugs` | Planned |

    ### `boats`

    | Column | Type | Description |
    |---|---|---|
    | id | uuid | Primary key |
    | sails_on | date | Planned day of sailing |
    | left_behind | integer | Removed passengers |
    | fax | text | Removed in 2.0 |
    | telex | text | planned for spring |
    | radio | text | Dropped (see 0042) |
    | colour | text | Not yet filled in |
    """
    found = taken(tmp_path, text)
    assert found["table public.boats"]["columns"] == ["id", "sails_on", "left_behind"]
    assert {key for key in found if key.startswith("table")} == {"table public.trips", "table public.boats"}
