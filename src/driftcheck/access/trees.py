"""PostgreSQL's own grammar, for expressions, queries and function bodies: the package's only door to the parser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

Node = Any  # a protobuf message of postgast: a `Node` with one of its kinds set


class UnreadableError(Exception):
    """Text that PostgreSQL's grammar does not take, or a construct that nobody here understands."""


@lru_cache(maxsize=8192)
def expression(text: str) -> Node:
    """The tree of one expression."""
    return statement(f"SELECT {text}").select_stmt.target_list[0].res_target.val


@lru_cache(maxsize=2048)
def statement(text: str) -> Node:
    """The tree of the last statement in the text."""
    return statements(text)[-1]


def statements(text: str) -> list[Node]:
    """The trees of all statements."""
    import postgast

    try:
        parsed = postgast.parse(text)
    except postgast.PgQueryError as error:
        raise UnreadableError(f"not SQL that PostgreSQL reads: {error}") from None
    found = [raw.stmt for raw in parsed.stmts]
    if not found:
        raise UnreadableError("an empty statement")
    return found


def kind(node: Node) -> str:
    """Which node it is: "a_expr", "func_call", …; "" for none."""
    return node.WhichOneof("node") or ""


def inner(node: Node) -> Any:
    """The message inside the wrapper."""
    return getattr(node, kind(node))


def names(items: Any) -> list[str]:
    """The strings of a list of String nodes (a qualified name, an operator)."""
    return [item.string.sval for item in items if kind(item) == "string"]


def sql(node: Node) -> str:
    """The expression or query as SQL, in one spelling."""
    import postgast
    from postgast import pg_query_pb2 as pb

    parsed = pb.ParseResult()
    wrapper = parsed.stmts.add().stmt
    if kind(node) in ("select_stmt", "insert_stmt", "update_stmt", "delete_stmt"):
        wrapper.CopyFrom(node)
    else:
        wrapper.select_stmt.limit_option = pb.LIMIT_OPTION_DEFAULT
        wrapper.select_stmt.op = pb.SETOP_NONE
        wrapper.select_stmt.target_list.add().res_target.val.CopyFrom(node)
    text = str(postgast.deparse(parsed))
    return text if kind(node).endswith("_stmt") else text.removeprefix("SELECT ")


def has_subquery(text: str) -> bool:
    """Whether an expression has a subquery.

    >>> has_subquery("(SELECT auth.uid()) = id"), has_subquery("id = 'select'")
    (True, False)
    """
    return any(lower in ("select", "values") for lower, _ in tokens(text))


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """(token, its text), comments left out."""
    import postgast

    raw = text.encode()
    try:
        scanned = postgast.scan(text)
    except postgast.PgQueryError as error:
        raise UnreadableError(str(error)) from None
    for token in scanned.tokens:
        piece = raw[token.start : token.end].decode()
        if not piece.startswith(("--", "/*")):
            yield piece.lower(), piece
