"""What DDL states, statement by statement: one that does not parse costs only itself, and is named with its line."""

from __future__ import annotations

from collections.abc import Callable

from driftcheck.sql import parse
from driftcheck.sql.ddl import (
    alter,
    changes,
    dialects,
    functions,
    indexes,
    mending,
    others,
    policies,
    split,
    summaries,
    tables,
    triggers,
    usertypes,
    views,
)
from driftcheck.sql.ddl.entire import Entire
from driftcheck.sql.ddl.reader import Reader, Unread, value
from driftcheck.sql.sink import Sink

__all__ = ["Unread", "first_schema", "read", "read_columns"]

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
    "AlterFunctionStmt": changes.function,
    "AlterSeqStmt": changes.sequence,
    "AlterDomainStmt": changes.domain,
    "AlterRoleStmt": changes.role,
}
_EXCERPT = 60


def read(text: str, sink: Sink, *, path: str, line: int, schema: str = "public", entire: bool = False) -> list[Unread]:
    """Put what the DDL in `text` states into `sink`; `line` is the document's line (from 1) of the text's first.

    Unqualified names are of `schema`, or of the one that SET search_path names first. Statements that say nothing of a
    schema (SELECT, INSERT, DO, …) give nothing; what does not parse is returned. A text that shows itself to be in
    another dialect states nothing at all. `entire`: somebody wrote it as DDL, so it states its objects in full.
    """
    text = split.readable(text)
    if summaries.is_one(text):
        sink = summaries.Summary(sink)
    elif entire:
        sink = Entire(sink)
    if (mark := dialects.marks(text)) is not None:
        return [
            Unread(line + text.count("\n", 0, mark), _excerpt(text[text.rfind("\n", 0, mark) + 1 :]), dialects.REASON)
        ]
    try:
        found = parse.statements(text)
    except parse.NotSQLError:
        return _piece_by_piece(split.without_psql(text), sink, path, line, schema)
    return _apply(Reader(text, sink, path, line, schema), found, text)


def read_columns(text: str, sink: Sink, *, path: str, line: int, table: str) -> list[Unread]:
    """A bare list of columns, as people write it under a table's heading. Returns the lines that are no column."""
    text = split.readable(text)
    reader = Reader("", sink, path, line)
    return _items(f"CREATE TABLE {table} ", split.list_items(text), text, reader)


def _apply(reader: Reader, found: list[tuple[parse.Node, int, int]], text: str) -> list[Unread]:
    """Each statement in turn; `text` is what people wrote, before it was mended."""
    unread = []
    emptied = {node.schemaname for node, _, _ in found if parse.name(node) == "CreateSchemaStmt"}
    for node, start, end in found:
        kind = parse.name(node)
        if kind == "DropStmt" and others.dropped_schemas(node) & emptied:
            continue  # how to begin anew, not that nothing is left
        if dialects.has_foreign_type(reader, node):
            unread.append(
                Unread(reader.line_of(reader.first(start)), _excerpt(reader.text[start:end]), dialects.REASON)
            )
        elif kind == "CreateStmt":
            whole = not mending.says_more(text[start:end] if len(found) > 1 else text)
            tables.create(reader, node, start, end, whole=whole)
        elif kind == "CreateFunctionStmt":
            functions.create(reader, node, start, end, written=text[start:end] if len(found) > 1 else text)
        elif kind == "VariableSetStmt" and node.name == "search_path":
            reader.schema = first_schema(node) or reader.schema
        elif kind in _STATEMENTS:
            _STATEMENTS[kind](reader, node, start, end)
    return unread


def first_schema(node: parse.Node) -> str | None:
    """The schema in which SET search_path makes new objects stand."""
    names = [value(parse.unwrap(argument)) for argument in node.args]
    return next((name for name in names if name not in ("", "$user", "pg_catalog")), None)


def _piece_by_piece(text: str, sink: Sink, path: str, line: int, schema: str) -> list[Unread]:
    unread = []
    for offset, piece in split.chunks(text):
        reader = Reader(piece, sink, path, line + text.count("\n", 0, offset), schema)
        unread += _piece(piece, reader)
        schema = reader.schema
    return unread


def _piece(piece: str, reader: Reader) -> list[Unread]:
    reason = "does not parse"
    for text in dict.fromkeys([piece, *mending.statement(piece)]):
        try:
            found = parse.statements(text)
        except parse.NotSQLError as error:
            reason = str(error)
            continue
        mended = Reader(text, reader.sink, reader.path, reader.line, reader.schema)
        unread = _apply(mended, found, piece)
        reader.schema = mended.schema
        return unread
    if _creates_table(piece) and (parts := split.items(piece)):
        head, items = parts
        unread = _items(head, items, piece, reader)
        if len(unread) < len(items):
            return unread
    begins = reader.line + piece[: len(piece) - len(piece.lstrip())].count("\n")
    return [Unread(begins, _excerpt(piece), reason)] if _says_something(piece) else []


def _items(head: str, items: list[tuple[int, str]], text: str, reader: Reader) -> list[Unread]:
    """The items of a CREATE TABLE one by one: the good ones are put together again, each in its place."""
    unread, good = [], []
    if all(mending.is_name(item) for _, item in items):  # CREATE TABLE posts (id, title)
        items = [(offset, f'{item.rstrip()} "{mending.NOT_SAID}"') for offset, item in items]
    for offset, item in items:
        if mending.says_more(item.strip()) and not _error(head, ""):
            item = "\n".join("" if mending.says_more(line) else line for line in item.split("\n"))
        found = _read_item(head, item)
        good += [(offset + place, part) for place, part in found or ()]
        if found is None:
            where = reader.line + text.count("\n", 0, offset + len(item) - len(item.lstrip()))
            unread.append(Unread(where, _excerpt(item), _error(head, item) or ""))
    if good:
        joined = _put_together(head, good, text)
        whole = not unread and not mending.says_more(text)
        mended = Reader(joined, reader.sink, reader.path, reader.line, reader.schema)
        for node, start, end in parse.statements(joined):
            if dialects.has_foreign_type(mended, node):
                return [Unread(reader.line, _excerpt(text), dialects.REASON)]
            tables.create(mended, node, start, end, whole=whole)
    return unread


def _read_item(head: str, item: str) -> list[tuple[int, str]] | None:
    """The item, mended if need be, or the several that it is where a comma is missing; None if it is no item."""
    if not item.strip():
        return []

    def mended(text: str) -> str | None:
        return next((t for t in (text, *mending.item(text)) if _error(head, t) is None), None)

    if (whole := mended(item)) is not None:
        return [(0, whole)]
    parts = mending.lines(item, lambda text: mended(text) is not None)
    return None if parts is None else [(place, mended(part) or part) for place, part in parts]


def _error(head: str, item: str) -> str | None:
    try:
        parse.statements(f"{head} ({item}\n)")
    except parse.NotSQLError as error:
        return str(error)
    return None


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
