"""Who a clause is about."""

from __future__ import annotations

import re

from driftcheck.access.sentences.ties import GROUP, OWN, RELATED
from driftcheck.access.sentences.verbs import begins_in_verb, first_verb, verbs_of

_SERVICE = r"(?:the )?(?:service[ _-]?roles?(?: keys?)?|back-?ends?|servers?|server-side code|edge functions?|internal services?|system|workers?)"
_ADMIN = r"(?:super[ _-]?)?(?:admins?|administrators?)(?: users?| roles?)?"
_STAFF = r"(?:staff(?: members?)?|moderators?(?: and admins?)?|managers?)"
_MEMBER = (
    rf"(?:(?:{GROUP}|fellow) (?:members?|users?|participants?)|members? of (?:the|a|an|their|that|its) (?:same )?{GROUP}|members?|participants?|collaborators?"
    r"|team-?mates?|colleagues?|co-?workers?)"
)
_SIGNED = (
    r"(?:(?:any|all|every|each) )?(?:authenticated|signed[ -]in|logged[ -]in|registered)(?: users?| callers?| clients?| people)?"
    r"|(?:any|all|every) users?"
)
_ANYONE = r"anyone|everyone|everybody|anybody|(?:the )?(?:general )?public|publicly|anonymous(?: users?| visitors?| callers?)?|(?:all |any )?visitors?|(?:all |any )?guests?|unauthenticated users?|(?:the )?(?:whole )?world|anon"
_OWNER = (
    r"(?:the |an |its |their |each |row |record )*(?:owners?|authors?|creators?|uploaders?|account holders?|profile owners?)(?: of (?:the|a|each) \w+)?|(?:only )?(?:the|that|its|their) (?:user|customer|client|person|student|patient|seller|buyer|vendor|player|employee|driver|subscriber"
    r"|recipient|receiver|sender|candidate|applicant|donor|assignee|reporter|reviewer|author)(?![\w'])|users? who (?:own|created|uploaded|wrote) (?:it|them|the \w+)"
)
_USERS = (
    r"(?:the |a |an |each |individual |every )*(?:users?|customers?|clients?|people|persons?|students?|teachers?|patients?|doctors?|sellers?"
    r"|buyers?|vendors?|players?|employees?|drivers?|subscribers?|recipients?|senders?|hosts?|learners?|candidates?|applicants?|donors?|they)"
)
_TENANTS = r"(?:each |every |all |the |a )*(?:tenants?|organi[sz]ations|companies|workspaces|teams)"
_NOBODY = r"nobody|no[ -]one|no (?:users?|clients?|api (?:access|roles?)|client access|public access|direct access)"
_SUBJECTS = (
    ("nobody", _NOBODY), ("service", _SERVICE), ("group-admin", rf"{GROUP} (?:{_ADMIN}|owners?|managers?)"),
    ("admin", _ADMIN), ("staff", _STAFF), ("member", _MEMBER), ("signed-in", _SIGNED), ("owner", _OWNER),
    ("anyone", _ANYONE), ("others", "others"), ("tenants", _TENANTS), ("users", _USERS),
)  # fmt: skip
SUBJECT = re.compile("|".join(rf"\b(?P<{name.replace('-', '_')}>{pattern})\b" for name, pattern in _SUBJECTS))
NOBODY = re.compile(rf"\b(?:{_NOBODY})\b|no[ -]one|not? only")
BY_ALL = re.compile(r"\bby all\b|\bfor all\b(?! \w)|\bto all\b(?! \w)|\ball can\b|\ball may\b")
_SECOND = re.compile(r"(?:\b(?:by|to|for|and|or|only|but|with)|[&,/:])\s*(?:(?:the|all|any|an?|only|other) ?)*$")
_MEMBER_START = re.compile(r"of (?:the|their) ")
_WORD = re.compile(r"[a-z_]{3,}")


def names_subject(text: str) -> bool:
    """Whether some sort of caller is named anywhere in the words."""
    return bool(SUBJECT.search(text))


def is_subject(text: str) -> bool:
    """Whether words name a sort of caller and nothing else: "anon", "Workspace admins", "service_role"."""
    return bool(SUBJECT.fullmatch(text.lower().replace("_", " ").strip()))


def subjects_of(text: str) -> list[str]:
    """Who a clause is about, without whom its rows belong to."""
    bare = RELATED.sub(lambda m: " " if not _MEMBER_START.match(m[0]) else m[0], text)
    found: list[str] = []
    spans = list(SUBJECT.finditer(bare))
    verb = first_verb(bare)
    for match in spans:
        name = (match.lastgroup or "").replace("_", "-")
        after, earlier = bare[match.end() :], bare[: match.start()]
        if spans[0].end() <= verb < match.start() and not _SECOND.search(earlier):
            continue  # what is done to them: "admins can manage members"
        if name == "anyone" and match[0] == "public" and _adjective(after, earlier, spans):
            continue
        if (
            name == "users"
            and re.search(r"\b(?:other|another|of|their|own|to|belongs? to the|the)\s*$", earlier)
            and len(spans) > 1
        ):
            continue
        if name == "users" and re.search(r"\bother\s*$", earlier):
            continue
        if name not in found:
            found.append(name)
    if BY_ALL.search(bare) and "anyone" not in found and "signed-in" not in found:
        found = [f for f in found if f != "users"] + ["anyone"]
    if re.search(r"\b(?:world|publicly)[ -]?(?:readable|viewable|visible|accessible)?\b", bare) and not found:
        found.append("anyone")
    return found


def _adjective(after: str, earlier: str, spans: list[re.Match[str]]) -> bool:
    """Whether "public" says which rows: "public characters viewable by all", "users can see public posts"."""
    following = _WORD.match(after.strip())
    if following is None or following[0] in ("can", "may", "has", "have", "only"):
        return False
    verbish = begins_in_verb(after.strip())
    others = len(spans) > 1 or bool(BY_ALL.search(after))
    return (not verbish and (others or bool(verbs_of(earlier)) or not verbs_of(after[:14]))) or (
        bool(verbs_of(earlier)) and not earlier.rstrip().endswith(("by", "to", "for"))
    )


def acting(subjects: list[str], text: str) -> list[str]:
    """The subjects that do something, without the "users" whom another one acts upon."""
    return [s for s in subjects if s != "users" or len(subjects) == 1 or OWN.search(text)] or subjects
