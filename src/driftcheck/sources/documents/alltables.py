"""Sentences about all tables at once.

- "All tables have row level security", "RLS is enabled on every table", "All 12 tables are protected by RLS"
- "every table has proper foreign keys", but for the exceptions that the sentence names
- "Every table has `id` and `created_at`; they are omitted below": then the page's column lists are not whole

"All of these tables" and "all 12 tables" speak of the ones that the page states, unless it says of which schema.
"""

from __future__ import annotations

import re

from driftcheck.kinds.claim import Claim
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.kinds.table import Table
from driftcheck.ledger import child
from driftcheck.model import UNSTATED
from driftcheck.names import quote, split
from driftcheck.sources.documents import exceptions
from driftcheck.sources.documents.context import Context, Page
from driftcheck.sources.documents.exceptions import Exceptions
from driftcheck.sources.documents.sentences import Sentence

_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_EVERY = (
    r"\b(?:all|every|each)\s+(?:(?:of\s+)?(?:the|our|these|database|public|public-schema|user|\d{1,4}|"
    + "|".join(_NUMBERS)
    + r")\s+){0,3}tables?\b"
)
_ALL = re.compile(_EVERY, re.IGNORECASE)
_HAVE = re.compile(
    _EVERY + r"[^.]{0,40}?\b(?:have|has|use|uses|enforces?|implements?|carry|carries|come with|"
    r"(?:are |is )?(?:protected|secured|guarded|covered)|must have)\b",
    re.IGNORECASE,
)
_ON_ALL = re.compile(
    r"\b(?:rls\)?|row[- ]level[- ]security|enabled|forced|enforced|active|activated|policies|defined|applied|used|on)\s+(?:on|for|across|in)\s+"
    + _EVERY,
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?P<number>\d{1,4}|" + "|".join(_NUMBERS) + r")\s+(?:[a-z]+\s+)?tables\b(?:\s+in\s+(?:total|all)\b)?"
    r"[\s,;(–—-]{1,4}(?:and\s+)?"
    r"(?:all|each|every one)(?:\s+of\s+(?:them|these|which))?\s+"
    r"(?:with|have|has|having|use|uses|under|(?:are\s+|is\s+)?(?:protected|secured|guarded|covered))\b",
    re.IGNORECASE,
)  # "Three tables, all with RLS", "It has three tables, and all of them have RLS enabled"
_SOME = re.compile(
    r"\s+(?:with|that|which|whose|where|containing|holding|storing|having|used|related|for|marked|exposed|owned)\b",
    re.IGNORECASE,
)  # "all tables with personal data" are some
_HOLDING = re.compile(
    r"\s+(?:with|having|containing|holding|carrying|(?:that|which)\s+(?:have|contain|hold|carry))\s+(?:an?\s+|the\s+)?"
    r"`?(?P<column>[a-z]\w*)`?(?:\s+(?:column|field))?(?=\s*(?:\Z|[.,;:()]|have\b|has\b|are\b|is\b|uses?\b))",
    re.IGNORECASE,
)  # "all tables with a `tenant_id` column" are those that the page shows it of
_TELLS = re.compile(
    r"\b(?:outlin|describ|document|summari[sz]|explain|cover|list|review)(?:es?|s|ed|ing)?\b", re.IGNORECASE
)  # "This page outlines the policies on all tables" says what the page is about
_WHERE = re.compile(r"\btables\s+(?:in|of)\s+(?:the\s+)?[`\"]?\w+[`\"]?(?:\s+(?:schema|database))?", re.IGNORECASE)
_RLS = re.compile(r"\brls\b|row[- ]level[- ]security", re.IGNORECASE)
_FOREIGN = re.compile(r"foreign[- ]keys?\b|\bfks?\b|referential integrity", re.IGNORECASE)
NOT = re.compile(
    r"\b(?:not|no|never|should|must|will|shall|todo|except|n't|once|if|would|want|plan(?:ned|ning)?|ensure|almost|nearly)\b",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:except|apart from|other than|but (?:not|for)|if|once|should|would|todo|not yet)\b", re.IGNORECASE
)
_OFF = re.compile(
    r"(?:\brls|\bsecurity)\s+(?:(?:is|are|policies|currently|still|turned|switched)\s+){0,3}"
    r"(?:disabled|off|planned|pending|missing)\b|\b(?:no|without|disabled?|lacks?)\s+(?:any\s+)?(?:rls|row[- ]level)\b"
    r"|\b(?:soon|later|next (?:release|version|sprint|phase)|where (?:needed|necessary|appropriate|applicable|possible))\b",
    re.IGNORECASE,
)  # "All tables have RLS disabled", "… have RLS enabled in the next release", "… where needed"
_COMMON = re.compile(
    r"\b(?:all|every|each)\s+(?:\w+\s+){0,2}?(?:tables?|entit(?:y|ies)|models?)\b[^.]{0,40}?\b(?:have|has|includes?|carry|carries|contains?)\b",
    re.IGNORECASE,
)
_OMITTED = re.compile(
    r"\b(?:omitted|left out|not (?:listed|shown|repeated|included)|(?:skipped|elided) (?:here|below|for brevity))\b",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\b(?:columns?|fields?|timestamps?)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|these|which|both)\b", re.IGNORECASE)


def goes_on(text: str) -> bool:
    """Whether a sentence only names exceptions of the one before it: "The only exception is `units`."."""
    return exceptions.speaks_of_them(text) and not _ALL.search(text)


def take(said: Sentence, about: str, context: Context) -> bool:
    """Keep the sentence if it says that all tables have row security, or foreign keys; whether it does."""
    apart = exceptions.read(said, context, _speaks_of_all)
    if apart is None:
        return False
    text = apart.text
    match = _ALL.search(text)
    numbered = _NUMBERED.search(text)
    found = numbered or (match and (_HAVE.search(text) or _ON_ALL.search(text)))
    if not found or NOT.search(text, 0, found.end()) or _BUT.search(text) or _OFF.search(text):
        return False
    clause = text[: found.end()] + text[found.end() :].partition(";")[0]
    sort = "rls" if _RLS.search(clause) else "foreign-keys" if _FOREIGN.search(clause) else None
    match = numbered or match
    assert match is not None
    column = None if numbered else _column(said, text, match.end())
    some = not numbered and not column and _SOME.match(text, match.end())
    if sort is None or some or _TELLS.search(text[: match.start()]):
        return False
    facts = Claim(at=context.at(said.line), claim=sort, text=said.text.rstrip(".:").strip())
    words = match[0].lower().split()
    number = next((_number(word) for word in words if _number(word)), None)
    of_the_page = (number or "these" in words) and not _WHERE.match(text, match.end() - len("tables"))

    def settle() -> None:
        if apart.names and not _leave_out(facts, apart, context.schema if about == DATABASE else about, context):
            return
        if column is not None:
            facts.tables = [
                path for path in _stated_on(context.page) if context.page.ledger.find("column", child(path, column))
            ]
            if facts.tables:
                context.page.ledger.claim(about, facts)
        elif of_the_page:
            _of_the_page(facts, about, number, context.page)
        else:
            context.page.ledger.claim(about, facts)

    if of_the_page or apart.names or column is not None:
        context.page.later.append(settle)
    else:
        settle()
    return True


def _column(said: Sentence, text: str, position: int) -> str | None:
    """The column that tells which tables are meant: one that is marked, or looks like nothing else."""
    match = _HOLDING.match(text, position)
    return match["column"] if match and (match["column"] in said.marked or "_" in match["column"]) else None


def _speaks_of_all(text: str) -> bool:
    return bool(_HAVE.search(text) or _ON_ALL.search(text))


def _leave_out(facts: Claim, apart: Exceptions, schema: str, context: Context) -> bool:
    """Note the exceptions on the claim, and what is said of them; whether they are understood."""
    paths = apart.paths(schema, context)
    if paths is None:
        return False
    facts.excepted = paths
    for path in paths if facts.claim == "rls" and apart.are_off else ():
        if context.page.ledger.find("table", path) is not None:
            context.page.ledger.state("table", path, Table(at=facts.at, rls=False))
    return True


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else _NUMBERS.index(word) + 2 if word in _NUMBERS else None


def _of_the_page(facts: Claim, about: str, number: int | None, page: Page) -> None:
    """The claim about the tables that the page states, where they are as many as it says; about all, where more."""
    here = _stated_on(page)
    if number is not None and len(here) > number:
        return  # of which ones is not said
    if number is None or len(here) == number:
        facts.tables = here
    if facts.tables is UNSTATED or facts.tables:
        page.ledger.claim(about, facts)


def _stated_on(page: Page) -> list[str]:
    tables = page.ledger.objects.get("table", {})
    return [path for path, facts in tables.items() if str(facts.at).rpartition(":")[0] == page.path]


def is_common(text: str) -> bool:
    """Whether the sentence says what columns each table has."""
    return bool(_COMMON.search(text))


def common_columns(text: str, marked: frozenset[str], context: Context) -> None:
    """Note that each table has columns which its list need not repeat."""
    page = context.page
    if _COMMON.search(text) and not NOT.search(text):
        page.common_columns |= {name for name in marked if re.fullmatch(r"id|\w+_(?:id|at|by)|\w+(?:At|By)", name)}
    if _OMITTED.search(text) and (_COLUMNS.search(text) or (_THEY.search(text) and page.common_columns)):
        page.omits_columns = True


def settle(page: Page) -> None:
    """Column lists that leave out what the page says of every table are not presumed to be whole."""
    if not (page.omits_columns or page.common_columns):
        return
    columns: dict[str, set[str]] = {}
    for path in page.ledger.objects.get("column", {}):
        *table, name = split(path)
        columns.setdefault(".".join(map(quote, table)), set()).add(name)
    for path in _stated_on(page):
        facts = page.ledger.find("table", path)
        assert facts is not None
        listed = columns.get(path, set())
        if facts.presumed and (page.omits_columns or not page.common_columns <= listed):
            facts.presumed = [plural for plural in facts.presumed if plural != "columns"] or UNSTATED
