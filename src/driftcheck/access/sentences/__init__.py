"""Sentences about access, as teams write them: who may do what with which rows.

"Users can view their own roles, admins can manage all" → the owner may select own rows, administrators everything.
Plain words and their order, no grammar: a clause of which a part is not understood says so.
"""

from __future__ import annotations

import dataclasses
import re

from driftcheck.access.sentences import phrases
from driftcheck.access.sentences.clauses import clauses_of
from driftcheck.access.sentences.grant import DELETE, EVERY, INSERT, SELECT, UPDATE, Grant, Said
from driftcheck.access.sentences.rows import rows_of
from driftcheck.access.sentences.subjects import BY_ALL, NOBODY, acting, is_subject, names_subject, subjects_of
from driftcheck.access.sentences.ties import OWN, RELATED
from driftcheck.access.sentences.verbs import Commands, is_verb, verbs_of

__all__ = [
    "DELETE",
    "EVERY",
    "INSERT",
    "SELECT",
    "UPDATE",
    "Grant",
    "Said",
    "is_rule",
    "is_subject",
    "is_verb",
    "read",
    "read_whole",
]

_ONLY = re.compile(
    r"\bonly\b|\bexclusive(?:ly)?\b|\brestricted to\b|\blimited to\b|\bno one else\b|\bsolely\b|\bjust\b|\bprivate to\b|\bisolat|\bscoped\b"
)
_ROWS = re.compile(r"\b(?:all|every|own) (?:rows|records|entries|data)\b|\beverything\b")
_THEM = re.compile(r"\b(?:them|it|those|these)\b")
_NOT = re.compile(r"\b(?:cannot|can't|can not|may not|must not|never|not|no)\b")
_MODAL = re.compile(r"\b(?:can|may|could)\b")
_ANOTHERS = re.compile(r"(?:or |and )?(?:their|your|his|her|its|the|that|this)(?: \w+)? \w+'s (?!own\b)\w+")
"""Who is somebody of another's, and no more is said: "your clinic's receptionist"."""
_THROUGH = re.compile(r"\b(?:goe?s?|happens?|(?:is|are) (?:only )?(?:done|made|handled)) (?:only )?(?:through|via)\b")
_EQUALS = re.compile(r"\w ?= ?'")  # "only their own role = 'guest' row"
_BOUNDED = re.compile(r"\b(?:until|within|while|as long as|unless|during|before|after|once)\b(?! (?:the|their) )")
_ONLY_WHAT = re.compile(
    r"\b(?:can|may) only\b|read[ -]only|(?:insert|append|write)[ -]only|\bonly (?:access|see|view|read|edit|manage|update|delete|their)"
)
_READ_ONLY = re.compile(r"\b(?:read|view|select)[ -]only\b(?! (?:their|his|her|its|your|the|those)\b)")
_HIDDEN = re.compile(r"\b(?:hidden|invisible)\b")
_NEVER = re.compile(r"(?:can ?not|can't|may not|must not|can never|may never|are never|is never)(?: ever)?(?: be)?\b")
_EACH = re.compile(r"\b(?:all|every|any|everything|full|each)\b")
_ANONYMOUS = re.compile(r"\b(?:anonymous|unauthenticated|anon|guests?|visitors?|public|(?:signed|logged)[ -]out)\b")

Before = tuple[list[str], list[Commands]]
"""Whom the clause before is about, and what they do."""


def read(text: str) -> Said:
    """What a sentence about one table says."""
    plain, closed, marked = phrases.plain(text)
    said = Said(closed=closed, marked=marked)
    before: Before = ([], [])
    for clause in clauses_of(plain):
        before = _clause(clause, before, said)
    if not (said.grants or said.denied or said.shut or said.closed or said.strange):
        said.strange.append(text.strip())
    return said


def read_whole(text: str) -> bool:
    """Whether a sentence about access is understood, all of it."""
    return not read(text).strange


def is_rule(text: str) -> bool:
    """Whether a sentence names callers and what they may do, and is understood: "crew see their own", not "crew lists"."""
    lower = text.lower()
    return names_subject(lower) and bool(verbs_of(lower)) and read_whole(text)


def _clause(text: str, before: Before, said: Said) -> Before:
    """Add to `said` what one clause says; whom and what the next one may leave out because this one named it."""
    verbs, subjects, only = verbs_of(text), subjects_of(text), bool(_ONLY.search(text)) or "-only" in text
    if _ANOTHERS.fullmatch(text) or (not subjects and _THROUGH.search(text)):
        said.strange.append(text)
        return before
    if (
        not verbs
        and not _MODAL.search(text)
        and ((only and subjects) or OWN.search(text) or (subjects and _ROWS.search(text)))
    ):
        verbs = [(frozenset({SELECT}), EVERY)]  # "admins only", "own rows"
    if (
        _HIDDEN.search(text)
        or (subjects and phrases.is_qualified(text))
        or (not subjects and phrases.has_strange_subject(text))
    ):
        said.strange.append(text)
        return before
    if len(subjects) > 1:
        subjects = [s for s in subjects if s != "nobody"]
    verbs = verbs or (before[1] if subjects else [])
    if re.search(r"\bimmutable\b|\bappend[ -]only\b", text):
        said.denied |= {UPDATE, DELETE}
        if not subjects:
            return before
    passive = None if subjects else _NEVER.search(text)
    if verbs and passive and "be" in passive[0].split():  # "notes cannot be updated once created"
        what = re.split(r"\b(?:once|after|when|if|unless)\b", text[passive.end() :])[0]
        said.denied |= frozenset().union(*(m for _, m in verbs_of(what)))
        return before
    subjects = subjects or _implied(text, verbs, before[0])
    if not verbs or not subjects or subjects == ["staff"]:
        said.strange.append(text)
        return before
    must = frozenset().union(*(m for m, _ in verbs))
    may = frozenset().union(*(m for _, m in verbs))
    if "nobody" in subjects or _NOT.search(NOBODY.sub("", text)):
        _deny(text, subjects, may, said)
        return subjects, verbs
    inherited = not subjects_of(text) and said.grants and _THEM.search(text)
    if inherited and subjects:  # "… their own notifications and may delete them"
        last = said.grants[-1]
        said.grants.append(dataclasses.replace(last, must=must, may=may))
        return subjects, verbs
    if _BOUNDED.search(text) or _EQUALS.search(text):
        must = frozenset()
    for who in acting([s for s in subjects if s != "staff"], text):
        for whom, rows in rows_of(who, text):
            exclusive = only and not _ONLY_WHAT.search(text)
            closed = not (whom in ("anyone", "signed-in") and may == {SELECT} and not only)
            if who == "admin" and "group-admin" in subjects:
                rows = "related"
            limits = only and rows in ("own", "related") and may == {SELECT} and not _READ_ONLY.search(text)
            asked = frozenset() if (who, whom) == ("tenants", "member") else must
            said.grants.append(
                Grant(whom, rows, asked, may, exclusive, closed, _is_lenient(who, whom, rows, text, said), limits)
            )
    return subjects, verbs


def _implied(text: str, verbs: list[Commands], before: list[str]) -> list[str]:
    """Who a clause without a subject is about: whose rows it names, else whoever the clause before is about."""
    if OWN.search(text) and verbs and not RELATED.search(text):
        return ["owner"]
    if RELATED.search(text) and verbs:
        return ["member"]
    if before and verbs:
        return before
    if re.search(r"read[ -]only", text):
        return ["anyone"]
    return ["nobody"] if verbs and text.startswith("no ") else []


def _deny(text: str, subjects: list[str], may: frozenset[str], said: Said) -> None:
    """What a negation says: to everybody, to anonymous callers, or of what belongs to somebody else."""
    if not set(subjects) <= {"anyone", "users", "signed-in", "nobody", "owner"}:
        return
    if phrases.of_others(text):
        said.grants.append(Grant("owner", "own", frozenset(), may, closed=False))
    elif _ANONYMOUS.search(text):
        said.shut |= may
    elif "nobody" in subjects and may == EVERY:
        said.closed = True
    elif subjects != ["owner"]:
        said.denied |= may


def _is_lenient(who: str, whom: str, rows: str, text: str, said: Said) -> bool:
    """Whether a grant is not asked in full: the words that give it are wider than what teams mean by them."""
    if who == "others" or said.marked:
        return True
    if whom == "anyone":
        return bool(BY_ALL.search(text)) or not subjects_of(text)
    if who == "admin" and rows == "all":  # whose: "members can read, admins can delete"
        return not _EACH.search(text) and any(g.who == "member" for g in said.grants)
    return who == "users" and rows == "all" and not _EACH.search(text)
