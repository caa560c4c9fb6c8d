"""DDL as people write it for each other: what is still read, what is left unsaid, and what is not PostgreSQL's at all."""

from __future__ import annotations

from typing import Any

import pytest

from driftcheck.ledger import Ledger
from driftcheck.model import At, stated
from driftcheck.sql import ddl


def read(text: str) -> tuple[Ledger, list[ddl.Unread]]:
    ledger = Ledger()
    return ledger, ddl.read(text, ledger, path="db.md", line=1)


def facts(ledger: Ledger, kind: str, path: str) -> dict[str, Any]:
    return dict(stated(ledger.objects[kind][path]))


def columns(ledger: Ledger) -> dict[str, int]:
    return {path.rpartition(".")[2]: At.of(str(f.at)).line for path, f in ledger.objects["column"].items()}


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE a (\n  id uuid PRIMARY KEY\n  name text NOT NULL,\n  n int\n);",
        "CREATE TABLE a (\n  id uuid PRIMARY KEY\n  name text NOT NULL\n  n int\n)",
        "CREATE TABLE a (\n  id uuid PRIMARY KEY, // the key\n  name text NOT NULL, // what it's called\n  n int // how many\n);",
        "CREATE TABLE a (\n  id uuid PRIMARY KEY, # the key\n  name text NOT NULL,\n  n int,\n);",
        "CREATE TABLE a (\n  id uuid PK,\n  name text NOT NULL,\n  n int\n",
        "\ufeffCREATE TABLE a (\n  id uuid PRIMARY KEY,\n  name text NOT NULL,\n  n int);",
        "CREATE TABLE a (\n  id uuid PRIMARY KEY,\n  name text NOT NULL,\n  n int);\n"
        "COPY a (id) FROM stdin;\nCREATE TABLE x (\n\\.\n\\connect shop\n",
    ],
)
def test_a_table_is_read_whole_in_spite_of_how_it_is_written(text: str) -> None:
    ledger, unread = read(text)
    assert unread == []
    assert columns(ledger) == {"id": 2, "name": 3, "n": 4}
    assert ledger.objects["table"]["public.a"].complete == ["columns"]
    assert facts(ledger, "constraint", "public.a.a_pkey")["columns"] == ["id"]
    assert facts(ledger, "column", "public.a.name") == {"type": "text", "nullable": False, "default": None}


def test_remarks_behind_slashes_are_notes() -> None:
    ledger, _ = read("CREATE TABLE a (\n  url text DEFAULT 'http://x', // a, b\n  n int # how many\n);")
    assert facts(ledger, "column", "public.a.url")["default"] == "'http://x'"
    assert [f.note for f in ledger.objects["column"].values()] == ["a, b", "how many"]


def test_the_dashboards_export_leaves_types_unsaid() -> None:
    ledger, unread = read(
        "CREATE TABLE public.a (\n  kind USER-DEFINED NOT NULL DEFAULT 'x'::kind,\n  tags ARRAY DEFAULT ARRAY[]::text[],\n"
        "  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,\n  CONSTRAINT a_pkey PRIMARY KEY (id)\n);"
    )
    assert unread == []
    assert facts(ledger, "column", "public.a.kind") == {"nullable": False, "default": "'x'::kind"}
    assert facts(ledger, "column", "public.a.tags")["type"] == "ARRAY"
    assert facts(ledger, "column", "public.a.tags")["default"] == "ARRAY[]::text[]"
    assert ledger.objects["column"]["public.a.tags"].loose == ["type"]
    assert ledger.objects["table"]["public.a"].complete == ["columns"]


def test_names_alone_state_that_the_columns_exist() -> None:
    ledger, unread = read("CREATE TABLE a (id, title, body);")
    assert unread == []
    assert [facts(ledger, "column", path) for path in ledger.objects["column"]] == [{}, {}, {}]


def test_words_that_are_no_types_say_of_what_family_a_column_is() -> None:
    ledger, _ = read("CREATE TABLE a (name string, n number, at timestamp);")
    assert [f.loose or None for f in ledger.objects["column"].values()] == [["type"], ["type"], None]


def test_keys_in_shorthand() -> None:
    ledger, unread = read("CREATE TABLE a (\n  id uuid PK,\n  b_id uuid FK -> b.id,\n  c_id int → c(id)\n);")
    assert unread == []
    assert facts(ledger, "constraint", "public.a.a_b_id_fkey")["references"] == "public.b(id)"
    assert facts(ledger, "constraint", "public.a.a_c_id_fkey")["references"] == "public.c(id)"


def test_what_is_left_out_is_unstated() -> None:
    ledger, unread = read(
        'CREATE POLICY "p" ON a FOR SELECT USING (...);\n'
        "CREATE FUNCTION f(a uuid) RETURNS void ...;\n"
        "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  -- ...\nEND $$;\n"
        "CREATE TABLE t (\n  at timestamptz DEFAULT now,\n  ...\n);"
    )
    assert unread == []
    assert facts(ledger, "policy", "public.a.p") == {
        "table": "public.a",
        "command": "SELECT",
        "permissive": True,
        "roles": ["public"],
        "check": None,
    }
    assert facts(ledger, "function", "public.f(uuid)") == {"kind": "function", "arguments": ["a"], "returns": "void"}
    assert "body" not in facts(ledger, "function", "public.g()")
    assert "default" not in facts(ledger, "column", "public.t.at")
    assert not ledger.objects["table"]["public.t"].complete


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE `a` (`id` bigint unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB;",
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);",
        "CREATE TABLE a (id INT NOT NULL, at DATETIME);",
        "CREATE TABLE a (id INT IDENTITY(1,1) PRIMARY KEY, name NVARCHAR(50));",
        "CREATE TABLE a (id NUMBER(10), name VARCHAR2(50));",
        "CREATE TABLE a (id int, state ENUM('x', 'y') NOT NULL);",
        "CREATE TABLE a (id int);\nCREATE TABLE b (id int) ENGINE=InnoDB;",
        "CREATE TABLE a (id int, at DATETIME,);",
    ],
)
def test_other_dialects_state_nothing(text: str) -> None:
    ledger, unread = read(text)
    assert not any(ledger.objects.values())
    assert {u.reason for u in unread} == {"is not PostgreSQL's SQL"}


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE a (id serial, -- autoincrement, not AUTO_INCREMENT\n at timestamptz /* a `datetime` */);",
        "CREATE TABLE a (datetime timestamptz, engine text, tinyint int, blob bytea);",
        "CREATE TABLE a (id text DEFAULT 'ENGINE=x `y` AUTOINCREMENT');",
        "CREATE TYPE datetime AS ENUM ('a');\nCREATE TABLE a (at datetime);",
        "CREATE FUNCTION a() RETURNS int LANGUAGE plpgsql AS $$ BEGIN x := '`y`'; END $$;",
        "CREATE TYPE mood AS ENUM ('a', 'b');",
    ],
)
def test_words_of_other_dialects_are_names_like_any_other(text: str) -> None:
    ledger, unread = read(text)
    assert unread == []
    assert any(ledger.objects.values())


def test_the_search_path_says_where_tables_stand() -> None:
    ledger, _ = read("SET search_path TO app, public;\nCREATE TABLE a (id int);\nCREATE TABLE public.b (id int);")
    assert set(ledger.objects["table"]) == {"app.a", "public.b"}
    ledger, _ = read("SET search_path = app;\nCREATE TABLE a (id int,);\nCREATE TABLE b (id int);")
    assert set(ledger.objects["table"]) == {"app.a", "app.b"}


def test_prose_between_statements_is_named_and_costs_nothing() -> None:
    ledger, unread = read("CREATE TABLE a (id int);\nThis one keeps the rest.\nCREATE TABLE b (id int);")
    assert set(ledger.objects["table"]) == {"public.a", "public.b"}
    assert [(u.line, u.text) for u in unread] == [(2, "This one keeps the rest.")]


@pytest.mark.parametrize(
    "text", ["(" * 5000, "," * 5000, "'" * 4999, "$$" * 999, "CREATE TABLE a (" + "(" * 2000, "\ud800", "\0;\0"]
)
def test_no_text_breaks_the_reader(text: str) -> None:
    ledger, _ = read(text)
    assert not any(ledger.objects.values())
