"""Runs statements in a throwaway database: one that fails costs only itself, and none runs for ever."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from driftcheck import platform_stub
from driftcheck.model import Flag
from driftcheck.names import constant, delimited, quote
from driftcheck.sources.sql import passed, refused, subscriptions
from driftcheck.sources.sql.session import Session
from driftcheck.sources.sql.standins import StandIns
from driftcheck.sources.sql.statements import NOT_INCLUDED, Statement
from driftcheck.sql import parse

NOT_SQL = "does not parse"
_DUPLICATE = frozenset({"42P07", "42710", "42P06", "42701", "42723", "42P05", "42712"})
_CANCELLED = "57014"
_NOT_TO_BE_HAD = frozenset({"0A000", "58P01", "22023"})  # an extension, or that version of it
_MISSING = frozenset({"42P01", "42703", "42704", "42883", "3F000"})
_CREATING = frozenset(
    {"CreateStmt", "CreateTableAsStmt", "ViewStmt", "IndexStmt", "CreateFunctionStmt", "CreateTrigStmt", "RuleStmt"}
    | {"CreatePolicyStmt", "CreateDomainStmt", "CompositeTypeStmt", "CreateStatsStmt", "CommentStmt", "GrantStmt"}
    | {"AlterTableStmt", "AlterOwnerStmt", "AlterPublicationStmt", "CreateSchemaStmt", "CreatePublicationStmt"}
)
_SEARCH_PATH = "SELECT pg_catalog.current_setting('search_path')"
SETTLING_SECONDS = 30.0
_OR_REPLACE = re.compile(r"\ACREATE\s+OR\s+REPLACE\b", re.IGNORECASE)  # what came later is not replaced
_GRANTED_BY = re.compile(r'\s+GRANTED\s+BY\s+(?:"(?:[^"]|"")*"|\w+)\s*\Z', re.IGNORECASE)
_CLUSTER = frozenset({"CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt"})


class Failed(NamedTuple):
    """A statement that did not run: why, what sort it is, and whether what it makes was there already."""

    statement: Statement
    kind: str  # the parse tree's, "" if it does not parse
    reason: str
    already: bool = False
    again: str | None = None  # the search path with which it may be tried again: something was missing

    @property
    def unread(self) -> bool:
        """Whether nobody can tell what it would do: then what the SQL states is not whole."""
        return self.reason.startswith((NOT_SQL, NOT_INCLUDED))


class Runner:
    """One connection to a scratch database, and what happened on it."""

    def __init__(self, url: str, own_server: bool, deadline: float) -> None:
        self.session = Session(url, deadline)
        self.failed: list[Failed] = []
        self.notes: list[str] = []
        self.enabled: dict[str, Flag] = {}  # what the SQL says of each subscription; here none is
        self.rows = 0  # statements of data that were passed over
        self.stand_ins = StandIns(self.session, self.notes)
        self._created: set[str] = set(platform_stub.ROLES)  # roles that the SQL, or we for it, may have made
        self._own_server = own_server
        self._local: list[str] = []  # what SET LOCAL set
        self._in_transaction = False
        self._known = self._roles()
        self.user = self.session.one("SELECT current_user") or "postgres"

    def prepare(self, statement: str) -> None:
        """SQL of our own, that the script finds there."""
        if (error := self.session.attempt(statement)) is not None:
            self.notes.append(f"the stand-in of the platform is not whole: {error.diag.message_primary}")

    def prepared(self) -> None:
        """Begin anew: what was set for the database holds for new sessions."""
        self.session.anew()

    def tried(self, statement: str) -> bool:
        """Run SQL that may fail; whether it ran."""
        return self.session.attempt(statement) is None

    def close(self) -> None:
        """Leave, and take along the roles that were made: they are the server's, not the database's."""
        if not self._own_server:
            self._drop_roles()
        self.session.connection.close()

    def _roles(self) -> set[str]:
        return {name for (name,) in self.session.connection.execute("SELECT rolname FROM pg_catalog.pg_roles")}

    def _drop_roles(self) -> None:
        new = (self._roles() - self._known) & (self._created | self.stand_ins.roles)
        self.session.quietly("RESET ALL", "RESET SESSION AUTHORIZATION")
        for name in map(delimited, sorted(new)):
            self.session.quietly(f"DROP OWNED BY {name} CASCADE", f"DROP ROLE {name}")

    def new_file(self) -> None:
        """Settings end with their file."""
        self.session.restart()
        self._local, self._in_transaction = [], False

    def run(self, statement: Statement, node: parse.Node) -> None:
        """One statement, with its tree."""
        kind = parse.name(node)
        if kind == "TransactionStmt":
            self._transaction(node)
        elif why := refused.reason(node, statement.text):
            self.failed.append(Failed(statement, kind, f"refused: {why}"))
        elif passed.is_data(kind, node, statement.text):
            self.rows += 1
        elif kind == "VariableSetStmt" and passed.bounds_run(node.name):
            pass
        elif passed.is_passed(kind, node):
            if kind == "CreatedbStmt":
                self.notes.append(
                    f"{statement.at}: CREATE DATABASE was passed over: all runs in one throwaway database"
                )
        elif kind == "CreateExtensionStmt":
            self._extension(statement, node)
        elif kind in subscriptions.KINDS:
            self._subscription(statement, node)
        elif kind in _CLUSTER and not self._own_server and (name := self._foreign_role(node)):
            self.failed.append(Failed(statement, kind, f"refused: role {quote(name)} belongs to the scratch server"))
        else:
            if kind == "CreateRoleStmt":
                self._created.add(node.role)
            if kind == "VariableSetStmt" and node.is_local:
                self._local.append(node.name)
            self._execute(statement, kind, node)

    def settle(self) -> None:
        """Try again what stood before what it needs, for as long as that helps: not every tool keeps that order."""
        self.session.restart()
        until = time.monotonic() + SETTLING_SECONDS
        while time.monotonic() < until:
            waiting = [one for one in self.failed if one.again is not None]
            for one in waiting:
                if time.monotonic() > until:
                    return
                self.session.quietly(f"SELECT pg_catalog.set_config('search_path', {constant(one.again or '')}, false)")
                if self.session.attempt(_OR_REPLACE.sub("CREATE", one.statement.text, count=1)) is None:
                    self.failed.remove(one)
            if len(waiting) == sum(one.again is not None for one in self.failed):
                return

    def unreadable(self, statement: Statement, reason: str) -> None:
        """A statement that the parser does not take."""
        self.failed.append(Failed(statement, "", reason))

    def _transaction(self, node: parse.Node) -> None:
        """Every statement is a transaction of its own; settings that are local to one end with it, else with their file,
        which tools for migrations run as one.
        """
        from postgast import pg_query_pb2 as proto

        self._in_transaction = node.kind in (proto.TRANS_STMT_BEGIN, proto.TRANS_STMT_START) or (
            self._in_transaction
            and node.kind in (proto.TRANS_STMT_SAVEPOINT, proto.TRANS_STMT_RELEASE, proto.TRANS_STMT_ROLLBACK_TO)
        )
        if not self._in_transaction:
            self.session.quietly(*(f"RESET {quote(name)}" for name in self._local))
            self._local = []

    def _execute(self, statement: Statement, kind: str, node: parse.Node) -> None:
        text = statement.text
        if kind == "GrantRoleStmt":  # who granted it is not compared, and may not be allowed to here
            text = _GRANTED_BY.sub("", text)
        if kind == "VariableSetStmt":
            text = re.sub(r"\A\s*SET\s+LOCAL\b", "SET", text, count=1, flags=re.IGNORECASE)
        for _ in range(20):  # what is missing is made, one after the other
            error = self.session.attempt(text)
            if error is None:
                return
            if not self.stand_ins.make(error, kind, statement):
                break
        assert error is not None
        reason = " ".join(str(error.diag.message_primary or error).split())
        if error.sqlstate == _CANCELLED:  # by us; the server says that a user asked for it
            reason = "took too long and was stopped"
        if kind == "CreateSchemaStmt" and error.sqlstate == "42P06" and 'schema "public"' in reason:
            return  # every database has it from the start
        again = self.session.one(_SEARCH_PATH) if error.sqlstate in _MISSING and _only_creates(kind, node) else None
        self.failed.append(Failed(statement, kind, reason, error.sqlstate in _DUPLICATE, again))

    def _extension(self, statement: Statement, node: parse.Node) -> None:
        if node.extname not in refused.EXTENSIONS:
            error = self.session.attempt(statement.text)
            if error is None:
                return
            if error.sqlstate not in _NOT_TO_BE_HAD:
                self.failed.append(Failed(statement, "CreateExtensionStmt", str(error.diag.message_primary)))
                return
        self.stand_ins.extension(statement, node)

    def _subscription(self, statement: Statement, node: parse.Node) -> None:
        errors = [self.session.attempt(text) for text in subscriptions.statements(node, statement.text)]
        if errors and (error := errors[-1]) is not None:
            self.failed.append(Failed(statement, parse.name(node), str(error.diag.message_primary)))
        elif (said := subscriptions.enabled(node)) is not None:
            self.enabled[said[0]] = said[1]

    def _foreign_role(self, node: parse.Node) -> str | None:
        """A role of the given server's that the statement would change."""
        if parse.name(node) == "CreateRoleStmt":
            return None
        named = [*getattr(node, "roles", []), *getattr(node, "grantee_roles", [])]
        specs = [node.role] if parse.name(node) in ("AlterRoleStmt", "AlterRoleSetStmt") else map(parse.unwrap, named)
        return next((s.rolename for s in specs if s.rolename in self._known), None)


def _only_creates(kind: str, node: parse.Node) -> bool:
    """Whether a statement makes something and changes nothing that there is: then it may as well come later."""
    from postgast import pg_query_pb2 as proto

    commands = [proto.AlterTableType.Name(parse.unwrap(c).subtype) for c in getattr(node, "cmds", ())]
    return kind in _CREATING and not any(command.startswith("AT_Drop") for command in commands)
