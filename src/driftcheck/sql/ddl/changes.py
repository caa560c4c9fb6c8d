"""ALTER of what is no table: functions, sequences, domains, composite types, views, roles."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.sequence import Sequence
from driftcheck.kinds.type import Type
from driftcheck.model import UNSTATED, stated
from driftcheck.names import quote
from driftcheck.sql import parse
from driftcheck.sql.ddl.functions import clauses, path_with_arguments, sets
from driftcheck.sql.ddl.others import role_flags, sequence_options
from driftcheck.sql.ddl.reader import Reader, options, value
from driftcheck.sql.ddl.roles import named
from driftcheck.sql.types import spell

_RESET_ALL = 5  # VariableSetKind
_RESET = 4


def function(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterFunctionStmt: the clauses that it names."""
    path = path_with_arguments(reader, node.func)
    there = reader.sink.find("function", path)
    changes = clauses({o.defname: parse.unwrap(o.arg) for o in map(parse.unwrap, node.actions) if o.defname != "set"})
    settings = list(getattr(there, "settings", None) or ())
    for option in map(parse.unwrap, node.actions):
        if option.defname == "set":
            setting = parse.unwrap(option.arg)
            kept = [s for s in settings if setting.kind != _RESET_ALL and s.partition("=")[0] != setting.name]
            settings = kept if setting.kind in (_RESET, _RESET_ALL) else [*kept, *sets([option])]
            changes["settings"] = settings
    reader.sink.change("function", path, reader.at(reader.first(start)), **changes)


def sequence(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterSeqStmt: the options that it gives."""
    facts = Sequence()
    sequence_options(facts, options(node.options), reader)
    if changes := dict(stated(facts)):
        reader.sink.change("sequence", reader.relation(node.sequence), reader.at(reader.first(start)), **changes)


def domain(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterDomainStmt (`subtype`: T default, N and O NOT NULL, C and X constraints)."""
    path, at = reader.path_of(parse.strings(node.type_name)), reader.at(reader.first(start))
    there = reader.sink.find("type", path)
    changes: dict[str, Any] = {}
    match node.subtype:
        case "T":
            changes["default"] = reader.behind(start, "DEFAULT", end) if node.HasField("def") else None
        case "N" | "O":
            changes["nullable"] = node.subtype == "N"
        case "C" if isinstance(there, Type):
            if check := reader.parenthesised(start, "CHECK", end=end):
                changes["checks"] = [*(there.checks or ()), check]
        case "X" if isinstance(there, Type) and there.checks:
            changes["checks"] = UNSTATED  # which of them goes by that name is not kept
    if changes:
        reader.sink.change("type", path, at, **changes)


def composite(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """ALTER TYPE of a composite: attributes that come, go, and change their type."""
    from postgast import pg_query_pb2 as proto

    path = reader.relation(node.relation)
    there = reader.sink.find("type", path)
    if not isinstance(there, Type) or not isinstance(there.attributes, list):
        return
    attributes = {_name(attribute): attribute for attribute in there.attributes}
    for command in map(parse.unwrap, node.cmds):
        definition = parse.unwrap(getattr(command, "def"))
        match proto.AlterTableType.Name(command.subtype):
            case "AT_AddColumn":
                attributes[definition.colname] = f"{quote(definition.colname)} {spell(definition.type_name)}"
            case "AT_DropColumn":
                attributes.pop(command.name, None)
            case "AT_AlterColumnType":
                attributes[command.name] = f"{quote(command.name)} {spell(definition.type_name)}"
    reader.sink.change("type", path, reader.at(reader.first(start)), attributes=list(attributes.values()))


def _name(attribute: str) -> str:
    """The unquoted name of `street text`."""
    if attribute.startswith('"'):
        return attribute[1:].split('" ', 1)[0].replace('""', '"')
    return attribute.split(" ", 1)[0]


def view(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """ALTER VIEW … SET and RESET."""
    from postgast import pg_query_pb2 as proto

    path = reader.relation(node.relation)
    there = reader.sink.find("view", path)
    found = dict(getattr(there, "options", None) or {})
    for command in map(parse.unwrap, node.cmds):
        listed = parse.unwrap(getattr(command, "def"))
        type = proto.AlterTableType.Name(command.subtype)
        if type == "AT_ChangeOwner":
            reader.sink.change("view", path, reader.at(reader.first(start)), owner=named(command.newowner))
        if type not in ("AT_SetRelOptions", "AT_ResetRelOptions"):
            continue
        for name, given in options(listed.items).items():
            found.pop(name, None)
            if type == "AT_SetRelOptions":
                found[name] = value(given) or "true"
        reader.sink.change("view", path, reader.at(reader.first(start)), options=found)


def role(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterRoleStmt: the attributes that it gives."""
    if changes := role_flags(node.options):
        reader.sink.change("role", quote(node.role.rolename), reader.at(reader.first(start)), **changes)
