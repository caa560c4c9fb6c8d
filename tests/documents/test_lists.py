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
