"""Triggers in words: entries of lists that say when they fire, and headings of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.reading import taken

PAGE = """# Ferry database

## Tables

- `boats` - hulls
- `trips` - crossings

"""


def triggers(folder: Path, text: str) -> dict[str, dict[str, object]]:
    found = taken(folder, PAGE + text)
    return {key.split()[1]: facts for key, facts in found.items() if key.startswith("trigger ")}


def functions(folder: Path, text: str) -> set[str]:
    return {key for key in taken(folder, PAGE + text) if key.startswith("function ")}


BEFORE = {"table": "public.boats", "timing": "BEFORE", "events": ["UPDATE"]}
CALLING = {**BEFORE, "function": "public.touch"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("- `stamp` on `boats` (BEFORE UPDATE) → `touch()`", CALLING),
        ("- **stamp_boat** - BEFORE UPDATE ON `boats` - runs `touch()`", CALLING),
        ("- `stamp`: before update on boats, calls `touch()`", CALLING),
        ("- `stamp` (`boats`, BEFORE UPDATE)", BEFORE),
        ("- `boats`: `stamp` (BEFORE UPDATE) → `touch()`", CALLING),
        ("### `stamp`\n\nRuns before update on `boats`. Calls `touch()`.", CALLING),
        ("### 1. stamp_boat\n\n**On:** `boats` BEFORE UPDATE\n**Calls:** `touch()`", CALLING),
        ("### stamp_boat (`boats`)\n\nFires BEFORE UPDATE and keeps the time.", BEFORE),
        ("### `stamp` on `boats`\n\nBefore update, deletes what is old.", BEFORE),
        ("### `stamp`\n\n- **Table:** `boats`\n- **Timing:** BEFORE UPDATE\n- **Function:** `touch()`", CALLING),
    ],
)
@pytest.mark.parametrize("title", ["## Triggers", "## Functions & triggers"])
def test_a_trigger_in_words(tmp_path: Path, title: str, text: str, facts: dict[str, object]) -> None:
    found = triggers(tmp_path, f"{title}\n\n{text}\n")
    assert list(found.values()) == [facts]
    assert found.keys() <= {"public.boats.stamp", "public.boats.stamp_boat"}
    assert functions(tmp_path, f"{title}\n\n{text}\n") == set()


@pytest.mark.parametrize(
    "text",
    [
        "### `stamp`\n\nPlanned: runs before update on `boats`.",
        "### `stamp` (planned)\n\nRuns before update on `boats`.",
        "### `stamp`\n\nKeeps the time of the last change.",
        "### Conventions\n\nTriggers run before update on `boats`.",
        "- `stamp` - before update on each table",
    ],
)
def test_what_names_no_trigger_of_a_table(tmp_path: Path, text: str) -> None:
    assert triggers(tmp_path, f"## Triggers\n\n{text}\n") == {}


def test_what_is_called_stays_a_function_beside_triggers(tmp_path: Path) -> None:
    text = "## Functions and triggers\n\n- `touch()` - before update of any row, sets the time\n- `age_of(boat_id)`\n"
    assert functions(tmp_path, text) == {"function public.touch", "function public.age_of"}
    assert triggers(tmp_path, text) == {}


def test_events_are_those_behind_the_timing(tmp_path: Path) -> None:
    text = "## Triggers\n\n- `sum_up` on `trips` (AFTER INSERT OR DELETE): update the boat's total\n"
    assert triggers(tmp_path, text)["public.trips.sum_up"]["events"] == ["INSERT", "DELETE"]
