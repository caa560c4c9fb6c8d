"""The kinds that a title or a lead-in announces a list of: "Billing Tables", "The following tables exist:"."""

from __future__ import annotations

import re

from driftcheck.sources.documents import moods
from driftcheck.sources.documents import vocabulary as words_of

_SPLIT = re.compile(
    r"\s[-–—|]\s|[:(,]|\s(?:in|on|of|at|for|by|using|with|from|that|which|par|por|pro|je|per|auf|der|des|für|im|in|del|de|du|da|do|das|dos|en|em|mit|con|com|avec|und ihre)\s|\s→\s",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<=\S)\s*\((?:\d{1,4}|same|identical)\s+[^\W\d_]+\)\s*\Z"
)  # "birds (3 columns)" announces no columns
_AND = re.compile(r"\s*(?:&|\+|/|,)\s*|\s+(?:and|und|et|y|e)\s+")
_OF_KEYS = re.compile(r"\(\s*(?:fks?|fremdschlüssel)\s*\)")  # "Relationships (foreign keys)"
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
_OF_ROLES = re.compile(
    r"\b(?:roles?|rollen|rôles?|papéis|perfis)\b.{0,20}\b(?:permissions?|access|berechtigungen|permisos|permissões|acceso|"
    r"acesso|accès)\b",
    re.IGNORECASE,
)
_POINTS_AT = frozenset(
    """
    following these list inventory overview contains has have folgende folgenden liste übersicht suivantes suivants
    siguientes lista seguintes relação
    """.split()  # noqa: SIM905 — a list of words reads best as one
)
_LISTS = frozenset(["list", "listing", "inventory", "catalog", "catalogue"])  # "Table list" lists tables
_DESIGNS = frozenset(["design", "layout", "structure", "schema"])  # "with the following table design:"
_ARE = frozenset({"are", "sind", "sont", "son", "são"})
_ROMANCE = frozenset({"tablas", "tabelas"})  # an adjective follows its noun: "Tablas pre-existentes"


def by_head(text: str) -> frozenset[str] | None:
    """The kinds that a title's head noun names, none where it names another topic; None where it says nothing."""
    known = False
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
            known = True
            if announced := frozenset(kinds - {"other"}):
                keys = announced == {"relationship"} and _OF_KEYS.search(words_of.one_word(text.lower()))
                return frozenset({"foreign key"}) if keys else announced
    known = known or any(word in words_of.OTHER_TOPIC for word in words_of.words(text))
    return frozenset() if known else None


def in_words(said: list[str]) -> str | None:
    """ "The following tables exist:", "This is the complete list of tables in public:", "The tables are:"."""
    for position, word in enumerate(said):
        kind = words_of.KIND_OF.get(word)
        if kind in (*_OBJECT_KINDS, "column", "index") and word not in words_of.SINGULAR:
            before = said[max(0, position - 3) : position]
            if _POINTS_AT.intersection(before) or said[position + 1 :][-1:] in ([word] for word in _ARE):
                return kind
        follows = kind == "table" and "following" in said[max(0, position - 2) : position]
        if follows and said[position + 1 : position + 2] in ([word] for word in _DESIGNS):
            return kind
    return None


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


def _head(piece: str) -> str | None:
    """The kind of the last noun: "Billing Tables" → table; French and Spanish have it first."""
    said = words_of.words(piece)
    listed = len(said) > 1 and said[-1] in _LISTS
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
        said_of_them = all(word in words_of.PARTIAL | words_of.WHOLE | moods.MOODS.keys() for word in after)
        if said_of_them or (said[0] in _ROMANCE and len(after) == 1 and not after[0].istitle()):
            kind, before = words_of.KIND_OF[said[0]], after
    if kind is None:
        return None
    if kind in _OBJECT_KINDS and said[-1] in words_of.SINGULAR and said != ["storage", "bucket"] and not listed:
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
