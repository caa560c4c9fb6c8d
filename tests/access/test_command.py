"""`driftcheck access`: the command as people and programs call it."""

from __future__ import annotations

import json

import psycopg
import pytest

from driftcheck import cli, sources
from driftcheck.access.matrix import Derivation
from tests.access.build import platform

DDL = """
create table documents (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users,
  title text, is_public boolean not null default false);
alter table documents enable row level security;
create policy "public documents are visible" on documents for select using (is_public);
create policy "own documents" on documents for all using (auth.uid() = user_id);
create table "odd name" (id int primary key);
"""
KEYS = ["object", "command", "caller", "reach", "owner_column", "conditions", "policies", "also", "except", "columns",
        "may_move", "unknown"]  # fmt: skip


@pytest.fixture
def url(database: str) -> str:
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute("SET search_path = public, extensions")
        connection.execute(DDL)
    return database


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(["access", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_json_is_as_the_contract_spells_it(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, url, "-f", "json", "--table", "documents")
    matrix = json.loads(out)
    assert code == 0
    assert list(matrix) == ["format", "target", "complete", "cells"]
    assert len(matrix["cells"]) == 24
    assert all(list(cell) == KEYS for cell in matrix["cells"])
    stranger = next(c for c in matrix["cells"] if (c["command"], c["caller"]) == ("select", "stranger"))
    assert stranger == {
        "object": "public.documents", "command": "select", "caller": "stranger", "reach": ["condition"],
        "owner_column": "user_id", "conditions": ["is_public"], "policies": ["public documents are visible"],
        "also": [], "except": [], "columns": None, "may_move": False, "unknown": None,
    }  # fmt: skip


def test_the_proof_adds_what_happened(url: str, capsys: pytest.CaptureFixture[str], server: str) -> None:
    code, out, err = run(capsys, url, "-f", "json", "--prove", "--scratch-url", server)
    assert (code, err) == (0, "")
    cells = json.loads(out)["cells"]
    assert len(cells) >= 24
    assert all(cell["executed"] == cell["reach"] for cell in cells)


def test_roles_and_tables_select_cells(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, url, "-f", "json", "--role", "anon", "--role", "owner", "--table", "public.doc*")
    cells = json.loads(out)["cells"]
    assert {c["caller"] for c in cells} == {"anonymous", "owner"}
    assert {c["object"] for c in cells} == {"public.documents"}


@pytest.mark.parametrize(("option", "value"), [("--role", "nobody"), ("--table", "no_such_table")])
def test_what_there_is_not_is_a_usage_error(
    url: str, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    code, out, err = run(capsys, url, option, value)
    assert (code, out) == (2, "")
    assert value in err


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_every_view_names_tables_callers_and_policies(
    url: str, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    code, out, _ = run(capsys, url, "-f", format)
    assert code == 0
    for word in ("documents", "odd name", "anonymous", "service", "public documents are visible", "is"):
        assert word in out


def test_a_condition_that_several_parts_of_an_expression_make_is_told_once(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute(
            "CREATE TABLE public.pages (id int PRIMARY KEY, a boolean NOT NULL, b boolean NOT NULL, c boolean NOT NULL);"
            "ALTER TABLE public.pages ENABLE ROW LEVEL SECURITY;"
            "CREATE POLICY p ON public.pages FOR SELECT USING (CASE WHEN a THEN b ELSE c END)"
        )
    cells = Derivation(sources.read(database), {"public"}).cells()
    (conditions,) = [c.conditions for c in cells if (c.command, c.caller) == ("select", "anonymous")]
    assert len(conditions) == 1
    assert conditions[0].count("CASE") == 1
