"""Helper functions read through: their bodies say what a call means."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from driftcheck.access import plpgsql, queries
from driftcheck.access import values as v
from driftcheck.access.depends import plain
from driftcheck.access.scope import AlwaysFailsError, Scope
from driftcheck.access.trees import Node, UnreadableError, kind, sql, statements
from driftcheck.kinds.function import Function
from driftcheck.model import UNSTATED
from driftcheck.names import split

if TYPE_CHECKING:
    from driftcheck.access.reader import Reader

DEPTH = 12  # helper functions that call helper functions


def call(reader: Reader, schema: str, name: str, node: Node, args: list[v.Value], scope: Scope) -> v.Value | None:
    """What a call of a user's function is worth; None if it is not one."""
    found = reader.world.function(schema, name, len(args), scope.search)
    if isinstance(found, str):
        if not schema and reader.world.snapshot.complete and "overloaded" not in found:
            return None
        return v.Unknown(found)
    path, function = found
    if not reader.world.executes(scope.role, function):
        raise AlwaysFailsError(f"permission denied for function {path}")
    if path in scope.calls:
        raise AlwaysFailsError(f"{path} calls itself without end")
    if len(scope.calls) > DEPTH:
        return v.Unknown(f"{path} calls too many functions in turn")
    if function.strict is True and v.Const(None) in args:
        return v.Const(None)
    inside = _scope(path, function, node, args, scope, reader)
    try:
        match function.language:
            case "sql":
                return _sql(reader, function, inside)
            case "plpgsql":
                return plpgsql.value(reader, path, function, inside)
    except UnreadableError as error:
        return v.Unknown(f"{path}: {error}")
    language = function.language if isinstance(function.language, str) else "an unstated language"
    return v.Unknown(f"the body of {path} ({language}) is not understood")


def _scope(path: str, function: Function, node: Node, args: list[v.Value], scope: Scope, reader: Reader) -> Scope:
    arguments = function.arguments if function.arguments is not UNSTATED else []
    given: dict[str, v.Value] = {}
    for i, (arg, value) in enumerate(zip(node.func_call.args, args, strict=True)):
        named = kind(arg) == "named_arg_expr"
        name = arg.named_arg_expr.name if named else arguments[i] if i < len(arguments) else ""
        given[name or f"${i + 1}"] = value
    defaults = function.defaults if function.defaults is not UNSTATED else []
    for name, default in zip(arguments[len(arguments) - len(defaults) :] if defaults else [], defaults, strict=False):
        if name and name not in given:
            from driftcheck.access.trees import expression

            given[name] = reader.value(expression(default), dataclasses.replace(scope, sources=()))
    for i, name in enumerate(arguments):
        if name in given:
            given[f"${i + 1}"] = given[name]
    owner = function.owner if isinstance(function.owner, str) else "postgres"
    role = owner if function.security == "definer" else scope.role
    return Scope(
        role=role,
        search=_search(path, function, scope),
        variables=given,
        active=() if role != scope.role else scope.active,
        calls=(*scope.calls, path),
        current=role if function.security == "definer" else scope.current,
    )


def _search(path: str, function: Function, scope: Scope) -> tuple[str, ...]:
    for setting in function.settings if function.settings is not UNSTATED else []:
        name, _, value = setting.partition("=")
        if name == "search_path":
            return (
                "pg_catalog",
                *(part.strip().strip("\"'") for part in value.split(",") if part.strip().strip("\"'")),
            )
    return tuple(dict.fromkeys((split(path)[0], *scope.search)))


def _sql(reader: Reader, function: Function, scope: Scope) -> v.Value:
    body = function.body if isinstance(function.body, str) else ""
    text = body.strip()
    if text.upper().startswith("RETURN "):
        text = "SELECT " + text[7:]
    elif text.upper().startswith("BEGIN ATOMIC"):
        text = text[12:].strip().removesuffix("END")
    nodes = statements(text)
    if any(kind(n) != "select_stmt" for n in nodes):
        raise UnreadableError("its body does more than read")
    query = queries.read(reader, nodes[-1], scope)
    return plain(dataclasses.replace(query, text=sql(nodes[-1])))
