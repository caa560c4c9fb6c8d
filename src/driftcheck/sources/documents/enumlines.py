"""Enums listed line by line in a fence below a heading that announces them.

cart_state    ('open', 'paid', 'sent')
payment_kind = "card" | "cash"        // what the till takes
"""

from __future__ import annotations

import re

from driftcheck.kinds.type import Type
from driftcheck.sources.documents import objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.naming import parse

_LINE = re.compile(r"(?:type\s+|enum\s+)?(?P<name>[^\W\d][\w.]{0,127})\s*[:=]?\s*(?P<values>[('\"\[{].{0,2000})\Z")
_VALUE = re.compile(r"\s*(?:'([^']{1,63})'|\"([^\"]{1,63})\")\s*(?:[,|]|(?=[)\]}]|\Z|--|//|#))")
_CLOSED = re.compile(r"\s*[)\]}]?;?\s*(?:(?:--|//|#).*)?\Z")


def take(block: Block, context: Context) -> bool:
    """State the enums, if each line of the fence is one."""
    found: list[tuple[str, list[str], int]] = []
    for number, row in enumerate(block.content.split("\n")):
        text = row.strip()
        if not text or text.startswith(("--", "//", "#")):
            continue
        match = _LINE.match(text)
        values = _values(match["values"]) if match else []
        if match is None or not values:
            return False
        found.append((match["name"], values, block.first + number))
    for written, values, line in found:
        for name in parse(written) or ():
            if (path := objects.state("type", name, context, line)) is not None:
                facts = Type(at=context.at(line), kind="enum", values=values)
                context.page.ledger.state("type", path, facts)
    return bool(found)


def _values(text: str) -> list[str]:
    """The quoted words of a list; none if anything else stands between them."""
    position, values = (1 if text[0] in "([{" else 0), []
    while match := _VALUE.match(text, position):
        values.append(match[1] or match[2])
        position = match.end()
    return values if _CLOSED.match(text, position) else []
