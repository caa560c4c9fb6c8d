"""ALTER TABLE and its kin: later statements of a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from driftcheck.kinds.table import Table
from driftcheck.model import stated
from driftcheck.names import join, last, split
from driftcheck.sql import bounds, parse
from driftcheck.sql.ddl import changes, columns, constraints
from driftcheck.sql.ddl.objecttypes import FUNCTIONS, RELATIONS, TYPES, UNDER_TABLE
from driftcheck.sql.ddl.reader import Reader
from driftcheck.sql.ddl.roles import named
from driftcheck.sql.types import spell

_FLAGS = {
    "AT_EnableRowSecurity": ("rls", True),
    "AT_DisableRowSecurity": ("rls", False),
    "AT_ForceRowSecurity": ("rls_forced", True),
    "AT_NoForceRowSecurity": ("rls_forced", False),
}
_TRIGGERS = {
    "AT_EnableTrig": "origin",
    "AT_EnableAlwaysTrig": "always",
    "AT_EnableReplicaTrig": "replica",
    "AT_DisableTrig": "disabled",
}


def table(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterTableStmt: each of its commands, in their order."""
    from postgast import pg_query_pb2 as proto

    other = {
        proto.OBJECT_TYPE: changes.composite,
        proto.OBJECT_VIEW: changes.view,
        proto.OBJECT_INDEX: _attach_indexes,
    }.get(node.objtype)
    if other is not None:
        return other(reader, node, start, end)
    path = reader.relation(node.relation)
    begin = reader.first(start)
    if node.objtype not in (proto.OBJECT_TABLE, proto.OBJECT_FOREIGN_TABLE):
        return
    keys: list[constraints.Stated] = []
    for wrapped in node.cmds:
        command = parse.unwrap(wrapped)
        type = proto.AlterTableType.Name(command.subtype)
        if type == "AT_AddColumn":
            keys += _add_column(reader, path, _definition(command), end)
        elif type == "AT_AddConstraint":
            keys += _add_constraint(reader, path, _definition(command), end)
        else:
            _command(reader, path, command, type, begin, end)
    constraints.put(reader.sink, path, keys)


def _definition(command: parse.Node) -> parse.Node:
    return parse.unwrap(command.def_) if hasattr(command, "def_") else parse.unwrap(getattr(command, "def"))


def _command(reader: Reader, path: str, command: parse.Node, type: str, start: int, end: int) -> None:
    sink, at, name = reader.sink, reader.at(start), command.name
    definition = _definition(command)
    column = join(*split(path), name) if name else ""
    if type in _FLAGS:
        property, value = _FLAGS[type]
        sink.change("table", path, at, **{property: value})
        return
    if type in _TRIGGERS:
        sink.change("trigger", column, at, enabled=_TRIGGERS[type])
        return
    match type:
        case "AT_DropColumn":
            sink.remove("column", column)
        case "AT_AlterColumnType":
            sink.change("column", column, at, type=spell(definition.type_name))
        case "AT_ColumnDefault":
            default = _default(reader, start, name, end) if parse.name(definition) != "Node" else None
            sink.change("column", column, at, default=default)
        case "AT_SetNotNull":
            sink.change("column", column, at, nullable=False)
        case "AT_DropNotNull":
            sink.change("column", column, at, nullable=True)
        case "AT_AddIdentity":
            identity = columns.IDENTITY[definition.generated_when]
            sink.change("column", column, at, identity=identity, nullable=False)
        case "AT_DropIdentity":
            sink.change("column", column, at, identity=None)
        case "AT_DropConstraint":
            sink.remove("constraint", column)
        case "AT_ValidateConstraint":
            sink.change("constraint", column, at, validated=True)
        case "AT_ChangeOwner":
            sink.change("table", path, at, owner=named(command.newowner))
        case "AT_DropExpression":
            sink.change("column", column, at, generated=None, generated_kind=None)
        case "AT_SetLogged" | "AT_SetUnLogged":
            sink.change("table", path, at, persistence="unlogged" if type == "AT_SetUnLogged" else "permanent")
        case "AT_AlterConstraint" if definition.alter_deferrability:
            deferred = {"deferrable": bool(definition.deferrable), "initially_deferred": bool(definition.initdeferred)}
            sink.change("constraint", join(*split(path), definition.conname), at, **deferred)
        case "AT_AddInherit" | "AT_DropInherit":
            _inherit(reader, path, reader.relation(definition), at, type == "AT_AddInherit")
        case "AT_DetachPartition":
            sink.change("table", reader.relation(definition.name), at, partition_of=None, partition_bound=None)
        case "AT_AttachPartition":
            _attach(reader, path, reader.relation(definition.name), bounds.text(definition.bound), at)


def _attach(reader: Reader, parent: str, partition: str, bound: str, at: str) -> None:
    """A table that becomes a partition: its columns, keys and indexes are its parent's from then on (`attislocal`)."""
    there = reader.sink.find("table", partition)
    facts = dict(stated(there)) if there is not None else {}
    where = str(there.at) if there is not None else at
    reader.sink.remove("table", partition)
    reader.sink.state("table", partition, Table(at=where, **facts | {"partition_of": parent, "partition_bound": bound}))


def _attach_indexes(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """ALTER INDEX … ATTACH PARTITION: the partition's index, or its key, is its parent's now."""
    from postgast import pg_query_pb2 as proto

    for command in map(parse.unwrap, node.cmds):
        if proto.AlterTableType.Name(command.subtype) == "AT_AttachPartition":
            path = reader.relation(parse.unwrap(getattr(command, "def")).name)
            reader.sink.remove("index", path)


def _inherit(reader: Reader, path: str, parent: str, at: str, joins: bool) -> None:
    there = reader.sink.find("table", path)
    parents = [p for p in getattr(there, "inherits", None) or () if p != parent]
    reader.sink.change("table", path, at, inherits=[*parents, parent] if joins else parents)


def _add_column(reader: Reader, path: str, definition: parse.Node, end: int) -> list[constraints.Stated]:
    """State the column; its keys are given back."""
    where = reader.offset(definition.location)
    stop = where + len(reader.expression(where, set(), end)) + len(definition.colname) + 1
    column, keys = columns.read(reader, path, definition, max(stop, where))
    for key in keys:
        if key.facts.type == "primary key":
            column.nullable = False
    reader.sink.state("column", join(*split(path), definition.colname), column)
    return constraints.distinct(keys)


def _add_constraint(reader: Reader, path: str, definition: parse.Node, end: int) -> list[constraints.Stated]:
    stated = constraints.read(reader, definition, None, end)
    key = stated is not None and stated.facts.type == "primary key"
    for name in stated.columns if stated and key else constraints.required(definition):
        column = join(*split(path), name)
        if reader.sink.find("column", column) is not None:
            reader.sink.change("column", column, reader.at(reader.offset(definition.location)), nullable=False)
    return [stated] if stated else []


def _default(reader: Reader, start: int, column: str, end: int) -> str:
    """The text behind SET DEFAULT of this column, in a statement that may alter several."""
    i = reader.index_at(start)
    while i + 1 < len(reader.tokens) and reader.tokens[i][1] < end:
        named = reader.text[reader.tokens[i][1] : reader.tokens[i][2]].strip('"')
        if named.lower() == column.lower() and reader.word(i + 1) == "SET" and reader.word(i + 2) == "DEFAULT":
            return reader.expression(reader.tokens[i + 2][1], set(), end)
        i += 1
    return ""


def rename(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A RenameStmt."""
    from postgast import pg_query_pb2 as proto

    type = proto.ObjectType.Name(node.rename_type)
    if type in UNDER_TABLE:
        table = reader.relation(node.relation)
        reader.sink.rename(UNDER_TABLE[type], join(*split(table), node.subname), join(*split(table), node.newname))
    elif type in RELATIONS:
        path = reader.relation(node.relation)
        reader.sink.rename(_relation(reader, type, path), path, join(*split(path)[:-1], node.newname))
    elif type in TYPES:
        path = reader.path_of(parse.strings(parse.unwrap(node.object).items))
        reader.sink.rename("type", path, join(*split(path)[:-1], node.newname))
    elif type == "OBJECT_SCHEMA":
        reader.sink.rename("schema", join(node.subname), join(node.newname))
    elif type in FUNCTIONS:
        _move_function(reader, node, lambda path: join(*split(path)[:-1], node.newname))


def _relation(reader: Reader, type: str, path: str) -> str:
    """The kind of what is called so: ALTER TABLE takes a view, an index and a sequence as well (ALTER TABLE, "RENAME")."""
    said = RELATIONS[type]
    return next((kind for kind in (said, *RELATIONS.values()) if reader.sink.find(kind, path) is not None), said)


def _move_function(reader: Reader, node: parse.Node, moved: Callable[[str], str]) -> None:
    """Give a function another name or schema; `moved` makes the new name of its path."""
    from driftcheck.sql.ddl.functions import path_with_arguments

    path = path_with_arguments(reader, parse.unwrap(node.object))
    reader.sink.rename("function", path, moved(path))


def set_schema(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterObjectSchemaStmt."""
    from postgast import pg_query_pb2 as proto

    type = proto.ObjectType.Name(node.object_type)
    if type in RELATIONS:
        path = reader.relation(node.relation)
        reader.sink.rename(_relation(reader, type, path), path, join(node.newschema, last(path)))
    elif type in TYPES:
        path = reader.path_of(parse.strings(parse.unwrap(node.object).items))
        reader.sink.rename("type", path, join(node.newschema, last(path)))
    elif type in FUNCTIONS:
        _move_function(reader, node, lambda path: join(node.newschema, last(path)))


def owner(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterOwnerStmt of a schema, function or type."""
    from postgast import pg_query_pb2 as proto

    type, found, at = proto.ObjectType.Name(node.object_type), parse.unwrap(node.object), reader.at(reader.first(start))
    properties: dict[str, Any] = {"owner": named(node.newowner)}
    if type == "OBJECT_SCHEMA":
        reader.sink.change("schema", join(found.sval), at, **properties)
    elif type in TYPES:
        reader.sink.change("type", reader.path_of(parse.strings(found.items)), at, **properties)
    elif type == "OBJECT_FUNCTION":
        from driftcheck.sql.ddl.functions import path_with_arguments

        reader.sink.change("function", path_with_arguments(reader, found), at, **properties)
