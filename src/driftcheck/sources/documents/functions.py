"""What stands behind a function's name: "returns setof boats", "→ boolean"; below it: "**Security:** SECURITY DEFINER"."""

from __future__ import annotations

import re

from driftcheck.sources.documents import objects, triggers
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.labels import Labelled
from driftcheck.sources.documents.leads import Named, lead


def returns(path: str, named: Named, context: Context) -> bool:
    """State what it returns, if that is said first; what follows describes it. Whether it is said."""
    text = named.rest.text.strip()
    match = re.match(
        r"(?:[:–—-]\s*)?(?:returns?|→|->|:|gibt|retourne|devuelve|retorna)\s+`?((?:setof\s+)?[\w.\"]+(?:\([\d, ]+\))?(?:\[\])?)`?",
        text,
        re.IGNORECASE,
    )
    if match is None:
        return False
    at = context.at(named.rest.line)
    if not _returned(match[1], path, context, named.rest.line):
        return False
    facts = context.page.ledger.find("function", path)
    if facts is not None and facts.at == at:
        facts.description = objects.UNSTATED
        objects.describe(facts, text[match.end() :].strip().lstrip("-–—: "))
    return True


_RETURNS = frozenset(
    ["returns", "return", "return type", "return value", "rückgabe", "retourne", "devuelve", "retorna"]
)
_SECURITY = frozenset(["security", "security mode", "sicherheit", "sécurité", "seguridad", "segurança"])
_RUNS = re.compile(
    r"(?:\A|[(.,;:–—-]\s*|\b(?:is|are|as|with|uses|runs|declared|marked)\s+(?:an?\s+)?)`?security definer`?(?=\s*(?:\Z|[(),.;:–—-]|functions?\b|so\b|to\b|and\b|which\b|because\b))",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|avoid|instead of|rather than|without|no longer)\b", re.IGNORECASE)


def labelled(one: Labelled, context: Context) -> bool:
    """ "**Returns:** boolean", "Security: SECURITY DEFINER" below a function's heading: whether it says so."""
    if context.object is None or context.object[0] != "function":
        return False
    path, words, text = context.object[1], one.words.lower().strip("* "), one.value.text.strip()
    if words in _SECURITY:
        found = [mode for mode in ("definer", "invoker") if re.search(rf"\b{mode}\b", text, re.IGNORECASE)]
        if len(found) == 1 and not _NOT.search(text):
            objects.add("function", path, context.at(one.value.line), context, security=found[0])
            return True
    if (
        words in ("trigger", "triggers", "used by trigger")
        and (fired := lead(one.value))
        and _ON.match(fired.rest.text)
    ):
        triggers.take(fired, one.value.line, context.within(table=None))
        return True
    match = _TYPED.match(text) if words in _RETURNS else None
    return match is not None and _returned(match[1], path, context, one.value.line)


_ON = re.compile(r"\s*on\s+`?[\w.]+`?\s*(?:\(.*\))?\.?\s*\Z")
_TYPED = re.compile(r"`?((?:setof\s+)?[\w.\"]+(?:\([\d, ]+\))?(?:\[\])?)`?(?=\s*(?:\Z|[(.,;:–—-]))", re.IGNORECASE)


def _returned(written: str, path: str, context: Context, line: int) -> bool:
    from driftcheck.sql.types import canonical, is_type

    setof = written.lower().startswith("setof ")
    bare = written[6:].strip() if setof else written
    if not setof and not is_type(bare):
        return False
    returned = ("SETOF " if setof else "") + (canonical(bare) if is_type(bare) else bare)
    objects.add("function", path, context.at(line), context, returns=returned)
    return True


def runs_as(text: str, path: str, context: Context, line: int) -> None:
    """ "… Runs as `security definer`, so that it may write": state it, where the words say so of the function itself."""
    text = " ".join(text.split())[:2000]
    match = _RUNS.search(text)
    if match and not _NOT.search(text[max(0, match.start() - 30) : match.start() + 8]):
        objects.add("function", path, context.at(line), context, security="definer")
