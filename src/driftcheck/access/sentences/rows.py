"""Which rows a clause is about, and which of the model's callers it means by that."""

from __future__ import annotations

import re

from driftcheck.access.sentences.ties import GROUP, OWN, RELATED

_CONDITION = re.compile(
    r"\b(?:public(?:ly shared)?|published|active|approved|verified|open|enabled|live|available|free|listed|completed|accepted|confirmed|unlisted|featured|non-deleted|undeleted|pending|draft|drafts|"
    r"is_\w+|status)\b|\b(?:where|when|if|unless|marked|flagged)\b"
)
_PUBLIC = r"(?:public|published|active|approved|open|visible|unlisted|featured)"
_MINE = r"(?:their|his|her|your|my)? ?(?:own(?: ones?)?|theirs|private)"
_AND_PUBLIC = re.compile(
    rf"\b{_MINE}(?: \w+)? (?:and|or|plus|as well as)(?: (?:all|any|the))? {_PUBLIC}\b|\b{_PUBLIC} (?:\w+ )?(?:and|or|plus|as well as) {_MINE}\b"
)
_AND_SHARED = re.compile(
    rf"\b{_MINE}(?: \w+)? (?:and|or) (?:those )?shared\b|\bshared (?:\w+ )?(?:and|or) {_MINE}\b|\bthey own or\b"
)
_ANYONE_ELSE = re.compile(r"\b(?:everyone|anyone|everybody|anybody|all|visitors|guests|users|world|anonymous)\b")
_ANYONE_ALONE = re.compile(r"^(?:the )?(?:general )?public(?:ly)?\b|\bpublicly\b|\b(?:by|to|for) (?:the )?public\b")


def rows_of(who: str, text: str) -> list[tuple[str, str]]:
    """Caller and rows; two where a clause names two sorts of rows: "their own and public notes"."""
    if who == "others":
        who = "users" if OWN.search(text) or RELATED.search(text) else who
    if who == "tenants":  # those who rent, or a tenancy: either keeps the sentence
        return [("owner", "own"), ("member", "related")]
    rows = _rows(who, text)
    if who in ("users", "signed-in", "owner") and rows in ("own", "condition", "related"):
        if _AND_SHARED.search(text):
            return [("owner", "own"), ("member", "related")]
        if _AND_PUBLIC.search(text):
            return [("owner", "own"), ("signed-in", "condition")]
    return [(_caller(who, rows), rows)]


def _rows(who: str, text: str) -> str:
    """Which rows the clause leaves this subject: own, related, condition or all."""
    if who in ("group-admin", "member"):
        return "own" if re.search(r"\bown\b", text) and not RELATED.search(text) and who == "member" else "related"
    if who == "owner":
        return "own"
    related, own = bool(RELATED.search(text)), bool(OWN.search(text))
    if who == "users" and related and not re.search(rf"\bown (?!{GROUP})\w+ (?:and|or)", text):
        return "related"
    if who in ("users", "signed-in") and own:
        return "own"
    subject = who == "anyone" and not _ANYONE_ELSE.search(text)  # "public" says who, not which rows
    conditional = _CONDITION.search(_ANYONE_ALONE.sub(" ", text) if subject else text)
    if conditional and who in ("anyone", "signed-in", "users"):
        return "condition"
    if who == "admin" and related and not re.search(r"\ball\b", text):
        return "related"
    return "all"


def _caller(who: str, rows: str) -> str:
    """The caller of a grant that a subject means, given the rows that it may touch."""
    if who == "others":
        return "anyone"
    if who == "users":
        return {"own": "owner", "related": "member"}.get(rows, "signed-in")
    if who == "signed-in":
        return {"own": "owner"}.get(rows, "signed-in")
    if who == "group-admin":
        return "admin"
    if who == "member":
        return "owner" if rows == "own" else "member"
    return who
