"""Labels: the word before a colon that says what the rest of a line is. "**Purpose**: …", "Columns: 9 (…)", "- PK: id"."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.sources.documents import vocabulary
from driftcheck.sources.documents.markup import Inline, Span

_WORDS = {
    "description": "purpose description summary what about comment zweck beschreibung but description propósito "
    "descripción proposito descripcion descrição descricao finalidade objetivo kommentar commentaire comentario objet",
    "primary key": "pk primärschlüssel",
    "foreign key": "fk fks fremdschlüssel",
    "unique": "unique uniques eindeutig",
    "rls": "rls",
    "access": "access permissions zugriff accès acceso acesso",
    "values": "values werte valeurs valores",
    "schema": "schema",
    "constraint": "check checks",
    "type": "type",
    "name": "table tabelle tabla tabela",
}
_LABELS = {word: label for label, words in _WORDS.items() for word in words.split()}
_PHRASES = {
    "primary key": "primary key", "primary keys": "primary key", "clé primaire": "primary key", "clave primaria": "primary key",
    "chave primária": "primary key", "unique constraints": "unique", "unique constraint": "unique", "unique keys": "unique",
    "row level security": "rls", "row-level security": "rls", "rls enabled": "rls", "allowed values": "values",
    "possible values": "values", "table name": "name", "tabellenname": "name", "nom de la table": "name",
    "nombre de la tabla": "name", "nome da tabela": "name", "rls policies": "policy", "rls status": "rls",
    "database table": "name", "access control": "access", "access rules": "access", "access rule": "access",
    "access policies": "policy", "access policy": "access", "security policies": "policy",
}  # fmt: skip


@dataclasses.dataclass(slots=True)
class Labelled:
    """A line with a label."""

    label: str  # a kind, or one of the words above, or "" for another word
    words: str  # the label as it stands there
    value: Inline


def read(inline: Inline) -> Labelled | None:
    """The label of a line, if it has one: bold or plain words, a colon, and the rest (which may be empty)."""
    text = inline.text
    colon = text.find(":")
    if colon < 0 or colon > 80 or text[colon : colon + 2] == "::" or any(s.code for s in _before(inline, colon)):
        return None
    label = text[:colon].strip()
    while label and not (label[0].isalnum() or label[0] == "_"):
        label = label[1:]
    if not label:
        return None
    return Labelled(kind_of(label), label, _after(inline, colon + 1))


_GOES_ON = ("rls", "access", "policy")
_LISTS = ("column", "index", "primary key", "unique")


def grouped(inline: Inline) -> list[Inline]:
    """The lines of a paragraph; a rule of access behind its label goes on to the next label, a list behind a comma."""
    found: list[Inline] = []
    start = position = 0
    on = listing = False
    for line in inline.lines():
        labelled = read(line)
        lists = listing and found[-1].text.rstrip().endswith(",")
        joins = (on or lists) and not (labelled and (labelled.label or line.spans[0].bold)) and bool(line.text.strip())
        end = position + len(line.text)
        if joins:
            found[-1] = between(inline, start, end)
        else:
            start = position
            found.append(line)
            on = labelled is not None and labelled.label in _GOES_ON and bool(labelled.value.text.strip())
            listing = labelled is not None and labelled.label in _LISTS
        position = end + 1
    return found


_DOT = re.compile(r"\s[·•|]\s")


def apart(line: Inline) -> list[Inline]:
    """The labelled lines that stand in one, dots between them: "Primary key: id · RLS: **on**"; else the line alone."""
    text, pieces, start = line.text, [], 0
    for dot in _DOT.finditer(text) if len(text) <= 1000 else ():
        pieces.append(between(line, start, dot.start()))
        start = dot.end()
    pieces.append(between(line, start, len(text)))
    found = [read(piece) for piece in pieces]
    return pieces if len(pieces) > 1 and all(one is not None and one.label for one in found) else [line]


def kind_of(label: str) -> str:
    """What a label's words mean: "Columns" → column, "Primary key" → primary key, "" for another word."""
    lower = re.sub(r"\s*\([^()]*\)\s*\Z", "", label.lower()).strip().strip("*_ ")
    if found := _PHRASES.get(lower) or _LABELS.get(lower):
        return found
    said = vocabulary.words(lower)
    if 0 < len(said) <= 3:
        kind = vocabulary.KIND_OF.get(said[-1]) or (vocabulary.KIND_OF.get(said[0]) if len(said) == 2 else None)
        if kind and (kind not in ("table", "view", "type", "function") or said[-1] not in vocabulary.SINGULAR):
            return kind
    return ""


def _before(inline: Inline, position: int) -> list[Span]:
    found, offset = [], 0
    for span in inline.spans:
        if offset <= position:
            found.append(span)
        offset += len(span.text)
    if found and not found[-1].code and offset > position:
        return found
    return found


def _after(inline: Inline, position: int) -> Inline:
    spans: list[Span] = []
    offset = 0
    for span in inline.spans:
        end = offset + len(span.text)
        if end > position:
            cut = max(0, position - offset)
            spans.append(dataclasses.replace(span, text=span.text[cut:]))
        offset = end
    return Inline(spans, inline.line)


def cut(inline: Inline, position: int) -> Inline:
    """What stands from a position of the text on."""
    return _after(inline, position)


def between(inline: Inline, start: int, end: int) -> Inline:
    """What stands between two positions of the text."""
    spans: list[Span] = []
    left = end - start
    for span in _after(inline, start).spans:
        if left > 0:
            spans.append(dataclasses.replace(span, text=span.text[:left]))
        left -= len(span.text)
    return Inline(spans, inline.line)
