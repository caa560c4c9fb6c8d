"""Of what time, or of what else than this database, a heading or lead-in speaks: plans, removals, examples, other engines."""

from __future__ import annotations

import re

from driftcheck.sources.documents import moods
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.elsewhere import is_elsewhere, is_message, is_of_another_engine, is_of_migrations
from driftcheck.sources.documents.evidence import evidence, is_own_name, is_word
from driftcheck.sources.documents.leads import mood_of
from driftcheck.sources.documents.outline import Section
from driftcheck.sources.documents.titles import Title

_PHASE = re.compile(r"\bphase \d\b", re.IGNORECASE)


def of(section: Section, title: Title, context: Context) -> str | None:
    """The mood of what stands under the title. Where its words are a table's own name, `title.partial` is taken back."""
    if context.mood == "engine":
        return "engine"
    heading = section.heading
    named = title.named
    said = title.mood if named is None or named.look not in ("code", "bold") else mood_of(named)
    said = "removal" if section.title.struck else said
    if said == "plan" and context.page.in_phases and moods.of(_PHASE.sub(" ", title.text)) is None:
        said = None
    if heading and (said or title.partial) and is_own_name(section, title.text, title.perhaps):
        said, title.partial = None, False
    if said is None and heading and not (named and named.look in ("code", "bold")) and is_elsewhere(title.text):
        said = None if named and is_word(named) and evidence(section, named) else "elsewhere"
    if said is None and not heading and is_message(title.text):
        said = "elsewhere"
    if said is None and _of_another_engine(section, title):
        said = "engine"
    if said == "history" and section.level == 1 and is_of_migrations(title.text):
        said = "migrations"  # what stands beside a folder of them; its sections may well speak of today
    mood = said or context.mood
    if said == "history" and context.mood not in (None, "migrations"):
        mood = context.mood  # "Migration fails" under "Troubleshooting"
    if (
        mood in ("elsewhere", "migrations")
        and said is None
        and (title.announces & {"table", "view", "function", "policy"} or title.kind == "table")
    ):
        mood = None
    if said and named and named.look == "plain" and named.text == title.text and evidence(section, named):
        mood = context.mood
    return mood


def _of_another_engine(section: Section, title: Title) -> bool:
    """Whether the words name another engine, and not a table that is called like one."""
    if not section.heading and len(title.text.split()) > 5:
        return False
    named = title.named
    itself = named and named.text == title.text and (named.look in ("code", "bold") or is_word(named))
    return is_of_another_engine(title.text) and not (named and itself and evidence(section, named))
