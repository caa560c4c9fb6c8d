"""Lists under a lead-in of a table's section."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.reading import taken


@pytest.mark.parametrize("lead", ["#### Foreign keys", "Foreign keys:", "**Foreign Keys**", "**FKs:**"])
def test_foreign_keys_of_the_section_s_table(tmp_path: Path, lead: str) -> None:
    found = taken(
        tmp_path,
        f"## Tables\n\n### `logs`\n\nColumns: 2 (`light_id`, `word`)\n\n{lead}\n\n- `light_id` → `lights.id`\n"
        "- `word` references `words(id)` on delete cascade\n- `logs` → `lights`: written by\n\n### `lights`\n\n- `id` (uuid)\n",
    )
    keys = {key: facts for key, facts in found.items() if key.startswith("constraint")}
    assert keys == {
        "constraint public.logs.logs_light_id_fkey": {
            "type": "foreign key",
            "columns": ["light_id"],
            "references": "public.lights(id)",
        },
        "constraint public.logs.logs_word_fkey": {
            "type": "foreign key",
            "columns": ["word"],
            "references": "public.words(id)",
            "on_delete": "CASCADE",
        },
    }


@pytest.mark.parametrize(
    ("entry", "facts"),
    [
        ("`lamps_word_idx` on `word`", {"table": "public.lamps", "columns": ["word"]}),
        ("`lamps_word_idx` on `word` and `id`", {"table": "public.lamps", "columns": ["word", "id"]}),
        ("`lamps_word_idx` on `shades`", {"table": "public.shades"}),
        ("`lamps_word_idx` on `shades.size` - sorted", {"table": "public.shades", "columns": ["size"]}),
        ("`lamps_word_idx` on `nothing`", {"table": "public.lamps"}),
        ("`lamps_word_idx` (for the search, see below)", {"table": "public.lamps"}),
        ("`lamps_word_idx` (removed in 2.3)", None),
        ("`word_index`", None),
        ("`lamps_word_idx` before update", None),
    ],
)
@pytest.mark.parametrize("form", ["**Indexes:** {}", "Indexes:\n\n- {}", "#### Indexes\n\n- {}"])
def test_indexes_of_the_section_s_table(tmp_path: Path, entry: str, facts: dict[str, object] | None, form: str) -> None:
    found = taken(
        tmp_path,
        "## Tables\n\n### `lamps`\n\n- `id` (uuid)\n- `word` (text)\n- `word_index` (int)\n\n"
        f"{form.format(entry)}\n\n### `shades`\n\n- `id` (uuid)\n- `size` (int)\n",
    )
    wanted = {} if facts is None else {"index public.lamps_word_idx": facts}
    assert {key: said for key, said in found.items() if key.startswith("index")} == wanted


@pytest.mark.parametrize("head", ["Key", "Constraints", "References", "Description"])
@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("FK → lights.id, cascade", "CASCADE"),
        ("FK → `lights.id`, set null", "SET NULL"),
        ("FK → lights.id; restrict", "RESTRICT"),
        ("FK → lights.id (cascade)", "CASCADE"),
        ("FK lights.id CASCADE", "CASCADE"),
        ("FK → lights.id, cascade delete", "CASCADE"),
        ("FK → lights.id", None),
        ("FK → lights.id, no cascade", None),
        ("FK → lights.id, cascade on update", None),
        ("FK → lights.id, cascade in the app", None),
        ("FK → lights.id, restricted to staff", None),
    ],
)
def test_a_bare_action_behind_a_target_is_that_of_a_deletion(
    tmp_path: Path, head: str, written: str, action: str | None
) -> None:
    found = taken(
        tmp_path,
        f"### `logs`\n\n| Column | Type | {head} |\n|---|---|---|\n| id | uuid | |\n| light_id | uuid | {written} |\n",
    )
    key = found["constraint public.logs.logs_light_id_fkey"]
    assert (key["references"], key.get("on_delete")) == ("public.lights(id)", action)


def test_an_index_told_by_a_qualified_column_and_what_it_is_for(tmp_path: Path) -> None:
    text = (
        "# Lights\n\n### `lamps`\n\n| Column | Type |\n|---|---|\n| id | uuid |\n| room_id | uuid |\n| word | text |\n"
    )
    text += "\n## Indexes\n\nPerformance-optimized indexes:\n- `lamps.word` - Searches\n- `lamps.room_id, word` - The room's page\n"
    text += "- `lamps.shade` - no column of that name\n- `shades.word` - no table of that name\n"
    found = {key: facts for key, facts in taken(tmp_path, text).items() if key.startswith("index")}
    assert found == {
        "index public.lamps_word_idx": {"table": "public.lamps", "columns": ["word"]},
        "index public.lamps_room_id_word_idx": {"table": "public.lamps", "columns": ["room_id", "word"]},
    }


def test_buckets_that_are_prepared(tmp_path: Path) -> None:
    text = "# Lights\n\n## Tables\n\n- `lamps` - all\n\nStorage buckets configured:\n\n- `lamp-photos` - of lamps\n- `manuals` (private)\n"
    found = taken(tmp_path, text)
    assert found['bucket "lamp-photos"'] == {}
    assert found["bucket manuals"] == {"public": False}
