"""CREATE FUNCTION, CREATE PROCEDURE."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from driftcheck.kinds.function import Function
from driftcheck.model import UNSTATED
from driftcheck.names import quote
from driftcheck.sql import parse
from driftcheck.sql.ddl.mending import NOT_SAID, says_more
from driftcheck.sql.ddl.reader import Reader, options, truth, value
from driftcheck.sql.types import spell_bare

_MODES = {
    "FUNC_PARAM_IN": "in", "FUNC_PARAM_DEFAULT": "in", "FUNC_PARAM_INOUT": "inout", "FUNC_PARAM_VARIADIC": "variadic",
    "FUNC_PARAM_OUT": "out", "FUNC_PARAM_TABLE": "table",
}  # fmt: skip


_BODY = re.compile(r"\bAS\b|\bRETURNS\b|\$", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*")
"""A body of nothing else says what the function does, not how."""


def create(reader: Reader, node: parse.Node, start: int, end: int, *, written: str = "") -> None:
    """A CreateFunctionStmt. What the statement leaves out it states by PostgreSQL's default: volatile, invoker. `written` is the text before it was mended: where it leaves arguments out, none are stated."""
    parameters = [parse.unwrap(p) for p in node.parameters]
    inputs = [p for p in parameters if mode(p) in ("in", "inout", "variadic")]
    settings = options_of(node)
    head = _BODY.split(written, maxsplit=1)[0]
    elided = says_more(head.partition("(")[2]) or _elided(p.arg_type for p in inputs)
    types = "" if elided else f"({', '.join(_type(reader, p.arg_type) for p in inputs)})"
    path = reader.path_of(parse.strings(node.funcname)) + types
    facts: dict[str, Any] = {
        "at": reader.at(reader.first(start)),
        "kind": "procedure" if node.is_procedure else "function",
        "arguments": [p.name for p in inputs],
        "security": "invoker",
    }
    if elided:
        del facts["arguments"]
    elif any(mode(p) != "in" for p in inputs):
        facts["modes"] = [mode(p) for p in inputs]
    if not elided and (defaults := [parse.text_of(p.defexpr) for p in inputs if p.HasField("defexpr")]):
        facts["defaults"] = defaults
    if not node.is_procedure:
        facts["returns"] = returns(node, parameters)
        facts["volatility"] = "volatile"
    facts |= clauses(settings)
    if node.HasField("sql_body"):
        facts |= {"language": "sql", "body": _sql_body(reader, start, end)}
    elif "as" in settings:
        body = value(parse.unwrap(settings["as"].items[0]))
        if not says_more(body) and _COMMENT.sub("", body).strip():
            facts["body"] = body
    else:  # a signature: no real function is without a body
        for property in {"volatility", "security"} - settings.keys():
            facts.pop(property, None)
    if found := sets(node.options):
        facts["settings"] = found
    if node.replace and reader.sink.find("function", path) is not None:
        at = facts.pop("at")
        del facts["kind"]  # OR REPLACE cannot change it; what it leaves out is as by default again
        reader.sink.change("function", path, at, **{**_forgotten(reader.sink.find("function", path)), **facts})
    else:
        reader.sink.state("function", path, Function(**facts))


_DEFAULTS: dict[str, Any] = {"strict": False, "leakproof": False, "parallel": "unsafe", "settings": []}


def _forgotten(there: Any) -> dict[str, Any]:
    """What an earlier definition stated of clauses that the new one may not have."""
    found = {name: default for name, default in _DEFAULTS.items() if getattr(there, name) is not UNSTATED}
    return found | {name: UNSTATED for name in ("cost", "rows", "body") if getattr(there, name) is not UNSTATED}


def clauses(settings: dict[str, parse.Node]) -> dict[str, Any]:
    """What the clauses of CREATE and ALTER FUNCTION state, those that are given."""
    facts: dict[str, Any] = {}
    if "volatility" in settings:
        facts["volatility"] = value(settings["volatility"])
    if "security" in settings:
        facts["security"] = "definer" if truth(settings["security"]) else "invoker"
    if "strict" in settings:
        facts["strict"] = truth(settings["strict"])
    if "leakproof" in settings:
        facts["leakproof"] = truth(settings["leakproof"])
    if "language" in settings:
        facts["language"] = value(settings["language"]).lower()
    if "parallel" in settings:
        facts["parallel"] = value(settings["parallel"]).lower()
    for name in ("cost", "rows"):
        if name in settings:
            number = float(value(settings[name]))
            facts[name] = int(number) if number == int(number) else number
    return facts


def _sql_body(reader: Reader, start: int, end: int) -> str:
    """`BEGIN ATOMIC … END` or `RETURN …`, as written."""
    i, depth = reader.index_at(start), 0
    while i + 1 < len(reader.tokens) and reader.tokens[i][1] < end:
        word = reader.word(i)
        if depth == 0 and (word == "RETURN" or (word == "BEGIN" and reader.word(i + 1) == "ATOMIC")):
            return reader.text[reader.tokens[i][1] : end].strip()
        depth += {"(": 1, ")": -1}.get(word, 0)
        i += 1
    return ""


def mode(parameter: parse.Node) -> str:
    """in, inout, variadic, out or table."""
    from postgast import pg_query_pb2 as proto

    return _MODES[proto.FunctionParameterMode.Name(parameter.mode)]


def returns(node: parse.Node, parameters: list[parse.Node]) -> str:
    """The result as `pg_get_function_result` prints it: TABLE(…), a type, or what the OUT arguments make."""
    table = [p for p in parameters if mode(p) == "table"]
    if table:
        return f"TABLE({', '.join(f'{quote(p.name)} {spell_bare(p.arg_type)}' for p in table)})"
    if node.HasField("return_type"):
        return spell_bare(node.return_type)
    out = [p for p in parameters if mode(p) in ("out", "inout")]
    return spell_bare(out[0].arg_type) if len(out) == 1 else "record" if out else "void"


def options_of(node: parse.Node) -> dict[str, parse.Node]:
    """The statement's options by name, SET aside."""
    return {name: found for name, found in options(node.options).items() if name != "set"}


def sets(nodes: Any) -> list[str]:
    """SET clauses as `pg_proc.proconfig` keeps them: `search_path=public, extensions`."""
    found = []
    for option in map(parse.unwrap, nodes):
        if option.defname == "set":
            setting = parse.unwrap(option.arg)
            values = [value(parse.unwrap(a)) for a in setting.args]
            found.append(f"{setting.name}={', '.join(map(quote, values) if setting.name in _OF_NAMES else values)}")
    return found


_OF_NAMES = frozenset({"search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries"})
"""Settings whose values are kept as identifiers are written (GUC_LIST_QUOTE, guc_tables.c)."""


def path_with_arguments(reader: Reader, node: parse.Node) -> str:
    """The path of an ObjectWithArgs: with its argument types where they are given."""
    path = reader.path_of(parse.strings(node.objname))
    if node.args_unspecified or _elided(parse.unwrap(a) for a in node.objargs):
        return path
    return f"{path}({', '.join(_type(reader, parse.unwrap(a)) for a in node.objargs)})"


def _elided(types: Iterable[parse.Node]) -> bool:
    """Whether the arguments are left out: `charge(...)`."""
    return any(parse.strings(type.names) == [NOT_SAID] for type in types)


def _type(reader: Reader, node: parse.Node) -> str:
    """An argument's type as the catalog prints it: one that the text has made stands with its schema."""
    spelled = spell_bare(node)
    names = parse.strings(node.names)
    if len(names) == 1 and any(reader.sink.find(kind, reader.path_of(names)) for kind in ("type", "table", "view")):
        return f"{quote(reader.schema)}.{spelled}"
    return spelled
