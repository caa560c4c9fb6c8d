"""Ways of saying one thing about access, brought to one wording before a sentence is read; and what is beyond reading."""

from __future__ import annotations

import re

_ALLOWED, _FORBIDDEN = "✓✔✅☑🟢", "✗✘❌✕×🔴⛔🚫"
_MARKS = re.compile(rf"[ :]*[{_ALLOWED}]️?")
_REWRITES = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\b(?:a |any |the )?non[ -]?admin(?:istrator)?s?(?: users?)?\b", "users"),
        (
            r"\b(?:users?|people|those|anyone|accounts?|members?) (?:with|having|in|who have) (?:the |an? )?(?:super[ _-]?)?"
            r"admin\w*(?: (?:roles?|permissions?|privileges?|rights|access))?(?![\w-])",
            "admins",
        ),
        (r"(?<=\w): (?:all(?: access| operations| rights| commands)?|\*)(?=\s*(?:[,;.|]|$))", ": full access"),
        (r"\binternal(?: use)?(?: only)?$|\binternal use\b|\bnot exposed (?:to|via|through|by) (?:the )?\w+", "service role only"),
        (r"\b(?:nobody|no[ -]one|no users?) ((?:can |may )[a-z /]{1,40}?) (?:except|but|other than|besides|apart from) ([^,;.]+)", r"only \2 \1"),
        (
            r"\b(?:everyone|everybody|anyone|all users|any user) (?:except|but|other than|besides|apart from) (?:the )?"
            r"(?:guests?|visitors?|anonymous|anon|unauthenticated)(?: users?| visitors?| callers?)?\b",
            "signed-in users",
        ),
        (r"\b(?:are|is) (?:fully |completely )?public(?:ly available)?(?=\s*(?:[,;.]|$))", "readable by anyone"),
        (r"\b(?:read|write|select|insert|update|delete)s?: public\b", lambda m: m[0].replace("public", "everyone")),
        (r"\b(?:everyone|everybody|anyone|anybody|all|nobody|no[ -]one) else\b|\b(?:any|all) others?\b|\bothers\b", "others"),
        (r"\b(read(?:[ -]only)?|view|write|select|insert|update|edit|delete)[ -]access\b", r"\1"),
    )
)  # fmt: skip
_NOTHING = re.compile(
    r"\bothers:? (?:have |get |has )?(?:none|nothing|no access|no rights)\b|\bothers (?:cannot|can't|may not)\b.*"
)
_CROSSED = re.compile(rf"[a-z_/ -]+?:?\s*[{_FORBIDDEN}]️?")
_QUALIFIED = re.compile(
    r"\b(?:with|having|who have|on) (?:the |an? |their )?(?:[\w-]+ ){0,3}(?:roles?|permissions?|privileges?|subscriptions?|plans?|tiers?|licen[cs]es?|links?|tokens?|codes?|invitations?|keys?)\b"
)
_EXCEPT = re.compile(r"\b(?:except|excluding|other than|apart from|aside from)\b")
_ADJECTIVE = re.compile(r"\b([a-z][a-z-]*) (?:users?|customers?|clients?|people|accounts?)\b(?!')")
_PLAIN = frozenset(
    """
    the a an each every all any individual per our your these those that and or but to by for of from only with as let lets
    allow allows where which also can may be is are both authenticated signed-in logged-in registered in anonymous
    unauthenticated end app application normal regular standard ordinary platform other another between as service
    org organization organisation team tenant workspace company group project fellow same admin admins own their public
    signed logged same-organization same-org same-tenant same-team same-company read write view see manage access no non owner
    update delete edit select insert create who guest basic internal
    """.split()  # noqa: SIM905 - a list of words reads best as one
)
_ACTIVE = re.compile(r"^((?:[a-z][\w'-]* ){1,4})(?:can|may|could|are allowed to|have|must) (?!(?:only )?be\b|not be\b)")
_PRONOUNS = frozenset({"they", "it", "you", "that", "who", "only", "also", "but", "and", "which", "these", "those"})
_OPEN = re.compile(
    r"\b(?:public|anon|any|every|all|guest|visitor|world|open|unauth|link|nobody|shar|alle|jede|öffentlich|besucher|tou[ts]|visiteur|tod[oa]s|públic|pubblic|tutti|cualquier|qualquer)",
)
_OF_NOBODY = re.compile(
    r"(?:read(?:able)?|select|view(?:able)?|visible|access(?:ible)?) (?:if|when|where|while|unless)\b"
)
_OTHERS = re.compile(
    r"\b(?:other|another)(?: (?:user|person|people|customer|member|client|tenant|owner|account)s?)?(?:'s?|s')?\b|\banyone else's\b|\bsomeone else's\b|\beach other's\b"
)


def plain(text: str) -> tuple[str, bool, bool]:
    """The sentence in plain words, whether whoever it does not name may do nothing, and whether it is one of ticks."""
    found = " ".join(re.sub(r"[*`_]{2}|`|[“”\"]", "", text).replace("’", "'").lower().split())
    closed = any(mark in found for mark in _FORBIDDEN)
    if closed:
        found = _CROSSED.sub(" ", found)
    marked = closed or bool(_MARKS.search(found))
    found = _MARKS.sub("", found)
    for pattern, instead in _REWRITES:
        found = pattern.sub(instead, found)
    rest = _NOTHING.sub("", found)
    return rest.strip(" ,;|"), closed or rest != found, marked


def is_qualified(clause: str) -> bool:
    """Whether a clause speaks of some users only, by something that no policy has to say: a plan, a role, an adjective.

    >>> is_qualified("premium users can read"), is_qualified("all users can read"), is_qualified("followers can see posts")
    (True, False, False)
    """
    return (
        bool(_EXCEPT.search(clause))
        or bool(_QUALIFIED.search(clause))
        or any(word not in _PLAIN for word in _ADJECTIVE.findall(clause))
    )


def has_strange_subject(clause: str) -> bool:
    """Whether a clause without a known subject has one all the same: "followers can see private posts"."""
    found = _ACTIVE.match(clause)
    return found is not None and not set(found[1].split()) <= _PRONOUNS


def may_open(parts: list[str]) -> bool:
    """Whether a part that was not understood may let in callers who are not signed in: it says so, or names nobody."""
    return any(_OPEN.search(part) or _OF_NOBODY.match(part) for part in parts)


def of_others(clause: str) -> bool:
    """Whether a denial is about what belongs to somebody else: "users cannot see other users' data"."""
    return bool(_OTHERS.search(clause))
