"""A title that names a table and what hangs on it: "Policies on `orders`", "### Triggers for the orders table",
"Storage policies (storage.objects)". Under a heading of policies the platform's table alone: "### storage.objects".
"""

from __future__ import annotations

import re

from driftcheck.access.sentences import is_subject
from driftcheck.managed import SCHEMAS
from driftcheck.names import join, split
from driftcheck.sources.documents import announced
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import trimmed
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import parse
from driftcheck.sources.documents.vocabulary import TABLE

_KINDS = frozenset({"policy", "trigger", "index", "constraint", "foreign key"})
_ARTICLE = r"(?:(?:the|der|die|das|la|el|le|a|o)\s+)?"
_TITLE = re.compile(
    rf"(?P<parts>[^`():]{{3,60}}?)\s+(?P<link>on|for|of|auf|für|der|sur|pour|de|sobre|para|em)\s+{_ARTICLE}(?:{TABLE}\s+)?"
    rf"(?P<name>`[^`]+`|[^\W\d][\w.]*(?: [^\W\d]\w*){{0,2}}?)(?:\s+{TABLE})?\s*\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?P<parts>[^`():]{3,60}?)(?P<link>\s*:|\s+[-–—]|\s*\()\s*(?P<name>`[^`]+`|[\w.]+)\s*\)?\s*\Z")


def read(title: Inline, context: Context) -> tuple[str, frozenset[str]] | None:
    """The path of the table that the title names, and the kinds of what it lists of it; None where it says otherwise."""
    text = trimmed(title).source.strip().rstrip(":").strip()
    match = (_TITLE.match(text) or _BEHIND.match(text)) if len(text) <= 160 else None
    if match is None:
        path = _path(text, context) if "policy" in context.announces | context.above else None
        return (path, frozenset({"policy"})) if path and _is_platforms(path) else None
    kinds = (announced.by_head(match["parts"]) or frozenset()) & _KINDS
    path = _path(match["name"], context)
    if not kinds or path is None:
        return None
    known = context.page.ledger.find("table", path) is not None
    if is_subject(match["name"]) and match["link"] != "on":
        return None  # "Policies for users" tells what callers may do
    return (path, kinds) if known or match["name"].startswith("`") or _is_platforms(path) else None


def _path(written: str, context: Context) -> str | None:
    code = written.startswith("`")
    names = parse(written.strip("`")) if code or "." in written else None
    if names is None and not code:
        return join(*split(context.schema), "_".join(written.lower().split()))
    return names[0].path(context.schema) if names and len(names) == 1 and names[0].signature is None else None


def _is_platforms(path: str) -> bool:
    return split(path)[0] in SCHEMAS
