"""Tables in the page: what a table is a list of, by its head and by the heading above it.

| Column | Type | Nullable | Default | under `### orders` lists columns; | Table | Purpose | RLS | lists tables; under
"## Indexes" | Name | Table | Columns | lists indexes; with a column "Table" | Table | Column | Type | lists the columns
of several tables. A head that is none of these states nothing.
"""

from __future__ import annotations

from driftcheck.sources.documents import accessgrid, bucketsheet, columngrid, gridgroups, heads, objectgrid
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline

_COLUMN_SIGNS = {"type", "nullable", "required", "default"}


def read(block: Block, context: Context) -> None:
    """Take what a table states."""
    if not block.rows or not context.today:
        return
    if accessgrid.read(block, context) or gridgroups.read(block, context) or bucketsheet.of_table(block, context):
        return
    head = block.rows[0].cells
    roles = heads.roles(head)
    if context.page.about_tables and heads.normal(head[0].text) in _MODELS and len(roles) > 1:
        roles[0] = ["table"]
    kind = _kind(head, roles, context)
    if kind == "column":
        columngrid.read(block, roles, context)
    elif kind is not None:
        objectgrid.read(kind, block, roles, context)


def _kind(head: list[Inline], roles: list[list[str]], context: Context) -> str | None:
    said = {role for found in roles for role in found}
    first = set(roles[0]) if roles else set()
    announced = context.announces - {"column"}
    if context.table is not None and not announced and columngrid.names_only(head, roles):
        return "column"
    of_columns = announced <= _RELATIONS and bool(head) and _is_strong(head[0])  # what all tables of a group share
    if not of_columns and len(announced) == 1 and (kind := objectgrid.fits(next(iter(announced)), roles, said)):
        return kind
    if has_column_head(roles) and not (announced & {"table", "view"} and "table" in first and "name" not in said):
        if "table" in said or context.table is not None:
            return "column"
        return None
    for kind in (
        "table",
        "index",
        "policy",
        "trigger",
        "function",
        "type",
        "extension",
        "view",
        "bucket",
        "foreign key",
    ):
        if objectgrid.owns(kind, roles, said, context):
            return kind
    return None


def has_columns(block: Block) -> bool:
    """Whether the table's head is that of a list of columns."""
    if not block.rows:
        return False
    return has_column_head(heads.roles(block.rows[0].cells))


_MODELS = frozenset({"model", "modell", "modelo", "modèle", "entity", "entität", "entidad", "entidade", "entité"})
_RELATIONS = frozenset({"table", "view", "materialized_view"})
_STRONG = frozenset(
    "column field spalte feld colonne champ columna campo coluna".split()  # noqa: SIM905
)


def is_of_settings(block: Block) -> bool:
    """Whether a table of names and types could as well be one of settings or parameters: | Name | Type | Default |."""
    if _is_strong(block.rows[0].cells[0]):
        names = [row.cells[0].text.strip().strip("`") for row in block.rows[1:] if row.cells]
        return bool(names) and all(name == name.upper() and name != name.lower() for name in names)
    roles = {role for found in heads.roles(block.rows[0].cells) for role in found[:1]}
    names = [row.cells[0].text.strip().strip("`*") for row in block.rows[1:] if row.cells]
    plain = all(name == name.lower() and name.replace("_", "").isalnum() for name in names)
    return not ({"nullable", "key", "pk", "references", "required"} & roles and plain)


def _is_strong(head: Inline) -> bool:
    return any(word in _STRONG for word in heads.normal(head.text).split())


def tables_in(block: Block) -> set[str]:
    """The names in the column "Table" of a list of the columns of several tables."""
    roles = heads.roles(block.rows[0].cells) if block.rows else []
    if not roles or roles[0][:1] != ["table"] or not has_column_head(roles):
        return set()
    return {row.cells[0].text.strip().strip("`").rpartition(".")[2].lower() for row in block.rows[1:] if row.cells}


def has_column_head(roles: list[list[str]]) -> bool:
    """A name, and a type or at least two other signs of a column."""
    if len(roles) < 2:
        return False
    name = columngrid.name_column(roles)
    if name is None:
        return False
    said = {role for n, found in enumerate(roles) if n != name for role in found[:2]}
    if "type" in said and len(roles) == 2:
        return True
    signs = said & _COLUMN_SIGNS
    others = said & {"key", "pk", "references", "unique", "description", "table", "values"}
    unknown = sum(not found for found in roles)
    return (
        ("type" in signs and unknown * 2 < len(roles))
        or len(signs) >= 2
        or (bool(signs) and bool(others) and not unknown)
    )
