"""What a clause lets somebody do: its verbs, and the commands that they stand for."""

from __future__ import annotations

import re

from driftcheck.access.sentences.grant import DELETE, EVERY, INSERT, SELECT, UPDATE, WRITES

Commands = tuple[frozenset[str], frozenset[str]]
"""The commands that have to be possible, and those that may be."""

_WHAT = r"(?! (?:their|his|her|its|your|the|those|to)\b)"  # "read only", not "read only their own"
_VERBS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (rf"read[ -]only{_WHAT}", frozenset({SELECT}), frozenset({SELECT})),
    (rf"(?:insert|append|write)[ -]only{_WHAT}", frozenset({INSERT}), frozenset({INSERT})),
    (r"read(?:s)?(?: and |/| & )writes?|full(?:y)? (?:access|control|crud)|crud|manag(?:e|es|ed|ing|ement|eable)|administ(?:er|ers|ration)"
     r"|maintain(?:s|ed)?|all operations|do (?:anything|everything)|control(?:s|led)?|rw", EVERY, EVERY),
    (r"access(?:ed|es|ible)?|(?:be )?use[ds]?|touch(?:ed)?|private|isolat(?:ed|ion)|scoped|restricted|limited|confined|visible only", frozenset({SELECT}), EVERY),
    (r"view(?:s|ed|able|ing)?|read(?:s|able|ing)?|see(?:s|n)?|select(?:s|able)?|list(?:s|ed)?|brows(?:e|es|able)|quer(?:y|ies)|fetch|look(?:ed)? up|visible|retrieve|viewing|download", frozenset({SELECT}), frozenset({SELECT})),
    (r"write[s]?|writ(?:able|eable|ing)|written|mutat(?:e|ion)s?", frozenset({INSERT}), WRITES),
    (r"creat(?:e|es|ed|ing|ion)|insert(?:s|ed|ing|ion)?|add(?:s|ed|ing)?|(?:can|may|to|and|or|only|users) post(?:ed)?(?: (?=\w)|$)|submit(?:s|ted)?|send(?:s)?|upload(?:s|ed|ing)?|register(?:s)?|place(?:s)?|sign up", frozenset({INSERT}), frozenset({INSERT})),
    (r"updat(?:e|es|ed|ing)|edit(?:s|ed|able|ing)?|modif(?:y|ies|ied|ication)|chang(?:e|es|ed|ing)|alter", frozenset({UPDATE}), frozenset({UPDATE})),
    (r"delet(?:e|es|ed|ing|ion)|remov(?:e|es|ed|al|ing)", frozenset({DELETE}), frozenset({DELETE})),
)  # fmt: skip
_RELATIVE = re.compile(r"\b(?:an?|the|any) \w+ (?:you|they) (?:manage|administer|control|maintain|run)\b")
_WHOSE = re.compile(r"\bwho (?:has |have )?(?:created|uploaded|wrote|added|posted|submitted|made|sent)\b")
_GENERAL = (frozenset({SELECT}), EVERY)
_VERB = [(re.compile(rf"\b(?:{pattern})\b"), must, may) for pattern, must, may in _VERBS]
STARTS_IN_VERB = re.compile(
    r"(?:(?:and|or|may|can|only|also|to) )*(?:" + "|".join(f"(?:{p})" for p, _, _ in _VERBS) + r")\b"
)


def verbs_of(text: str) -> list[Commands]:
    """What the verbs of a clause stand for, the widest words first; "access" and its like only where nothing says more."""
    found = []
    rest = _WHOSE.sub(" ", _RELATIVE.sub(" ", text))
    for pattern, must, may in _VERB:
        if pattern.search(rest):
            found.append((must, may))
            rest = pattern.sub(" ", rest)
    return [v for v in found if v != _GENERAL] or found  # "updates are restricted to owners"


def first_verb(text: str) -> int:
    """Where the first verb stands; behind the text if it has none."""
    return min((match.start() for pattern, _, _ in _VERB if (match := pattern.search(text))), default=len(text))


def begins_in_verb(text: str) -> bool:
    """Whether the first word is a verb."""
    return any(pattern.match(text) for pattern, _, _ in _VERB)


def is_verb(text: str) -> bool:
    """Whether words name one operation: "SELECT", "Read"."""
    return any(pattern.fullmatch(text.lower().strip()) for pattern, _, _ in _VERB)


def ends_in_verb(text: str) -> bool:
    """Whether words end in a verb that does not stand alone: the rest of a list of verbs may follow."""
    words = text.split()
    return len(words) > 1 and is_verb(words[-1])
