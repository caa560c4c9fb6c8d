"""What a heading or lead-in announces: "Public Schema Tables (30 tables total)", "### Table: profiles", "**Main Tables:**"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import announced, behindwords, labels, moods, sentences, singles, totals
from driftcheck.sources.documents import vocabulary as words_of
from driftcheck.sources.documents.leads import Named, lead, trimmed
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import Name, parse

_SCHEMA = re.compile(
    r"(?:\bschema\s*[:=]?\s*[`\"]?(?P<after>[a-z_]\w*)[`\"]?|[`\"]?(?P<before>[a-zA-Z_]\w*)[`\"]?\s+schema\b)",
    re.IGNORECASE,
)
_FULL_ACCESS = re.compile(r"\b(?:full|complete|entire)\s+(?:\w+\s+)?(?:access|permissions?|control)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\W{0,3}(?:\.\.\.|…)")
_HANGING = frozenset({"policy", "trigger", "index", "constraint", "foreign key"})
_ON = re.compile(r"\s(?:on|across|for|auf|für|sur|pour|sobre|para|em|en)\s", re.IGNORECASE)  # "Policies on all tables"
_REMARK = re.compile(r"\([^()]*\)")
_WHO = re.compile(
    r"\W*(?:who (?:may|can|sees?|reads?|is allowed)|wer (?:darf|sieht)|qui peut|quién puede|quem pode)\b", re.IGNORECASE
)
_KNOWN_SCHEMAS = frozenset({"public", "auth", "storage", "realtime", "extensions", "graphql", "vault", "cron", "net"})


@dataclasses.dataclass(slots=True)
class Title:
    """A heading, taken apart."""

    text: str
    announces: frozenset[str] = frozenset()  # kinds in the plural: a list of them follows
    known: bool = False  # whether the title's own words decide (another topic announces nothing)
    kind: str | None = None  # one object of this kind is named
    named: Named | None = None
    perhaps: Named | None = None  # "### Users Table", "### Members (`profiles`)": a table's name, if its columns follow
    schema: str | None = None
    mood: str | None = None
    partial: bool = False
    rest: bool = False
    whole: bool = False
    flow: bool = False
    pattern: str | None = None  # "RLS Policy Patterns": of which kind
    goes_on: bool = False  # "... (and so on for all tables)"


def read(inline: Inline, *, heading: bool = True) -> Title:
    """What the words of a heading (or a lead-in) say."""
    cut = trimmed(inline)
    text = cut.text.strip().rstrip(":：").strip()
    title = Title(text)
    if len(text) > 300:
        return title
    title.mood = "removal" if cut.struck else moods.of(_outside_code(inline))
    if title.mood == "history":
        title.mood = moods.of(_REMARK.sub(" ", _outside_code(inline)))  # "Six tables (migration 14):"
    said = words_of.words(text)
    title.goes_on = bool(_GOES_ON.match(inline.text))
    title.partial = title.goes_on or any(words_of.is_partial(sentence) for sentence in _of_lists(text))
    title.rest = not words_of.REST.isdisjoint(said)
    title.flow = any(words_of.KIND_OF.get(word) == "flow" for word in said)
    title.schema = _schema(cut)
    single = singles.read(cut)
    title.kind, title.named, title.perhaps = single.kind, single.named, single.perhaps
    if not heading and "indexed" in said:  # "All keys and what is searched for are indexed:"
        title.announces, title.known = frozenset({"index"}), True
    elif title.kind is None and (kinds := announced.by_head(text)) is not None:
        title.announces, title.known = kinds, True
    if not heading and not title.known and totals.is_bare(text):
        title.announces, title.known = frozenset({"table"}), True
    if not heading and not title.known and (kind := announced.in_words(said)):
        title.announces, title.known = frozenset({kind}), True
    of = said if not title.announces or title.announces - _HANGING else words_of.words(_ON.split(text, maxsplit=1)[0])
    whole = words_of.is_whole(of) if heading else _whole(of, title.announces)
    title.whole = whole and not title.partial and not _FULL_ACCESS.search(text)
    if _WHO.match(text) or (not heading and not title.announces and labels.kind_of(text) == "access"):
        title.announces, title.known = frozenset({"policy"}), True
    if len(said) > 1 and said[-1] in ("pattern", "patterns", "muster", "patrones", "padrões"):
        title.pattern = words_of.KIND_OF.get(said[-2])
    if title.named is None and heading:
        title.named = lead(cut, plain=True)
        if title.named and title.named.look == "plain" and behindwords.is_noun_of_code(title.named):
            title.named = None
    if heading and title.kind is None and not title.announces and (title.named is None or title.named.look == "plain"):
        title.perhaps = behindwords.coded(cut) or title.perhaps
    return title


def _whole(said: list[str], announced: frozenset[str]) -> bool:
    """Whether a lead-in says that the list is whole; it may say "every" of other things: "open to every guest:"."""
    return any(
        word in words_of.WHOLE
        and (not said[n + 1 :] or any(words_of.KIND_OF.get(w) in announced for w in said[n + 1 : n + 5]))
        for n, word in enumerate(said)
    )


def _of_lists(text: str) -> list[str]:
    """The sentences that name a kind of objects; the text as it is, where none does."""
    return [
        sentence
        for sentence in sentences.split(text)
        if any(word in words_of.KIND_OF for word in words_of.words(sentence))
    ] or [text]


def _outside_code(inline: Inline) -> str:
    return "".join(" " if span.code else span.text for span in inline.spans)


def _schema(inline: Inline) -> str | None:
    """The schema that the title speaks of: "Public Schema Tables", "Schema: billing", "Tables of `fishery`", "`crm` schema"."""
    text = inline.text
    marked = {span.text.strip() for span in inline.spans if span.code or span.bold}
    for match in _SCHEMA.finditer(text):
        name = match["after"] or match["before"]
        lower = name.lower()
        if lower in _KNOWN_SCHEMAS:
            return lower
        if name in marked:
            return name
        separated = match["after"] and re.match(r"schema\s*[:=]", match[0], re.IGNORECASE)
        if (
            (separated or (match["after"] and "_" in lower))
            and lower not in words_of.NOT_SCHEMAS
            and lower not in words_of.KIND_OF
        ):
            return lower
    said = words_of.words(text)
    if any(words_of.KIND_OF.get(word) == "table" and word not in words_of.SINGULAR for word in said):
        for span in inline.spans:
            if (
                span.code
                and re.fullmatch(r"[a-z_]\w*(?:\.\*)?", span.text)
                and re.search(
                    r"\b(?:of|in|from|im|in|de|del|du|da|do|en|em|dans|schema)\s*\Z|tables\s*[-:–—]\s*\Z",
                    inline.text[: inline.text.find(span.text)],
                    re.IGNORECASE,
                )
            ):
                return span.text.removesuffix(".*")
    return None


_OF_THE_SCHEMA = re.compile(
    r"\b(?:data(?:base)? (?:model|schema|structure)|db schema|schema overview|supabase schema|datenmodell|datenbankschema|modelo de (?:dados|datos)"
    r"|modèle de données|schéma de (?:la )?base|esquema de (?:la )?base|estrutura d[eo]s? (?:dados|banco)|estructura de (?:la )?base)\b",
    re.IGNORECASE,
)


def is_of_the_schema(text: str) -> bool:
    """Whether a heading speaks of the schema as a whole, so that a list of names under it is one of tables."""
    return bool(_OF_THE_SCHEMA.search(text))


def before_the_noun(inline: Inline) -> Named | None:
    """The table of a lead-in such as "Single `receipts` table:"."""
    codes = [span for span in inline.spans if span.code]
    if len(codes) != 1 or not re.fullmatch(r"(?:[\w’']+\s+){1,4}\S+\s+table\s*:?", inline.text.strip()):
        return None
    names = parse(codes[0].text)
    alone = names is not None and len(names) == 1 and names[0].signature is None
    return Named(names, "code", Inline([], inline.line), codes[0].text) if names and alone else None


_BY_TABLE = re.compile(
    rf"\b(?:by|per|for each|par|por|pro|je)\s+{words_of.TABLE}\b|\btable[- ]by[- ]table\b", re.IGNORECASE
)


def is_by_table(text: str) -> bool:
    """Whether a title says that its section goes through tables one by one: "Policies by table"."""
    return bool(_BY_TABLE.search(text))


def parts_of(named: Named) -> str | None:
    """What a title lists of the table that it names: "`orders` policies" → policy; None where it names the table alone."""
    said = words_of.words(named.rest.text)
    while said and said[0] in ("rls", "table", "table's"):
        said.pop(0)
    kind = words_of.KIND_OF.get(said[0]) if len(said) == 1 and said[0] not in words_of.SINGULAR else None
    return kind if kind in ("column", "index", "policy", "trigger", "constraint") else None


_RIGHT = re.compile(
    r"✅|\b(?:right|correct|good|better|instead|do this|richtig|correcto|correct|certo)\b", re.IGNORECASE
)


def is_right(text: str) -> bool:
    """Whether a lead-in among bad examples announces the good one."""
    return bool(_RIGHT.search(text)) and moods.of(text) != "example"


def names_of(named: Named) -> list[Name]:
    """The names, lower case first where the title is prose: a heading writes its first letter large."""
    for name in named.names:
        if (
            named.look != "code"
            and name.spellings
            and name.parts != name.spellings[0]
            and name.spellings[0] == tuple(p.lower() for p in name.parts)
        ):
            name.parts, name.spellings = name.spellings[0], [name.parts]
    return named.names
