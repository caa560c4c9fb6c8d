"""Titles and lead-ins of other pages: in another language, and of decisions."""

from __future__ import annotations

from pathlib import Path

from tests.documents.reading import names, taken


def test_a_word_of_another_language_behind_a_kind_is_no_name(tmp_path: Path) -> None:
    text = "# Database\n\n## 1. Enum 定義\n\n### 船\n\n| Enum | 値 |\n|---|---|\n| `BoatKind` | TUG, FERRY |\n"
    text += "\n## Tables\n\n- `boats` - hulls\n"
    assert "type public.定義" not in {name.replace('"', "") for name in names(tmp_path, text)}


def test_a_decision_lists_tables(tmp_path: Path) -> None:
    text = """
    # 0002-database-schema.md

    ## Context
    We need a database for boats and trips.

    ## Decision
    We used PostgreSQL, with the following table design:
    - `boats` - hulls of the fleet
    - `trip_stops` - where a trip stops

    ## Consequences

    ### Negative
    - More tables than a simpler design
    """
    assert names(tmp_path, text) == {"table public.boats", "table public.trip_stops"}
    assert taken(tmp_path, text)["schema public"] == {"presumed": ["tables"]}
