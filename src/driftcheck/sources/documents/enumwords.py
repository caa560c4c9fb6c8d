"""The values of an enum in a sentence: "`loom_state` is one of `idle`, `busy` or `broken`.".

Only of a type that the pages state elsewhere: what is said of a column so is what people put there, not what is enforced.
"""

from __future__ import annotations

import re

from driftcheck.kinds.type import Type
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import parse

_SAYS = re.compile(
    r"(?:\A|[.!?;]\s+)(?:(?:the\s+)?(?:(?:possible|allowed|valid)\s+)?(?:values\s+(?:of|for)\s+(?:the\s+)?|enum\s+|type\s+|the\s+))?"
    r"`(?P<name>[\w.]+)`\s+(?:(?:enum|type)\s+)?(?:is|are|can be|may be|must be|has the values|takes)\s*:?\s*(?:(?:always|either)\s+)?(?:one of\s*:?\s*)?"
    r"(?P<values>`[^`]+`(?:(?:\s*,)?\s*(?:,|/|\||\bor\b|\band\b)\s*`[^`]+`)+)\s*(?=\Z|[.!;](?:\s|\Z))",
    re.IGNORECASE,
)


def take(inline: Inline, context: Context) -> bool:
    """Keep what the line says of values, until all types are known; whether it says so."""
    found = [] if len(inline.text) > 2000 else list(_SAYS.finditer(inline.source.strip()))

    def settle() -> None:
        for match in found:
            names = parse(match["name"])
            path = names[0].path(context.schema) if names and len(names) == 1 else ""
            if context.page.ledger.find("type", path) is not None:
                values = re.findall(r"`'?([^`']+)'?`", match["values"])
                context.page.ledger.state("type", path, Type(at=context.at(inline.line), kind="enum", values=values))

    if found:
        context.page.later.append(settle)
    return bool(found)
