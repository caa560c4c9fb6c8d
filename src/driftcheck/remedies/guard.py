"""What a document writes as an expression or a type must be one: no statement may hide in it."""

from __future__ import annotations


def fair(statement: str) -> bool:
    """Whether PostgreSQL's grammar takes the text for one statement, and an ALTER TABLE for one change."""
    from driftcheck.sql.parse import NotSQLError, name, statements

    try:
        found = statements(statement)
    except NotSQLError:
        return False
    if len(found) != 1:
        return False
    node = found[0][0]
    return name(node) != "AlterTableStmt" or len(node.cmds) == 1


def expression(text: str) -> bool:
    """Whether the text is one expression."""
    from driftcheck.sql.parse import NotSQLError, statements

    try:
        found = statements(f"SELECT ({text}\n)")
    except NotSQLError:
        return False
    if len(found) != 1:
        return False
    node = found[0][0]
    fields = {field.name for field, _ in node.ListFields()}
    return len(node.target_list) == 1 and fields <= {"target_list", "limit_option", "op"}


def type_(text: str) -> bool:
    """Whether the text is a type."""
    from driftcheck.sql.parse import NotSQLError, type_name

    try:
        type_name(text)
    except (NotSQLError, AttributeError):
        return False
    return True
