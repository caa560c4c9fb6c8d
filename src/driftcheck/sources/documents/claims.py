"""Statements about many objects or about meaning, kept in the document's words.

- totals: "**Total tables:** 80+", "30 tables in all", "Four tables, described one by one", "(12 columns)" in a heading
- "All tables have row level security", "every table has proper foreign keys"
- access rules: "**orders**: customers see their own" in a section about policies
- words of completeness: "this page lists all tables of the database"
"""

from __future__ import annotations

import dataclasses
import re

from driftcheck.kinds.claim import Claim
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.kinds.table import Table
from driftcheck.names import quote
from driftcheck.sources.documents import vocabulary
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import Named
from driftcheck.sources.documents.wholeness import Count

_COUNTED = (
    "table",
    "view",
    "materialized_view",
    "function",
    "trigger",
    "policy",
    "index",
    "type",
    "extension",
    "sequence",
    "bucket",
)
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_NUMBERS |= {
    "eine": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
}
_NUMBERS |= {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10}
_NUMBERS |= {"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10}
_NUMBERS |= {"duas": 2, "dois": 2, "três": 3, "quatro": 4, "sete": 7, "oito": 8, "nove": 9, "dez": 10}
_NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})|\d{1,6})(\s?\+)?(?![\w.,]*\d)")
_TOKEN = re.compile(r"\d[\d,]*\+?|[^\W\d_][\w'’-]*|[.;:!?()]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
_AT_LEAST = ("over", "more", "least", "mehr", "über", "plus", "más", "mais")
_DOCUMENTING = frozenset(
    [
        "list",
        "lists",
        "listing",
        "listed",
        "document",
        "documents",
        "documented",
        "describe",
        "describes",
        "described",
        "contain",
        "contains",
        "cover",
        "covers",
        "provide",
        "provides",
        "include",
        "includes",
        "including",
        "overview",
        "inventory",
        "documentation",
        "reference",
        "shows",
        "show",
        "catalog",
        "catalogue",
        "dokumentiert",
        "beschreibt",
        "auflistet",
        "listet",
        "liste",
        "enthält",
        "übersicht",
        "décrit",
        "documente",
        "recense",
        "liste",
        "répertorie",
        "vue",
        "describe",
        "documenta",
        "enumera",
        "incluye",
        "contiene",
        "lista",
        "descreve",
        "inclui",
        "contém",
    ]
)
_RLS = re.compile(r"\brls\b|row[- ]level[- ]security", re.IGNORECASE)
_FOREIGN = re.compile(r"foreign[- ]keys?\b|\bfks?\b|referential integrity", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:all|every|each)\s+(?:(?:of\s+)?(?:the|our|these|database|public|public-schema|user)\s+){0,2}tables?\b",
    re.IGNORECASE,
)
_HAVE = re.compile(
    _ALL.pattern
    + r"[^.]{0,40}?\b(?:have|has|use|uses|enforces?|carry|carries|come with|(?:are|is) (?:protected|secured|guarded|covered)|must have)\b",
    re.IGNORECASE,
)
_ON_ALL = re.compile(
    r"\b(?:enabled|enforced|active|activated|policies|defined|applied|used|on)\s+(?:on|for|across|in)\s+"
    + _ALL.pattern,
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|no|never|should|must|will|shall|todo|except|n't|once|if|would|want|plan|ensure)\b", re.IGNORECASE
)


@dataclasses.dataclass(frozen=True, slots=True)
class Total:
    """A number of things of a kind."""

    kind: str
    number: int
    at_least: bool


def counts_of_title(text: str) -> list[Total]:
    """The totals in a heading: "Tables (30 tables total)", "Tables (30)", "30 Tables"."""
    found = totals(text)
    if not found and (match := re.search(r"\((\d{1,5})(\+?)(?:\s+total)?\)\s*\Z", text)):
        said = vocabulary.words(text.partition("(")[0])
        kind = vocabulary.KIND_OF.get(said[-1]) if said else None
        if kind in _COUNTED:
            found = [Total(kind, int(match[1]), bool(match[2]))]
    return found


def totals(text: str) -> list[Total]:
    """The totals in a sentence: a number, at most two words, and the plural of a kind.

    >>> totals("30 tables total"), totals("over 80 database functions"), totals("11 unique users")
    ([Total(kind='table', number=30, at_least=False)], [Total(kind='function', number=80, at_least=True)], [])
    """
    tokens = _TOKEN.findall(text.lower())
    found = []
    for position, token in enumerate(tokens):
        number = _NUMBERS.get(token) if not token[0].isdigit() else int(token.rstrip("+").replace(",", "") or 0)
        if number is None:
            continue
        at_least = token.endswith("+") or any(word in _AT_LEAST for word in tokens[max(0, position - 2) : position])
        following = tokens[position + 1 : position + 4]
        for offset, word in enumerate(following):
            if not word[0].isalpha():
                break
            kind = vocabulary.KIND_OF.get(word)
            if kind in _COUNTED and (word not in vocabulary.SINGULAR or number == 1):
                before = following[:offset]
                if not any(
                    w in vocabulary.NOT_IN_DATABASE.get(kind, ()) or w in vocabulary.PARTIAL or w in _NUMBERS
                    for w in before
                ):
                    found.append(Total(kind, number, at_least))
                break
            if kind is not None or word in ("of", "to", "and", "in", "per", "or", "with"):
                break
    return found


def count(total: Total, context: Context, line: int, schema: str | None, text: str | None = None) -> None:
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
    from driftcheck.kinds import KINDS

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
    if kind not in _COUNTED or match is None or text.startswith("~"):
        return False
    if len(said) > 1 and any(word in vocabulary.NOT_IN_DATABASE.get(kind, ()) for word in said[:-1]):
        return False
    if len(said) > 2 or (
        len(said) == 2 and said[0] not in ("database", "rls", "public", "all", "storage", "custom", "sql", "enum")
    ):
        return False
    total = Total(kind, int(match[1].replace(",", "")), bool(match[2]) or text.lower().startswith("over"))
    count(total, context, value.line, context.schema if context.explicit_schema else None, text)
    return True


def column_count_of_title(text: str, paths: list[str], kind: str, context: Context, line: int) -> None:
    """ "### orders (12 columns)"."""
    match = re.search(
        r"\((\d{1,4})\s+(?:columns|fields|spalten|colonnes|champs|columnas|campos|colunas)\)", text, re.IGNORECASE
    )
    if match and kind == "table" and len(paths) == 1:
        context.page.ledger.state("table", paths[0], Table(at=context.at(line), column_count=int(match[1])))


def sentences(inline: Inline, context: Context) -> bool:
    """The claims that a paragraph or item makes in its sentences; whether it makes one."""
    if not context.today or len(inline.text) > 4000:
        return False
    taken = False
    for line in inline.lines():
        text = line.text.strip()
        colon = re.match(r"[^.:]{1,40}:\s+", text)
        marked = {span.text.strip() for span in line.spans if span.code}
        for sentence in _SENTENCE.split(text[colon.end() :] if colon and any(s.bold for s in line.spans) else text):
            taken |= _sentence(sentence.strip(), context, line.line, marked)
    return taken


def _sentence(text: str, context: Context, line: int, marked: set[str]) -> bool:
    about = _schema_of(text, context, marked) or (context.schema if context.explicit_schema else DATABASE)
    match = _ALL.search(text)
    if match and not _NOT.search(text) and (_HAVE.search(text) or _ON_ALL.search(text)):
        words = text.rstrip(".").strip()
        if _RLS.search(text):
            context.page.ledger.claim(about, Claim(at=context.at(line), claim="rls", text=words))
            return True
        if _FOREIGN.search(text):
            context.page.ledger.claim(about, Claim(at=context.at(line), claim="foreign-keys", text=words))
            return True
    taken = _completeness(text, context, line)
    _selection(text, context)
    if not _NOT.search(text) and not context.table:
        for total in totals(text):
            if total.kind == "table" or taken:
                schema = context.schema if context.explicit_schema else None
                if re.match(
                    r"\W*(?:the\s+(?:complete|full)|there|we|this|it|all|total|in total|\d|[a-zäöüéêã]+\s)",
                    text,
                    re.IGNORECASE,
                ) and _about_all(text):
                    count(total, context, line, schema, text)
                    taken = True
    return taken


def _selection(text: str, context: Context) -> None:
    """ "Some of the tables of …", "the diagram shows the core tables only": the page gives a selection."""
    said = vocabulary.words(text)
    if context.level > 1 and not any(word in _DOCUMENTING for word in said):
        return
    for position, word in enumerate(said):
        tables = vocabulary.KIND_OF.get(word) == "table" and word not in vocabulary.SINGULAR
        if tables and any(w in vocabulary.PARTIAL for w in said[max(0, position - 3) : position]):
            context.page.wholeness.says_partial("table")


def _about_all(text: str) -> bool:
    """Whether a total in a sentence speaks of the whole: "seven tables in all", not "two tables hold the money"."""
    lower = text.lower()
    if re.match(r"\W*(?:\d[\d,]*\+?|[a-zäöüéêãç]+)\s+(?:tables|tabellen|tablas|tabelas)\s*(?:[,.:;]|\Z)", lower):
        return True
    return bool(
        re.search(
            r"\b(?:in all|in total|total|altogether|overall|insgesamt|au total|en total|no total|ao todo)\b", lower
        )
        or re.search(
            r"\b(?:database|schema|page|document|datenbank|base|banco)\b.{0,30}\b(?:has|have|contains?|consists of|comprises|holds|hat|enthält|umfasst|contient|comporte|compte|contiene|tiene|contém|tem|possui)\b",
            lower,
        )
        or re.search(r"\b(?:lists|describes|documents|documenting|describing)\b", lower)
    )


def _schema_of(text: str, context: Context, marked: set[str]) -> str | None:
    """The schema of "all tables in `billing`": one that is marked as code, stated, or known to everybody."""
    match = re.search(
        r"\btables?\s+(?:in|of|from)\s+(?:the\s+)?(?:schema\s+)?[`\"]?([a-z_]\w*)[`\"]?", text, re.IGNORECASE
    )
    if match is None:
        return None
    name = match[1]
    known = name in marked or name == "public" or context.page.ledger.find("schema", quote(name)) is not None
    return quote(name) if known else None


def _completeness(text: str, context: Context, line: int) -> bool:
    """ "This page documents all tables of the database": words of completeness beside a word of documenting."""
    said = vocabulary.words(text)
    taken = False
    if re.match(
        r"\W*(?:these|those|this|that) (?:are|is) all (?:the |our |of the )?(?:\w+ ){0,2}tables\b", text, re.IGNORECASE
    ):
        context.page.wholeness.says_whole(
            "table", context.schema if context.explicit_schema else None, context.at(line)
        )
        return True
    for position, word in enumerate(said):
        if word not in vocabulary.WHOLE:
            continue
        if position and said[position - 1] in ("not", "nicht", "pas", "no", "não"):
            continue
        kind = next(
            (k for w in said[position + 1 : position + 5] if (k := vocabulary.KIND_OF.get(w)) in _COUNTED), None
        )
        if (
            kind is None
            and word in ("complete", "full", "entire")
            and {"list", "inventory", "reference", "liste"} & set(said[position + 1 : position + 3])
        ):
            kind = "table" if context.page.about_tables else None
        if kind is None:
            continue
        between = said[position + 1 : position + 5]
        between = between[: next((n for n, w in enumerate(between) if vocabulary.KIND_OF.get(w) == kind), 0)]
        if any(w in vocabulary.PARTIAL for w in between):
            continue
        after = said[position + 1 :]
        passive = any(
            w
            in (
                "listed",
                "documented",
                "described",
                "shown",
                "below",
                "here",
                "dokumentiert",
                "beschrieben",
                "documentadas",
                "descritas",
                "documentées",
                "décrites",
            )
            for w in after[-4:]
        )
        if any(w in _DOCUMENTING for w in said[:position]) or passive or (word in ("complete", "full") and kind):
            schema = context.schema if context.explicit_schema else None
            context.page.wholeness.says_whole(kind, schema, context.at(line))
            taken = True
    return taken


def page_title(text: str, context: Context, line: int) -> None:
    """ "Database schema – complete documentation": the page as a whole says that it is whole."""
    said = vocabulary.words(text)
    if (
        vocabulary.is_whole(said)
        and not vocabulary.is_partial(text)
        and {"schema", "database", "tables", "datenbank", "datenbankschema"} & set(said)
    ):
        context.page.wholeness.says_whole("table", None, context.at(line))
        context.page.wholeness.says_whole("", None, context.at(line))


def access(named: Named, context: Context, line: int) -> None:
    """A table's rule in words, put down once it is known that the name is a table's."""
    text = named.rest.text.strip().lstrip(":-–— ").strip()
    if not text:
        return

    def settle() -> None:
        for name in named.names:
            path = name.path(context.schema)
            if (
                context.page.ledger.find("table", path) is not None
                or context.page.ledger.find("view", path) is not None
            ):
                context.page.ledger.claim(path, Claim(at=context.at(line), claim="access", text=text))

    context.page.later.append(settle)


def pattern(kind: str, inline: Inline, context: Context) -> None:
    """A pattern in which policies or indexes are written."""
    text = inline.text.strip()
    about = quote(context.schema) if context.explicit_schema else DATABASE
    context.page.ledger.claim(about, Claim(at=context.at(inline.line), claim=f"{kind}-pattern", text=text))
