"""Constraints that a table's list names, with what they ask for in words or in code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.documents.reading import taken

PAGE = """# Ferry database

## Table `boats`

| Column | Type |
|---|---|
| id | uuid |
| pier_id | uuid |
| code | text |
| seats | integer |

Constraints:

"""


def constraints(folder: Path, text: str) -> dict[str, dict[str, Any]]:
    found = taken(folder, PAGE + text)
    return {key.rpartition(".")[2]: facts for key, facts in found.items() if key.startswith("constraint ")}


PRIMARY = {"type": "primary key", "columns": ["id"]}
CODE = {"type": "unique", "columns": ["code"]}
PAIR = {"type": "unique", "columns": ["pier_id", "code"]}
SEATS = {"type": "check", "expression": "seats > 0"}
PIER = {"type": "foreign key", "columns": ["pier_id"], "references": "public.piers(id)"}


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        ("`boats_own`: primary key on `id`", PRIMARY),
        ("`boats_own`: chave primaria em `id`.", PRIMARY),
        ("`boats_own` - clé primaire sur `id`", PRIMARY),
        ("`boats_own`: `code` unique", CODE),
        ("`boats_own`: `code` unico.", CODE),
        ("`boats_own`: unique on `code` for the import", CODE),
        ("`boats_own`: pair `(pier_id, code)` unique", PAIR),
        ("`boats_own` - unique (`pier_id`, `code`)", PAIR),
        ("`boats_own`: `seats > 0`.", SEATS),
        ("`boats_own`: `seats > 0` - no empty hulls", SEATS),
        ("`boats_own`: `pier_id` references `piers(id)`", PIER),
        ("`boats_own`: `pier_id` referencia `public.piers(id)` com `on delete cascade`.", {**PIER, "on_delete": "CASCADE"}),
        ("`boats_own`: `code` unique when filled in", {}),
        ("`boats_own`: unique on `code` where `seats > 0`", {}),
        ("`boats_own`: seats are above zero", {}),
        ("`boats_own`: `seats > 0` unless it is a tug", {}),
        ("`boats_own`: `code`", {}),
    ],
)  # fmt: skip
def test_what_a_named_constraint_asks_for(tmp_path: Path, written: str, facts: dict[str, Any]) -> None:
    assert constraints(tmp_path, f"- {written}\n") == {"boats_own": facts}


@pytest.mark.parametrize(
    ("label", "columns"),
    [
        ("PK: `[pier_id, code]`", ["pier_id", "code"]),
        ("Primary key: [pier_id, code]", ["pier_id", "code"]),
        ("Unique: `[pier_id, code]`", ["pier_id", "code"]),
    ],
)
def test_columns_in_square_brackets(tmp_path: Path, label: str, columns: list[str]) -> None:
    found = taken(tmp_path, f"# Ferries\n\n## Tables\n\n### `boats`\n\n- **Purpose**: hulls\n- {label}\n")
    assert [facts["columns"] for key, facts in found.items() if key.startswith("constraint")] == [columns]


@pytest.mark.parametrize(
    "remark", ["unique per pier", "unique within a pier", "unique by pier_id", "unique for each pier"]
)
def test_what_is_unique_per_something_else_is_no_key_of_its_own(tmp_path: Path, remark: str) -> None:
    found = taken(tmp_path, f"# Ferries\n\n## Tables\n\n### `boats`\n\n- `id` (uuid, PK)\n- `code` (text, {remark})\n")
    assert [key for key in found if key.startswith("constraint")] == ["constraint public.boats.boats_pkey"]


def test_text_between_double_quotes_is_a_value(tmp_path: Path) -> None:
    found = taken(tmp_path, '# Ferries\n\n## Tables\n\n### `boats`\n\n- `id` (uuid)\n- `flag` (text, default: "NO")\n')
    assert found["column public.boats.flag"] == {"type": "text", "default": "'NO'"}


@pytest.mark.parametrize(
    "written", ["Composite (pier_id, code)", "compound (`pier_id`, `code`)", "index (pier_id, code)"]
)
def test_what_sort_of_index_it_is_names_no_table(tmp_path: Path, written: str) -> None:
    text = PAGE.replace("Constraints:", "Indexes:") + f"- `boats_idx` - {written}\n"
    facts = {"table": "public.boats", "columns": ["pier_id", "code"]}
    assert taken(tmp_path, text)["index public.boats_idx"] == facts


def test_what_a_trigger_does_on_changes_names_no_table(tmp_path: Path) -> None:
    text = PAGE.replace("Constraints:", "Triggers:") + "- `boats_touch` - Auto-update `code` on changes\n"
    assert taken(tmp_path, text)["trigger public.boats.boats_touch"]["table"] == "public.boats"
