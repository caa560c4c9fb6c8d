"""Which statements are passed over: those about rows, about the database's own settings, about the session."""

from __future__ import annotations

import re

from driftcheck.sql import parse

_DATA = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt", "CopyStmt"})
_PASSED = frozenset(
    """
    CreatedbStmt AlterDatabaseStmt AlterDatabaseSetStmt AlterDatabaseRefreshCollStmt VacuumStmt ExplainStmt
    CheckPointStmt ListenStmt UnlistenStmt NotifyStmt LockStmt DiscardStmt PrepareStmt DeallocateStmt FetchStmt
    ClosePortalStmt DeclareCursorStmt ClusterStmt ReindexStmt VariableShowStmt
    """.split()  # noqa: SIM905 - a list of words reads best as one text
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
        "transaction_read_only",
        "SESSION CHARACTERISTICS",
        "row_security",
    ]
)
_OF_ROWS = re.compile(r"\s*SELECT\s+(?:pg_catalog\.)?(?:lo_\w+|lowrite|setval)\s*\(", re.IGNORECASE)


def is_passed(kind: str, node: parse.Node) -> bool:
    """Whether a statement changes nothing of the schema, whatever it says."""
    return kind in _PASSED or _of_database(node)


def bounds_run(setting: str) -> bool:
    """Whether a setting bounds the run or is about the session only: then it is ours."""
    return setting in _OURS


def is_data(kind: str, node: parse.Node, text: str) -> bool:
    """Whether a statement is about rows, which are not compared."""
    return (kind in _DATA and not _of_platform(node)) or (kind == "SelectStmt" and _OF_ROWS.match(text) is not None)


def _of_platform(node: parse.Node) -> bool:
    """Whether rows go into a table that is a part of the schema: Storage's buckets."""
    relation = getattr(node, "relation", None)
    return (
        parse.name(node) != "CopyStmt"
        and relation is not None
        and (relation.schemaname, relation.relname) == ("storage", "buckets")
    )


def _of_database(node: parse.Node) -> bool:
    """Whether a statement is about the database itself, whose name is another one here, or about a large object, which is
    a row: owner, comment, privileges.
    """
    from postgast import pg_query_pb2 as proto

    names, types = ("object_type", "objtype"), (proto.OBJECT_DATABASE, proto.OBJECT_LARGEOBJECT)
    return any(getattr(node, name, None) in types for name in names)
