"""What is not run, whoever wrote it: statements that reach for the machine, its files or other databases.

The server that runs the rest is another user's with a directory of its own; this list is what a reader is told by name.
"""

from __future__ import annotations

import re

from driftcheck.sql import parse

UNTRUSTED = frozenset(
    """
    c plpythonu plpython2u plpython3u plperlu pltclu plsh plrustu plr pljavau pllua plluau plv8u
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)
EXTENSIONS = frozenset({*UNTRUSTED, "file_fdw", "adminpack", "dblink", "postgres_fdw", "pageinspect", "mysql_fdw"})
"""Extensions that reach for files or other servers: a stand-in is recorded instead."""

_WORDS = re.compile(
    r"\b(?:pg_read_file|pg_read_binary_file|pg_ls_\w+|pg_stat_file|pg_file_\w+|lo_import|lo_export|lo_get|dblink\w*"
    r"|pg_reload_conf|pg_rotate_logfile|pg_promote|pg_terminate_backend|pg_cancel_backend|pg_execute_server_program"
    r"|pg_read_server_files|pg_write_server_files|pg_switch_wal|pg_logical_slot_\w+|pg_hba_file_rules"
    r"|pg_current_logfile|pg_import_system_collations)\b",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"\b(?:from|to)\s+program\b", re.IGNORECASE)
_COPIES = re.compile(r"\bcopy\b[^;]{0,2000}?\b(?:from|to)\s+'", re.IGNORECASE)
_SYSTEM = re.compile(r"\b(?:alter\s+system|drop\s+database|(?:create|alter)\s+subscription)\b", re.IGNORECASE)

_NODES = {
    "AlterSystemStmt": "ALTER SYSTEM changes the server",
    "DropdbStmt": "DROP DATABASE",
    "LoadStmt": "LOAD takes a library into the server",
    "CreateTableSpaceStmt": "CREATE TABLESPACE names a directory of the server",
    "DropTableSpaceStmt": "DROP TABLESPACE",
}
_RUNS_CODE = ("DoStmt", "CreateFunctionStmt")


def reason(node: parse.Node, text: str) -> str | None:
    """Why a statement is not run; None if it may."""
    kind = parse.name(node)
    if kind in _NODES:
        return _NODES[kind]
    if kind == "CopyStmt":
        if node.is_program:
            return "COPY … PROGRAM runs a program"
        return "COPY reads or writes a file of the server" if node.filename else None
    if kind == "CreateFunctionStmt":
        language = _language(node)
        if language in UNTRUSTED:
            return f"LANGUAGE {language} can do anything to the machine"
    if kind == "CreatePLangStmt" and node.plname in UNTRUSTED:
        return f"LANGUAGE {node.plname} can do anything to the machine"
    return _in_text(kind, text)


def _in_text(kind: str, text: str) -> str | None:
    """The names in a statement and in the bodies within it; what a string or a comment says otherwise is only text."""
    if found := _WORDS.search(text):
        return f"{found.group().lower()} reaches outside of the database" if _is_code(kind, text) else None
    if kind in _RUNS_CODE:
        if _PROGRAM.search(text):
            return "COPY … PROGRAM runs a program"
        if _COPIES.search(text):
            return "COPY reads or writes a file of the server"
        if found := _SYSTEM.search(text):
            return " ".join(found.group().upper().split())
    return None


def _is_code(kind: str, text: str) -> bool:
    if kind in ("CommentStmt", "GrantStmt", "GrantRoleStmt"):
        return False
    if kind in _RUNS_CODE:
        return True
    try:
        return any(
            (name == "IDENT" and _WORDS.search(text[start:end])) or (name == "SCONST" and kind == "ExecuteStmt")
            for name, start, end in parse.tokens(text)
        )
    except parse.NotSQLError:
        return True


def _language(node: parse.Node) -> str:
    for option in map(parse.unwrap, node.options):
        if option.defname == "language":
            return str(parse.unwrap(option.arg).sval).lower()
    return ""
