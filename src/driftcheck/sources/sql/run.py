"""Runs statements in a throwaway database: one that fails costs only itself, and none runs for ever."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, LiteralString, NamedTuple

from driftcheck import platform_stub
from driftcheck.errors import UsageError
from driftcheck.managed import SCHEMAS
from driftcheck.names import join, quote
from driftcheck.sources.sql import missing, refused
from driftcheck.sources.sql.script import Statement
from driftcheck.sql import parse

if TYPE_CHECKING:
    import psycopg

STATEMENT_SECONDS = 10.0
TOTAL_SECONDS = 180.0
_PATIENCE = 3.0  # seconds that a cancelled statement has before its connection is cut

_TRANSACTIONS = "TransactionStmt"
_DATA = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt", "CopyStmt"})
_PASSED = frozenset(
    [
        "CreatedbStmt",
        "AlterDatabaseStmt",
        "AlterDatabaseSetStmt",
        "AlterDatabaseRefreshCollStmt",
        "VacuumStmt",
        "ExplainStmt",
        "CheckPointStmt",
        "ListenStmt",
        "UnlistenStmt",
        "NotifyStmt",
        "LockStmt",
        "DiscardStmt",
        "PrepareStmt",
        "DeallocateStmt",
        "FetchStmt",
        "ClosePortalStmt",
        "DeclareCursorStmt",
        "ClusterStmt",
        "ReindexStmt",
        "VariableShowStmt",
    ]
)
_OURS = frozenset(
    [
        "statement_timeout",
        "lock_timeout",
        "transaction_timeout",
        "idle_in_transaction_session_timeout",
        "idle_session_timeout",
        "client_encoding",
        "client_min_messages",
        "session_replication_role",
        "default_transaction_read_only",
        "row_security",
    ]
)
_DUPLICATE = frozenset({"42P07", "42710", "42P06", "42701", "42723", "42P05", "42712"})
_OF_ROWS = re.compile(r"\s*SELECT\s+(?:pg_catalog\.)?(?:lo_\w+|lowrite|setval)\s*\(", re.IGNORECASE)
_MISSING_SCHEMA = re.compile(r'schema "(.*)" does not exist')
_BUILDING = frozenset(
    {"CreateStmt", "CreateTableAsStmt", "ViewStmt", "CreateFunctionStmt", "CreateEnumStmt", "CompositeTypeStmt"}
    | {"CreateDomainStmt", "CreateRangeStmt", "CreateSeqStmt", "DoStmt"}
)
_MISSING_ROLE = re.compile(r'role "(.*)" does not exist')
_ROOM = """SELECT CASE WHEN n.nspname = ANY (pg_catalog.current_schemas(false)) THEN n.nspname
    ELSE pg_catalog.current_schema() END
    FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace WHERE x.extname = %s"""
_CURRENT = "SELECT pg_catalog.current_schema()"
_BODIES = "SET check_function_bodies = off"
"""A body may call what only the real database has: a function of an extension. pg_dump sets it, too."""
_CLUSTER = frozenset({"CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt"})


class Failed(NamedTuple):
    """A statement that did not run: why, what sort it is, and whether what it makes was there already."""

    statement: Statement
    kind: str  # the parse tree's, "" if it does not parse
    reason: str
    already: bool = False


class Runner:
    """One connection to a scratch database, and what happened on it."""

    def __init__(self, url: str, own_server: bool, deadline: float) -> None:
        self.url = url
        self.connection = connected(url)
        connection = self.connection
        self.deadline = deadline
        self.failed: list[Failed] = []
        self.notes: list[str] = []
        self.roles: set[str] = set()  # that were made for it to run
        self.stand_ins: set[str] = set()  # extensions that are not to be had
        self.extensions: set[str] = set()  # of those, the ones that the SQL does not ask for
        self.types: set[str] = set()  # paths of types that were made for it to run
        self._made: set[str] = set(platform_stub.ROLES)  # roles that may be dropped behind it
        self.rows = 0  # statements of data that were passed over
        self._own_server = own_server
        self._local: list[str] = []  # what SET LOCAL set
        self._in_transaction = False
        self._known = {name for (name,) in connection.execute("SELECT rolname FROM pg_catalog.pg_roles")}
        (self.user,) = connection.execute("SELECT current_user").fetchone() or ("postgres",)
        self._version = connection.info.server_version

    def prepare(self, statement: str) -> None:
        """SQL of our own, that the script finds there."""
        if (error := self._try(statement)) is not None:
            self.notes.append(f"the stand-in of the platform is not whole: {error.diag.message_primary}")

    def prepared(self) -> None:
        """Begin anew: what was set for the database holds for new sessions."""
        self.connection.close()
        self.connection = connected(self.url)

    def tried(self, statement: str) -> bool:
        """Run SQL that may fail; whether it ran."""
        return self._try(statement) is None

    def close(self) -> None:
        """Leave, and take along the roles that were made: they are the server's, not the database's."""
        if not self._own_server:
            self._drop_roles()
        self.connection.close()

    def _drop_roles(self) -> None:
        found = [name for (name,) in self.connection.execute("SELECT rolname FROM pg_catalog.pg_roles")]
        new = [name for name in found if name not in self._known and name in self._made]
        self._quietly("RESET ALL", "RESET SESSION AUTHORIZATION")
        for name in new:
            self._quietly(f"DROP OWNED BY {_always_quoted(name)} CASCADE", f"DROP ROLE {_always_quoted(name)}")

    def new_file(self) -> None:
        """Settings end with their file."""
        self._quietly("RESET ALL", "RESET SESSION AUTHORIZATION", _BODIES)
        self._local, self._in_transaction = [], False

    def run(self, statement: Statement, node: parse.Node) -> None:
        """One statement, with its tree."""
        kind = parse.name(node)
        if kind == _TRANSACTIONS:
            self._transaction(node)
        elif why := refused.reason(node, statement.text):
            self.failed.append(Failed(statement, kind, f"refused: {why}"))
        elif _is_data(kind, node, statement.text):
            self.rows += 1
        elif kind == "VariableSetStmt" and self._is_ours(node):
            pass
        elif kind in _PASSED or _of_database(node):
            if kind == "CreatedbStmt":
                self.notes.append(
                    f"{statement.at}: CREATE DATABASE was passed over: all runs in one throwaway database"
                )
        elif kind == "CreateExtensionStmt":
            self._extension(statement, node)
        elif kind in _CLUSTER and not self._own_server and (name := self._foreign_role(node)):
            self.failed.append(Failed(statement, kind, f"refused: role {quote(name)} belongs to the scratch server"))
        else:
            if kind == "CreateRoleStmt":
                self._made.add(node.role)
            self._execute(statement, kind)

    def unreadable(self, statement: Statement, reason: str) -> None:
        """A statement that the parser does not take."""
        self.failed.append(Failed(statement, "", reason))

    def _transaction(self, node: parse.Node) -> None:
        """Every statement is a transaction of its own; settings that are local to one end with it."""
        from postgast import pg_query_pb2 as proto

        self._in_transaction = node.kind in (proto.TRANS_STMT_BEGIN, proto.TRANS_STMT_START) or (
            self._in_transaction
            and node.kind in (proto.TRANS_STMT_SAVEPOINT, proto.TRANS_STMT_RELEASE, proto.TRANS_STMT_ROLLBACK_TO)
        )
        if not self._in_transaction:
            self._quietly(*(f"RESET {quote(name)}" for name in self._local))
            self._local = []

    def _is_ours(self, node: parse.Node) -> bool:
        """Settings that bound the run or are about the session only. SET LOCAL holds to the end of its transaction, else
        of its file, which tools for migrations run as one.
        """
        if node.is_local:
            self._local.append(node.name)
        return node.name in _OURS

    def _execute(self, statement: Statement, kind: str) -> None:
        text = statement.text
        if kind == "VariableSetStmt":
            text = re.sub(r"\A\s*SET\s+LOCAL\b", "SET", text, count=1, flags=re.IGNORECASE)
        for _ in range(20):  # what is missing is made, one after the other
            error = self._try(text)
            if error is None:
                return
            said = error.diag.message_primary or ""
            if error.sqlstate in ("42704", "22023"):
                made = self._stand_in(said, statement)
            elif error.sqlstate == "3F000" and kind in _BUILDING and (schema := _MISSING_SCHEMA.fullmatch(said)):
                made = self._stand_in_schema(schema[1], statement)
            else:
                break
            if not made:
                break
        assert error is not None
        reason = " ".join(str(error.diag.message_primary or error).split())
        if kind == "CreateSchemaStmt" and error.sqlstate == "42P06" and 'schema "public"' in reason:
            return  # every database has it from the start
        self.failed.append(Failed(statement, kind, reason, error.sqlstate in _DUPLICATE))

    def _try(self, text: str) -> psycopg.Error | None:
        import psycopg

        left = self.deadline - time.monotonic()
        if left <= 0:
            raise UsageError(
                "the SQL takes longer than --timeout allows, or more than three minutes: nothing was compared"
            )
        try:
            with _watched(self.connection, self.url, min(STATEMENT_SECONDS, left)):
                self.connection.execute(text.encode())
        except psycopg.Error as error:
            if self.connection.closed:  # it was ended because it did not stop
                self.connection = connected(self.url)
            return error
        return None

    def _stand_in(self, message: str, statement: Statement) -> bool:
        """Whether what an error says is missing was made."""
        if role := _MISSING_ROLE.fullmatch(message):
            return self._stand_in_role(role[1], statement)
        asked = missing.asked_for(message)
        return asked is not None and self._stand_in_type(asked, statement)

    def _stand_in_type(self, asked: missing.Missing, statement: Statement) -> bool:
        extension = missing.EXTENSION_OF[asked.name]
        room = self._one(_ROOM, extension)
        if room is None:
            self.extensions.add(extension)
            self._quietly(*platform_stub.extension(extension, asked.schema))
        schema = asked.schema or room or self._one(_CURRENT)
        if schema is None or (path := join(schema, asked.name)) in self.types:
            return False
        self.types.add(path)
        self.notes.append(
            f"{statement.at}: type {path} of extension {quote(extension)} is not to be had here: a stand-in was used"
        )
        return all(self._try(sql) is None for sql in missing.statements(asked.name, schema))

    def _one(self, query: LiteralString, *values: str) -> str | None:
        row = self.connection.execute(query, values).fetchone()
        return row[0] if row else None

    def _stand_in_role(self, name: str, statement: Statement) -> bool:
        if name in self.roles:
            return False
        self.roles.add(name)
        self._made.add(name)
        self.notes.append(f"{statement.at}: role {quote(name)} is not created here: a stand-in was used")
        return self._try(f"CREATE ROLE {_always_quoted(name)}") is None

    def _stand_in_schema(self, name: str, statement: Statement) -> bool:
        """A schema that something else makes before: the tool that runs the migrations, an earlier script."""
        if name in SCHEMAS:  # a part of the platform that is not to be had here
            return False
        self.notes.append(
            f"{statement.at}: schema {quote(name)} is not created here: it was made for what stands in it"
        )
        return self._try(f"CREATE SCHEMA {_always_quoted(name)}") is None

    def _foreign_role(self, node: parse.Node) -> str | None:
        """A role of the given server's that the statement would change."""
        if parse.name(node) == "CreateRoleStmt":
            return None
        named = [*getattr(node, "roles", []), *getattr(node, "grantee_roles", [])]
        specs = [node.role] if parse.name(node) in ("AlterRoleStmt", "AlterRoleSetStmt") else map(parse.unwrap, named)
        return next((s.rolename for s in specs if s.rolename in self._known), None)

    def _extension(self, statement: Statement, node: parse.Node) -> None:
        name = node.extname
        if name not in refused.EXTENSIONS:
            error = self._try(statement.text)
            if error is None:
                return
            if error.sqlstate not in ("0A000", "58P01", "22023"):
                self.failed.append(Failed(statement, "CreateExtensionStmt", str(error.diag.message_primary)))
                return
        self.stand_ins.add(name)
        self.notes.append(f"{statement.at}: extension {quote(name)} is not to be had here: a stand-in was recorded")
        schema = next(
            (parse.unwrap(o.arg).sval for o in map(parse.unwrap, node.options) if o.defname == "schema"), None
        )
        for sql in platform_stub.extension(name, schema):
            self._try(sql)

    def _quietly(self, *statements: str) -> None:
        for statement in statements:
            self._try(statement)


def _always_quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _of_database(node: parse.Node) -> bool:
    """Whether a statement is about the database itself, whose name is another one here: owner, comment, privileges."""
    from postgast import pg_query_pb2 as proto

    names = ("object_type", "objtype")
    return any(getattr(node, name, None) == proto.OBJECT_DATABASE for name in names)


def _is_data(kind: str, node: parse.Node, text: str) -> bool:
    return (kind in _DATA and not _of_platform(node)) or (kind == "SelectStmt" and _OF_ROWS.match(text) is not None)


def _of_platform(node: parse.Node) -> bool:
    """Whether rows go into a table that is a part of the schema: Storage's buckets."""
    relation = getattr(node, "relation", None)
    return (
        parse.name(node) != "CopyStmt"
        and relation is not None
        and (relation.schemaname, relation.relname) == ("storage", "buckets")
    )


def connected(url: str) -> psycopg.Connection:
    """A connection to the scratch database. UsageError if there is none to be had (any more)."""
    import psycopg

    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=15, client_encoding="UTF8")
        connection.execute(_BODIES)
        return connection
    except psycopg.Error as error:
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"the throwaway server does not answer: {reason}") from None


@contextlib.contextmanager
def _watched(connection: psycopg.Connection, url: str, seconds: float) -> Iterator[None]:
    """Cancels what runs longer, and ends the session of what does not let itself be cancelled.

    statement_timeout would not do: a function may set it to zero.
    """
    done = threading.Event()
    pid = connection.info.backend_pid

    def watch() -> None:
        if done.wait(seconds):
            return
        with contextlib.suppress(Exception):
            connection.cancel_safe(timeout=_PATIENCE)
        if not done.wait(_PATIENCE):
            with contextlib.suppress(Exception), connected(url) as other:
                other.execute("SELECT pg_catalog.pg_terminate_backend(%s)", [pid])

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
