"""A folder as one source: an inventory, a file a table in whatever layout, and what happens where two files disagree."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from driftcheck.model import UNSTATED, Snapshot
from driftcheck.sources import documents

FILES = {
    "README.md": """
        # Brewery database

        The schema has 5 tables.

        | Table | Description |
        |-------|-------------|
        | [`beers`](tables/beers.md) | What we brew |
        | [`batches`](tables/batches.md) | One brew of a beer |
        | [`tanks`](tables/tanks.md) | Steel |
        | [`orders`](tables/orders.md) | From pubs |
        | [`order_lines`](tables/orders.md#lines) | What they want |
        """,
    "tables/beers.md": """
        # beers

        | Field | Type | Null | Default | Key |
        |---|---|---|---|---|
        | id | uuid | no | gen_random_uuid() | PK |
        | name | varchar(80) | no | | UNIQUE |

        RLS: enabled
        """,
    "tables/batches.md": """
        ---
        title: batches
        ---

        # `batches`

        ```sql
        CREATE TABLE batches (
          id bigserial PRIMARY KEY,
          beer_id uuid NOT NULL REFERENCES beers(id) ON DELETE RESTRICT,
          tank_id integer REFERENCES tanks (id)
        );
        ```
        """,
    "tables/tanks.md": """
        # Table: tanks

        - `id` (integer, primary key)
        - `litres` (integer, not null)
        """,
    "tables/orders.md": """
        # orders and order_lines

        ## orders

        Columns: id (uuid, PK), pub varchar(60) NOT NULL, ordered_at timestamptz DEFAULT now()

        ## order_lines {#lines}

        ```dbml
        Table order_lines {
          order_id uuid [not null, ref: > orders.id]
          beer_id uuid [not null, ref: > beers.id]
          litres integer
        }
        ```
        """,
    "er.md": """
        # Diagram

        ```mermaid
        erDiagram
          beers ||--o{ batches : brewed
          tanks ||--o{ batches : holds
        ```
        """,
}


@pytest.fixture
def brewery(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"))
    return tmp_path


def columns(snapshot: Snapshot, table: str) -> dict[str, tuple[object, str]]:
    return {
        path.rpartition(".")[2]: (getattr(facts, "type", None), str(facts.at))
        for path, facts in snapshot.of("column").items()
        if path.startswith(f"public.{table}.")
    }


def test_six_files_in_as_many_layouts_are_one_database(brewery: Path) -> None:
    snapshot = documents.read([brewery])
    assert list(snapshot.of("table")) == [f"public.{t}" for t in ("beers", "batches", "tanks", "orders", "order_lines")]
    assert snapshot.of("schema")["public"].complete == ["tables"]
    assert columns(snapshot, "beers") == {
        "id": ("uuid", "tables/beers.md:5"),
        "name": ("character varying(80)", "tables/beers.md:6"),
    }
    assert columns(snapshot, "batches")["beer_id"] == ("uuid", "tables/batches.md:10")
    assert columns(snapshot, "tanks")["litres"] == ("integer", "tables/tanks.md:4")
    assert columns(snapshot, "orders") == {
        "id": ("uuid", "tables/orders.md:5"),
        "pub": ("character varying(60)", "tables/orders.md:5"),
        "ordered_at": ("timestamp with time zone", "tables/orders.md:5"),
    }
    assert snapshot.of("column")["public.orders.ordered_at"].default == "now()"
    assert columns(snapshot, "order_lines")["beer_id"] == ("uuid", "tables/orders.md:12")
    assert set(snapshot.of("relationship")) == {"public.beers -> public.batches", "public.tanks -> public.batches"}
    assert snapshot.faults == []


def test_two_files_that_disagree_are_a_contradiction_with_both_lines(brewery: Path) -> None:
    text = FILES["er.md"].replace("holds\n", "holds\n          tanks {\n            bigint litres\n          }\n")
    (brewery / "er.md").write_text(dedent(text).lstrip("\n"))
    (brewery / "old.md").write_text("```sql\nCREATE TYPE size AS ENUM ('s', 'm');\n```\n")
    (brewery / "new.md").write_text("## Enums\n\n| Name | Values |\n|---|---|\n| `size` | s, m, l |\n")
    snapshot = documents.read([brewery])
    found = {(f.object, frozenset((str(f.at), str(f.also)))) for f in snapshot.faults}
    assert found == {
        ("public.tanks.litres", frozenset(("er.md:8", "tables/tanks.md:4"))),
        ("public.size", frozenset(("old.md:2", "new.md:5"))),
    }
    litres = snapshot.of("column")["public.tanks.litres"]
    assert litres.type is UNSTATED
    assert litres.nullable is False


@pytest.mark.parametrize("first", ["page.md", "zebra.md"])
def test_whichever_of_two_files_speaks_first(tmp_path: Path, first: str) -> None:
    (tmp_path / "page.md").write_text(
        "```sql\nCREATE TYPE size AS ENUM ('s', 'm');\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n```\n"
    )
    (tmp_path / ("a.md" if first == "zebra.md" else "z.md")).write_text(
        "## Enums\n\n- `size`: `s`, `m`, `l`\n\n## Functions\n\n- `f()` - returns text\n\n"
        "## Storage buckets\n\n- `photos` (public)\n- `photos` (private)\n"
    )
    snapshot = documents.read([tmp_path])
    assert {fault.object for fault in snapshot.faults} == {"public.size", "public.f()", "photos"}
    assert snapshot.of("type")["public.size"].values is UNSTATED
