"""Extensions, schemas, sequences, roles, publications, comments, grants, DROP."""

from __future__ import annotations

from typing import Any

from driftcheck.kinds.extension import Extension
from driftcheck.kinds.publication import Publication
from driftcheck.kinds.publication_member import PublicationMember
from driftcheck.kinds.role import Role
from driftcheck.kinds.schema import Schema
from driftcheck.kinds.sequence import Sequence
from driftcheck.model import UNSTATED
from driftcheck.names import join, quote, split
from driftcheck.sql import parse
from driftcheck.sql.ddl.functions import path_with_arguments
from driftcheck.sql.ddl.objecttypes import FUNCTIONS, RELATIONS, TYPES, UNDER_TABLE
from driftcheck.sql.ddl.reader import Reader, options, truth, value
from driftcheck.sql.ddl.roles import named
from driftcheck.sql.types import spell

_BY_NAME = {
    "OBJECT_SCHEMA": "schema", "OBJECT_EXTENSION": "extension", "OBJECT_ROLE": "role",
    "OBJECT_PUBLICATION": "publication", "OBJECT_EVENT_TRIGGER": "event_trigger",
}  # fmt: skip
_ROLE_FLAGS = {
    "superuser": "superuser", "inherit": "inherit", "createrole": "create_role", "createdb": "create_db",
    "canlogin": "login", "isreplication": "replication", "bypassrls": "bypass_rls",
}  # fmt: skip


def extension(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateExtensionStmt."""
    facts = Extension(at=reader.at(reader.first(start)))
    given = options(node.options)
    if "schema" in given:
        facts.schema = value(given["schema"])
    if "new_version" in given:
        facts.version = value(given["new_version"])
    reader.sink.state("extension", quote(node.extname), facts)


def schema(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateSchemaStmt."""
    name = node.schemaname or node.authrole.rolename
    facts = Schema(at=reader.at(reader.first(start)))
    if node.HasField("authrole"):
        facts.owner = named(node.authrole)
    reader.sink.state("schema", quote(name), facts)


def sequence(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateSeqStmt: only the options that it gives."""
    facts = Sequence(at=reader.at(reader.first(start)))
    sequence_options(facts, options(node.options), reader)
    reader.sink.state("sequence", reader.relation(node.sequence), facts)


def sequence_options(facts: Sequence, given: dict[str, parse.Node], reader: Reader) -> None:
    """Put the options of CREATE and ALTER SEQUENCE into the facts."""
    for name, property in {"start": "start", "increment": "increment", "cache": "cache"}.items():
        if name in given and value(given[name]):
            setattr(facts, property, int(value(given[name])))
    for name, property in {"minvalue": "minimum", "maxvalue": "maximum"}.items():
        if name in given and value(given[name]).lstrip("-").isdigit():
            setattr(facts, property, int(value(given[name])))
    if "as" in given:
        facts.type = spell(given["as"])
    if "cycle" in given:
        facts.cycle = truth(given["cycle"])
    if "owned_by" in given:
        parts = parse.strings(given["owned_by"].items)
        facts.owned_by = None if parts == ["none"] else join(*([reader.schema] if len(parts) == 2 else []), *parts)


def role(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreateRoleStmt: only the attributes that it gives."""
    facts = Role(at=reader.at(reader.first(start)), **role_flags(node.options))
    reader.sink.state("role", quote(node.role), facts)


def role_flags(nodes: Any) -> dict[str, Any]:
    """The attributes of a role that CREATE or ALTER ROLE gives."""
    return {_ROLE_FLAGS[name]: truth(found) for name, found in options(nodes).items() if name in _ROLE_FLAGS}


def publication(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CreatePublicationStmt."""
    facts = Publication(at=reader.at(reader.first(start)), all_tables=bool(node.for_all_tables))
    given = options(node.options)
    if "publish" in given:
        facts.operations = [part.strip() for part in value(given["publish"]).split(",")]
    reader.sink.state("publication", quote(node.pubname), facts)
    _members(reader, node.pubname, node.pubobjects, start)


def alter_publication(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """An AlterPublicationStmt: tables that join or leave."""
    from postgast import pg_query_pb2 as proto

    action = proto.AlterPublicationAction.Name(node.action)
    if action == "AP_DropObjects":
        for table in _tables(reader, node.pubobjects):
            reader.sink.remove("publication_member", join(node.pubname, *split(table[0])))
    else:
        _members(reader, node.pubname, node.pubobjects, start)


def _tables(reader: Reader, objects: Any) -> list[tuple[str, parse.Node]]:
    specs = [parse.unwrap(found) for found in objects]
    return [(reader.relation(s.pubtable.relation), s.pubtable) for s in specs if s.HasField("pubtable")]


def _members(reader: Reader, publication: str, objects: Any, start: int) -> None:
    for table, spec in _tables(reader, objects):
        facts = PublicationMember(at=reader.at(reader.offset(spec.relation.location)))
        if spec.columns:
            facts.columns = parse.strings(spec.columns)
        reader.sink.state("publication_member", join(publication, *split(table)), facts)


def comment(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A CommentStmt: a change of the object's comment."""
    from postgast import pg_query_pb2 as proto

    found = target(reader, proto.ObjectType.Name(node.objtype), node.object)
    if found is not None:
        reader.sink.change(*found, reader.at(reader.first(start)), comment=node.comment or None)


def drop(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A DropStmt."""
    from postgast import pg_query_pb2 as proto

    for wrapped in node.objects:
        if found := target(reader, proto.ObjectType.Name(node.remove_type), wrapped):
            reader.sink.remove(*found)


def dropped_schemas(node: parse.Node) -> set[str]:
    """The names of the schemas that a DropStmt drops."""
    from postgast import pg_query_pb2 as proto

    if proto.ObjectType.Name(node.remove_type) != "OBJECT_SCHEMA":
        return set()
    return {parse.unwrap(wrapped).sval for wrapped in node.objects}


def target(reader: Reader, type: str, wrapped: parse.Node) -> tuple[str, str] | None:
    """Kind and path of what COMMENT and DROP speak of; None for a kind that driftcheck does not keep."""
    node = parse.unwrap(wrapped)
    if type in _BY_NAME:
        return _BY_NAME[type], quote(node.sval)
    if type in FUNCTIONS:
        return "function", path_with_arguments(reader, node)
    if type in TYPES:
        return "type", reader.path_of(parse.strings(node.names if parse.name(node) == "TypeName" else node.items))
    if parse.name(node) != "List":
        return None
    parts = parse.strings(node.items)
    if type in RELATIONS:
        return RELATIONS[type], reader.path_of(parts)
    if type in UNDER_TABLE:
        return UNDER_TABLE[type], join(*([reader.schema] if len(parts) == 2 else []), *parts)
    return None


def grant(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """GRANT and REVOKE on tables, functions, schemas: what is named is granted, and who is named in a REVOKE of all holds
    nothing; of the rest nothing is said.
    """
    from postgast import pg_query_pb2 as proto

    if proto.GrantTargetType.Name(node.targtype) != "ACL_TARGET_OBJECT":
        return
    privileges = [parse.unwrap(p) for p in node.privileges]
    names = {p.priv_name.upper() for p in privileges if not p.cols}
    if (node.is_grant or privileges) and not names:  # ALL depends on the server's version; columns have their own
        return
    type = proto.ObjectType.Name(node.objtype)
    for wrapped in node.objects:
        found = _granted(reader, type, parse.unwrap(wrapped))
        there = reader.sink.find(*found) if found else None
        if found is None or there is None:
            continue
        given = getattr(there, "grants", None) or {}
        grants = {role: set(of) for role, of in given.items()}
        for role in (named(parse.unwrap(grantee)) for grantee in node.grantees):
            if role is UNSTATED:
                continue
            stated = grants.get(role, set())
            if node.is_grant:
                grants[role] = {p for p in stated if p.rstrip("*") not in names} | _with_option(node, names)
            elif node.grant_option:  # the privilege itself stays
                grants[role] = {p.rstrip("*") if p.rstrip("*") in names or not names else p for p in stated}
            else:
                grants[role] = {p for p in stated if names and p.rstrip("*") not in names}
        revoked = (
            not node.is_grant
            and not node.grant_option
            and (not names or (found[0] == "function" and "EXECUTE" in names))
        )
        left = {role: sorted(of) for role, of in grants.items() if of or (revoked or given.get(role) == [])}
        if left or given:
            reader.sink.change(*found, reader.at(reader.first(start)), grants=left)
            there.loose = sorted({*(there.loose or ()), "grants"})  # others may hold privileges that no line grants


def _with_option(node: parse.Node, names: set[str]) -> set[str]:
    return {f"{name}*" for name in names} if node.grant_option else names


def _granted(reader: Reader, type: str, node: parse.Node) -> tuple[str, str] | None:
    """Kind and path of what a GRANT names."""
    if parse.name(node) == "RangeVar":
        path = reader.relation(node)
        kinds = ("table", "view", "materialized_view", "sequence")
        return next(((kind, path) for kind in kinds if reader.sink.find(kind, path)), None)
    if type == "OBJECT_SCHEMA":
        return "schema", quote(node.sval)
    return ("function", path_with_arguments(reader, node)) if type == "OBJECT_FUNCTION" else None
