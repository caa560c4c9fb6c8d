"""What machines wrote about a database: tbls' schema.json and Supabase's TypeScript types, held against a real one."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import psycopg
import pytest

from driftcheck import cli
from driftcheck.errors import UsageError
from driftcheck.model import UNSTATED
from driftcheck.sources import documents
from tests.documents.reading import taken

SQL = """
CREATE TYPE sail AS ENUM ('main', 'jib');
CREATE TABLE boats (id serial PRIMARY KEY, name varchar(40) NOT NULL, length numeric(4,1), launched timestamptz,
    kit uuid DEFAULT gen_random_uuid(), sails sail[] NOT NULL DEFAULT '{}', log jsonb,
    label text GENERATED ALWAYS AS (upper(name)) STORED);
CREATE TABLE berths (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, boat_id integer NOT NULL
    CONSTRAINT berths_boat_id_fkey REFERENCES boats(id) ON DELETE CASCADE, no integer UNIQUE CHECK (no > 0));
CREATE INDEX boats_launched_idx ON boats (launched DESC);
CREATE VIEW long_boats AS SELECT id, name FROM boats WHERE length > 10;
CREATE FUNCTION fleet(p_from date, a_to date) RETURNS SETOF boats LANGUAGE sql AS 'SELECT * FROM boats';
CREATE FUNCTION moor(p_boat integer, p_sail sail DEFAULT 'jib') RETURNS TABLE (berth bigint) LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION fleet_size() RETURNS integer LANGUAGE sql AS 'SELECT 1';
"""

TYPES = """
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  // Allows to automatically instantiate createClient with right options
  __InternalSupabase: { PostgrestVersion: "12.2.3" }
  graphql_public: {
    Tables: { [_ in never]: never }
    Views: { [_ in never]: never }
    Functions: {
      graphql: { Args: { extensions?: Json; query?: string }; Returns: Json }
    }
    Enums: { [_ in never]: never }
  }
  public: {
    Tables: {
      berths: {
        Row: { boat_id: number; id: number; no: number | null }
        Insert: { boat_id: number; id?: never; no?: number | null }
        Update: { boat_id?: number; id?: never; no?: number | null }
        Relationships: [
          {
            foreignKeyName: "berths_boat_id_fkey"
            columns: ["boat_id"]
            isOneToOne: false
            referencedRelation: "boats"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "berths_boat_id_fkey"
            columns: ["boat_id"]
            isOneToOne: false
            referencedRelation: "long_boats"
            referencedColumns: ["id"]
          },
        ]
      }
      boats: {
        Row: {
          id: number
          kit: string | null
          label: string | null
          launched: string | null
          length: number | null
          log: Json | null
          name: string
          sails: Database["public"]["Enums"]["sail"][]
          berth_count: number | null
        }
        Insert: {
          id?: number
          kit?: string | null
          label?: never
          launched?: string | null
          length?: number | null
          log?: Json | null
          name: string
          sails?: Database["public"]["Enums"]["sail"][]
        }
        Update: { id?: number }
        Relationships: []
      }
    }
    Views: {
      long_boats: { Row: { id: number | null; name: string | null }; Relationships: [] }
    }
    Functions: {
      fleet: {
        Args: { a_to: string; p_from: string }
        Returns: { id: number }[]
      }
      fleet_size: { Args: Record<PropertyKey, never>; Returns: number }
      moor:
        | { Args: { p_boat: number }; Returns: { berth: number }[] }
        | { Args: { p_boat: number; p_sail?: Database["public"]["Enums"]["sail"] }; Returns: { berth: number }[] }
    }
    Enums: { sail: "main" | "jib" }
    CompositeTypes: { [_ in never]: never }
  }
}

type DefaultSchema = Database[Extract<keyof Database, "public">]

export type Tables<T extends keyof DefaultSchema["Tables"]> = DefaultSchema["Tables"][T] extends { Row: infer R } ? R : never

export const Constants = { public: { Enums: { sail: ["main", "jib"] } } } as const
"""


def dump(**changes: Any) -> dict[str, Any]:
    """What tbls writes of SQL, by hand."""

    def column(name: str, type: str, nullable: bool = True, default: str | None = None, **more: str) -> dict[str, Any]:
        return {"name": name, "type": type, "nullable": nullable, "default": default, "comment": "", **more}

    def constraint(name: str, type: str, definition: str) -> dict[str, Any]:
        return {"name": name, "type": type, "def": definition}

    index = "CREATE UNIQUE INDEX {0} ON public.{1} USING btree ({2})".format
    return {
        "name": "harbour",
        "desc": "",
        "tables": [
            {
                "name": "public.boats",
                "type": "BASE TABLE",
                "comment": "",
                "columns": [
                    column("id", "integer", False, "nextval('boats_id_seq'::regclass)"),
                    column("name", "varchar(40)", False),
                    column("length", "numeric(4,1)"),
                    column("launched", "timestamp with time zone"),
                    column("kit", "uuid", default="gen_random_uuid()"),
                    column("sails", "sail[]", False, "'{}'::sail[]"),
                    column("log", "jsonb"),
                    column("label", "text", extra_def="GENERATED ALWAYS AS upper((name)::text) STORED"),
                ],
                "indexes": [
                    {"name": "boats_pkey", "def": index("boats_pkey", "boats", "id")},
                    {
                        "name": "boats_launched_idx",
                        "def": "CREATE INDEX boats_launched_idx ON public.boats USING btree (launched DESC)",
                    },
                ],
                "constraints": [constraint("boats_pkey", "PRIMARY KEY", "PRIMARY KEY (id)")],
                "triggers": [],
                "def": "",
            },
            {
                "name": "berths",
                "type": "BASE TABLE",
                "columns": [
                    column("id", "bigint", False),
                    column("boat_id", "integer", False),
                    column("no", "integer"),
                ],
                "indexes": None,
                "constraints": [
                    constraint(
                        "berths_boat_id_fkey",
                        "FOREIGN KEY",
                        "FOREIGN KEY (boat_id) REFERENCES boats(id) ON DELETE CASCADE",
                    ),
                    constraint("berths_no_check", "CHECK", "CHECK ((no > 0))"),
                    constraint("berths_pkey", "PRIMARY KEY", "PRIMARY KEY (id)"),
                    constraint("berths_no_key", "UNIQUE", "UNIQUE (no)"),
                ],
                "triggers": None,
            },
            {
                "name": "public.long_boats",
                "type": "VIEW",
                "columns": [column("id", "integer"), column("name", "varchar(40)")],
                "def": "CREATE VIEW long_boats AS (\n SELECT boats.id,\n    boats.name\n   FROM boats\n  WHERE (boats.length > (10)::numeric)\n)",
            },
        ],
        "relations": [],
        "functions": [
            {
                "name": "public.fleet",
                "return_type": "boats",
                "arguments": "p_from date, a_to date",
                "type": "FUNCTION",
            },
            {"name": "public.fleet_size", "return_type": "int4", "arguments": "", "type": "FUNCTION"},
            {
                "name": "public.moor",
                "return_type": "record",
                "arguments": "p_boat integer, p_sail sail DEFAULT 'jib'::sail",
                "type": "FUNCTION",
            },
        ],
        "enums": [{"name": "public.sail", "values": ["main", "jib"]}],
        "driver": {"name": "postgres", "database_version": "16", "meta": {"current_schema": "public"}},
        **changes,
    }


@pytest.fixture
def harbour(database: str) -> str:
    with psycopg.connect(database) as connection:
        connection.execute(SQL)
    return database


def report(capsys: pytest.CaptureFixture[str], url: str, source: Path, *options: str) -> list[tuple[str, str]]:
    assert cli.run(["check", url, "-e", str(source), "-f", "json", "--fail-on", "never", *options]) == 0
    return [(f["rule"], f["object"]) for f in json.loads(capsys.readouterr().out)["findings"]]


def test_a_database_and_what_was_generated_from_it_agree(
    harbour: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "database.types.ts").write_text(TYPES)
    (tmp_path / "schema.json").write_text(json.dumps(dump(), indent=2))
    assert report(capsys, harbour, tmp_path / "database.types.ts") == []
    assert report(capsys, harbour, tmp_path / "schema.json") == []
    assert report(capsys, harbour, tmp_path) == []


DRIFT = {
    "ALTER TABLE boats ALTER log TYPE integer USING 1": ("column-type-changed", "public.boats.log", "both"),
    "ALTER TABLE boats ALTER name DROP NOT NULL": ("column-nullable-changed", "public.boats.name", "both"),
    "ALTER TYPE sail ADD VALUE 'spinnaker'": ("type-values-changed", "public.sail", "both"),
    "ALTER TABLE boats ADD colour text": ("column-undocumented", "public.boats.colour", "both"),
    "CREATE TABLE buoys (id int)": ("table-undocumented", "public.buoys", "both"),
    "DROP VIEW long_boats": ("view-missing", "public.long_boats", "both"),
    "ALTER TABLE boats ALTER launched TYPE timestamp": ("column-type-changed", "public.boats.launched", "json"),
    "ALTER TABLE berths DROP CONSTRAINT berths_boat_id_fkey": (
        "constraint-missing",
        "public.berths.berths_boat_id_fkey",
        "both",
    ),
}


@pytest.mark.parametrize("change", DRIFT)
def test_what_changes_since_is_found(
    change: str, harbour: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule, object, told = DRIFT[change]
    (tmp_path / "types.ts").write_text(TYPES)
    (tmp_path / "schema.json").write_text(json.dumps(dump()))
    with psycopg.connect(harbour) as connection:
        connection.execute(change)
    assert report(capsys, harbour, tmp_path / "schema.json") == [(rule, object)]
    assert report(capsys, harbour, tmp_path / "types.ts") == ([(rule, object)] if told == "both" else [])


def test_a_snapshot_stays_a_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.md").write_text("```sql\nCREATE TABLE boats (id int);\n```\n")
    file = str(tmp_path / "expected.json")
    assert cli.run(["compile", str(tmp_path / "page.md"), "-o", file]) == 0
    assert cli.run(["diff", str(tmp_path / "page.md"), file, "--fail-on", "info"]) == 0
    assert cli.run(["compile", file]) == 2
    assert "not the schema.json of tbls" in capsys.readouterr().err


def test_another_database_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(dump(driver={"name": "mysql"}), indent=1))
    with pytest.raises(UsageError, match=r"schema.json:\d+: describes a mysql database"):
        documents.read([file])


def test_types_in_a_page(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        """
        ## Generated types

        ```typescript
        interface Database {
          public: {
            Tables: {
              kites: {
                Row: { id: string; "Tail Length": number; ends?: string[] | null
                       // ... and some more
                }
              }
            }
          }
        }
        ```

        ```ts
        export interface Kite { Tables: string; Row: number }
        ```
        """,
    )
    assert found["table public.kites"] == {"columns": ["id", "Tail Length", "ends"]}
    assert found['column public.kites."Tail Length"'] == {"type": "number", "nullable": False, "loose": ["type"]}
    assert found["column public.kites.ends"] == {"type": "typescript string[]", "nullable": True, "loose": ["type"]}


HOSTILE = {
    "open": "type Database = " + "{a: " * 5000,
    "arrays": "type Database = { public: { Tables: { a: { Row: { b: string" + "[]" * 50_000 + " } } } } }",
    "parentheses": "type D = " + "(" * 50_000,
    "generics": "type D = " + "A<" * 50_000,
    "comments": "type D = " + "/*" * 50_000,
    "quotes": "type D = " + '"\\' * 50_000,
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.timeout(20)
def test_hostile_types_are_refused_or_read(what: str, tmp_path: Path) -> None:
    file = tmp_path / "types.ts"
    file.write_text("// Tables: Row:\n" + HOSTILE[what])
    try:
        documents.read([file])
    except UsageError as error:
        assert "\n" not in str(error)


TBLS_PAGES = {
    "README.md": """
        # orchard

        ## Tables

        | Name | Columns | Comment | Type |
        | ---- | ------- | ------- | ---- |
        | [public.trees](public.trees.md) | 2 | Planted | BASE TABLE |
        | [public.heavy_trees](public.heavy_trees.md) | 1 |  | MATERIALIZED VIEW |

        ## Stored procedures and functions

        | Name | ReturnType | Arguments | Type |
        | ---- | ------- | ------- | ---- |
        | public.rows_of | trees | n integer | FUNCTION |
        | public.close_season | void |  | PROCEDURE |

        ## Enums

        | Name | Values |
        | ---- | ------- |
        | public.sort | gala, cox orange |

        ## Relations

        ```mermaid
        erDiagram

        "public.trees" }o--o| "public.trees" : "Additional Relation"

        "public.trees" {
          bigint id
          varchar_40_ label
        }
        "public.heavy_trees" {
          bigint id
        }
        ```

        > Generated by [tbls](https://github.com/k1LoW/tbls)
        """,
    "public.trees.md": """
        # public.trees

        ## Columns

        | Name | Type | Default | Nullable | Children | Parents | Comment |
        | ---- | ---- | ------- | -------- | -------- | ------- | ------- |
        | id | bigint |  | false |  |  |  |
        | label | varchar | 'none'::character varying | false |  |  |  |

        > Generated by [tbls](https://github.com/k1LoW/tbls)
        """,
    "public.heavy_trees.md": """
        # public.heavy_trees

        ```sql
        CREATE MATERIALIZED VIEW heavy_trees AS (
         SELECT trees.id FROM trees
        )
        ```

        ## Columns

        | Name | Type | Default | Nullable | Children | Parents | Comment |
        | ---- | ---- | ------- | -------- | -------- | ------- | ------- |
        | id | bigint |  | true |  |  |  |

        > Generated by [tbls](https://github.com/k1LoW/tbls)
        """,
}


@pytest.mark.parametrize("inventory", [True, False])
def test_pages_of_tbls_whose_diagrams_repeat_them_with_mangled_names(tmp_path: Path, inventory: bool) -> None:
    for name, text in TBLS_PAGES.items():
        if inventory or name != "README.md":
            (tmp_path / name).write_text(dedent(text).lstrip())
    snapshot = documents.read([tmp_path])
    assert snapshot.faults == []
    assert list(snapshot.of("table")) == ["public.trees"]
    assert list(snapshot.of("materialized_view")) == ["public.heavy_trees"]
    label = snapshot.of("column")["public.trees.label"]
    assert (label.type, label.loose, label.at) == ("character varying", UNSTATED, "public.trees.md:8")
    if inventory:
        assert snapshot.of("type")["public.sort"].values == ["gala", "cox orange"]
        assert snapshot.of("function")["public.rows_of(integer)"].loose == ["returns"]
        assert snapshot.of("function")["public.close_season"].returns is UNSTATED
        assert not snapshot.of("relationship")
