"""What DDL states, statement by statement: one that does not parse costs only itself, and is named with its line."""

from __future__ import annotations

from collections.abc import Callable

from driftcheck.sql import parse
from driftcheck.sql.ddl import alter, functions, indexes, others, policies, split, tables, triggers, usertypes, views
from driftcheck.sql.ddl.reader import Reader, Unread
from driftcheck.sql.sink import Sink

__all__ = ["Unread", "read", "read_columns"]

_STATEMENTS: dict[str, Callable[[Reader, parse.Node, int, int], None]] = {
    "CreateStmt": tables.create,
    "CreateTableAsStmt": tables.create_as,
    "AlterTableStmt": alter.table,
    "RenameStmt": alter.rename,
    "AlterObjectSchemaStmt": alter.set_schema,
    "AlterOwnerStmt": alter.owner,
    "IndexStmt": indexes.create,
    "CreatePolicyStmt": policies.create,
    "AlterPolicyStmt": policies.alter,
    "CreateFunctionStmt": functions.create,
    "CreateTrigStmt": triggers.create,
    "CreateEventTrigStmt": triggers.create_event,
    "RuleStmt": triggers.create_rule,
    "ViewStmt": views.create,
    "CreateEnumStmt": usertypes.enum,
    "AlterEnumStmt": usertypes.alter_enum,
    "CompositeTypeStmt": usertypes.composite,
    "CreateRangeStmt": usertypes.range,
    "CreateDomainStmt": usertypes.domain,
    "CreateExtensionStmt": others.extension,
    "CreateSchemaStmt": others.schema,
    "CreateSeqStmt": others.sequence,
    "CreateRoleStmt": others.role,
    "CreatePublicationStmt": others.publication,
    "AlterPublicationStmt": others.alter_publication,
    "CommentStmt": others.comment,
    "GrantStmt": others.grant,
    "DropStmt": others.drop,
}
_EXCERPT = 60


def read(text: str, sink: Sink, *, path: str, line: int, schema: str = "public") -> list[Unread]:
    """Put what the DDL in `text` states into `sink`; `line` is the document's line (from 1) of the text's first.

    Unqualified names are of `schema`. Statements that say nothing of a schema (SELECT, INSERT, DO, …) give nothing;
    what does not parse is returned.
    """
    text = split.readable(text)
    try:
        found = parse.statements(text)
    except parse.NotSQLError:
        return _piece_by_piece(split.without_psql(text), sink, path, line, schema)
    reader = Reader(text, sink, path, line, schema)
    for node, start, end in found:
        _apply(reader, node, start, end, text[start:end])
    return []


def read_columns(text: str, sink: Sink, *, path: str, line: int, table: str) -> list[Unread]:
    """A bare list of columns, as people write it under a table's heading. Returns the lines that are no column."""
    text = split.readable(text)
    return _items(f"CREATE TABLE {table} ", split.list_items(text), text, sink, path, line, "public")


def _apply(reader: Reader, node: parse.Node, start: int, end: int, text: str) -> None:
    kind = parse.name(node)
    if kind == "CreateStmt":
        tables.create(reader, node, start, end, whole=not split.says_more(text))
    elif kind in _STATEMENTS:
        _STATEMENTS[kind](reader, node, start, end)


def _piece_by_piece(text: str, sink: Sink, path: str, line: int, schema: str) -> list[Unread]:
    unread = []
    for offset, piece in split.chunks(text):
        first = line + text.count("\n", 0, offset)
        unread += _piece(piece, sink, path, first, schema)
    return unread


def _piece(piece: str, sink: Sink, path: str, line: int, schema: str) -> list[Unread]:
    reason = "does not parse"
    begins = line + piece[: len(piece) - len(piece.lstrip())].count("\n")
    if split.other_dialect(piece):
        return [Unread(begins, _excerpt(piece), "is not PostgreSQL's SQL")]
    for text in dict.fromkeys([piece, *split.mended(piece)]):
        try:
            found = parse.statements(text)
        except parse.NotSQLError as error:
            reason = str(error)
            continue
        reader = Reader(text, sink, path, line, schema)
        for node, start, end in found:
            _apply(reader, node, start, end, piece)
        return []
    if _creates_table(piece) and (parts := split.items(piece)):
        head, items = parts
        unread = _items(head, items, piece, sink, path, line, schema)
        if unread is not None and len(unread) < len(items):
            return unread
    return [Unread(begins, _excerpt(piece), reason)] if _says_something(piece) else []


def _items(
    head: str, items: list[tuple[int, str]], text: str, sink: Sink, path: str, line: int, schema: str
) -> list[Unread]:
    """The items of a CREATE TABLE one by one: the good ones are put together again, each in its place."""
    unread, good, more = [], [], split.says_more(text)
    for offset, item in items:
        try:
            parse.statements(f"{head} ({item}\n)")
        except parse.NotSQLError as error:
            if split.says_more(item.strip()):
                more = True
                continue
            where = line + text.count("\n", 0, offset + len(item) - len(item.lstrip()))
            unread.append(Unread(where, _excerpt(item), str(error)))
        else:
            good.append((offset, item))
    if good:
        joined = _put_together(head, good, text)
        reader = Reader(joined, sink, path, line, schema)
        for node, start, end in parse.statements(joined):
            tables.create(reader, node, start, end, whole=not unread and not more)
    return unread


def _put_together(head: str, items: list[tuple[int, str]], text: str) -> str:
    """One statement of these items, each on the line that it has in the text (which begins where `head` ends)."""
    result = f"{head} ("
    line = text.count("\n", 0, items[0][0]) if head.strip() and "(" in text[: items[0][0]] else 0
    for i, (offset, item) in enumerate(items):
        wanted = text.count("\n", 0, offset)
        result += ("," if i else "") + "\n" * max(wanted - line, 0) + item
        line = max(wanted, line) + item.count("\n")
    return result + "\n)"


def _creates_table(piece: str) -> bool:
    words = piece.lower().split()
    return "create" in words[:3] and "table" in words[:5]


def _says_something(piece: str) -> bool:
    return any(line.strip() and not line.strip().startswith("--") for line in piece.splitlines())


def _excerpt(piece: str) -> str:
    lines = [line.strip() for line in piece.splitlines() if line.strip() and not line.strip().startswith("--")]
    text = lines[0] if lines else piece.strip()
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
