"""Constraints told by name, with what they ask for in words or in code, under a table's constraints.

- "`carts_pkey`: primary key on `id`", "`carts_code_unique`: `code` unique", "`carts_pair_key` - unique (`a`, `b`)"
- "`carts_guest_fkey`: `guest_id` references `guests(id)` on delete cascade", "`carts_total_positive`: `total > 0`"
"""

from __future__ import annotations

import re

from driftcheck.kinds.constraint import Constraint
from driftcheck.ledger import child
from driftcheck.model import UNSTATED
from driftcheck.sources.documents import attributes, checks, keyfacts
from driftcheck.sources.documents.context import Context

_COLUMN = r"[^\W\d]\w*"
_COLUMNS = (
    rf"(?:`\s*\(?\s*|\(\s*`?\s*)(?P<columns>{_COLUMN}(?:`?\s*,\s*`?{_COLUMN}){{0,15}})\s*(?:`?\s*\)|\)?\s*`)(?:\s*\))?"
)
_PRIMARY = r"(?P<primary>primary key|pk|primärschlüssel|cl[ée] primaire|clave primaria|chave prim[áa]ria)"
_UNIQUE = r"(?P<unique>unique(?:\s+(?:key|constraint|index))?|eindeutig|[úu]nic[oa]s?)"
_ON = r"(?:\s*:|\s+(?:on|over|for|auf|über|sur|sobre|em|en|de|of))?"
_WHOLE = re.compile(
    r"\s*(?:\Z|[.;,(–—-]|(?:for|to|so|as|para|pour|damit|que)\b)", re.IGNORECASE
)  # what follows only says why: "`code` unique for the import"
_KEY_FIRST = re.compile(rf"(?:composite\s+|compound\s+)?(?:{_PRIMARY}|{_UNIQUE}){_ON}\s*{_COLUMNS}", re.IGNORECASE)
_KEY_LAST = re.compile(
    rf"(?:(?:the\s+)?(?:pair|combination|par|paire|paar|columns?)\s+(?:of\s+)?)?{_COLUMNS}\s*(?:is|are|must be)?\s*{_UNIQUE}",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:where|when|if|unless|while|only|partial|parcial|partiel|quando|cuando|quand|lorsque|wenn|falls|se|si)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`([^`]{3,900})`\s*(?:\Z|\.\s*\Z|\(|\s[–—-]\s)")
_REFERS = re.compile(
    rf"`?\(?(?P<columns>{_COLUMN}(?:\s*,\s*{_COLUMN}){{0,15}})\)?`?\s+(?=(?:→|->|=>|references|referencia|référence|verweist auf)\b|→|->|=>)",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"[<>=~]|\bis (?:not )?null\b|\b(?:in|between|like|and|or|not)\b", re.IGNORECASE)


def take(name: str, said: str, table: str, context: Context, line: int) -> None:
    """State the constraint of that name, with as much as is understood of `said`, in which code stands between backticks."""
    said = said.strip()
    facts = Constraint(at=context.at(line))
    if match := _key(said):
        facts.type = "primary key" if match.groupdict().get("primary") else "unique"
        facts.columns = [column.strip(" `") for column in match["columns"].split(",")]
    elif (refers := _REFERS.match(said)) and (key := _reference(said[refers.end() :])):
        facts.type, facts.references = "foreign key", keyfacts.reference(key[0], context)
        facts.columns = [column.strip() for column in refers["columns"].split(",")]
        facts.on_delete = key[1] or UNSTATED
        facts.on_update = key[2] or UNSTATED
    elif (code := _CODE.match(said)) and _COMPARES.search(code[1]):
        rule = f"CHECK ({code[1].strip()})"
        if checks.at(rule, 0) == len(rule):
            checks.state(table, rule, context, line, name)
            return
    context.page.ledger.state("constraint", child(table, name), facts)


def _key(said: str) -> re.Match[str] | None:
    """What says of which columns a key is, if nothing behind it takes that back: "unique when filled in"."""
    match = _KEY_FIRST.match(said) or _KEY_LAST.match(said)
    clear = match is not None and _WHOLE.match(said, match.end()) and not _CONDITION.search(said, match.end())
    return match if clear else None


def _reference(said: str) -> tuple[tuple[str, str | None], str | None, str | None] | None:
    """The target and the actions that the words behind the columns tell."""
    read = attributes.read(said.replace("`", ""), typed=False)
    return (read.references, read.on_delete, read.on_update) if read.references else None
