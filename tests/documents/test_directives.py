"""Steering by the author: HTML comments and front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.errors import UsageError
from driftcheck.sources import documents
from tests.documents.reading import names, taken

LISTS = """
    ## First

    <!-- driftcheck: schema billing -->
    <!-- driftcheck: kind tables; complete tables -->

    - `bills` - sent
    - `payments` - received

    ## Second

    <!-- driftcheck: kind views -->

    - `open_bills` - unpaid

    ## Third <!-- driftcheck: ignore -->

    ### Tables

    - `scratch` - nothing

    ## Fourth

    <!-- driftcheck: schema public -->

    ### Tables

    - `carts` - baskets
"""


def test_a_schema_holds_until_the_next_and_all_else_to_the_end_of_its_section(tmp_path: Path) -> None:
    found = taken(tmp_path, LISTS)
    assert {key for key in found if not key.startswith("schema ")} == {
        "table billing.bills",
        "table billing.payments",
        "view billing.open_bills",
        "table public.carts",
    }
    assert found["schema billing"]["complete"] == ["tables"]
    assert "complete" not in found["schema public"]


def test_partial_takes_a_presumption_back(tmp_path: Path) -> None:
    page = "### carts\n\n{}\n\n| Column | Type |\n|---|---|\n| id | uuid |\n"
    assert taken(tmp_path, page.format(""))["table public.carts"]["presumed"] == ["columns"]
    told = taken(tmp_path, page.format("<!-- driftcheck: partial columns -->"))["table public.carts"]
    assert "presumed" not in told
    told = taken(tmp_path, page.format("<!-- driftcheck: complete columns -->"))["table public.carts"]
    assert told["complete"] == ["columns"]


def test_front_matter_steers_the_page(tmp_path: Path) -> None:
    page = "---\ntitle: x\ndriftcheck:\n  schema: crm\n---\n\n## Tables\n\n- `carts` - baskets\n"
    assert names(tmp_path, page) == {"table crm.carts"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# A\n\n<!-- driftcheck: complte tables -->\n", 3, 'unknown directive "complte".*complete'),
        ("# A\n\n\n<!-- driftcheck: complete tabels -->\n", 4, 'unknown kind "tabels".*tables'),
        ("# A\n\n<!-- driftcheck: schema -->\n", 3, '"schema" says nothing'),
        ("# A\n\n<!-- driftcheck: kind tables views -->\n", 3, '"kind" takes one'),
        ("# A\n\n<!-- driftcheck: ignore this -->\n", 3, '"ignore" takes nothing'),
        ("# A\n\n<!--\n driftcheck:\n-->\n", 3, "says nothing"),
        ("---\ndriftcheck:\n  schemas: x\n---\n# A\n", 3, 'unknown directive "schemas".*schema'),
        ("---\ntitle: &a x\ndriftcheck: {schema: *a}\n---\n# A\n", 2, "front matter"),
    ],
)
def test_a_misspelt_directive_is_an_error_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "x.md").write_text(text)
    with pytest.raises(UsageError, match=f"x.md:{line}: .*{said}"):
        documents.read([tmp_path / "x.md"])
