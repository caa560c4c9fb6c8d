"""The only door to the SQL parser (libpg_query, PostgreSQL's own grammar, by postgast)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any


class NotSQLError(ValueError):
    """The text is not PostgreSQL's SQL. `position` is the offset, in characters, where the parser gave up."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


Node = Any
"""A protobuf message of the parse tree (pg_query.proto), out of its `Node` wrapper."""


def statements(text: str) -> list[tuple[Node, int, int]]:
    """Each statement with where it starts and ends in the text, in characters. NotSQLError if one does not parse."""
    import postgast
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

    if "\0" in text:  # where C's strings end
        raise NotSQLError("a NUL character", text.index("\0"))
    try:
        data = text.encode()
        tree = postgast.parse(text)
    except postgast.PgQueryError as error:
        raise NotSQLError(str(error.message), max(error.cursorpos - 1, 0)) from None
    except UnicodeEncodeError as error:
        raise NotSQLError("not Unicode text", error.start) from None
    except DecodeError:  # protobuf reads a hundred levels
        raise NotSQLError("nested too deeply", 0) from None
    result = []
    for raw in tree.stmts:
        start = len(data[: raw.stmt_location].decode())
        length = raw.stmt_len or len(data) - raw.stmt_location
        end = start + len(data[raw.stmt_location : raw.stmt_location + length].decode())
        result.append((unwrap(raw.stmt), start, end))
    return result


def _readable(text: str) -> None:
    """The parser is C: a zero byte would end the text for it, and half of a surrogate pair is no character."""
    if "\0" in text:
        raise NotSQLError("a zero byte in the text", text.index("\0"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotSQLError("a character that is none", error.start) from None


def unwrap(node: Node) -> Node:
    """The message inside a `Node` wrapper; any other message is itself."""
    if type(node).__name__ == "Node":
        which = node.WhichOneof("node")
        return getattr(node, which) if which else node
    return node


def name(node: Node) -> str:
    """The message's type: "CreateStmt", "ColumnDef"."""
    return type(node).__name__


def strings(nodes: Any) -> list[str]:
    """The texts of a list of String nodes: the parts of a qualified name."""
    return [unwrap(node).sval for node in nodes if name(unwrap(node)) == "String"]


@lru_cache(maxsize=4096)
def type_name(text: str) -> Node:
    """The TypeName of a type as people write it. NotSQLError."""
    (statement, _, _) = _one(f"SELECT NULL::{text}")
    cast = unwrap(unwrap(statement.target_list[0]).val)
    if name(cast) != "TypeCast" or len(statement.target_list) != 1 or unwrap(statement.target_list[0]).name:
        raise NotSQLError(f"not a type: {text}", 0)
    return cast.type_name


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The lexical tokens, comments included: name, start and end in characters. NotSQLError for an open string."""
    import postgast

    _readable(text)
    try:
        scanned = postgast.scan(text)
    except postgast.PgQueryError as error:
        raise NotSQLError(str(error.message), max(error.cursorpos - 1, 0)) from None
    names = _token_names()
    found = [(names.get(t.token, ""), t.start, t.end) for t in scanned.tokens]
    if text.isascii():
        return found
    offsets = character_offsets(text)
    return [(name, offsets[start], offsets[end]) for name, start, end in found]


@lru_cache(maxsize=1)
def _token_names() -> dict[int, str]:
    """Number → name; a sign that the grammar has no use for, as "{", is a token without one."""
    from postgast import pg_query_pb2 as proto

    return {value.number: value.name for value in proto.Token.DESCRIPTOR.values}


def character_offsets(text: str) -> list[int]:
    """For each byte offset of the text's UTF-8, the offset in characters."""
    offsets = []
    for i, character in enumerate(text):
        offsets += [i] * len(character.encode())
    return [*offsets, len(text)]


def _one(text: str) -> tuple[Node, int, int]:
    found = statements(text)
    if len(found) != 1:
        raise NotSQLError("more than one statement", 0)
    return found[0]


def is_null(text: str) -> bool:
    """Whether an expression is NULL, cast or not.

    >>> is_null("NULL::character varying"), is_null("(null)"), is_null("NULL::boolean IS NULL")
    (True, True, False)
    """
    try:
        (statement, _, _) = _one(f"SELECT ({text})")
    except NotSQLError:
        return False
    if len(statement.target_list) != 1 or not statement.target_list[0].WhichOneof("node"):
        return False
    node = unwrap(unwrap(statement.target_list[0]).val)
    while name(node) == "TypeCast":
        node = unwrap(node.arg)
    return name(node) == "A_Const" and bool(node.isnull)


def text_of(expression: Node) -> str:
    """An expression of a tree as SQL again; for names that are derived, where what people wrote is not at hand."""
    import postgast
    from postgast import pg_query_pb2 as proto

    target = proto.ResTarget()
    wrapped = proto.Node()
    if name(expression) == "Node":
        target.val.CopyFrom(expression)
    else:
        raise TypeError("an expression in its Node wrapper is wanted")
    select = proto.SelectStmt(limit_option=proto.LIMIT_OPTION_DEFAULT, op=proto.SETOP_NONE)
    wrapped.res_target.CopyFrom(target)
    select.target_list.append(wrapped)
    tree = proto.ParseResult()
    tree.stmts.add().stmt.select_stmt.CopyFrom(select)
    return str(postgast.deparse(tree)).removeprefix("SELECT ")


def with_names(query: Node, names: list[str]) -> str | None:
    """A SELECT as SQL again, its output columns under these names; None where a star or VALUES gives the columns."""
    import postgast
    from postgast import pg_query_pb2 as proto

    tree = proto.ParseResult()
    tree.stmts.add().stmt.CopyFrom(query)
    first = tree.stmts[0].stmt.select_stmt
    while first.HasField("larg"):
        first = first.larg
    targets = [wrapped.res_target for wrapped in first.target_list]
    if len(targets) < len(names) or any(_is_star(target.val) for target in targets):
        return None
    for target, given in zip(targets, names, strict=False):
        target.name = given
    return str(postgast.deparse(tree))


def _is_star(node: Node) -> bool:
    fields = unwrap(node).fields if name(unwrap(node)) == "ColumnRef" else []
    return bool(fields) and name(unwrap(fields[-1])) == "A_Star"


def walk(node: Node) -> Iterator[Node]:
    """The message and every message below it, out of their wrappers."""
    from postgast import walk as walk_tree

    for _, found in walk_tree(node):
        yield unwrap(found)
