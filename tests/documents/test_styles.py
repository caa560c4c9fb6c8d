"""Ways of writing, each with what a reader takes from it, stated by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.documents.reading import faults, names, taken

KEY = {"type": "primary key", "columns": ["id"], "named": False}

STYLES: dict[str, tuple[str, set[str]]] = {
    "bold lead-ins over lists": (
        """
        **Tables:**
        - `carts` - baskets
        - `auth.users` (managed)

        **Key Functions:**
        - `is_open(cart_id)` - whether it can be changed

        **Views:**
        - `open_carts` - for the dashboard

        **Key features:**
        - `fast` checkout
        """,
        {"table public.carts", "table auth.users", "function public.is_open", "view public.open_carts"},
    ),
    "two names in one code span": (
        """
        ### **shop** schema

        **Main tables:**

        - `cart_sessions/items`: baskets
        - `gifts`/`gift_cards`: presents
        """,
        {"table shop.cart_sessions", "table shop.items", "table shop.gifts", "table shop.gift_cards"},
    ),
    "a sentence that announces a list of plain names": (
        """
        The following tables exist:

        * carts
        * cart_items — what is in them
        * Not a table
        """,
        {"table public.carts", "table public.cart_items"},
    ),
    "titles in large letters with the name on a line of its own": (
        """
        ### 🛒 Shopping carts

        **Table:** `carts`

        | Column | Type |
        |---|---|
        | id | uuid |
        """,
        {"table public.carts", "column public.carts.id"},
    ),
    "a title in large letters with columns of a database": (
        """
        ### Carts Table

        | Column | Type | Nullable |
        |---|---|---|
        | id | uuid | no |
        """,
        {"table public.carts", "column public.carts.id"},
    ),
    "names in bold over typed bullets": (
        """
        **carts** - baskets
        - note: text
        - total: numeric(8,2)
        """,
        {"table public.carts", "column public.carts.note", "column public.carts.total"},
    ),
    "a tree in a fence": (
        """
        ### carts

        ```
        carts
        ├── note (text)
        └── total (numeric)
        ```
        """,
        {"table public.carts", "column public.carts.note", "column public.carts.total"},
    ),
    "lines with dashes and no bullets": (
        """
        ### carts

        note - text - the customer's
        total - numeric
        """,
        {"table public.carts", "column public.carts.note", "column public.carts.total"},
    ),
    "enums in headings": (
        """
        ## Enum types

        ### cart_state
        - open
        - paid

        ### `gift_kind`
        Values: `card`, `voucher`
        """,
        {"type public.cart_state", "type public.gift_kind"},
    ),
    "database roles and buckets": (
        """
        ### Database roles

        - `app_reader`: reads
        - `app_writer`/`app_owner`: write

        ### Application roles

        - `admin`: a person

        ## Storage buckets

        - `photos` (public) - of products
        - **invoices** (private)
        """,
        {"role app_reader", "role app_writer", "role app_owner", "bucket photos", "bucket invoices"},
    ),
    "triggers and indexes under their table": (
        """
        ### carts

        | Column | Type | Nullable |
        |---|---|---|
        | note | text | yes |

        **Indexes:**
        - `idx_carts_note` on (`note`) UNIQUE

        **Triggers:**
        - `touch_carts` (BEFORE UPDATE) executes `touch()`
        """,
        {
            "table public.carts",
            "column public.carts.note",
            "index public.idx_carts_note",
            "trigger public.carts.touch_carts",
        },
    ),
    "an index that no table is known of is a mention": (
        """
        ### Tables

        - `carts` - baskets

        ### Key indexes

        - User lookups: `idx_carts_note`
        """,
        {"table public.carts"},
    ),
    "a dictionary of several schemas": (
        """
        | Schema | Table | Column | Type |
        |---|---|---|---|
        | sales | orders | id | bigint |
        | hr | staff | id | int |

        ## Foreign keys

        - `orders.staff_id` → `staff.id`
        - sales.orders.customer_id references sales.customers(id) on delete cascade

        ## Extensions

        pgcrypto, `uuid-ossp`

        ## Indexes

        - UNIQUE INDEX `staff_mail_idx` ON hr.staff (lower(mail))
        """,
        {
            "table sales.orders",
            "column sales.orders.id",
            "table hr.staff",
            "column hr.staff.id",
            "constraint sales.orders.orders_staff_id_fkey",
            "constraint sales.orders.orders_customer_id_fkey",
            "extension pgcrypto",
            'extension "uuid-ossp"',
            "index hr.staff_mail_idx",
        },
    ),
    "rules and checks under a table": (
        """
        ### carts

        - `id` (uuid, PK)

        #### Constraints

        - CHECK (total >= 0)
        - UNIQUE (note, total)

        #### Policies

        - "Own carts" FOR SELECT USING (user_id = auth.uid())
        - Customers see their own

        #### Row level security

        Enabled. Nobody else reads.
        """,
        {
            "table public.carts",
            "column public.carts.id",
            "constraint public.carts.carts_pkey",
            "constraint public.carts.carts_total_check",
            "constraint public.carts.carts_note_total_key",
            'policy public.carts."Own carts"',
            "claim public.carts access: Customers see their own",
            "claim public.carts access: Nobody else reads.",
        },
    ),
    "a publication with its members": (
        """
        **Tables:**
        - `carts` - baskets
        - `gifts` - presents

        **Realtime publications:**
        - `live_changes` - for carts and orders
        """,
        {
            "table public.carts",
            "table public.gifts",
            "publication live_changes",
            "publication_member live_changes.public.carts",
        },
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_style_states_these_objects_and_no_other(tmp_path: Path, style: str) -> None:
    text, expected = STYLES[style]
    assert names(tmp_path, text) == expected


NOTHING = {
    "an interface": "## REST API\n\n### `users`\n\n| Field | Type | Required |\n|---|---|---|\n| id | string | yes |\n",
    "settings": "## Configuration\n\n| Name | Type | Default |\n|---|---|---|\n| `POOL_SIZE` | int | 10 |\n",
    "variables": "## Environment variables\n\n- `DATABASE_URL` (string, required) - where it is\n- `PORT` (int)\n",
    "contents": "## Table of contents\n\n- [Carts](#carts)\n- [`gifts`](#gifts)\n",
    "plans": "## Planned tables\n\n- `carts` - baskets\n\n### gifts\n\n| Column | Type |\n|---|---|\n| id | uuid |\n",
    "proposals in SQL": "## Proposal\n\n```sql\nCREATE TABLE carts (id uuid);\n```\n",
    "removed things": "## Removed tables\n\n| Table | Why |\n|---|---|\n| `carts` | gone |\n",
    "struck through": "## Tables\n\n- ~~`carts`~~ - gone\n- `gifts` - removed in 2.4\n- `notes` (planned) - soon\n",
    "bad examples": "### What not to do\n\n```sql\nCREATE POLICY p ON carts USING (true);\n```\n",
    "functions that are none": "## Edge functions\n\n- `send-mail`: sends\n- `resize(image)`: resizes\n",
    "pages that use tables": "### Pages using database tables\n\n- **Cart**: carts, gifts\n",
    "an order of work": "## Export priority\n\nExport these tables first:\n\n### High\n\n1. `carts` - data\n",
    "other dialects": "## carts\n\n```mysql\nCREATE TABLE carts (id int);\n```\n\n```sql\nCREATE TABLE `c` (`id` int "
    "AUTO_INCREMENT) ENGINE=InnoDB;\n```\n",
    "mentions": "We write to `carts` and **gifts**; see `public.notes`.\n",
    "somebody else's words": "> ## Tables\n>\n> - `carts` - baskets\n",
    "counts of data": "### Data\n\n- **Total Users:** 11\n- **Transactions:** many\n",
    "a flow of people": "## Flow\n\n`client` → `gateway` → `backend`\n",
}


@pytest.mark.parametrize("what", NOTHING)
def test_this_states_nothing(tmp_path: Path, what: str) -> None:
    anchor = "\n\n# Anchor\n\n## Views\n\n- `anchor` - so that the page states something\n"
    assert names(tmp_path, NOTHING[what] + anchor) == {"view public.anchor"}


FACTS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "- `a` (text, unique, not null) - login",
        "column public.t.a",
        {"type": "text", "nullable": False, "unique": True},
    ),
    ("- `a`: text NOT NULL DEFAULT 'x'", "column public.t.a", {"type": "text", "nullable": False, "default": "'x'"}),
    ("- **a** (uuid, FK → users.id)", "column public.t.a", {"type": "uuid", "references": "public.users(id)"}),
    ("- `a` uuid references auth.users(id)", "column public.t.a", {"type": "uuid", "references": "auth.users(id)"}),
    ("- a: string", "column public.t.a", {"type": "string", "loose": ["type"]}),
    ("- a: String(40), required", "column public.t.a", {"type": "character varying(40)", "nullable": False}),
    ("- `a numeric(10,2) not null` - price", "column public.t.a", {"type": "numeric(10,2)", "nullable": False}),
    ("- a (timestamptz, default now())", "column public.t.a", {"type": "timestamp with time zone", "default": "now()"}),
    ("- a: uuid (PK)", "constraint public.t.t_pkey", {"type": "primary key", "columns": ["a"]}),
    ("- a: int, auto increment", "column public.t.a", {"type": "integer"}),
]


@pytest.mark.parametrize(("bullet", "object", "facts"), FACTS)
def test_a_bullet_says_of_its_column(tmp_path: Path, bullet: str, object: str, facts: dict[str, Any]) -> None:
    assert taken(tmp_path, f"### t\n\n{bullet}\n- zz: date\n")[object] == facts


CELLS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("Type", "varchar", "a", {"type": "character varying", "loose": ["type"]}),
    ("Type", "order_state", "a", {"type": "order_state"}),
    ("Type", "string \\| null", "a", {"type": "string", "loose": ["type"], "nullable": True}),
    ("Type", "USER-DEFINED", "a", {}),
    ("Type | Required", "text | ✓", "a", {"type": "text", "nullable": False}),
    ("Type | Null?", "text | ❌", "a", {"type": "text", "nullable": False}),
    ("Type | Nullable", "text | NULL", "a", {"type": "text", "nullable": True}),
    ("Type | Default", "text | –", "a", {"type": "text"}),
    ("Type | Default", "text | draft", "a", {"type": "text", "default": "'draft'"}),
    ("Type | Default", "int | auto", "a", {"type": "integer"}),
    ("Type | Default", "int | NULL", "a", {"type": "integer", "default": None}),
    ("Type | Key", "uuid | FK → auth.users(id)", "a", {"type": "uuid", "references": "auth.users(id)"}),
    ("Type | References", "uuid | carts.id", "a", {"type": "uuid", "references": "public.carts(id)"}),
    ("Type | Constraints", "text | NOT NULL, UNIQUE", "a", {"type": "text", "nullable": False, "unique": True}),
    ("Type | Notes", "text | unique within a shop", "a", {"type": "text"}),
    ("Typ | Pflichtfeld", "text | ja", "a", {"type": "text", "nullable": False}),
    ("Tipo | ¿Nulo?", "text | Sí", "a", {"type": "text", "nullable": True}),
    ("Type | Obligatoire", "text | non", "a", {"type": "text", "nullable": True}),
    ("Tipo | Obrigatório", "text | Sim", "a", {"type": "text", "nullable": False}),
]


@pytest.mark.parametrize(("head", "cells", "column", "facts"), CELLS)
def test_a_cell_says_of_its_column(tmp_path: Path, head: str, cells: str, column: str, facts: dict[str, Any]) -> None:
    rule = "|---" * (head.count("|") + 2) + "|"
    page = f"## Table `t`\n\n| Column | {head} |\n{rule}\n| {column} | {cells} |\n"
    assert taken(tmp_path, page)[f"column public.t.{column}"] == facts


def test_a_counted_list_is_complete_when_it_names_as_many_as_it_counts(tmp_path: Path) -> None:
    page = """
        ## Tables

        ### **01-carts.md** - Baskets
        - **Purpose**: What people want
        - **Columns**: 3 (id, note, total)

        ### **02-gifts.md** - Presents
        - **Columns**: 4 (id, kind, etc.)

        ### **03-notes.md** - Notes
        - **Columns**: 2 (id, words, etc.)
        """
    found = taken(tmp_path, page)
    assert found["table public.carts"] == {
        "columns": ["id", "note", "total"],
        "column_count": 3,
        "complete": ["columns"],
    }
    assert found["table public.gifts"] == {"columns": ["id", "kind"], "column_count": 4}
    assert found["table public.notes"]["complete"] == ["columns"]
    assert faults(tmp_path, page) == [("document-style", "public.notes", "11", "UNSET")]


def test_claims_are_kept_in_their_words(tmp_path: Path) -> None:
    page = """
        ## Tables (2 tables)

        - `carts` - baskets
        - `gifts` - presents

        All tables have Row Level Security (RLS) policies. Some tables are large.

        ## RLS policies

        - **carts**: Customers see only their own
        - **nobody**: is no table

        ## Flows

        1. **Checkout:** `carts` → `gifts`
        - `carts` (1) → (*) `gifts`

        ### RLS policy patterns

        1. **Own rows:** `auth.uid() = user_id`
        """
    found = taken(tmp_path, page)
    claims = {key: facts for key, facts in found.items() if key.startswith(("claim", "relationship"))}
    assert claims == {
        "claim database count: Tables (2 tables)": {"of": "tables", "number": 2},
        "claim database rls: All tables have Row Level Security (RLS) policies": {},
        "claim public.carts access: Customers see only their own": {},
        "claim public.carts flow: carts → gifts": {"tables": ["public.carts", "public.gifts"]},
        "relationship public.carts -> public.gifts": {
            "from": "public.carts",
            "to": "public.gifts",
            "cardinality": "1:*",
        },
        "claim database policy-pattern: Own rows: auth.uid() = user_id": {},
    }


WHOLE = [
    ("## Tables\n\n{}", "presumed"),
    ("## Main tables\n\n{}", None),
    ("## All tables\n\n{}", "complete"),
    ("This page documents all tables of the database.\n\n## Tables\n\n{}", "complete"),
    ("Not all tables are documented here.\n\n## Tables\n\n{}", "presumed"),
    ("## Tables (2 total)\n\n{}", "complete"),
    ("## Tables\n\n{}\n\nTotal: 9 tables\n", None),
    ("# Complete database schema\n\n**Tables:** 9+\n\n## Tables\n\n{}", "presumed"),
    ("The core tables only.\n\n## Tables\n\n{}", None),
    ("Dieses Dokument beschreibt alle Tabellen.\n\n## Tabellen\n\n{}", "complete"),
    ("Ce document liste toutes les tables.\n\n## Tables\n\n{}", "complete"),
]


@pytest.mark.parametrize(("page", "level"), WHOLE)
def test_a_list_is_as_whole_as_its_words_say(tmp_path: Path, page: str, level: str | None) -> None:
    schema = taken(tmp_path, page.format("- `carts` - baskets\n- `gifts` - presents\n")).get("schema public", {})
    assert schema == ({level: ["tables"]} if level else {})


FAULTY = [
    (
        "## Tables\n\n- `carts` - a\n- `gifts` - b\n- `carts` - c\n",
        [("document-duplicate", "public.carts", "3", "5")],
    ),
    (
        "# Complete database documentation\n\nTables: 9+\n\n## Tables\n\n- `carts` - a\n",
        [("document-count", "database", "3", "1")],
    ),
    (
        "```sql\nCREATE TABLE a (id int);\nCREATE INDEX i ON a (nope);\n```\n",
        [("document-unknown-column", "public.i", "3", "2")],
    ),
    (
        "All tables are listed below.\n\n```sql\nCREATE TABLE a (b_id int REFERENCES b(id));\n```\n",
        [("document-unknown-table", "public.a.a_b_id_fkey", "4", "UNSET")],
    ),
    (
        "| Table | RLS |\n|---|---|\n| `a` | no |\n\n```sql\nCREATE POLICY p ON a USING (true);\n```\n",
        [("document-policy-without-rls", "public.a.p", "6", "3")],
    ),
    (
        "```sql\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE INDEX i ON a (id);\nCREATE INDEX i ON b (id);\n```\n",
        [("document-duplicate-name", "public.i", "4", "5")],
    ),
]


@pytest.mark.parametrize(("page", "expected"), FAULTY)
def test_a_document_that_contradicts_itself_is_told_where(
    tmp_path: Path, page: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert faults(tmp_path, page) == expected


def test_a_cell_tells_both_rules_of_a_policy_over_several_lines(tmp_path: Path) -> None:
    page = """
        ### parcels

        | Column | Type |
        |---|---|
        | id | uuid |

        #### RLS policies

        | Policy | Command | Expression |
        |---|---|---|
        | `mine` | UPDATE | USING: `me() = id`<br>WITH CHECK: `me() = id OR is_clerk()` |
        | `long` | SELECT | `weight <> 1 AND<br>state > 'b'` |
        | `joined` | INSERT | WITH CHECK: `code \\|\\| 'x' <> ''` |
        | `words` | SELECT | Using: whatever the clerk says |
        """
    found = {
        path.rpartition(".")[2]: facts for path, facts in taken(tmp_path, page).items() if path.startswith("policy")
    }
    assert {name: (facts.get("using"), facts.get("check")) for name, facts in found.items()} == {
        "mine": ("me() = id", "me() = id OR is_clerk()"),
        "long": ("weight <> 1 AND state > 'b'", None),
        "joined": (None, "code || 'x' <> ''"),
        "words": (None, None),
    }
