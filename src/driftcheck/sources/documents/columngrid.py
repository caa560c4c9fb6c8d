"""A table of columns: | Column | Type | Nullable | Default | Key | References | Description |, in any order."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.model import UNSTATED, Level
from driftcheck.names import quote, split
from driftcheck.sources.documents import attributes, celltypes, columnfacts, defaults, heads, objects, remarks, standins
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import GONE_OR_TO_COME, lead
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import parse
from driftcheck.sources.documents.wholeness import mark

_AND_SO_ON = ("...", "…", "etc", "etc.", "usw.", "and more", "and others")
_TARGET = re.compile(r"(?:[^\W\d]\w*\.){1,2}[^\W\d]\w*|[^\W\d]\w*(?:\.\w+)?\s?\(\w+\)")
_OF_COLUMNS = frozenset("column field columns fields spalte feld colonne champ columna campo coluna".split())  # noqa: SIM905
_COUNTS_UP = re.compile(r"\b(?:auto[ _-]?increment|identity|(?:big|small)?serial|generated)\b", re.IGNORECASE)


def name_column(roles: list[list[str]]) -> int | None:
    """Which column of the table holds the names of the columns."""
    for number, found in enumerate(roles):
        if "name" in found and "type" not in found[:1]:
            return number
    return None


def names_only(head: list[Inline], roles: list[list[str]]) -> bool:
    """Whether a head is that of names of columns and remarks on them, no types: | Field | Notes |."""
    first = heads.normal(head[0].text) if head else ""
    return first in _OF_COLUMNS and len(roles) > 1 and all(found[:1] == ["description"] for found in roles[1:])


def lists_names(block: Block) -> bool:
    """Whether the table is one of names and remarks, all of the names in code, as databases write them."""
    if not block.rows or len(block.rows) < 3 or not names_only(block.rows[0].cells, heads.roles(block.rows[0].cells)):
        return False
    named = [lead(row.cells[0]) for row in block.rows[1:] if row.cells]
    return all(n is not None and n.look == "code" and n.text == n.text.lower() for n in named)


def read(block: Block, roles: list[list[str]], context: Context) -> None:
    """State the columns, and that the page goes through them."""
    name_at = name_column(roles)
    assert name_at is not None
    where = _places(roles, name_at)
    table_at = where.get("table")
    seen: list[str] = []
    partial = context.partial
    for row in block.rows[1:]:
        if len(row.cells) > name_at and row.cells[name_at].text.strip().strip("()").lower() in _AND_SO_ON:
            partial = True
        if len(row.cells) <= name_at or _is_group(row.cells, name_at):
            partial |= len(row.cells) > name_at and standins.names(row.cells[name_at].text, "", "") is not None
            continue
        schema = parse(row.cells[where["schema"]].text) if len(row.cells) > where.get("schema", 99) else None
        inner = context.within(schema=quote(schema[0].parts[0])) if schema and len(schema[0].parts) == 1 else context
        for table in _tables(row.cells, table_at, inner):
            if _row(row.cells, row.line, where, name_at, table, inner):
                seen += [table] if table not in seen else []
            elif standins.names(row.cells[name_at].text, "", "") is not None:
                partial = True
    for table in seen:
        _presume(table, context, partial=partial)


def _presume(table: str, context: Context, *, partial: bool) -> None:
    ledger = context.page.ledger
    for kind in ("table", "view", "materialized_view"):
        if (facts := ledger.find(kind, table)) is not None:
            if kind == "table" and not partial:
                context.page.wholeness.listing(
                    "table",
                    quote(split(table)[0]),
                    context.at(1) if facts.at is UNSTATED else facts.at,
                    rest=context.rest,
                    of=table,
                )
            if not partial and "columns" not in context.directed:
                mark(facts, "columns", Level.PRESUMED)


_ROLES = frozenset(
    """
    schema table type nullable required default key pk references unique description values
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)


def _places(roles: list[list[str]], name_at: int) -> dict[str, int]:
    where: dict[str, int] = {}
    for number, found in enumerate(roles):
        if number == name_at:
            continue
        for role in found:
            if role in _ROLES:
                if role not in where:
                    where[role] = number
                break
    return where


def _is_group(cells: list[Inline], name_at: int) -> bool:
    """A row that is a heading of a group: bold, and nothing beside it."""
    rest = "".join(cell.text.strip() for n, cell in enumerate(cells) if n != name_at)
    if not rest and (several := lead(cells[name_at], plain=True)) and len(several.names) > 1:
        return False  # "created_at, updated_at" need no more words
    return (
        not rest
        and len(cells) > 1
        and (
            any(span.bold for span in cells[name_at].spans)
            or not cells[name_at].text.strip()
            or " " in cells[name_at].text.strip()
        )
    )


def _tables(cells: list[Inline], table_at: int | None, context: Context) -> list[str]:
    if table_at is None:
        return list(context.tables) if len(context.tables) < 2 else []
    named = lead(cells[table_at], plain=True) if table_at < len(cells) else None
    if named is None:
        return [context.table] if context.table and not context.tables[1:] else []
    path = named.names[0].path(context.schema)
    if context.page.ledger.find("table", path) is None:
        objects.state("table", named.names[0], context, cells[table_at].line)
    return [path]


def _row(cells: list[Inline], line: int, where: dict[str, int], name_at: int, table: str, context: Context) -> bool:
    cell, optional = _without_marks(cells[name_at])
    named = lead(cell, plain=True)
    if named is None and (found := parse(cell.text)):
        names = found
    elif named is None or named.names[0].signature is not None:
        return False
    else:
        names = named.names
    said = attributes.Attributes()
    if named is not None and named.rest.text.strip():
        remarks.words(named.rest.text.strip().strip("()"), said, only_whole=True)

    def get(role: str) -> str:
        number = where.get(role)
        return cells[number].source.strip() if number is not None and number < len(cells) else ""

    note = get("description")
    if cell.struck or GONE_OR_TO_COME.match(note.replace("`", "")) or standins.is_no_column(note):
        return False
    if (others := standins.names(cell.text, get("type"), note)) is not None:
        names = others
    remarks.merge(celltypes.read(get("type"), context.page.types()), said)
    if (answer := heads.flag(get("nullable"))) is not None:
        said.nullable = answer
    if (answer := heads.flag(get("required"))) is not None:
        said.nullable = not answer
    _default(get("default"), said)
    if heads.flag(get("pk")):
        said.primary_key = True
    if heads.flag(get("unique")):
        said.unique = True
    remarks.words(_catalog_words(get("key").replace("`", "")), said)
    beside = " ".join(
        cell.text for number, cell in enumerate(cells) if number not in (name_at, where.get("description"))
    )
    if said.default is None and _COUNTS_UP.search(beside):
        said.default = UNSTATED  # how a client lists it: the server makes the value
    _reference(get("references").replace("`", ""), said)
    remarks.words(note.replace("`", ""), said, only_whole=True)
    if said.refers and said.references is None and _TARGET.fullmatch(note.replace("`", "")):
        _reference(note.replace("`", ""), said)
    for name in names:
        if len(name.parts) != 1:
            name.parts = name.parts[-1:]
        may_be_null = name.parts[0] in optional and said.nullable is UNSTATED
        one = dataclasses.replace(said, nullable=True) if may_be_null else said
        columnfacts.put(table, name.parts[0], one, context, line, _text(cells, where))
    return bool(names)


def _without_marks(cell: Inline) -> tuple[Inline, set[str]]:
    """The cell without the question marks of `note?`, and the names that have one: they may be null."""
    optional = {span.text[:-1] for span in cell.spans if span.code and span.text.endswith("?")}
    if not optional:
        return cell, optional
    spans = [dataclasses.replace(s, text=s.text.rstrip("?")) if s.code else s for s in cell.spans]
    return Inline(spans, cell.line), optional


def _catalog_words(text: str) -> str:
    """PRI and UNI, as a client's listing abbreviates keys, in full; MUL says only that there is an index."""
    return {"pri": "primary key", "uni": "unique", "mul": ""}.get(text.strip().lower(), text)


def _text(cells: list[Inline], where: dict[str, int]) -> str | None:
    number = where.get("description")
    text = cells[number].text.strip() if number is not None and number < len(cells) else ""
    return text if text.lower() not in attributes.NOTHING else None


def _default(text: str, said: attributes.Attributes) -> None:
    marked = "`" in text
    value = text.strip().strip("`").strip()
    if not value or value.lower() in attributes.NOTHING:
        return
    if value.lower() == "null":
        said.default = None
        return
    lower = value.lower()
    if lower.startswith(("auto", "identity", "generated", "serial", "current user", "see ", "set by")):
        return
    word = re.fullmatch(r"[A-Za-z][\w-]*(?: [\w-]+)*", value)
    if attributes.is_expression(value) and (
        lower in defaults.KEYWORDS or not word or (marked and not re.fullmatch(r"[A-Za-z]\w*", value))
    ):
        said.default = value
    elif re.fullmatch(r"[A-Za-z][\w-]*", value):
        said.default = f"'{value}'" if said.type and defaults.takes_words(said.type) else UNSTATED


def _reference(text: str, said: attributes.Attributes) -> None:
    """A cell that names what is referred to: `users(id)`, clinicians.id, "FK → users", [orders](orders.md)."""
    text = text.strip()
    if not text or text.lower() in (*attributes.NOTHING, "fk") or heads.flag(text) is not None:
        return
    found = attributes.read(text, typed=False)
    if found.references is None and re.match(r"[\w\".]+\s*(?:\(|$|\.|\s+on\s)", text, re.IGNORECASE):
        found = attributes.read("references " + text, typed=False)
    if found.references:
        said.references = found.references
        said.on_delete = found.on_delete or said.on_delete
        said.on_update = found.on_update or said.on_update
