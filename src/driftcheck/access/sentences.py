"""Sentences about access, as teams write them: who may do what with which rows.

"Users can view their own roles, admins can manage all" → the owner may select own rows, administrators everything.
Plain words and their order, no grammar: a clause of which a part is not understood says so.
"""

from __future__ import annotations

import dataclasses
import re

from driftcheck.access import phrases

SELECT, INSERT, UPDATE, DELETE = "select", "insert", "update", "delete"
WRITES = frozenset({INSERT, UPDATE, DELETE})
EVERY = frozenset({SELECT, *WRITES})


@dataclasses.dataclass(frozen=True)
class Grant:
    """One thing that a sentence allows (or, with `denied`, forbids)."""

    who: str  # anyone | signed-in | owner | member | admin | service | nobody
    rows: str  # own | related | condition | all
    must: frozenset[str]  # commands that have to be possible
    may: frozenset[str]  # commands that may be
    exclusive: bool = False  # nobody else: "only admins", "owner-only"
    closed: bool = True  # what is not mentioned is not allowed
    lenient: bool = False  # not asked in full: "by all" of anonymous callers, "users can view notes" of every row


@dataclasses.dataclass
class Said:
    """What a sentence says, and the parts of it that were not understood."""

    grants: list[Grant] = dataclasses.field(default_factory=list)
    denied: frozenset[str] = frozenset()  # commands that nobody has
    shut: frozenset[str] = frozenset()  # commands that anonymous callers do not have
    strange: list[str] = dataclasses.field(default_factory=list)
    closed: bool = False  # whoever is not named may do nothing
    marked: bool = False  # by ticks: of which rows is not said


_SPLIT = re.compile(
    r"[;.]\s+|;|\.$|,\s*(?:and|but|while|whereas)?\s*|\s+(?:but|while|whereas)\s+|\s+[-–—]\s+|\s*/\s*(?=[a-z]+ (?:can|may))"
)
_GROUP = (
    r"(?:team|organi[sz]ation|org|tenant|workspace|project|group|company|channel|room|conversation|chat|account|department"
    r"|community|club|family|household|school|class|store|shop|site|board|list|thread|course|event|league|business|firm|agency|clinic)"
)
_SERVICE = r"(?:the )?(?:service[ _-]?roles?(?: keys?)?|back-?ends?|servers?|server-side code|edge functions?|internal services?|system|workers?)"
_ADMIN = r"(?:super[ _-]?)?(?:admins?|administrators?)(?: users?| roles?)?"
_STAFF = r"(?:staff(?: members?)?|moderators?(?: and admins?)?|managers?)"
_MEMBER = (
    rf"(?:(?:{_GROUP}|fellow) (?:members?|users?|participants?)|members? of (?:the|a|an|their|that|its) (?:same )?{_GROUP}|members?|participants?|collaborators?"
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
    ("nobody", _NOBODY), ("service", _SERVICE), ("group-admin", rf"{_GROUP} (?:{_ADMIN}|owners?|managers?)"),
    ("admin", _ADMIN), ("staff", _STAFF), ("member", _MEMBER), ("signed-in", _SIGNED), ("owner", _OWNER),
    ("anyone", _ANYONE), ("others", "others"), ("tenants", _TENANTS), ("users", _USERS),
)  # fmt: skip
_SUBJECT = re.compile("|".join(rf"\b(?P<{name.replace('-', '_')}>{pattern})\b" for name, pattern in _SUBJECTS))
_NO = re.compile(rf"\b(?:{_NOBODY})\b|no[ -]one|not? only")
_ALL = re.compile(r"\bby all\b|\bfor all\b(?! \w)|\bto all\b(?! \w)|\ball can\b|\ball may\b")

_VERBS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (r"read[ -]only", frozenset({SELECT}), frozenset({SELECT})),
    (r"(?:insert|append|write)[ -]only", frozenset({INSERT}), frozenset({INSERT})),
    (r"read(?:s)?(?: and |/| & )writes?|full(?:y)? (?:access|control|crud)|crud|manag(?:e|es|ed|ing|ement|eable)|administ(?:er|ers|ration)"
     r"|maintain(?:s|ed)?|all operations|do (?:anything|everything)|control(?:s|led)?|rw", EVERY, EVERY),
    (r"access(?:ed|es|ible)?|(?:be )?use[ds]?|touch(?:ed)?|private|isolat(?:ed|ion)|scoped|restricted|limited|confined|visible only", frozenset({SELECT}), EVERY),
    (r"view(?:s|ed|able|ing)?|read(?:s|able|ing)?|see(?:s|n)?|select(?:s|able)?|list(?:s|ed)?|brows(?:e|es|able)|quer(?:y|ies)|fetch|look(?:ed)? up|visible|retrieve|viewing|download", frozenset({SELECT}), frozenset({SELECT})),
    (r"write[s]?|writ(?:able|eable|ing)|written|mutat(?:e|ion)s?", frozenset({INSERT}), WRITES),
    (r"creat(?:e|es|ed|ing|ion)|insert(?:s|ed|ing|ion)?|add(?:s|ed|ing)?|(?:can|may|to|and|or|only|users) post(?:ed)?(?: (?=\w)|$)|submit(?:s|ted)?|send(?:s)?|upload(?:s|ed|ing)?|register(?:s)?|place(?:s)?|sign up", frozenset({INSERT}), frozenset({INSERT})),
    (r"updat(?:e|es|ed|ing)|edit(?:s|ed|able|ing)?|modif(?:y|ies|ied|ication)|chang(?:e|es|ed|ing)|alter", frozenset({UPDATE}), frozenset({UPDATE})),
    (r"delet(?:e|es|ed|ing|ion)|remov(?:e|es|ed|al|ing)", frozenset({DELETE}), frozenset({DELETE})),
)  # fmt: skip
_GENERAL = (frozenset({SELECT}), EVERY)
_VERB = [(re.compile(rf"\b(?:{pattern})\b"), must, may) for pattern, must, may in _VERBS]

_THEIR = r"(?:their|his|her|its|one's|your|my|own)"
_RELATED = re.compile(
    rf"\b(?:in|of|within|from|inside|on|under|across|belonging to|through) (?:their|his|her|its|your|my|the same|that|a shared|an? \w+ they)(?: own)? (?!own\b)\w+"
    rf"|\b(?:for|to|on|of|in|by|per)(?: (?:their|his|her|its|the|a|own|same))* {_GROUP}s?\b"
    rf"|\b{_THEIR} \w+(?:s'|'s) \w+|\b(?:their|his|her|your|my) {_GROUP}s?\b(?:'s?)?|\bsame {_GROUP}\b|\bshared with (?:them|him|her|the user)|\bassigned to (?:them|the user)"
    rf"|\bthey (?:can access|(?!(?:have )?(?:own|created?|uploaded|wrote|written|posted|submitted|made|can|may|cannot|must)\b)\w+)"
    rf"|\b(?:by|per|to (?:the|a|its|their)?) ?(?:tenant|organi[sz]ation|org|team|workspace|company)\b|\b(?:tenant|organi[sz]ation|org|team|workspace)[ -](?:isolat|scop|bas|level|wide|only)"
)
_OWN = re.compile(
    rf"\bown(?:ed|s)?\b|\b{_THEIR} \w+|\bthemsel(?:f|ves)\b|\bbelong(?:s|ing)? to (?:them|the user|him|her)|\b(?:they|he|she|users?) (?:have )?(?:own|created?|uploaded|wrote|posted|submitted|made)\b"
    r"|\bcreated by (?:them|the user|themselves)|\bauth\.uid\b|\bper[ -]user\b|\bto (?:the|its|each) (?:owner|user|author|creator)|\bself\b|\bmine\b|\bprivate\b"
)
_CONDITION = re.compile(
    r"\b(?:public(?:ly shared)?|published|active|approved|verified|open|enabled|live|available|free|listed|completed|accepted|confirmed|unlisted|featured|non-deleted|undeleted|pending|draft|drafts|"
    r"is_\w+|status)\b|\b(?:where|when|if|unless|marked|flagged)\b"
)
_ONLY = re.compile(
    r"\bonly\b|\bexclusive(?:ly)?\b|\brestricted to\b|\blimited to\b|\bno one else\b|\bsolely\b|\bjust\b|\bprivate to\b|\bisolat|\bscoped\b"
)
_ROWS = re.compile(r"\b(?:all|every|own) (?:rows|records|entries|data)\b|\beverything\b")
_THEM = re.compile(r"\b(?:them|it|those|these)\b")
_NOT = re.compile(r"\b(?:cannot|can't|can not|may not|must not|never|not|no)\b")
_WORD = re.compile(r"[a-z_]{3,}")


def read(text: str) -> Said:
    """What a sentence about one table says."""
    plain, closed, marked = phrases.plain(text)
    said = Said(closed=closed, marked=marked)
    before: tuple[list[str], list[tuple[frozenset[str], frozenset[str]]]] = ([], [])
    for clause in _clauses(plain):
        before = _clause(clause, before, said)
    if not (said.grants or said.denied or said.shut or said.closed or said.strange):
        said.strange.append(text.strip())
    return said


def is_subject(text: str) -> bool:
    """Whether words name a sort of caller and nothing else: "anon", "Workspace admins", "service_role"."""
    return bool(_SUBJECT.fullmatch(text.lower().replace("_", " ").strip()))


def is_verb(text: str) -> bool:
    """Whether words name one operation: "SELECT", "Read"."""
    return any(pattern.fullmatch(text.lower().strip()) for pattern, _, _ in _VERB)


def read_whole(text: str) -> bool:
    """Whether a sentence about access is understood, all of it."""
    said = read(text)
    return not said.strange


def is_rule(text: str) -> bool:
    """Whether a sentence names callers and what they may do, and is understood: "crew see their own", not "crew lists"."""
    lower = text.lower()
    return bool(_SUBJECT.search(lower)) and any(verb.search(lower) for verb, _, _ in _VERB) and read_whole(text)


def _clauses(text: str) -> list[str]:
    """The parts that say one thing each; " and " parts where another subject follows."""
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
        if found and _ends_in_verb(found[-1]) and _STARTS_IN_VERB.match(part.strip()):
            found[-1] += f" and {part.strip()}"
        else:
            found.append(part)
    return found


def _ends_in_verb(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and any(pattern.fullmatch(words[-1]) for pattern, _, _ in _VERB)


_STARTS_IN_VERB = re.compile(
    r"(?:(?:and|or|may|can|only|also|to) )*(?:" + "|".join(f"(?:{p})" for p, _, _ in _VERBS) + r")\b"
)


def _second_subject(text: str) -> int:
    for match in re.finditer(r" and | & ", text):
        after = text[match.end() :]
        earlier = text[: match.start()]
        if _STARTS_IN_VERB.match(after) and _verbs(earlier) and not _ends_in_verb(earlier) and "only" not in after[:5]:
            return match.start()
        subject = _SUBJECT.match(after)
        if subject and _verbs(text[: match.start()]) and (_verbs(after) or re.search(r"\bcan\b|\bmay\b|-only", after)):
            return match.start()
    return len(text)


def _clause(
    text: str, before: tuple[list[str], list[tuple[frozenset[str], frozenset[str]]]], said: Said
) -> tuple[list[str], list[tuple[frozenset[str], frozenset[str]]]]:
    verbs, subjects, only = _verbs(text), _subjects(text), bool(_ONLY.search(text)) or "-only" in text
    if (
        not verbs
        and not _MODAL.search(text)
        and ((only and subjects) or _OWN.search(text) or (subjects and _ROWS.search(text)))
    ):
        verbs = [(frozenset({SELECT}), EVERY)]  # "admins only", "own rows"
    if (subjects and phrases.is_qualified(text)) or (not subjects and phrases.has_strange_subject(text)):
        said.strange.append(text)
        return before
    if len(subjects) > 1:
        subjects = [s for s in subjects if s != "nobody"]
    verbs = verbs or (before[1] if subjects else [])
    if re.search(r"\bimmutable\b|\bappend[ -]only\b", text):
        said.denied |= {UPDATE, DELETE}
        if not subjects:
            return before
    if not subjects:
        if _OWN.search(text) and verbs and not _RELATED.search(text):
            subjects = ["owner"]
        elif _RELATED.search(text) and verbs:
            subjects = ["member"]
        elif before[0] and verbs:
            subjects = before[0]
        elif re.search(r"read[ -]only", text):
            subjects = ["anyone"]
        elif verbs and text.startswith("no "):
            subjects = ["nobody"]
    if not verbs or not subjects or subjects == ["staff"]:
        said.strange.append(text)
        return before
    must = frozenset().union(*(m for m, _ in verbs))
    may = frozenset().union(*(m for _, m in verbs))
    if "nobody" in subjects or _NOT.search(_NO.sub("", text)):
        _deny(text, subjects, may, said)
        return subjects, verbs
    inherited = not _subjects(text) and said.grants and _THEM.search(text)
    if inherited and subjects:  # "… their own notifications and may delete them"
        last = said.grants[-1]
        said.grants.append(dataclasses.replace(last, must=must, may=may))
        return subjects, verbs
    if _BOUNDED.search(text):
        must = frozenset()
    for who in _who([s for s in subjects if s != "staff"], text):
        for whom, rows in _rows_of(who, text):
            exclusive = only and not _ONLY_WHAT.search(text)
            closed = not (whom in ("anyone", "signed-in") and may == {SELECT} and not only)
            if who == "admin" and "group-admin" in subjects:
                rows = "related"
            asked = frozenset() if (who, whom) == ("tenants", "member") else must
            said.grants.append(
                Grant(whom, rows, asked, may, exclusive, closed, _is_lenient(who, whom, rows, text, said))
            )
    return subjects, verbs


_MODAL = re.compile(r"\b(?:can|may|could)\b")
_BOUNDED = re.compile(r"\b(?:until|within|while|as long as|unless|during|before|after|once)\b(?! (?:the|their) )")
_ONLY_WHAT = re.compile(
    r"\b(?:can|may) only\b|read[ -]only|(?:insert|append|write)[ -]only|\bonly (?:access|see|view|read|edit|manage|update|delete|their)"
)
_EACH = re.compile(r"\b(?:all|every|any|everything|full|each)\b")
_ANONYMOUS = re.compile(r"\b(?:anonymous|unauthenticated|anon|guests?|visitors?|public|(?:signed|logged)[ -]out)\b")


def _deny(text: str, subjects: list[str], may: frozenset[str], said: Said) -> None:
    """What a negation says: to everybody, to anonymous callers, or of what belongs to somebody else."""
    if not set(subjects) <= {"anyone", "users", "signed-in", "nobody", "owner"}:
        return
    if phrases.of_others(text):
        said.grants.append(Grant("owner", "own", frozenset(), may))
    elif _ANONYMOUS.search(text):
        said.shut |= may
    elif "nobody" in subjects and may == EVERY:
        said.closed = True
    elif subjects != ["owner"]:
        said.denied |= may


def _is_lenient(who: str, whom: str, rows: str, text: str, said: Said) -> bool:
    if who == "others" or said.marked:
        return True
    if whom == "anyone":
        return bool(_ALL.search(text)) or not _subjects(text)
    if who == "admin" and rows == "all":  # whose: "members can read, admins can delete"
        return not _EACH.search(text) and any(g.who == "member" for g in said.grants)
    return who == "users" and rows == "all" and not _EACH.search(text)


def _rows_of(who: str, text: str) -> list[tuple[str, str]]:
    """Caller and rows; two where a clause names two sorts of rows: "their own and public notes"."""
    if who == "others":
        who = "users" if _OWN.search(text) or _RELATED.search(text) else who
    if who == "tenants":  # those who rent, or a tenancy: either keeps the sentence
        return [("owner", "own"), ("member", "related")]
    rows = _rows(who, text)
    if who in ("users", "signed-in", "owner") and rows in ("own", "condition", "related"):
        if _AND_SHARED.search(text):
            return [("owner", "own"), ("member", "related")]
        if _AND_PUBLIC.search(text):
            return [("owner", "own"), ("signed-in", "condition")]
    return [(_caller(who, rows), rows)]


_PUBLIC = r"(?:public|published|active|approved|open|visible|unlisted|featured)"
_MINE = r"(?:their|his|her|your|my)? ?(?:own(?: ones?)?|theirs|private)"
_AND_PUBLIC = re.compile(
    rf"\b{_MINE}(?: \w+)? (?:and|or|plus|as well as)(?: (?:all|any|the))? {_PUBLIC}\b|\b{_PUBLIC} (?:\w+ )?(?:and|or|plus|as well as) {_MINE}\b"
)
_AND_SHARED = re.compile(
    rf"\b{_MINE}(?: \w+)? (?:and|or) (?:those )?shared\b|\bshared (?:\w+ )?(?:and|or) {_MINE}\b|\bthey own or\b"
)


def _verbs(text: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    found = []
    rest = text
    for pattern, must, may in _VERB:
        if pattern.search(rest):
            found.append((must, may))
            rest = pattern.sub(" ", rest)
    return [v for v in found if v != _GENERAL] or found  # "updates are restricted to owners"


def _subjects(text: str) -> list[str]:
    """Who a clause is about, without whom its rows belong to."""
    bare = _RELATED.sub(lambda m: " " if not _MEMBER_START.match(m[0]) else m[0], text)
    found: list[str] = []
    spans = list(_SUBJECT.finditer(bare))
    verb = min((m.start() for pattern, _, _ in _VERB if (m := pattern.search(bare))), default=len(bare))
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
    if _ALL.search(bare) and "anyone" not in found and "signed-in" not in found:
        found = [f for f in found if f != "users"] + ["anyone"]
    if re.search(r"\b(?:world|publicly)[ -]?(?:readable|viewable|visible|accessible)?\b", bare) and not found:
        found.append("anyone")
    return found


_SECOND = re.compile(r"(?:\b(?:by|to|for|and|or|only|but|with)|[&,/:])\s*(?:(?:the|all|any|an?|only|other) ?)*$")
_MEMBER_START = re.compile(r"of (?:the|their) ")


def _adjective(after: str, earlier: str, spans: list[re.Match[str]]) -> bool:
    """Whether "public" says which rows: "public characters viewable by all", "users can see public posts"."""
    following = _WORD.match(after.strip())
    if following is None or following[0] in ("can", "may", "has", "have", "only"):
        return False
    verbish = any(pattern.match(after.strip()) for pattern, _, _ in _VERB)
    others = len(spans) > 1 or bool(_ALL.search(after))
    return (not verbish and (others or bool(_verbs(earlier)) or not _verbs(after[:14]))) or (
        bool(_verbs(earlier)) and not earlier.rstrip().endswith(("by", "to", "for"))
    )


def _who(subjects: list[str], text: str) -> list[str]:
    return [s for s in subjects if s != "users" or len(subjects) == 1 or _OWN.search(text)] or subjects


def _rows(who: str, text: str) -> str:
    if who in ("group-admin", "member"):
        return "own" if re.search(r"\bown\b", text) and not _RELATED.search(text) and who == "member" else "related"
    if who == "owner":
        return "own"
    related, own = bool(_RELATED.search(text)), bool(_OWN.search(text))
    if who == "users" and related and not re.search(rf"\bown (?!{_GROUP})\w+ (?:and|or)", text):
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


_ANYONE_ELSE = re.compile(r"\b(?:everyone|anyone|everybody|anybody|all|visitors|guests|users|world|anonymous)\b")
_ANYONE_ALONE = re.compile(r"^(?:the )?(?:general )?public(?:ly)?\b|\bpublicly\b|\b(?:by|to|for) (?:the )?public\b")


def _caller(who: str, rows: str) -> str:
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
