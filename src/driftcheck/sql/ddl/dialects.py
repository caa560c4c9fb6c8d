"""DDL that is not PostgreSQL's: what MySQL, SQLite, SQL Server and Oracle write states nothing about this database."""

from __future__ import annotations

import re

from driftcheck.sql import parse
from driftcheck.sql.ddl.reader import Reader

REASON = "is not PostgreSQL's SQL"

_MARKS = re.compile(
    r"\bAUTO_?INCREMENT\b|\bENGINE\s*=|`\w|\bUNSIGNED\b|\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b|\bWITHOUT\s+ROWID\b"
    r"|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bCHARACTER\s+SET\s+\w|\bNVARCHAR2?\s*\(",
    re.IGNORECASE,
)
_QUOTED = ("SCONST", "SQL_COMMENT", "C_COMMENT", "BCONST", "XCONST", "USCONST")

_TYPES = frozenset(
    """
    datetime datetime2 smalldatetime datetimeoffset tinyint mediumint tinytext mediumtext longtext blob tinyblob
    mediumblob longblob clob nclob nvarchar nvarchar2 varchar2 uniqueidentifier double
    """.split()  # noqa: SIM905 - a list of names reads best as one
)


def marks(text: str) -> int | None:
    """Where the text shows itself to be in another dialect: the offset of the first such word outside quotes."""
    if not _MARKS.search(text):
        return None
    try:
        quoted = [(s, e) for token, s, e in parse.tokens(text) if token in _QUOTED or text.startswith('"', s)]
    except parse.NotSQLError:
        quoted = [m.span() for m in re.finditer(r"'[^'\n]*'|\"[^\"\n]*\"|--[^\n]*", text)]
    bare = list(text)
    for start, end in quoted:
        bare[start:end] = " " * (end - start)
    found = _MARKS.search("".join(bare))
    return found.start() if found else None


def has_foreign_type(reader: Reader, node: parse.Node) -> bool:
    """Whether a CREATE TABLE has a column of a type that other systems have and that nobody made here."""
    if parse.name(node) != "CreateStmt":
        return False
    for element in map(parse.unwrap, node.table_elts):
        if parse.name(element) == "ColumnDef" and element.HasField("type_name"):
            names = parse.strings(element.type_name.names)
            listed = names == ["enum"] and element.type_name.typmods  # MySQL's ENUM('a', 'b')
            oracle = names == ["number"] and element.type_name.typmods
            known = len(names) > 1 or reader.sink.find("type", reader.path_of(names)) is not None
            if not known and (names[-1] in _TYPES or listed or oracle):
                return True
    return False
