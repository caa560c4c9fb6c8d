"""When two function bodies are the same: their text, but for what no reader of the code would call a change.

PostgreSQL keeps a body in quotes as it was written (`pg_proc.prosrc`), and one of SQL (`BEGIN ATOMIC …`, `RETURN …`)
as a tree that it prints back (`pg_get_function_sqlbody`).
"""

from __future__ import annotations

from driftcheck.kinds.base import Pair
from driftcheck.model import UNSTATED
from driftcheck.sql import parse

_LANGUAGES = frozenset({"sql", "plpgsql"})
"""Languages whose white space, outside quotes, means nothing; Python's does."""


def same_body(expected: str, actual: str, pair: Pair) -> bool:
    """Whether two bodies say the same: line ends and blanks around them aside, an SQL body by its meaning."""
    if _plain(expected) == _plain(actual):
        return True
    language = _language(pair)
    if language not in _LANGUAGES:
        return False
    if is_tree(expected) or is_tree(actual):
        return is_tree(expected) == is_tree(actual) and _same_tree(expected, actual, pair)
    words = _words(expected)
    return words is not None and words == _words(actual)


def _plain(text: str) -> str:
    """Lines without their ends: an editor that saves CRLF, or drops trailing blanks, changes no code."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _language(pair: Pair) -> str | None:
    """The language of both; None where they differ, which is a finding of its own."""
    stated = {
        language
        for facts in (pair.expected, pair.actual)
        if isinstance(language := getattr(facts, "language", UNSTATED), str)
    }
    return stated.pop().lower() if len(stated) == 1 else None


def is_tree(text: str) -> bool:
    """Whether the body stands outside quotes (CREATE FUNCTION, "sql_body")."""
    words = text.split(None, 2)
    return [w.upper() for w in words[:2]] == ["BEGIN", "ATOMIC"] or (bool(words) and words[0].upper() == "RETURN")


def _words(text: str) -> list[str] | None:
    """The words of the code without blanks between them; comments count, since they stay with the function.

    None for a text that ends inside a quote.
    """
    try:
        found = parse.tokens(text)
    except parse.NotSQLError:
        return None
    return [
        " ".join(text[start:end].split()) if kind in ("SQL_COMMENT", "C_COMMENT") else text[start:end]
        for kind, start, end in found
    ]


def _same_tree(expected: str, actual: str, pair: Pair) -> bool:
    from driftcheck.sql.expressions import same_expression, same_query

    first, second = _statements(expected), _statements(actual)
    if first is None or second is None or len(first) != len(second):
        return False
    returns = (expected.split(None, 1)[0].upper(), actual.split(None, 1)[0].upper())
    if returns[0] != returns[1]:
        return False
    test = same_expression if returns[0] == "RETURN" else same_query
    return all(a == b or test(a, b, pair) for a, b in zip(first, second, strict=True))


def _statements(text: str) -> list[str] | None:
    """The statements between BEGIN ATOMIC and END, or the expression behind RETURN."""
    try:
        found = parse.tokens(text)
    except parse.NotSQLError:
        return None
    if not found:
        return None
    if text[found[0][1] : found[0][2]].upper() == "RETURN":
        last = found[-2] if text[found[-1][1] : found[-1][2]] == ";" else found[-1]
        return [text[found[0][2] : last[2]].strip()]
    inside, result, start = found[2:], [], found[1][2]
    for _, begin, end in inside:
        if text[begin:end] == ";":
            result.append(text[start:begin].strip())
            start = end
    return [statement for statement in result if statement]
