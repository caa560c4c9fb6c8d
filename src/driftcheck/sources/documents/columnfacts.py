"""States a column with what is said of it: its type in PostgreSQL's spelling, its default, its keys and checks."""

from __future__ import annotations

import re

from driftcheck.kinds.column import Column
from driftcheck.ledger import child
from driftcheck.model import UNSTATED
from driftcheck.names import quote
from driftcheck.sources.documents import checks, defaults, keyfacts, spellings
from driftcheck.sources.documents.attributes import Attributes, is_expression
from driftcheck.sources.documents.context import Context

_MIXED = re.compile(r"([^\W\d]\w*[A-Z]\w*|[A-Z]\w*)((?:\[\])*)\Z")
_UNSIZED = re.compile(
    r"(smallint|integer|int|int[248]|bigint|real|double precision|float[48]|boolean|bool|uuid|date|text|jsonb?|bytea)"
    r"\s?\([\d, ]+\)((?:\[\])*)\Z",
    re.IGNORECASE,
)  # "integer(32)": the precision that information_schema shows, which no type of this name takes
_SIZED_WORD = re.compile(r"(datetime|number|double)\s?\([\d, ]+\)\Z", re.IGNORECASE)
_SCHEMAS_ALONE = {("auth", None), ("storage", None), ("realtime", None)}  # "FK → auth": its table is not said


def put(table: str, name: str, said: Attributes, context: Context, line: int, description: str | None = None) -> None:
    """State a column with what is said of it, and its keys."""
    ledger, at = context.page.ledger, context.at(line)
    facts = Column(at=at, nullable=UNSTATED if said.primary_key and said.nullable is True else said.nullable)
    if name != name.lower():
        facts.spellings = [child(table, name.lower())]
    if said.type and (written := said.type.strip()):
        _state_type(written, facts, generated=context.page.generated)
    if said.identity:
        facts.identity = said.identity
    if said.generated and is_expression(said.generated):
        facts.generated = said.generated
    facts.default = defaults.value(said.default, facts.type)
    if description:
        facts.description = description
    if facts.type == "boolean" and facts.default in ("0", "1"):
        facts.default = "true" if facts.default == "1" else "false"  # as other systems write them
    name = spellings.column(table, name, facts, context)
    ledger.state("column", child(table, name), facts)
    if said.primary_key:
        keyfacts.key(table, [name], "primary key", context, line)
    if said.unique:
        keyfacts.key(table, [name], "unique", context, line)
    if said.references and said.references not in _SCHEMAS_ALONE:
        keyfacts.foreign_key(table, [name], said.references, context, line, said.on_delete, said.on_update)
    for check in said.checks:
        checks.state(table, check, context, line)


def _state_type(written: str, facts: Column, *, generated: bool) -> None:
    """The type as PostgreSQL spells it; a loose one is met by any type of its family. `generated`: a machine wrote it."""
    from driftcheck.sql.families import is_loose
    from driftcheck.sql.types import SERIALS, canonical, is_type

    written = _UNSIZED.sub(r"\1\2", written)
    lower = written.lower()
    if lower in SERIALS:
        facts.type = SERIALS[lower]
    elif unknown := _SIZED_WORD.match(written):
        facts.type, facts.loose = canonical(unknown[1]), ["type"]  # another system's type: its size means nothing
    elif sized := re.fullmatch(r"(?:string|str|nvarchar2?|varchar2)\s?\((\d+)\)", lower):
        facts.type = f"character varying({sized[1]})"
    elif lower not in ("user-defined", "custom"):
        mixed = None if is_type(written) or written == written.upper() else _MIXED.match(written)
        facts.type = quote(mixed[1]) + mixed[2] if mixed else canonical(written)
        if mixed:
            facts.loose = ["type"]  # an ORM's spelling: the database's may be another
        elif is_loose(written) and not generated:
            facts.loose = ["type"]
            if facts.type.startswith("enum"):
                facts.type = "enum"
