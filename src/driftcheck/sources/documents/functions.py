"""What stands behind a function's name: "returns setof boats", "→ boolean"."""

from __future__ import annotations

import re

from driftcheck.sources.documents import objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named


def returns(path: str, named: Named, context: Context) -> bool:
    """State what it returns, if that is said first; what follows describes it. Whether it is said."""
    from driftcheck.sql.types import canonical, is_type

    text = named.rest.text.strip()
    match = re.match(
        r"(?:[:–—-]\s*)?(?:returns?|→|->|:|gibt|retourne|devuelve|retorna)\s+`?((?:setof\s+)?[\w.\"]+(?:\([\d, ]+\))?(?:\[\])?)`?",
        text,
        re.IGNORECASE,
    )
    if match is None:
        return False
    setof = match[1].lower().startswith("setof ")
    bare = match[1][6:].strip() if setof else match[1]
    if not setof and not is_type(bare):
        return False
    at = context.at(named.rest.line)
    returned = ("SETOF " if setof else "") + (canonical(bare) if is_type(bare) else bare)
    objects.add("function", path, at, context, returns=returned)
    facts = context.page.ledger.find("function", path)
    if facts is not None and facts.at == at:
        facts.description = objects.UNSTATED
        objects.describe(facts, text[match.end() :].strip().lstrip("-–—: "))
    return True
