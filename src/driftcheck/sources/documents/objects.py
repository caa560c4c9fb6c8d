"""Stating one object that a heading, an item or a cell names."""

from __future__ import annotations

import itertools
import re
from typing import Any

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.kinds.function import Function
from driftcheck.kinds.publication_member import PublicationMember
from driftcheck.kinds.type import Type
from driftcheck.model import UNSTATED, Facts, Fault
from driftcheck.names import join, quote, split
from driftcheck.sources.documents import elsewhere
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named
from driftcheck.sources.documents.naming import Name

_WORD = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)?")
_ALSO_NAMES = frozenset(
    """
    name path point line box circle date time timestamp number string object list array record enum cid tid xid
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)
_GOES_ON = re.compile(r"…|\.\.\.|\betc\b|\be\.g\b|\bsuch as\b|\bz\.\s?b\.|\bmore\b", re.IGNORECASE)
_QUOTED = re.compile(r"`'?([^`']{1,100})'?`|'([^']{1,100})'|\"([^\"]{1,100})\"")
_BETWEEN = re.compile(r"[\s,;|/·•→+*_]*(?:\([^()`'\"]*\)\s*)?[\s,;|/·•→+*_]*(?:(?:and|or|und|oder|et|ou|y|o|e)\s)?\s*")
_ASIDE = re.compile(r"(?<=\S)\s+[_*]{0,2}\([^()'\"`]*\)[_*]{0,2}\s*\Z")  # "a, b (since 2.3)"
_REMARK = re.compile(r"\A\([^()]*\)\s*(?:[-–—:]\s*)?")


def state(
    kind: str, name: Name, context: Context, line: int, description: str | None = None, *, listing: bool = True
) -> str | None:
    """State that the object exists; its path, or None where the name cannot be one of this kind."""
    if name.signature is not None and kind != "function":
        return None
    if name.hyphened and KINDS[kind].scope != "database":
        return None
    if kind == "table" and len(name.parts) == 1 and elsewhere.is_the_platforms(description or ""):
        return None  # auth.users, or another of a schema that is not said
    if kind == "function":
        return function(name, context, line, description)
    if KINDS[kind].scope == "database":
        if len(name.parts) != 1:
            return None
        path, others = quote(name.parts[0]), [quote(s[0]) for s in name.spellings]
    elif KINDS[kind].scope == "schema" or kind == "index":
        if len(name.parts) > 2 or (kind in (*RELATIONS, "type") and _is_of_a_table(name, context)):
            return None
        path, others = name.path(context.schema), name.other_paths(context.schema)
    else:
        return None
    facts = KINDS[kind].facts(at=context.at(line))
    if others:
        facts.spellings = others
    describe(facts, description)
    if isinstance(facts, Type):
        facts.kind = "enum"
    context.page.ledger.state(kind, path, facts)
    schema = quote(split(path)[0]) if KINDS[kind].scope != "database" else None
    if listing and kind != "index" and kind != "schema":
        rest = context.rest or (kind == "table" and context.page.of_policies)
        context.page.wholeness.listing(kind, schema, context.at(line), partial=context.partial, rest=rest)
    return path


def _is_of_a_table(name: Name, context: Context) -> bool:
    """Whether `carts.state` is a column of the listed table `carts`, not a table in a schema of that name."""
    ledger = context.page.ledger
    if len(name.parts) != 2 or ledger.find("schema", quote(name.parts[0])) is not None:
        return False
    return ledger.find("table", join(*split(context.schema), name.parts[0])) is not None


def add(kind: str, path: str | None, at: str, context: Context, **said: Any) -> None:
    """State more of an object that stands already; where that disagrees with another place, a contradiction."""
    if path is not None and said:
        context.page.ledger.state(kind, path, KINDS[kind].facts(at=at, **said))


def describe(facts: Facts, description: str | None) -> None:
    """Note what the document says of the object."""
    if description:
        text = _REMARK.sub("", description).strip()
        if text:
            facts.description = text


def function(name: Name, context: Context, line: int, description: str | None = None, **more: Any) -> str | None:
    """A function by its name and what stands in its parentheses: argument names, types, or both."""
    if len(name.parts) > 2:
        return None
    path = name.path(context.schema)
    facts = Function(at=context.at(line), **more)
    describe(facts, description)
    if name.signature is not None:
        types, names = arguments(name.signature)
        if names is not None:
            facts.arguments = names
        if types is not None:
            path += f"({', '.join(types)})"
    context.page.ledger.state("function", path, facts)
    context.page.wholeness.listing("function", quote(split(path)[0]), context.at(line), partial=context.partial)
    return path


def arguments(text: str) -> tuple[list[str] | None, list[str] | None]:
    """The types and the names of arguments; None for what is not said.

    >>> arguments("user_id, role"), arguments("p_user uuid, p_role text"), arguments("uuid")
    ((None, ['user_id', 'role']), (['uuid', 'text'], ['p_user', 'p_role']), (['uuid'], None))
    """
    from driftcheck.sql.types import canonical, is_type

    pieces = [piece.strip() for piece in _split(text)]
    pieces = [
        re.split(r"\s+default\s+|\s*:?=\s*", piece, maxsplit=1, flags=re.IGNORECASE)[0] for piece in pieces if piece
    ]
    if not pieces:
        return None, []
    if any(piece in ("...", "…") for piece in pieces):
        return None, None
    if all(_WORD.fullmatch(piece) and not is_type(piece) for piece in pieces):
        return None, pieces
    pairs = [re.split(r"\s*:\s*|\s+", piece, maxsplit=1) for piece in pieces]
    if all(len(pair) == 2 and _WORD.fullmatch(pair[0]) and is_type(pair[1]) for pair in pairs):
        return [_unsized(canonical(pair[1])) for pair in pairs], [pair[0] for pair in pairs]
    if all(is_type(piece) for piece in pieces) and not all(piece.lower() in _ALSO_NAMES for piece in pieces):
        return [_unsized(canonical(piece)) for piece in pieces], None
    if all(_WORD.fullmatch(piece) for piece in pieces):
        return None, pieces
    return None, None


def _unsized(type: str) -> str:
    """A function's identity leaves out modifiers (`pg_proc.proargtypes` holds only types)."""
    return re.sub(r"\([\d, ]+\)", "", type)


def _split(text: str) -> list[str]:
    """At the commas that stand in no parentheses."""
    parts, depth, start = [], 0, 0
    for position, c in enumerate(text):
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def listed(kind: str, path: str, context: Context, line: int) -> None:
    """Note that a list names the object; the same list, or one of the same title, naming it again is a fault."""
    page = context.page
    key = (kind, path, context.title.lower())
    first = page.listed.setdefault(key, context.at(line))
    if first != context.at(line):
        page.ledger.fault(
            Fault(
                rule="document-duplicate",
                object=path,
                kind=kind,
                message=f"{path} is listed twice, the second time at {context.at(line)}",
                at=first,
                also=context.at(line),
            )
        )


def members(publication: str, named: Named, context: Context, line: int) -> None:
    """The tables that a publication's description names, once all tables are known."""
    text = named.description or ""

    def settle() -> None:
        tables = context.page.ledger.objects["table"]
        for word in _WORD.findall(text):
            path = join(*split(word)) if "." in word else join(context.schema, word)
            if path in tables:
                facts = PublicationMember(at=context.at(line))
                context.page.ledger.state("publication_member", f"{publication}.{path}", facts)

    context.page.later.append(settle)


def enum_values(text: str) -> list[str] | None:
    """The values that a description gives: `a`, `b` | 'a', 'b' | (a, b); None if it gives none, or not all."""
    if _GOES_ON.search(text):
        return None
    text = _ASIDE.sub("", text)
    quoted = list(_QUOTED.finditer(text))
    if quoted:
        if any(not _BETWEEN.fullmatch(text, a.end(), b.start()) for a, b in itertools.pairwise(quoted)):
            return None  # words of a sentence
        return [match[1] or match[2] or match[3] for match in quoted]
    pieces = [piece.strip() for piece in re.split(r"[,|/;]", text.strip().strip("()")) if piece.strip()]
    if len(pieces) > 1 and all(re.fullmatch(r"[\w-]{1,60}", piece) for piece in pieces):
        return pieces
    return None


__all__ = ["UNSTATED", "arguments", "describe", "enum_values", "function", "listed", "members", "state"]
