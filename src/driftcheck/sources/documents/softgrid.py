"""Tables of fields that need not be columns of a database: an interface's messages, options, a library's objects.

| Field | Type | Required | Description | over string, number, object: a page about data says so in a title above; an
interface's page does not, or its titles are names of messages (`CreateCartRequest`).
"""

from __future__ import annotations

import re

from driftcheck.sources.documents import heads
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.outline import Section
from driftcheck.sources.documents.vocabulary import KIND_OF, OF_DATA, words

_HARD = re.compile(
    r"char|text|serial|bigint|smallint|tinyint|mediumint|timestamp|jsonb|numeric|decimal|bytea|uuid|blob|datetime|double|"
    r"\bint\(|\b(?:pk|fk|primary|foreign)\b|not null",
    re.IGNORECASE,
)
_COLUMN = frozenset(("column", "spalte", "colonne", "columna", "coluna"))
_MESSAGE = re.compile(r"\w*[a-z](?:Request|Response|Dto|DTO|Payload|Props|Params|Args|Options|Input|Output)\Z")


def is_soft(block: Block) -> bool:
    """Whether nothing in the table is only a database's: neither its head's words nor its types."""
    head = block.rows[0].cells
    roles = heads.roles(head)
    if _COLUMN.intersection(heads.normal(head[0].text).split()):
        return False
    if {"nullable", "key", "pk", "references"} & {role for found in roles for role in found[:1]}:
        return False
    types = [number for number, found in enumerate(roles) if "type" in found[:1]]
    return not any(_HARD.search(row.cells[n].text) for row in block.rows[1:] for n in types if n < len(row.cells))


def is_message(name: str) -> bool:
    """Whether a title is the name of what an interface sends or takes.

    >>> is_message("CreateCartRequest"), is_message("Requests")
    (True, False)
    """
    return _MESSAGE.match(name) is not None


def is_of_data(section: Section) -> bool:
    """Whether a title above speaks of tables, of a database, or of a model of data; or there is no title above."""
    above = []
    current = section.parent
    while current is not None and current.level:
        above.append(current.title.text)
        current = current.parent
    said = {word for title in above for word in words(title)}
    return not above or bool(said & OF_DATA) or any(KIND_OF.get(word) in ("table", "column") for word in said)
