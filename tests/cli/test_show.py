"""`show`: every object a line, with what others state about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftcheck import cli
from tests.cli.shop import DOCUMENTED


@pytest.fixture
def lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[tuple[str, str], dict[str, object]]:
    file = tmp_path / "shop.yaml"
    file.write_text(DOCUMENTED)
    assert cli.run(["show", str(file), "--format", "jsonl"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(list(line) == ["kind", "object", "facts", "at"] for line in found)
    assert len(found) == DOCUMENTED.count(" at: ") + DOCUMENTED.count("{at: ")
    return {(line["kind"], line["object"]): line for line in found}


Lines = dict[tuple[str, str], dict[str, object]]


def test_a_column_has_its_keys(lines: Lines) -> None:
    assert lines["column", "public.customers.id"]["facts"] == {"type": "uuid", "nullable": False, "primary_key": True}
    assert lines["column", "public.customers.email"] == {
        "kind": "column",
        "object": "public.customers.email",
        "facts": {"type": "character varying(255)", "nullable": False, "default": None, "unique": True},
        "at": {"path": "docs/shop.md", "line": 13},
    }
    assert lines["column", "public.orders.customer_id"]["facts"] == {
        "type": "uuid",
        "references": "public.customers(id)",
    }


def test_a_table_has_its_columns_and_key(lines: Lines) -> None:
    assert lines["table", "public.customers"]["facts"] == {
        "rls": True,
        "columns": ["id", "email"],
        "primary_key": ["id"],
        "complete": ["columns"],
    }
    assert lines["table", "public.orders"]["facts"] == {"columns": ["customer_id"], "description": "What people buy"}


def test_a_publication_has_its_tables(lines: Lines) -> None:
    assert lines["publication", "supabase_realtime"]["facts"] == {"tables": ["public.orders"]}


def test_a_claim_stands_under_what_it_is_about(lines: Lines) -> None:
    assert lines["claim", "public.orders"]["facts"] == {"claim": "access", "text": "Customers see their own orders"}


def test_the_tree_marks_what_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(DOCUMENTED)
    assert cli.run(["show", str(file)]) == 0
    out = capsys.readouterr().out
    assert "tables 2  complete" in out
    assert "columns 2  complete" in out
    assert "columns 1\n" in out
    assert "email  character varying(255) NOT NULL" in out
    assert "docs/shop.md:13" in out
