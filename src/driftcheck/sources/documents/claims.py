"""Statements about many objects or about meaning, kept in the document's words.

- totals: "**Total tables:** 80+", "30 tables in all", "Four tables, described one by one", "(12 columns)" in a heading
- "All tables have row level security", "every table has proper foreign keys"
- access rules: "**orders**: customers see their own" in a section about policies
- words of completeness: "this page lists all tables of the database"
"""

from __future__ import annotations

import re

from driftcheck.kinds.claim import Claim
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.kinds.table import Table
from driftcheck.names import quote
from driftcheck.sources.documents import alltables, noanonymous, schematotals, totals, vocabulary
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.sentences import Sentence
from driftcheck.sources.documents.sentences import of as split_sentences

_DOCUMENTING = frozenset(
    """
    list lists listing listed document documents documented describe describes described contain contains cover
    covers provide provides include includes including overview inventory documentation reference shows show
    catalog catalogue dokumentiert beschreibt auflistet listet liste enthält übersicht décrit documente recense
    répertorie vue documenta enumera incluye contiene lista descreve inclui contém
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)
_DOCUMENTED = frozenset(
    """
    listed documented described shown below here dokumentiert beschrieben documentadas descritas documentées décrites
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)


def sentences(inline: Inline, context: Context) -> bool:
    """The claims that a paragraph or item makes in its sentences; whether it makes one."""
    if not context.today or len(inline.text) > 4000:
        return False
    taken = False
    for said in _sentences(inline):
        taken |= _sentence(said, context)
    return taken


def promised(inline: Inline, context: Context) -> None:
    """What a lead-in that announces a list promises beside it: "The triggers keep it. All tables have RLS enabled:"."""
    if context.today and len(inline.text) <= 4000:
        for said in _sentences(inline):
            alltables.take(said, _about(said, context), context)


def _sentences(inline: Inline) -> list[Sentence]:
    """The sentences, one that speaks of exceptions together with the one before it."""
    found: list[Sentence] = []
    for said in split_sentences(inline):
        if found and alltables.goes_on(said.text):
            last = found.pop()
            said = Sentence(f"{last.text} {said.text}", last.line, last.marked | said.marked)
        found.append(said)
    return found


def _about(said: Sentence, context: Context) -> str:
    return _schema_of(said.text, context, said.marked) or (context.schema if context.explicit_schema else DATABASE)


def _sentence(said: Sentence, context: Context) -> bool:
    text, line, about = said.text, said.line, _about(said, context)
    of_all = alltables.take(said, about, context)
    alltables.common_columns(text, said.marked, context)
    taken = not of_all and _completeness(text, context, line)
    _selection(text, context)
    taken |= noanonymous.take(said, context)
    if (not of_all and alltables.NOT.search(text)) or context.table:
        return taken or of_all
    left = schematotals.take(said, context)
    taken |= left != text
    for total in totals.in_sentence(left):
        if total.kind == "table" or taken:
            schema = about if about != DATABASE else None
            if re.match(
                r"\W*(?:the\s+(?:complete|full)|there|we|this|it|all|total|in total|\d|[a-zäöüéêã]+\s)",
                text,
                re.IGNORECASE,
            ) and (_of_all(left, context) or (context.level <= 1 and totals.we_keep(left))):
                totals.put(total, context, line, schema, text)
                taken = True
    return taken or of_all


def of_the_database(context: Context) -> bool:
    """Whether "twelve tables" speaks of the database: by the page's title, or the heading, or where no heading is."""
    said = set(vocabulary.words(context.title))
    return context.page.about_tables or context.level <= 1 or vocabulary.names_the_database(said)


def _of_all(text: str, context: Context) -> bool:
    return (
        totals.about_all(text)
        and not totals.is_of_a_change(text)
        and (not totals.is_bare(text) or of_the_database(context))
    )


def _selection(text: str, context: Context) -> None:
    """ "Some of the tables of …", "the diagram shows the core tables only": the page gives a selection."""
    said = vocabulary.words(text)
    if context.level > 1 and not any(word in _DOCUMENTING for word in said):
        return
    for position, word in enumerate(said):
        tables = vocabulary.KIND_OF.get(word) == "table" and word not in vocabulary.SINGULAR
        if tables and any(w in vocabulary.PARTIAL for w in said[max(0, position - 3) : position]):
            context.page.wholeness.says_partial("table")


def _schema_of(text: str, context: Context, marked: frozenset[str]) -> str | None:
    """The schema of "all tables in `billing`": one that is marked as code, stated, or known to everybody."""
    match = re.search(
        r"\btables?\s+(?:in|of|from)\s+(?:the\s+)?(?:schema\s+)?[`\"]?([a-z_]\w*)[`\"]?", text, re.IGNORECASE
    )
    if match is None:
        return None
    name = match[1]
    known = name in marked or name == "public" or context.page.ledger.find("schema", quote(name)) is not None
    return quote(name) if known else None


_RIGHTS = frozenset(
    "access permissions zugriff zugriffsrechte berechtigungen accès acceso acesso permisos permissões".split()  # noqa: SIM905
)
"""What a caller may have in full: "full access to all tables", "full system access" documents none of them."""


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
        if said[position + 1 : position + 2] and said[position + 1] in _RIGHTS:
            continue
        kind = next(
            (
                k
                for w in said[position + 1 : position + 5]
                if (k := vocabulary.KIND_OF.get(w)) in totals.COUNTED and w not in _RIGHTS
            ),
            None,
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
        if any(w in vocabulary.PARTIAL for w in between) or _of_parts(said, position) or alltables.is_common(text):
            continue
        after = said[position + 1 :]
        passive = any(w in _DOCUMENTED for w in after[-4:])
        if any(w in _DOCUMENTING for w in said[:position]) or passive or (word in ("complete", "full") and kind):
            schema = context.schema if context.explicit_schema else None
            context.page.wholeness.says_whole(kind, schema, context.at(line))
            taken = True
    return taken


def _of_parts(said: list[str], position: int) -> bool:
    """Whether what is documented hangs on the tables: "the policies across all tables"."""
    parts = {"policy", "trigger", "index", "function"}
    return said[position - 1] in ("across", "on", "for", "over", "to") and any(
        vocabulary.KIND_OF.get(word) in parts for word in said[:position]
    )


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


_SWITCH = re.compile(
    r"(?P<rls>rls|row[- ]level security)?(?:\s+is)?\s*:?\s*(?:(?P<on>enabled|activated|active|aktiviert|activée?|activad[ao]"
    r"|ativad[ao]|habilitad[ao])|(?:disabled|not enabled|off|deaktiviert|désactivée?|desactivad[ao]|desativad[ao]))\W*",
    re.IGNORECASE,
)
"""No rule, but whether there are any: "`carts`: RLS enabled", "- Enabled" under "Row level security"."""


def access(named: Named, context: Context, line: int) -> None:
    """A table's rule in words, put down once it is known that the name is a table's."""
    text = " ".join(named.rest.text.split()).lstrip(":-–— ").strip()
    while text and not text[0].isalnum() and text[0] not in "\"'`([{*_“‘„«":
        text = text[1:]  # ✅
    if not text:
        return

    switch = _SWITCH.fullmatch(text)
    if switch is not None and not switch["rls"] and "policy" not in context.announces | context.above:
        switch = None

    def settle() -> None:
        for name in named.names:
            path = name.path(context.schema)
            if switch is not None:
                if context.page.ledger.find("table", path) is not None:
                    facts = Table(at=context.at(line), rls=switch["on"] is not None)
                    context.page.ledger.state("table", path, facts)
            elif (
                context.page.ledger.find("table", path) is not None
                or context.page.ledger.find("view", path) is not None
            ):
                context.page.ledger.claim(path, Claim(at=context.at(line), claim="access", text=text))

    context.page.later.append(settle)


def pattern(kind: str, inline: Inline, context: Context) -> None:
    """A pattern in which policies or indexes are written."""
    text = inline.text.strip()
    about = context.schema if context.explicit_schema else DATABASE
    context.page.ledger.claim(about, Claim(at=context.at(inline.line), claim=f"{kind}-pattern", text=text))
