"""The one message that asks for everything: a transaction of SQL statements, each with one result.

It is sent as a simple query (PostgreSQL documentation, 55.2.2.1 "Multiple Statements in a Simple Query"), which poolers
in transaction mode pass on whole; nothing in it outlives its transaction.
"""

from __future__ import annotations

from driftcheck.kinds import KINDS
from driftcheck.kinds.bucket import WITHHELD as BUCKETS_WITHHELD
from driftcheck.kinds.catalog import DEFAULT_COLLATION, extension, schema
from driftcheck.sources.live import census, steady

# What PostgreSQL prints depends on these; what it may do, on the last ones (chapter 20 "Server Configuration").
SETTINGS = {
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
    "xmloption": "content",
    "row_security": "off",
    "jit": "off",
    "join_collapse_limit": "1",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "32MB",
}
VERIFIED = (
    "transaction_isolation",
    "transaction_read_only",
    "search_path",
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
)


def statements(version: int, statement_timeout: int, lock_timeout: int) -> list[tuple[str, str]]:
    """(name of the result, SQL) in order; a name is a kind's, or "" where no rows come. Timeouts in seconds.

    The queries are composed for the server's version (`server_version_num`).
    """
    timeouts = {
        "statement_timeout": f"{statement_timeout}s",
        "lock_timeout": f"{lock_timeout}s",
        "idle_in_transaction_session_timeout": f"{statement_timeout}s",
    }
    begin = [("", "SET LOCAL search_path = ''")]
    begin += [("", f"SET LOCAL {name} = '{value}'") for name, value in timeouts.items()]
    found = [
        ("", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        *begin,
        *(("", f"SET LOCAL {name} = '{value}'") for name, value in SETTINGS.items()),
        ("mark", steady.MARK),
        ("restrict", _RESTRICT),
        ("settings", "SELECT " + ", ".join(f"pg_catalog.current_setting('{name}')" for name in VERIFIED)),
        ("server", _SERVER),
        ("classes", _CLASSES),
        ("relations", _RELATIONS),
        ("collations", _COLLATIONS),
        ("types", _TYPES),
        ("withheld", _withheld()),
        ("not modelled", census.query(version)),
    ]
    found += [(kind.name, kind.query(version)) for kind in KINDS.values() if kind.query is not None]
    found += [("", "COMMIT")]
    found += [("", "BEGIN READ ONLY"), *begin, ("since", steady.query()), ("unmark", steady.UNMARK), ("", "COMMIT")]
    return [(name, _tight(sql)) for name, sql in found]


def _tight(sql: str) -> str:
    """The statement without its indentation, a third of it: a slow network sends what is short in one go.

    No literal in a query holds two blanks or a line's end; a test compares.
    """
    return " ".join(sql.split())


# Since August 2024 a server can refuse views and foreign tables; an unknown setting cannot be set, so ask first.
_RESTRICT = """SELECT CASE WHEN pg_catalog.current_setting('restrict_nonsystem_relation_kind', true) IS NOT NULL
    THEN pg_catalog.set_config('restrict_nonsystem_relation_kind', 'view, foreign-table', true) END"""

_SERVER = """SELECT pg_catalog.current_database(), pg_catalog.current_setting('server_version'),
    pg_catalog.current_setting('server_version_num')"""

_CLASSES = """SELECT c.oid::pg_catalog.int8, n.nspname, c.opcname, c.opcmethod::pg_catalog.int8,
    c.opcintype::pg_catalog.int8, c.opcdefault
    FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace"""

_RELATIONS = f"""SELECT c.oid::pg_catalog.int8, n.nspname, c.relname, e.extname, h.parents
    FROM pg_catalog.pg_class c {schema("c.relnamespace")} {extension("pg_class", "c.oid")}
    LEFT JOIN (SELECT i.inhrelid, pg_catalog.array_agg(i.inhparent::pg_catalog.int8 ORDER BY i.inhseqno) AS parents
        FROM pg_catalog.pg_inherits i GROUP BY i.inhrelid) h ON h.inhrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't' ORDER BY n.nspname, c.relname"""

_COLLATIONS = """SELECT c.oid::pg_catalog.int8, n.nspname, c.collname FROM pg_catalog.pg_collation c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace"""

_TYPES = f"""SELECT t.oid::pg_catalog.int8, t.typcollation::pg_catalog.int8 FROM pg_catalog.pg_type t
    WHERE t.typcollation NOT IN (0, {DEFAULT_COLLATION})"""


def _withheld() -> str:
    """What is there and not shown, in words."""
    return f"""
        SELECT w.what FROM (
            SELECT 'the connection strings of subscriptions' AS what
            FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database b ON b.oid = s.subdbid
            WHERE b.datname = pg_catalog.current_database()
            UNION SELECT 'the options of user mappings' FROM pg_catalog.pg_user_mappings m
            UNION SELECT 'the values of foreign options' FROM pg_catalog.pg_foreign_server f
            UNION SELECT 'storage buckets (no right to read storage.buckets, or not safely)' WHERE {BUCKETS_WITHHELD}
        ) w ORDER BY w.what COLLATE pg_catalog."C"
    """
