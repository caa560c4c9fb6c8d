"""Fenced and indented code: DDL, arrows, diagrams; other languages and dialects state nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from driftcheck.names import quote, split
from driftcheck.sources.documents import arrows, barelist, enumlines, meant, namelist
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline, Span

_SQL = frozenset(["sql", "postgresql", "postgres", "pgsql", "plpgsql", "psql", "ddl", "postgre"])
_TEXT = frozenset(["text", "txt", "plaintext", "plain", "none"]) | {""}
_TYPESCRIPT = frozenset(["ts", "typescript", "tsx"])
_STATEMENT = re.compile(r"(?:create|alter|drop|comment on|grant|revoke|enable)\b", re.IGNORECASE)
_CREATES = re.compile(r"\bcreate (?:\w+ )?table\b", re.IGNORECASE)
_FOREIGN_DIALECT = re.compile(
    r"\bauto_increment\b|\bengine\s*=|\bautoincrement\b|`\w+`\s+\w+|\bunsigned\b|\bnvarchar\b|\bidentity\s*\(\d",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"\"?[^\W\d][\w$.]*\"? ?\( ?(?:--.*)?\Z")


def read(block: Block, context: Context) -> None:
    """Take what a fence states."""
    language = re.split(r"[\s{,:]", block.info.strip().lower().strip("{}.="), maxsplit=1)[0]
    if language == "mermaid":
        from driftcheck.sources.documents import mermaid

        mermaid.read(block, context)
    elif language == "dbml":
        from driftcheck.sources.documents import dbml

        dbml.read(block, context)
    elif language in _TYPESCRIPT:
        from driftcheck.sources.documents import supabase

        if context.today and context.announces == {"type"} and enumlines.take(block, context):
            return
        if context.today and supabase.is_meant(block.content):
            supabase.read(block.content, block.first, context)
    elif language in (_SQL | _TEXT) and namelist.reads(block, context):
        namelist.take(block, context)
    elif language in _SQL or (language in _TEXT and _begins(block)):
        _ddl(block, context)
    elif language in _TEXT:
        _plain(block, context)


def is_postgres(block: Block) -> bool:
    """Whether the fence may hold PostgreSQL's DDL: by its language, and by what other dialects give themselves away with."""
    language = re.split(r"[\s{,:]", block.info.strip().lower().strip("{}.="), maxsplit=1)[0]
    return (language in _SQL or language in _TEXT) and not _FOREIGN_DIALECT.search(_without_strings(block.content))


def _ddl(block: Block, context: Context) -> None:
    from driftcheck.sql import ddl

    if not (context.today or context.mood in ("history", "migrations")) or _FOREIGN_DIALECT.search(
        _without_strings(block.content)
    ):
        return
    page = context.page
    text = meant.only(block.content)
    if starts := _definitions(text):
        for start in reversed(starts):
            text = text[:start] + "CREATE TABLE " + text[start:]
    elif context.table and not re.search(
        r"\b(?:create|alter|drop|select|insert|update|delete|grant|comment)\b", text, re.IGNORECASE
    ):
        if context.today and barelist.reads(block, context):
            barelist.take(block, context)
        return
    for unread in ddl.read(text, page.ledger, path=page.path, line=block.first, schema=context.schema, entire=True):
        page.unparsed.append((unread.line, unread.reason))
    _list_tables(block, context)


def _list_tables(block: Block, context: Context) -> None:
    """A page that goes through its tables by DDL lists them."""
    page = context.page
    if not _CREATES.search(block.compact) and not _definitions(block.content):
        return
    for line in range(block.first, block.end):
        for kind, path, property in page.ledger.taken.get(page.at(line), ()):
            if kind == "table" and property is None:
                schema = quote(split(path)[0])
                page.wholeness.listing(
                    "table", schema, page.at(line), partial=context.partial, rest=context.rest, of=path
                )


def _plain(block: Block, context: Context) -> None:
    """Lines of arrows; under a table's heading, a bare list of columns."""
    if not context.today or (context.announces == {"type"} and enumlines.take(block, context)):
        return
    if context.table and (context.body or context.announces == {"column"}) and barelist.reads(block, context):
        barelist.take(block, context)
        return
    for number, line in enumerate(block.content.split("\n")):
        if line.strip():
            arrows.take(Inline([Span(line, block.first + number)], block.first + number), context)


def _code_lines(text: str) -> Iterator[tuple[int, str]]:
    """Where each line with code in it begins, and the line, its blanks folded."""
    position = 0
    for line in text.split("\n"):
        code = " ".join(line.split())
        if code and not code.startswith("--"):
            yield position + len(line) - len(line.lstrip()), code
        position += len(line) + 1


def _begins(block: Block) -> bool:
    """Whether the first line of code in it is DDL."""
    return any(_STATEMENT.match(code) for _, code in itertools.islice(_code_lines(block.content), 1))


def _definitions(text: str) -> list[int]:
    """Where `parcels (` begins, and others like it behind it, if that is how the fence begins."""
    found: list[int] = []
    depth = 0
    for position, code in _code_lines(text):
        if depth == 0 and _DEFINITION.match(code) and not _STATEMENT.match(code):
            found.append(position)
        elif not found:
            return []
        bare = code.partition("--")[0]
        depth = max(0, depth + bare.count("(") - bare.count(")"))
    return found


def _without_strings(text: str) -> str:
    return re.sub(r"'[^']*'|--[^\n]*", "", text)
