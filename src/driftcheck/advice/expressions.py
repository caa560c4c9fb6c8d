"""What the trees of policies' expressions say. Text that PostgreSQL's grammar does not take says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from driftcheck.access.trees import Node, UnreadableError, expression, inner, kind, names, statements
from driftcheck.access.world import World
from driftcheck.kinds.policy import Policy

_SESSION = frozenset({"uid", "jwt", "role", "email"})
_METADATA = ("user_metadata", "raw_user_meta_data")


def parsed(text: object) -> Node | None:
    """The tree of an expression; None for none."""
    if not isinstance(text, str):
        return None
    try:
        return expression(text)
    except UnreadableError:
        return None


def always_true(text: object) -> bool:
    """Whether an expression admits every row, whatever the data.

    >>> always_true("true"), always_true("(1 = 1)"), always_true("(a OR true)"), always_true("(a = a)")
    (True, True, True, False)
    """
    node = parsed(text)
    return node is not None and _true(node)


def _true(node: Node) -> bool:
    match kind(node):
        case "a_const":
            return bool(node.a_const.boolval.boolval)
        case "type_cast":
            return _true(node.type_cast.arg) or _word(node.type_cast.arg) in ("t", "true")
        case "bool_expr":
            parts = [_true(part) for part in node.bool_expr.args]
            return {"AND_EXPR": all, "OR_EXPR": any}.get(_operator(node), _never)(parts)
        case "a_expr" if names(node.a_expr.name) == ["="]:
            left, right = (node.a_expr.lexpr, node.a_expr.rexpr)
            return (
                kind(left) == kind(right) == "a_const"
                and left.a_const.ival == right.a_const.ival
                and left.a_const.sval == right.a_const.sval
                and left.a_const.boolval == right.a_const.boolval
            )
    return False


def _operator(node: Node) -> str:
    """AND_EXPR, OR_EXPR or NOT_EXPR."""
    from postgast import pg_query_pb2

    return str(pg_query_pb2.BoolExprType.Name(node.bool_expr.boolop))


def _never(parts: list[bool]) -> bool:
    return False


def _word(node: Node) -> str:
    while kind(node) == "type_cast":
        node = node.type_cast.arg
    return str(node.a_const.sval.sval) if kind(node) == "a_const" else ""


def children(message: Any) -> Iterator[Any]:
    """The messages directly inside one."""
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        yield from value if hasattr(value, "add") else (value,)


def called_per_row(text: object) -> Iterator[str]:
    """The session's functions that an expression calls outside a query of their own, as people write them.

    >>> list(called_per_row("user_id = auth.uid()")), list(called_per_row("user_id = (select auth.uid())"))
    (['auth.uid()'], [])
    """
    node = parsed(text)
    if node is not None:
        yield from _calls(node, once=False)


def _calls(message: Any, once: bool) -> Iterator[str]:
    name = message.DESCRIPTOR.name
    if name == "SelectStmt":
        once = not message.from_clause
    if name == "FuncCall" and not once:
        parts = names(message.funcname)
        if len(parts) == 2 and parts[0] == "auth" and parts[1] in _SESSION:
            yield f"auth.{parts[1]}()"
        elif parts[-1] == "current_setting":
            yield "current_setting()"
    for child in children(message):
        yield from _calls(child, once)


def trusts_metadata(world: World, policy: Policy) -> str | None:
    """Where a policy, or a function that it calls, reads user_metadata: the piece of text that says so."""
    for text in (policy.using, policy.check):
        node = parsed(text)
        if node is not None and (found := _reads(world, node, frozenset())):
            return found
    return None


def _reads(world: World, message: Any, seen: frozenset[str]) -> str | None:
    name = message.DESCRIPTOR.name
    if name == "String" and message.sval in _METADATA:
        return str(message.sval)
    if name == "A_Const" and any(word in message.sval.sval for word in _METADATA):
        return str(message.sval.sval)
    if name == "FuncCall" and (found := _inside(world, names(message.funcname), seen)):
        return found
    return next((found for child in children(message) if (found := _reads(world, child, seen))), None)


def _inside(world: World, called: list[str], seen: frozenset[str]) -> str | None:
    schema, function = called[-2] if len(called) > 1 else "public", called[-1]
    for path, facts in world.functions.get((schema, function), []):
        if path in seen or schema in ("auth", "pg_catalog") or not isinstance(facts.body, str):
            continue
        word = next((w for w in _METADATA if w in facts.body), None)
        if word:
            return f"{word}, read by {path}"
        if facts.language == "sql":
            try:
                trees = statements(facts.body)
            except UnreadableError:
                continue
            for tree in trees:
                if found := _reads(world, inner(tree), seen | {path}):
                    return found
    return None


def branches(node: Node) -> Iterator[list[Node]]:
    """The alternatives of an expression (its OR), each as the parts that hold together (its AND)."""
    if kind(node) == "bool_expr":
        operator = _operator(node)
        if operator == "OR_EXPR":
            for part in node.bool_expr.args:
                yield from branches(part)
            return
        if operator == "AND_EXPR":
            whole: list[list[Node]] = [[]]
            for part in node.bool_expr.args:
                whole = [[*done, *more] for done in whole for more in branches(part)][:64]
            yield from whole
            return
    yield [node]
