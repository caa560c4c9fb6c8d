"""The parts of a sentence that say one thing each."""

from __future__ import annotations

import re

from driftcheck.access.sentences.subjects import SUBJECT
from driftcheck.access.sentences.verbs import STARTS_IN_VERB, ends_in_verb, verbs_of

_SPLIT = re.compile(
    r"[;.]\s+|;|\.$|,\s*(?:and|but|while|whereas)?\s*|\s+(?:but|while|whereas)\s+|\s+[-–—]\s+|\s*/\s*(?=[a-z]+ (?:can|may))"
)


def clauses_of(text: str) -> list[str]:
    """The parts of a sentence in plain words that say one thing each; " and " parts where another subject follows."""
    found: list[str] = []
    for part in _listed(_SPLIT.split(text)):
        rest = part.strip(" .:")
        while rest:
            cut = _second_subject(rest)
            found.append(rest[:cut].strip())
            rest = rest[cut:].strip().removeprefix("and ").strip()
    return [part for part in found if part and part not in ("and", "or")]


def _listed(parts: list[str]) -> list[str]:
    """With lists of verbs put together again: "view, create and delete their own notes"."""
    found: list[str] = []
    for part in parts:
        if found and ends_in_verb(found[-1]) and STARTS_IN_VERB.match(part.strip()):
            found[-1] += f" and {part.strip()}"
        else:
            found.append(part)
    return found


def _second_subject(text: str) -> int:
    """Where the " and " stands that begins another statement; behind the text if none does."""
    for match in re.finditer(r" and | & ", text):
        earlier, after = text[: match.start()], text[match.end() :]
        if not verbs_of(earlier):
            continue
        if STARTS_IN_VERB.match(after) and not ends_in_verb(earlier) and "only" not in after[:5]:
            return match.start()
        if SUBJECT.match(after) and (verbs_of(after) or re.search(r"\bcan\b|\bmay\b|-only", after)):
            return match.start()
    return len(text)
