"""Pages of policies: grids below their tables' names, what is no policy in them, and what such a page does not list."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.errors import UsageError
from tests.documents.reading import names, taken

MATRIX = """
# RLS policy reference — Ferry Line

## Policy matrix

### `boats`
| Operation | Policy name | Rule | Role |
|---|---|---|---|
| SELECT | — | Blocked by RLS (no policy). Reads via `nearby_boats()` only | — |
| INSERT | `crew_insert_boat` | `auth.uid() = owner_id` | `authenticated` |
| UPDATE | `crew_update_boat` | `auth.uid() = owner_id` | all |

### piers
| Operation | Policy name | Rule | Role |
|---|---|---|---|
| SELECT | `piers_are_public` | `true` (public list) | all |
| DELETE | — | Blocked by RLS (no policy) | — |

## Adding new tables

```sql
CREATE POLICY own_rows ON the_table FOR SELECT USING (owner_id = auth.uid());
```
"""


def test_a_grid_of_policies_below_its_table_s_name(tmp_path: Path) -> None:
    found = taken(tmp_path, MATRIX)
    assert {key: facts for key, facts in found.items() if key.startswith("policy")} == {
        "policy public.boats.crew_insert_boat": {
            "table": "public.boats",
            "command": "INSERT",
            "roles": ["authenticated"],
            "check": "auth.uid() = owner_id",
        },
        "policy public.boats.crew_update_boat": {
            "table": "public.boats",
            "command": "UPDATE",
            "using": "auth.uid() = owner_id",
        },
        "policy public.piers.piers_are_public": {"table": "public.piers", "command": "SELECT", "using": "true"},
    }


def test_what_only_its_command_tells_is_no_policy(tmp_path: Path) -> None:
    text = """
    # Políticas RLS

    ## 1. Tabla `boats`

    | Policy | Verbo | Regla |
    |---|---|---|
    | `boats_select` | SELECT | `is_crew()` |
    | `boats_insert` | INSERT | `is_crew()` |

    ## 2. Tabla `piers`

    | Policy | Regla |
    |---|---|
    | SELECT | `is_crew()` |
    | INSERT | `is_crew()` |

    ## Checklist al agregar una tabla nueva

    ```sql
    CREATE POLICY tabla_select ON tabla FOR SELECT USING (is_crew());
    ```
    """
    found = taken(tmp_path, text)
    policies = {key.rpartition(".")[2]: facts for key, facts in found.items() if key.startswith("policy")}
    assert policies.keys() == {"boats_select", "boats_insert"}
    assert (policies["boats_select"]["using"], policies["boats_insert"]["check"]) == ("is_crew()", "is_crew()")
    assert "using" not in policies["boats_insert"]


def test_a_page_of_policies_does_not_go_through_the_tables(tmp_path: Path) -> None:
    text = "## 1. Table `boats`\n\n- `id` (uuid)\n\n## Tables of the service\n\n- `keys` - of the gates\n"
    assert "schema public" not in taken(tmp_path, f"# RLS policies\n\n{text}")
    assert taken(tmp_path, f"# Ferry database\n\n{text}")["schema public"] == {"presumed": ["tables"]}


@pytest.mark.parametrize("title", ["Complete table list (4 tables)", "🗄️ COMPLETE TABLE LIST (4 Tables - Alphabetical)"])
def test_a_table_list_by_letters(tmp_path: Path, title: str) -> None:
    text = f"""
    # Ferry database documentation

    ## {title}

    ### A–B (2 tables)
    1. **berths** - Where hulls lie
    2. **boats** - Hulls

    ### P (2 tables)
    3. **piers** - ✅ NEW - Piers of all harbours
    4. **pilots** - Who steers
    """
    tables = {"table public.berths", "table public.boats", "table public.piers", "table public.pilots"}
    assert {key for key in names(tmp_path, text) if not key.startswith("claim")} == tables
    assert taken(tmp_path, text)["schema public"] == {"complete": ["tables"]}


def test_an_argument_called_cid_is_no_type(tmp_path: Path) -> None:
    text = "# Ferries\n\n## Functions\n\n- `role_of(cid)` - of the company\n- `seats_of(integer)` - of a boat\n"
    assert names(tmp_path, text) == {"function public.role_of", "function public.seats_of(integer)"}


def test_a_relational_schema_is_no_schema_of_that_name(tmp_path: Path) -> None:
    text = "# Modèle de données\n\n## Schéma relationnel\n\nVoir plus bas.\n\n## Tables\n\n- `boats` - bateaux\n"
    assert set(taken(tmp_path, text)) == {"schema public", "table public.boats"}


def test_indexed_behind_a_type_takes_nothing_back(tmp_path: Path) -> None:
    text = """
    # Modèle de données

    ### `boats`

    | Colonne | Type | Rôle |
    |---|---|---|
    | `code` | varchar(10), indexé | peint sur la coque |
    | `pier_id` | FK `piers`, indexé | où il est |
    """
    found = taken(tmp_path, text)
    assert found["column public.boats.code"]["type"] == "character varying(10)"
    assert found["constraint public.boats.boats_pier_id_fkey"]["references"] == "public.piers"


def test_entities_of_an_orm(tmp_path: Path) -> None:
    text = """
    # Modèle de données

    ## Entités

    ### Bateau
    - `id`, `nom`, `dateNaissance` (nullable)
    - `quai` → Quai (ManyToOne)

    ### Trajet (un par jour)
    - `id`, `jour`, `heureDepart`
    - contrainte d'unicité : (`bateau_id`, `jour`)
    """
    found = taken(tmp_path, text)
    assert found["table public.bateau"]["columns"] == ["id", "nom", "dateNaissance"]
    assert found["table public.trajet"]["columns"] == ["id", "jour", "heureDepart"]


@pytest.mark.parametrize(
    "text",
    [
        "### Enable RLS on all tables\n\n```sql\nALTER TABLE boats ENABLE ROW LEVEL SECURITY;\n```",
        "### Hierarchy of access\n\n1. **Captains**: Full system access\n2. **Crew**: Read access to all data",
    ],
)
def test_full_access_and_all_tables_make_no_list_of_policies_whole(tmp_path: Path, text: str) -> None:
    page = f"# Row level security\n\n## Core policies\n\n{text}\n\n### Boats\n\n"
    page += "```sql\nCREATE POLICY own ON boats FOR SELECT USING (true);\n```\n"
    assert "schema public" not in taken(tmp_path, page)


def test_a_list_that_goes_on_is_not_whole(tmp_path: Path) -> None:
    text = """
    # Esquema do banco

    ## Tabelas

    ### boats
    - id: uuid, PK
    - type: text, NOT NULL
    - role: text, DEFAULT 'crew'
    - description: text, NULL

    # ... (continua para todas as tabelas e views)

    # Relações (chaves estrangeiras)

    - boats.pier_id → piers.id
    """
    found = taken(tmp_path, text)
    assert "schema public" not in found
    assert found["table public.boats"]["columns"] == ["id", "type", "role", "description"]
    assert found["constraint public.boats.boats_pier_id_fkey"]["references"] == "public.piers(id)"


@pytest.mark.parametrize(
    "opening",
    [
        "# Data model\n\nSQLite database via an ORM. Times are integers.",
        "# Data model\n\nThe SQLite migration is `0001_init.sql`.",
        "# Banco de dados (MongoDB)",
    ],
)
def test_another_system_s_page_states_nothing(tmp_path: Path, opening: str) -> None:
    with pytest.raises(UsageError, match="states nothing"):
        taken(tmp_path, f"{opening}\n\n## Tables\n\n### boats\n\n| Column | Type |\n|---|---|\n| id | text |\n")


MATRIX_IN_WORDS = """
# Ferry Line

```sql
CREATE TABLE boats (id uuid PRIMARY KEY, owner_id uuid);
CREATE POLICY "own boats" ON boats USING (owner_id = auth.uid());
```

## {title}

| Table | Crew | Captains |
|---|---|---|
| boats | Own rows | All |
"""


@pytest.mark.parametrize("title", ["RLS Policy Matrix (Full Reference)", "All policies at a glance"])
def test_what_callers_may_do_is_no_list_of_policies(tmp_path: Path, title: str) -> None:
    assert "complete" not in taken(tmp_path, MATRIX_IN_WORDS.format(title=title))["schema public"]


def test_full_access_to_all_tables_lists_none(tmp_path: Path) -> None:
    page = f"{MATRIX_IN_WORDS.format(title='Access')}\nThe `service_role` key has **full access** to all tables for:\n- repairs\n"
    assert taken(tmp_path, page)["schema public"] == {"presumed": ["tables"]}
