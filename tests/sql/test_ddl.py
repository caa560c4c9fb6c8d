"""What statements state, each fact with its line; and what is still read of a text that no parser takes whole."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from driftcheck.model import Facts, stated
from driftcheck.sql import ddl


class Collected:
    """The plainest sink: the last statement stands."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], Facts] = {}
        self.removed: list[tuple[str, str]] = []
        self.renamed: list[tuple[str, str, str]] = []

    def find(self, kind: str, path: str) -> Facts | None:
        return self.objects.get((kind, path))

    def state(self, kind: str, path: str, facts: Facts, apart: Collection[str] = ()) -> None:
        self.objects[kind, path] = facts

    def change(self, kind: str, path: str, at: str, **properties: Any) -> None:
        for name, value in properties.items():
            setattr(self.objects[kind, path], name, value)

    def remove(self, kind: str, path: str) -> None:
        self.removed.append((kind, path))

    def rename(self, kind: str, path: str, to: str) -> None:
        self.renamed.append((kind, path, to))

    def facts(self, kind: str, path: str) -> dict[str, Any]:
        return dict(stated(self.objects[kind, path]))

    def lines(self) -> dict[str, str]:
        return {path: str(facts.at) for (_, path), facts in self.objects.items()}


def read(text: str, schema: str = "public") -> tuple[Collected, list[ddl.Unread]]:
    sink = Collected()
    return sink, ddl.read(text, sink, path="db.md", line=10, schema=schema)


SHOP = """CREATE TABLE orders (
  id BIGSERIAL PRIMARY KEY,
  shop_id uuid REFERENCES sales.shops(id) ON DELETE CASCADE ON UPDATE SET NULL,
  state VARCHAR(20) DEFAULT 'new' NOT NULL CHECK (state IN ('new', 'paid')), -- new, paid
  total numeric(10, 2) GENERATED ALWAYS AS (net * 1.2) STORED,
  code text UNIQUE,
  CONSTRAINT one_a_day UNIQUE (shop_id, state),
  CHECK (net > 0 AND total > 0)
);
"""


def test_a_table_states_its_columns_keys_and_checks_line_by_line() -> None:
    found, unread = read(SHOP)
    assert unread == []
    assert found.lines() == {
        "public.orders": "db.md:10",
        "public.orders.id": "db.md:11",
        "public.orders.shop_id": "db.md:12",
        "public.orders.state": "db.md:13",
        "public.orders.total": "db.md:14",
        "public.orders.code": "db.md:15",
        "public.orders.orders_pkey": "db.md:11",
        "public.orders.orders_shop_id_fkey": "db.md:12",
        "public.orders.orders_state_check": "db.md:13",
        "public.orders.orders_code_key": "db.md:15",
        "public.orders.one_a_day": "db.md:16",
        "public.orders.orders_check": "db.md:17",
    }
    assert found.facts("column", "public.orders.id") == {
        "type": "bigint",
        "nullable": False,
        "default": "nextval('public.orders_id_seq'::regclass)",
    }
    assert found.facts("column", "public.orders.state") == {
        "type": "character varying(20)",
        "nullable": False,
        "default": "'new'",
    }
    assert found.objects["column", "public.orders.state"].note == "new, paid"
    assert found.facts("column", "public.orders.code") == {"type": "text", "nullable": True, "default": None}
    assert found.facts("column", "public.orders.total")["generated"] == "net * 1.2"
    assert found.facts("constraint", "public.orders.orders_shop_id_fkey") == {
        "type": "foreign key",
        "columns": ["shop_id"],
        "references": "sales.shops(id)",
        "on_delete": "CASCADE",
        "on_update": "SET NULL",
    }
    assert found.facts("constraint", "public.orders.orders_state_check")["expression"] == "state IN ('new', 'paid')"
    assert found.objects["constraint", "public.orders.orders_pkey"].named is False
    assert found.objects["table", "public.orders"].complete == ["columns"]


def test_unqualified_names_are_of_the_given_schema() -> None:
    found, _ = read("CREATE TABLE a (b_id int REFERENCES b);\nCREATE INDEX ON a (b_id);", schema="billing")
    assert found.facts("constraint", "billing.a.a_b_id_fkey")["references"] == "billing.b"
    assert found.facts("index", "billing.a_b_id_idx")["table"] == "billing.a"


def test_indexes_keep_their_keys_as_written_without_defaults() -> None:
    found, _ = read(
        "CREATE UNIQUE INDEX i ON t USING btree (lower(email), created_at DESC NULLS LAST, (a || b), c ASC) "
        "INCLUDE (d) WHERE deleted_at IS NULL;"
    )
    assert found.facts("index", "public.i") == {
        "table": "public.t",
        "columns": ["lower(email)", "created_at DESC NULLS LAST", "(a || b)", "c"],
        "unique": True,
        "method": "btree",
        "predicate": "deleted_at IS NULL",
        "include": ["d"],
    }


def test_a_policy_without_for_and_to_is_for_all_and_public() -> None:
    found, _ = read("""CREATE POLICY "own rows" ON notes USING (owner = auth.uid());
CREATE POLICY w ON notes AS RESTRICTIVE FOR INSERT TO authenticated, anon WITH CHECK (true);""")
    assert found.facts("policy", 'public.notes."own rows"') == {
        "table": "public.notes",
        "command": "ALL",
        "permissive": True,
        "roles": ["public"],
        "using": "owner = auth.uid()",
        "check": None,
    }
    assert found.facts("policy", "public.notes.w") == {
        "table": "public.notes",
        "command": "INSERT",
        "permissive": False,
        "roles": ["authenticated", "anon"],
        "using": None,
        "check": "true",
    }


def test_functions_state_their_defaults_and_triggers_their_parts() -> None:
    found, _ = read("""CREATE FUNCTION f(a uuid, b int DEFAULT 1) RETURNS TABLE(x text, y int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$ SELECT 'x', 1; $$;
CREATE TRIGGER t AFTER INSERT OR UPDATE OF a, b ON r FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION g();""")
    assert found.facts("function", "public.f(uuid, integer)") == {
        "kind": "function",
        "arguments": ["a", "b"],
        "defaults": ["1"],
        "returns": "TABLE(x text, y integer)",
        "language": "sql",
        "volatility": "stable",
        "security": "definer",
        "body": " SELECT 'x', 1; ",
        "settings": ["search_path=public"],
    }
    assert found.facts("trigger", "public.r.t") == {
        "table": "public.r",
        "timing": "AFTER",
        "events": ["INSERT", "UPDATE OF a, b"],
        "function": "g",
        "level": "ROW",
        "when": "NEW.a > 0",
    }


def test_later_statements_change_what_stands() -> None:
    found, unread = read("""CREATE TABLE a (id int, old text);
ALTER TABLE a ENABLE ROW LEVEL SECURITY, ALTER COLUMN id SET NOT NULL, ALTER id SET DEFAULT 7;
ALTER TABLE a ADD COLUMN b text DEFAULT 'x, y' NOT NULL;
ALTER TABLE a DROP COLUMN old;
ALTER TABLE a RENAME COLUMN b TO c;
COMMENT ON TABLE a IS 'all of them';
CREATE TYPE mood AS ENUM ('sad', 'glad');
ALTER TYPE mood ADD VALUE 'ok' BEFORE 'glad';""")
    assert unread == []
    assert found.facts("table", "public.a") == {"rls": True, "comment": "all of them"}
    assert found.facts("column", "public.a.id") == {"type": "integer", "nullable": False, "default": "7"}
    assert found.facts("column", "public.a.b") == {"type": "text", "nullable": False, "default": "'x, y'"}
    assert found.removed == [("column", "public.a.old")]
    assert found.renamed == [("column", "public.a.b", "public.a.c")]
    assert found.facts("type", "public.mood")["values"] == ["sad", "ok", "glad"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("CREATE TABLE a (id int, name text,);", {"id", "name"}),
        ("CREATE TABLE a (id int, name text", {"id", "name"}),
        ("CREATE TABLE a (\n  id int,\n  ...\n  name text\n);", {"id", "name"}),
        ("CREATE TABLE a (\n  id int,\n  name text,\n  -- etc.\n);", {"id", "name"}),
        ("CREATE TABLE a (\n  id int,\n  <more>,\n  name text\n);", {"id", "name"}),
        ("CREATE TABLE a (id int)\n\nCREATE TABLE b (name text)", {"id", "name"}),
    ],
)
def test_pseudo_ddl_gives_what_it_says(text: str, columns: set[str]) -> None:
    found, _ = read(text)
    assert {path.rpartition(".")[2] for kind, path in found.objects if kind == "column"} == columns


def test_a_statement_that_leaves_columns_out_does_not_list_them_whole() -> None:
    for text in ("CREATE TABLE a (\n id int,\n ...\n);", "CREATE TABLE a (\n id int\n -- etc.\n);"):
        found, unread = read(text)
        assert not found.objects["table", "public.a"].complete
        assert unread == []


def test_one_bad_statement_costs_only_itself_and_is_named_with_its_line() -> None:
    found, unread = read("CREATE TABLE a (id int);\n\nCREATE TABEL b (id int);\nCREATE TABLE c (id int);")
    assert {path for kind, path in found.objects if kind == "table"} == {"public.a", "public.c"}
    assert found.lines()["public.c"] == "db.md:13"
    assert [(u.line, u.text) for u in unread] == [(12, "CREATE TABEL b (id int);")]


def test_a_bad_column_costs_only_itself() -> None:
    found, unread = read("CREATE TABLE a (\n  id int,\n  price is money,\n  name text\n);")
    assert found.lines() == {"public.a": "db.md:10", "public.a.id": "db.md:11", "public.a.name": "db.md:13"}
    assert [(u.line, u.text) for u in unread] == [(12, "price is money")]


def test_other_dialects_state_nothing() -> None:
    found, unread = read("CREATE TABLE `a` (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;")
    assert not found.objects
    assert [u.reason for u in unread] == ["is not PostgreSQL's SQL"]


def test_queries_and_changes_of_rows_state_nothing() -> None:
    found, unread = read("SELECT * FROM a;\nINSERT INTO a VALUES (1);\nDO $$ BEGIN END $$;\nSET search_path = x;")
    assert (found.objects, unread) == ({}, [])


def test_names_are_numbered_on_collision_as_postgresql_does() -> None:
    found, _ = read(
        "CREATE TABLE a (x int CHECK (x > 0) CHECK (x < 9),"
        " FOREIGN KEY (x) REFERENCES b, FOREIGN KEY (x) REFERENCES c);"
    )
    assert [path.rpartition(".")[2] for kind, path in found.objects if kind == "constraint"] == [
        "a_x_check",
        "a_x_check1",
        "a_x_fkey",
        "a_x_fkey1",
    ]


def test_a_not_null_of_the_tables_own_says_what_the_columns_would() -> None:
    sink, unread = read(
        "CREATE TABLE t (a integer, b text, c text, CONSTRAINT there NOT NULL b); ALTER TABLE t ADD NOT NULL c"
    )
    assert unread == []
    assert [sink.facts("column", f"public.t.{name}")["nullable"] for name in "abc"] == [True, False, False]
