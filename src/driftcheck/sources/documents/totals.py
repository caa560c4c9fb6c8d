"""Totals: "**Total tables:** 80+", "30 tables in all", "Four tables, described one by one", "(12 columns)"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.kinds import KINDS
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.kinds.table import Table
from driftcheck.sources.documents import vocabulary
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.wholeness import Count

COUNTED = (
    "table", "view", "materialized_view", "function", "trigger", "policy", "index", "type", "extension", "sequence", "bucket",
)  # fmt: skip


_NUMBERS = """
    zero one two three four five six seven eight nine ten eleven twelve
    - eine zwei drei vier fünf sechs sieben acht neun zehn
    - - deux trois quatre cinq six sept huit neuf dix
    - - dos tres cuatro cinco seis siete ocho nueve diez
    - - duas três quatro - - sete oito nove dez
    - - dois
"""
NUMBERS = {
    word: number for row in _NUMBERS.splitlines() for number, word in enumerate(row.split()) if word != "-"
}  # in five languages, each beginning with nought
_TOKEN = re.compile(r"\d[\d,]*\+?|[^\W\d_][\w'’-]*|[.;:!?()]")
_AT_LEAST = ("over", "more", "least", "mehr", "über", "plus", "más", "mais")


@dataclasses.dataclass(frozen=True, slots=True)
class Total:
    """A number of things of a kind."""

    kind: str
    number: int
    at_least: bool


def in_title(text: str) -> list[Total]:
    """The totals in a heading: "Tables (30 tables total)", "Tables (30)", "30 Tables"."""
    found = in_sentence(text)
    if not found and (match := re.search(r"\((\d{1,5})(\+?)(?:\s+total)?\)\s*\Z", text)):
        said = vocabulary.words(text.partition("(")[0])
        kind = vocabulary.KIND_OF.get(said[-1]) if said else None
        if kind in COUNTED:
            found = [Total(kind, int(match[1]), bool(match[2]))]
    return found


def in_sentence(text: str) -> list[Total]:
    """The totals in a sentence: a number, at most two words, and the plural of a kind.

    >>> in_sentence("30 tables total"), in_sentence("over 80 database functions"), in_sentence("11 unique users")
    ([Total(kind='table', number=30, at_least=False)], [Total(kind='function', number=80, at_least=True)], [])
    """
    tokens = _TOKEN.findall(text.lower())
    found = []
    for position, token in enumerate(tokens):
        number = NUMBERS.get(token) if not token[0].isdigit() else int(token.rstrip("+").replace(",", "") or 0)
        if number is None:
            continue
        at_least = token.endswith("+") or any(word in _AT_LEAST for word in tokens[max(0, position - 2) : position])
        following = tokens[position + 1 : position + 4]
        for offset, word in enumerate(following):
            if not word[0].isalpha():
                break
            kind = vocabulary.KIND_OF.get(word)
            if kind in COUNTED and (word not in vocabulary.SINGULAR or number == 1):
                before = following[:offset]
                if not any(
                    w in vocabulary.NOT_IN_DATABASE.get(kind, ()) or w in vocabulary.PARTIAL or w in NUMBERS
                    for w in before
                ):
                    found.append(Total(kind, number, at_least))
                break
            if kind is not None or word in ("of", "to", "and", "in", "per", "or", "with"):
                break
    return found


def put(total: Total, context: Context, line: int, schema: str | None, text: str | None = None) -> None:
    """Put down a total of the database or of a schema."""
    if not context.today:
        return
    page, at = context.page, context.at(line)
    facts = Claim(at=at, claim="count", of=plural(total.kind), number=total.number)
    if total.at_least:
        facts.at_least = True
    facts.text = text or context.title
    page.ledger.claim(schema or DATABASE, facts)
    page.wholeness.counts.append(Count(total.kind, schema, total.number, total.at_least, at))


def plural(kind: str) -> str:
    """A kind's plural."""
    return KINDS[kind].plural


def label(words: str, value: Inline, context: Context) -> bool:
    """ "**Total tables:** 80+": whether the label is a total."""
    said = [
        word for word in vocabulary.words(words) if word not in ("total", "number", "of", "count", "anzahl", "nombre")
    ]
    kind = vocabulary.KIND_OF.get(said[-1]) if said else None
    text = value.text.strip()
    match = re.match(
        r"(?:over\s+|~\s*)?(\d{1,3}(?:,\d{3})+|\d{1,6})(\s?\+)?(?:\s+(?:total|in total|in all|overall|insgesamt))?\s*\.?\Z",
        text,
        re.IGNORECASE,
    )
    if kind not in COUNTED or match is None or text.startswith("~"):
        return False
    if len(said) > 1 and any(word in vocabulary.NOT_IN_DATABASE.get(kind, ()) for word in said[:-1]):
        return False
    if len(said) > 2 or (
        len(said) == 2 and said[0] not in ("database", "rls", "public", "all", "storage", "custom", "sql", "enum")
    ):
        return False
    total = Total(kind, int(match[1].replace(",", "")), bool(match[2]) or text.lower().startswith("over"))
    put(total, context, value.line, context.schema if context.explicit_schema else None, text)
    return True


def columns_in_title(text: str, paths: list[str], kind: str, context: Context, line: int) -> None:
    """ "### orders (12 columns)"."""
    match = re.search(
        r"\((\d{1,4})\s+(?:columns|fields|spalten|colonnes|champs|columnas|campos|colunas)\)", text, re.IGNORECASE
    )
    if match and kind == "table" and len(paths) == 1:
        context.page.ledger.state("table", paths[0], Table(at=context.at(line), column_count=int(match[1])))


_OF_A_CHANGE = re.compile(
    r"\b\w+\s+(?:(?:more|new|additional|further|other)\s+)(?:\w+\s+)?tables\b"
    r"|\btables\s+(?:were\s+|are\s+)?(?:created|added|modified|updated|changed|introduced|migrated|used|involved|affected|touched)\b",
    re.IGNORECASE,
)


def is_of_a_change(text: str) -> bool:
    """Whether tables are those of one piece of work, not of the database: "8 tables created", "three new tables"."""
    return bool(_OF_A_CHANGE.search(text))


_BARE = re.compile(
    r"\W*(?:the\s+)?(?:\d[\d,]*|[^\W\d_]+)\s+(?:(?:public|database|db|supabase|postgres|postgresql)\s+)?tables\s*(?:[,.:;(]|\Z)",
    re.IGNORECASE,
)


def is_bare(text: str) -> bool:
    """Whether a line is a total of tables and what is said of them, so that they follow: "Three tables, all with RLS"."""
    return bool(_BARE.match(text)) and any(total.kind == "table" for total in in_sentence(text[:60]))


def about_all(text: str) -> bool:
    """Whether a total in a sentence speaks of the whole: "seven tables in all", not "two tables hold the money"."""
    lower = text.lower()
    if re.match(r"\W*(?:\d[\d,]*\+?|[a-zäöüéêãç]+)\s+(?:tables|tabellen|tablas|tabelas)\s*(?:[,.:;]|\Z)", lower):
        return True
    return bool(
        re.search(
            r"\ball\s+(?:\d[\d,]*|[a-z]+)\s+tables\s+(?:in|of)\s+(?:the\s+)?[`\"]?\w+[`\"]?\s+(?:schema|database)\b",
            lower,
        )
        or re.search(
            r"\b(?:in all|in total|total|altogether|overall|insgesamt|au total|en total|no total|ao todo)\b", lower
        )
        or re.search(
            r"\b(?:database|schema|page|document|datenbank|base|banco)\b.{0,30}\b(?:has|have|contains?|consists of|comprises|holds|hat|enthält|umfasst|contient|comporte|compte|contiene|tiene|contém|tem|possui)\b",
            lower,
        )
        or re.search(r"\b(?:lists|describes|documents|documenting|describing)\b", lower)
        or re.search(r"\b(?:complete|full|entire|whole)\s+(?:\w+\s+)?schema\s*(?:[:;(,–—-]|of\b|with\b)", lower)
    )


_WE_KEEP = re.compile(
    r"\W*we (?:keep|have|use|run|maintain) (?:exactly )?[\w,]{1,10}\+? tables\s*(?:[.:;(]|\Z)", re.IGNORECASE
)


def we_keep(text: str) -> bool:
    """Whether a total in a page's introduction says how many there are: "We keep 4 tables."."""
    return _WE_KEEP.match(text) is not None
