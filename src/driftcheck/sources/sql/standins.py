"""What the SQL needs and does not make itself: roles, schemas, types and extensions, stood in for so that it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftcheck import platform_stub
from driftcheck.managed import SCHEMAS
from driftcheck.names import delimited, join, quote
from driftcheck.sources.sql import missing
from driftcheck.sources.sql.session import Session
from driftcheck.sources.sql.statements import Statement
from driftcheck.sql import parse

if TYPE_CHECKING:
    import psycopg

_MISSING_SCHEMA = re.compile(r'schema "(.*)" does not exist')
_MISSING_ROLE = re.compile(r'role "(.*)" does not exist')
_BUILDING = frozenset(
    {"CreateStmt", "CreateTableAsStmt", "ViewStmt", "CreateFunctionStmt", "CreateEnumStmt", "CompositeTypeStmt"}
    | {"CreateDomainStmt", "CreateRangeStmt", "CreateSeqStmt", "DoStmt"}
)
_ROOM = """SELECT CASE WHEN n.nspname = ANY (pg_catalog.current_schemas(false)) THEN n.nspname
    ELSE pg_catalog.current_schema() END
    FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace WHERE x.extname = %s"""
_THERE = "SELECT x.extname FROM pg_catalog.pg_extension x WHERE x.extname = %s"
_CURRENT = "SELECT pg_catalog.current_schema()"


class StandIns:
    """What was made for the SQL to run, on one session. A note says of each what it stands in for."""

    def __init__(self, session: Session, notes: list[str]) -> None:
        self.session, self.notes = session, notes
        self.roles: set[str] = set()
        self.types: set[str] = set()  # paths
        self.extensions: set[str] = set()  # that brought along a type, and that the SQL does not ask for

    def make(self, error: psycopg.Error, kind: str, statement: Statement) -> bool:
        """Whether what an error says is missing was made: then the statement, of that kind, may be tried again."""
        said = error.diag.message_primary or ""
        if error.sqlstate in ("42704", "22023"):
            if role := _MISSING_ROLE.fullmatch(said):
                return self._role(role[1], statement)
            asked = missing.asked_for(said)
            return asked is not None and self._type(asked, statement)
        if error.sqlstate == "3F000" and kind in _BUILDING and (schema := _MISSING_SCHEMA.fullmatch(said)):
            return self._schema(schema[1], statement)
        return False

    def _type(self, asked: missing.Missing, statement: Statement) -> bool:
        extension = missing.EXTENSION_OF[asked.name]
        room = self.session.one(_ROOM, extension)
        if self.session.one(_THERE, extension) is None:
            self.extensions.add(extension)
            self.session.quietly(*platform_stub.extension(extension, asked.schema))
        schema = asked.schema or room or self.session.one(_CURRENT)
        if schema is None or (path := join(schema, asked.name)) in self.types:
            return False
        self.types.add(path)
        self.notes.append(
            f"{statement.at}: type {path} of extension {quote(extension)} is not to be had here: a stand-in was used"
        )
        return all(self.session.attempt(sql) is None for sql in missing.statements(asked.name, schema))

    def _role(self, name: str, statement: Statement) -> bool:
        if name in self.roles:
            return False
        self.roles.add(name)
        self.notes.append(f"{statement.at}: role {quote(name)} is not created here: a stand-in was used")
        return self.session.attempt(f"CREATE ROLE {delimited(name)}") is None

    def _schema(self, name: str, statement: Statement) -> bool:
        """A schema that something else makes before: the tool that runs the migrations, an earlier script."""
        if name in SCHEMAS:  # a part of the platform that is not to be had here
            return False
        self.notes.append(
            f"{statement.at}: schema {quote(name)} is not created here: it was made for what stands in it"
        )
        return self.session.attempt(f"CREATE SCHEMA {delimited(name)}") is None

    def extension(self, statement: Statement, node: parse.Node) -> None:
        """Record an extension that is not to be had, or that is refused."""
        name = node.extname
        self.notes.append(f"{statement.at}: extension {quote(name)} is not to be had here: a stand-in was recorded")
        schema = next(
            (parse.unwrap(o.arg).sval for o in map(parse.unwrap, node.options) if o.defname == "schema"), None
        )
        self.session.quietly(*platform_stub.extension(name, schema))
