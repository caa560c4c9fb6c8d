"""Headings under one of policies that name tables in words: "### Contacts", "### Tags, Line items"."""

from __future__ import annotations

import re

from driftcheck.access.sentences import is_subject
from driftcheck.names import join
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import trimmed
from driftcheck.sources.documents.outline import Section

_BETWEEN = re.compile(r"\s*(?:,|/|&|\band\b|\btables?\b)\s*", re.IGNORECASE)


def tables(section: Section, context: Context) -> tuple[str, ...]:
    """The tables of the heading. What could as well be callers ("### Users") are tables where most headings beside it are."""
    found = _known(section, context)
    if not found or not any(is_subject(word) for word in _BETWEEN.split(section.title.text)):
        return found
    beside = [one for one in (section.parent.sections if section.parent else ()) if one.level == section.level]
    named = sum(bool(_known(one, context)) for one in beside)
    return found if named > 1 and named * 2 > len(beside) else ()


def _known(section: Section, context: Context) -> tuple[str, ...]:
    words = [word for word in _BETWEEN.split(trimmed(section.title).text.strip()) if word]
    paths = [join(context.schema, "_".join(word.lower().split())) for word in words]
    known = context.page.ledger.objects["table"]
    return tuple(paths) if paths and all(path in known for path in paths) else ()
