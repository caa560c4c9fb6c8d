"""What a heading or lead-in announces: "Public Schema Tables (30 tables total)", "### Table: profiles", "**Main Tables:**"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import behindwords, sentences, totals
from driftcheck.sources.documents import vocabulary as words_of
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import Name, Named, is_identifier, lead, parse, trimmed

_SPLIT = re.compile(
    r"\s[-–—|]\s|[:(,]|\s(?:in|of|at|for|by|using|with|from|that|which|par|por|pro|je|per|auf|der|des|für|im|in|del|de|du|da|do|das|dos|en|em|mit|con|com|avec|und ihre)\s|\s→\s",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<=\S)\s*\((?:\d{1,4}|same|identical)\s+[^\W\d_]+\)\s*\Z"
)  # "birds (3 columns)" announces no columns
_AND = re.compile(r"\s*(?:&|\+|/|,)\s*|\s+(?:and|und|et|y|e)\s+")
_KIND_FIRST = re.compile(r"(?P<word>[^\W\d_]+(?: types?)?)(?P<colon>\s*[:–—-])?\s+(?P<name>.+)\Z")
_SCHEMA = re.compile(
    r"(?:\bschema\s*[:=]?\s*[`\"]?(?P<after>[a-z_]\w*)[`\"]?|[`\"]?(?P<before>[a-zA-Z_]\w*)[`\"]?\s+schema\b)",
    re.IGNORECASE,
)
_FULL_ACCESS = re.compile(r"\b(?:full|complete|entire)\s+(?:\w+\s+)?(?:access|permissions?|control)\b", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)")
_WHO = re.compile(
    r"\W*(?:who (?:may|can|sees?|reads?|is allowed)|wer (?:darf|sieht)|qui peut|quién puede|quem pode)\b", re.IGNORECASE
)
_OBJECT_KINDS = (
    "table",
    "view",
    "function",
    "type",
    "extension",
    "role",
    "bucket",
    "trigger",
    "sequence",
    "publication",
)
_KNOWN_SCHEMAS = frozenset({"public", "auth", "storage", "realtime", "extensions", "graphql", "vault", "cron", "net"})

SINGLE = {
    "table": "table", "tabelle": "table", "tabla": "table", "tabela": "table",
    "view": "view", "sicht": "view", "ansicht": "view", "vue": "view", "vista": "view",
    "function": "function", "procedure": "function", "rpc": "function", "funktion": "function", "fonction": "function",
    "función": "function", "função": "function",
    "enum": "type", "enum type": "type", "type": "type", "domain": "type",
    "extension": "extension", "erweiterung": "extension",
    "schema": "schema", "schéma": "schema", "esquema": "schema",
    "bucket": "bucket", "sequence": "sequence", "role": "role", "index": "index", "trigger": "trigger",
    "policy": "policy", "publication": "publication", "matviews": "materialized_view",
}  # fmt: skip


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


def read(inline: Inline, *, heading: bool = True) -> Title:
    """What the words of a heading (or a lead-in) say."""
    cut = trimmed(inline)
    text = cut.text.strip().rstrip(":：").strip()
    title = Title(text)
    if len(text) > 300:
        return title
    title.mood = "removal" if cut.struck else words_of.mood(_outside_code(inline))
    if title.mood == "history":
        title.mood = words_of.mood(_REMARK.sub(" ", _outside_code(inline)))  # "Six tables (migration 14):"
    said = words_of.words(text)
    title.partial = any(words_of.is_partial(sentence) for sentence in _of_lists(text))
    title.rest = not words_of.REST.isdisjoint(said)
    title.flow = any(words_of.KIND_OF.get(word) == "flow" for word in said)
    title.schema = _schema(cut)
    _one_object(cut, title)
    if title.kind is None:
        _announced(text, title)
    if not heading and not title.known and totals.is_bare(text):
        title.announces, title.known = frozenset({"table"}), True
    if not heading and not title.known and (kind := _announced_in_words(said)):
        title.announces, title.known = frozenset({kind}), True
    whole = words_of.is_whole(said) if heading else _whole(said, title.announces)
    title.whole = whole and not title.partial and not _FULL_ACCESS.search(text)
    if _WHO.match(text):
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


def _one_object(inline: Inline, title: Title) -> None:
    """`Table: profiles`, "`public.profiles` Table", "View `active_users`", "profiles table"."""
    text = inline.text.strip().rstrip(":").strip()
    for phrase, word in words_of.PHRASES:
        if text.lower().startswith(phrase + " ") or text.lower().startswith(phrase + ":"):
            text = word + text[len(phrase) :]
    marked = any(span.code for span in inline.spans)
    match = _KIND_FIRST.match(text)
    if match and (kind := SINGLE.get(match["word"].lower())):
        named = lead(_after(inline, match.start("name")), plain=True) if text == inline.text.strip() else None
        named = named or _from_text(match["name"], inline.line)
        if kind == "schema" and named and named.look == "plain" and not _names_schema(match["colon"], match["name"]):
            named = None
        if named and named.look == "plain" and not match["colon"] and _is_other_noun(named.text.lower(), kind):
            named = None
        if named and (match["colon"] or named.look == "code" or (not named.description and _is_name(named))):
            title.kind, title.named = kind, named
            return
    named = lead(inline, plain=True)
    if named is None or (named.look == "plain" and not is_identifier(named.text)):
        tail = text.partition("(")[0].split()
        if not marked and len(tail) == 2 and (kind := SINGLE.get(tail[1].lower())) and (names := parse(tail[0])):
            own = Named(names, "plain", Inline([], inline.line), tail[0])
            if "_" in tail[0] and is_identifier(tail[0]):
                title.kind, title.named = kind, own
            elif kind == "table":
                own.text, title.perhaps = tail[0].lower(), own
        return
    rest = named.rest.text.strip().lower()
    first = re.match(r"[^\W\d_]+", rest)
    if (
        first
        and (kind := SINGLE.get(first[0]))
        and (not rest[first.end() :].strip() or rest[first.end() :].lstrip()[0] in "(-–—:")
    ):
        title.kind, title.named = kind, named
    elif (remark := words_of.one_word(named.remark.lower().strip())) in SINGLE:
        title.kind, title.named = SINGLE[remark], named


def _names_schema(separator: str | None, name: str) -> bool:
    """Whether "Schema: Billing" or "Schema - billing" names a schema; "Schema - Town Library" is the page's title."""
    return (separator or "").strip() == ":" or name[:1] == name[:1].lower()


def _is_other_noun(word: str, kind: str) -> bool:
    """Whether the word behind the noun only goes on with the heading: "Schema details", "Table definitions"."""
    topic = kind == "schema" and (word in words_of.OTHER_TOPIC or word in words_of.NOT_SCHEMAS)
    extent = word in words_of.WHOLE or word in words_of.PARTIAL
    return topic or extent or word in words_of.KIND_OF or word in words_of.GENERIC_TAIL


def _is_name(named: Named) -> bool:
    return len(named.names) == 1 and is_identifier(named.text)


def _after(inline: Inline, start: int) -> Inline:
    """The inline content from a position of its text on."""
    spans, seen = [], len(inline.text) - len(inline.text.lstrip())
    position = start + seen
    offset = 0
    for span in inline.spans:
        end = offset + len(span.text)
        if end > position:
            cut = max(0, position - offset)
            copy = type(span)(span.text[cut:], span.line, span.code, span.bold, span.struck, span.link)
            spans.append(copy)
        offset = end
    return Inline(spans, inline.line)


def _from_text(text: str, line: int) -> Named | None:
    names = parse(text.partition(" (")[0])
    return Named(names, "plain", Inline([], line), text) if names else None


def _announced(text: str, title: Title) -> None:
    """The kinds that the title's head noun names; another topic is one too."""
    parts = [part for part in _SPLIT.split(_COUNTED.sub("", text)) if part and part.strip()]
    for number, part in enumerate(parts[:2] if len(parts) > 1 and len(parts[0].split()) <= 2 else parts[:1]):
        kinds = {kind for piece in _AND.split(part) if (kind := _head(piece))}
        if "policy" in kinds and _OF_ROLES.search(part):
            kinds = {"other"}  # "Roles & permissions" are the application's
        if "type" in kinds and not number and _types_of_things(_COUNTED.sub("", text), part):
            kinds = {"other"}
        if number and part.strip()[:1].isdigit():
            kinds &= {"table"}  # "Modules (56 functions total)" goes through modules
        if kinds:
            title.announces, title.known = frozenset(kinds - {"other"}), True
            if title.announces:
                return
    if not title.known and any(word in words_of.OTHER_TOPIC for word in words_of.words(text)):
        title.known = True


_OF_ROLES = re.compile(
    r"\b(?:roles?|rollen|rôles?|papéis|perfis)\b.{0,20}\b(?:permissions?|access|berechtigungen|permisos|permissões|acceso|"
    r"acesso|accès)\b",
    re.IGNORECASE,
)


def _types_of_things(text: str, part: str) -> bool:
    """Whether "types" are those of something that is no database: "Types of goals", "Tipos de meta"."""
    after = text[text.find(part) + len(part) :].strip()
    said = words_of.words(after)
    return (
        bool(said)
        and not after.startswith(("(", "-", "–", "—", ":", "|", ","))
        and not any(word.startswith(("enum", "énum")) for word in (*said, *words_of.words(part)))
        and not words_of.names_the_database(set(said))
        and not {"data", "dados", "datos", "données"} & set(said)
    )


_POINTS_AT = frozenset(
    """
    following these list inventory overview contains has have folgende folgenden liste übersicht suivantes suivants
    siguientes lista seguintes relação
    """.split()  # noqa: SIM905 — a list of words reads best as one
)
_ARE = frozenset({"are", "sind", "sont", "son", "são"})


def _announced_in_words(said: list[str]) -> str | None:
    """ "The following tables exist:", "This is the complete list of tables in public:", "The tables are:"."""
    for position, word in enumerate(said):
        kind = words_of.KIND_OF.get(word)
        if kind in (*_OBJECT_KINDS, "column", "index") and word not in words_of.SINGULAR:
            before = said[max(0, position - 3) : position]
            if _POINTS_AT.intersection(before) or said[position + 1 :][-1:] in ([word] for word in _ARE):
                return kind
    return None


_ROMANCE = frozenset({"tablas", "tabelas"})  # an adjective follows its noun: "Tablas pre-existentes"


def _head(piece: str) -> str | None:
    """The kind of the last noun: "Billing Tables" → table; French and Spanish have it first."""
    said = words_of.words(piece)
    while (
        len(said) > 1
        and said[-1] in words_of.GENERIC_TAIL
        and (said[-1] not in words_of.KIND_OF or said[-2] in words_of.KIND_OF)
    ):
        said.pop()
    if not said:
        return None
    if said[-1] in words_of.OTHER_TOPIC:
        return "other"
    kind, before = words_of.KIND_OF.get(said[-1]), said[:-1]
    if kind is None and words_of.KIND_OF.get(said[0]) and said[0] not in words_of.SINGULAR:
        after = said[1:]
        said_of_them = all(word in words_of.PARTIAL | words_of.WHOLE | words_of.MOODS.keys() for word in after)
        if said_of_them or (said[0] in _ROMANCE and len(after) == 1 and not after[0].istitle()):
            kind, before = words_of.KIND_OF[said[0]], after
    if kind is None:
        return None
    if kind in _OBJECT_KINDS and said[-1] in words_of.SINGULAR:
        return None  # "Table of contents"
    if kind == "schema" and said[-1] not in ("schemas", "schemata", "schemen", "schémas", "esquemas"):
        return None
    if any(word in words_of.NOT_IN_DATABASE.get(kind, ()) for word in before):
        return "other"
    if (
        kind == "type"
        and said[-1] in ("types", "tipos", "typen")
        and not any(w.startswith("enum") for w in before)
        and before
    ):
        return None
    if kind == "role" and not any(
        word in ("database", "postgres", "postgresql", "db", "supabase", "datenbank", "sql") for word in before
    ):
        return "other"
    return kind


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
    r"\b(?:by|per|for each|par|por|pro|je)\s+(?:table|tabelle|tabla|tabela)\b|\btable[- ]by[- ]table\b", re.IGNORECASE
)


def is_by_table(text: str) -> bool:
    """Whether a title says that its section goes through tables one by one: "Policies by table"."""
    return bool(_BY_TABLE.search(text))


def mentioned(text: str) -> set[str]:
    """The kinds whose plurals stand in the words: "Policies use helper functions" → policy, function."""
    said = words_of.words(text)
    return {
        kind
        for n, word in enumerate(said)
        if (kind := words_of.KIND_OF.get(word))
        and word not in words_of.SINGULAR
        and not (n and said[n - 1] in words_of.NOT_IN_DATABASE.get(kind, ()))
    }


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
    return bool(_RIGHT.search(text)) and not vocabulary_says_wrong(text)


def vocabulary_says_wrong(text: str) -> bool:
    """Whether the words say that what follows is a bad example."""
    return words_of.mood(text) == "example"


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
