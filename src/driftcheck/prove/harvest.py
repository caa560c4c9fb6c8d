"""What policies, views and helper functions compare columns with: the values that made rows should and should not have."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from postgast import pg_query_pb2 as pb

from driftcheck.access.plpgsql import _parsed as parsed_body
from driftcheck.access.trees import Node, UnreadableError, expression, inner, kind, names, statements
from driftcheck.access.world import World
from driftcheck.kinds.function import Function
from driftcheck.names import constant

NULL = "NULL"
_SEEN_THROUGH = frozenset({
    "lower", "upper", "btrim", "trim", "ltrim", "rtrim", "split_part", "foldername", "filename", "string_to_array",
    "text", "coalesce",
})  # fmt: skip
_TURNED = {"=": "<>", "<>": "=", "!=": "=", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}


@dataclasses.dataclass
class Harvest:
    """By column name: the literals that meet a comparison, and those that do not."""

    meets: dict[str, list[str]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    fails: dict[str, list[str]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    read: set[str] = dataclasses.field(default_factory=set)  # column names that anything reads
    users: set[str] = dataclasses.field(default_factory=set)  # column names that are compared with the caller's id
    mails: set[str] = dataclasses.field(default_factory=set)
    folders: set[str] = dataclasses.field(default_factory=set)  # columns whose first path segment is compared with it
    asked: set[str] = dataclasses.field(default_factory=set)  # relation names in subqueries
    denied: set[str] = dataclasses.field(default_factory=set)  # relation names in subqueries under NOT
    literals: set[str] = dataclasses.field(default_factory=set)


def of(world: World, schemas: set[str]) -> Harvest:
    """From every policy, view and function of these schemas."""
    found = Harvest()
    for text, query in _texts(world, schemas):
        try:
            nodes = statements(text) if query else [expression(text)]
        except UnreadableError:
            continue
        for node in nodes:
            _walk(node, found, False)
    found.denied -= found.asked
    return found


def _texts(world: World, schemas: set[str]) -> Iterator[tuple[str, bool]]:
    for path, relation in world.relations.items():
        if path.split(".")[0].strip('"') not in schemas:
            continue
        for policy in relation.policies.values():
            for text in (policy.using, policy.check):
                if isinstance(text, str):
                    yield text, False
        definition = getattr(relation.facts, "definition", None)
        if isinstance(definition, str):
            yield definition, True
    for (schema, _), functions in world.functions.items():
        if schema in schemas:
            for path, function in functions:
                yield from ((text, True) for text in _bodies(path, function))


def _bodies(path: str, function: Function) -> Iterable[str]:
    body = function.body if isinstance(function.body, str) else ""
    if function.language == "sql":
        text = body.strip()
        if text.upper().startswith("RETURN "):
            text = "SELECT " + text[7:]
        elif text.upper().startswith("BEGIN ATOMIC"):
            text = text[12:].strip().removesuffix("END")
        return [text]
    if function.language == "plpgsql" and function.returns != "trigger":
        try:
            return list(_queries(parsed_body(path, body, function)))
        except (UnreadableError, json.JSONDecodeError):
            return []
    return []


def _queries(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        query = node.get("query")
        if isinstance(query, str):
            right = query.partition(":=")[2] or query
            yield right if right.lstrip().upper().startswith(("SELECT", "WITH")) else f"SELECT {right}"
        for value in node.values():
            yield from _queries(value)
    elif isinstance(node, list):
        for value in node:
            yield from _queries(value)


def _walk(node: Any, found: Harvest, negated: bool) -> None:
    if hasattr(node, "WhichOneof") and "node" in node.DESCRIPTOR.oneofs_by_name:
        which = kind(node)
        if not which:
            return
        if which == "bool_expr" and node.bool_expr.boolop == pb.NOT_EXPR:
            for arg in node.bool_expr.args:
                _walk(arg, found, not negated)
            return
        _note(node, which, found, negated)
        node = inner(node)
    for field, value in node.ListFields():
        if field.message_type is None:
            continue
        for item in value if hasattr(value, "append") or hasattr(value, "add") else [value]:
            _walk(item, found, negated)


def _note(node: Node, which: str, found: Harvest, negated: bool) -> None:
    match which:
        case "range_var":
            (found.denied if negated else found.asked).add(node.range_var.relname)
        case "column_ref":
            name = _column(node)
            if name:
                found.read.add(name)
                if negated:
                    _add(found.meets, name, "false")
        case "a_expr":
            _compare(node.a_expr, found, negated)
        case "case_expr" if name := _column(node.case_expr.arg):
            for item in node.case_expr.args:
                for value in _literals(item.case_when.expr):
                    _add(found.meets, name, constant(value))
        case "null_test":
            name = _column(node.null_test.arg)
            if name:
                null = (node.null_test.nulltesttype == pb.IS_NULL) != negated
                _add(found.meets if null else found.fails, name, NULL)
        case "a_const":
            if node.a_const.WhichOneof("val") == "sval":
                found.literals.add(node.a_const.sval.sval)


def _compare(e: Any, found: Harvest, negated: bool) -> None:
    operator = names(e.name)[-1] if e.name else "="
    for one, other, turned in ((e.lexpr, e.rexpr, operator), (e.rexpr, e.lexpr, operator)):
        name = _column(one)
        if not name:
            continue
        asks = _asks(other)
        if asks == "id":
            found.users.add(name)
            if kind(_plain(one)) != "column_ref":
                found.folders.add(name)
        elif asks == "email":
            found.mails.add(name)
        sign = _TURNED.get(turned, turned) if negated else turned
        for value in _literals(other):
            _literal(found, name, sign, value, e.kind)
        if "now" in _called(other) or kind(_plain(other)) == "sqlvalue_function":
            later = sign in (">", ">=")
            if one is e.rexpr:
                later = not later
            _add(found.meets, name, "now() + interval '30 days'" if later else "now() - interval '30 days'")
            _add(found.fails, name, "now() - interval '30 days'" if later else "now() + interval '30 days'")


def _literal(found: Harvest, name: str, sign: str, value: str, how: int) -> None:
    quoted = constant(value)
    number = value.lstrip("-").replace(".", "", 1).isdigit()
    if how in (pb.AEXPR_LIKE, pb.AEXPR_ILIKE) or sign in ("~~", "~~*", "!~~"):
        _add(found.meets, name, quoted.replace("%", "x").replace("_", "y"))
    elif sign in ("<>", "!="):
        _add(found.fails, name, quoted)
    elif sign == "=" or how in (pb.AEXPR_OP_ANY, pb.AEXPR_IN):
        _add(found.meets, name, quoted)
    elif number:
        for shift in (1, 0, -1):
            near = str(float(value) + shift).removesuffix(".0")
            meets = {"<": shift < 0, "<=": shift <= 0, ">": shift > 0, ">=": shift >= 0}.get(sign, True)
            _add(found.meets if meets else found.fails, name, near)


def _add(where: dict[str, list[str]], name: str, value: str) -> None:
    if value not in where[name]:
        where[name].append(value)


def _plain(node: Node) -> Node:
    while kind(node) in ("type_cast", "collate_clause"):
        node = inner(node).arg
    return node


def _column(node: Node) -> str:
    """The column at the bottom of casts and of functions of one column."""
    node = _plain(node)
    match kind(node):
        case "column_ref":
            parts = names(node.column_ref.fields)
            return parts[-1] if len(parts) == len(node.column_ref.fields) else ""
        case "a_indirection":
            return _column(node.a_indirection.arg)
        case "func_call" if node.func_call.args and names(node.func_call.funcname)[-1] in _SEEN_THROUGH:
            return _column(node.func_call.args[0])
    return ""


def _asks(node: Node) -> str:
    called = _called(node)
    if "uid" in called:
        return "id"
    text = str(node)
    if "email" in called or ("jwt" in called and '"email"' in text):
        return "email"
    return "id" if "jwt" in called and '"sub"' in text else ""


def _called(node: Any) -> set[str]:
    found: set[str] = set()
    stack = [node]
    while stack:
        one = stack.pop()
        if hasattr(one, "WhichOneof") and "node" in one.DESCRIPTOR.oneofs_by_name:
            if kind(one) == "func_call":
                found.add(names(one.func_call.funcname)[-1])
            if kind(one) == "sub_link" and one.sub_link.subselect.select_stmt.from_clause:
                continue
        for field, value in one.ListFields():
            if field.message_type is not None:
                stack += list(value) if hasattr(value, "append") or hasattr(value, "add") else [value]
    return found


def _literals(node: Node) -> Iterator[str]:
    node = _plain(node)
    match kind(node):
        case "a_const":
            c = node.a_const
            which = c.WhichOneof("val")
            if which == "sval":
                yield c.sval.sval
            elif which == "ival":
                yield str(c.ival.ival)
            elif which == "fval":
                yield c.fval.fval
            elif which == "boolval":
                yield "true" if c.boolval.boolval else "false"
        case "a_array_expr":
            for item in node.a_array_expr.elements:
                yield from _literals(item)
        case "list":
            for item in node.list.items:
                yield from _literals(item)
