"""Sentences that shut anonymous callers out of all tables: "there is no public access anywhere", "all policies require
`authenticated`". Each table of the page then has an access rule that says so.
"""

from __future__ import annotations

import re

from driftcheck.kinds.claim import Claim
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.sentences import Sentence

_WHO = r"(?:public|anonymous|anon|unauthenticated)"
_SAYS = re.compile(
    rf"\bno {_WHO}(?:\s*(?:/|or|and)\s*{_WHO})* access\b[^.;]{{0,30}}\b(?:anywhere|at all|(?:to|on) any(?: of the)? tables?)\b"
    r"|\b(?:all|every) polic(?:y|ies) (?:requires?|appl(?:y|ies) (?:only )?to|(?:are|is) (?:only )?for|(?:are|is) limited to) (?:the )?(?:role )?authenticated\b",
    re.IGNORECASE,
)
_RULE = "There is no anonymous access"


def take(said: Sentence, context: Context) -> bool:
    """Put it down of each table that the page states, once all are known; whether the sentence says so."""
    match = _SAYS.search(said.text.replace("`", "")) if context.table is None else None
    if match is None:
        return False
    rule = match[0] if match[0].lower().startswith("no ") else _RULE
    ledger, at = context.page.ledger, context.at(said.line)

    def settle() -> None:
        for path, facts in ledger.objects["table"].items():
            if isinstance(facts.at, str) and facts.at.rpartition(":")[0] == context.page.path:
                ledger.claim(path, Claim(at=at, claim="access", text=rule))

    context.page.later.append(settle)
    return True
