"""Small pieces of SQL text."""

from __future__ import annotations


def literal(text: str) -> str:
    """A string constant.

    >>> literal("it's"), literal("a\\\\b")
    ("'it''s'", "E'a\\\\\\\\b'")
    """
    quoted = text.replace("'", "''")
    return f"'{quoted}'" if "\\" not in quoted else "E'" + quoted.replace("\\", "\\\\") + "'"


def dollar_quoted(body: str) -> str:
    """A function's body between dollar quotes that it does not contain.

    >>> dollar_quoted("SELECT 1"), dollar_quoted("SELECT $$x$$")
    ('$$SELECT 1$$', '$body$SELECT $$x$$$body$')
    """
    tag, number = "", 0
    while f"${tag}$" in body or (not tag and body.endswith("$")):
        tag = "body" + (str(number) if number else "")
        number += 1
    return f"${tag}${body}${tag}$"


def signature(path: str) -> list[str]:
    """The argument types in a function's path.

    >>> signature('public.f(numeric(10,2), "a,b"[], text)'), signature("public.g()")
    (['numeric(10,2)', '"a,b"[]', 'text'], [])
    """
    start = _opening(path)
    if start < 0:
        return []
    types, part, depth, quoted = [], "", 0, False
    for c in path[start + 1 : path.rindex(")")]:
        if c == '"':
            quoted = not quoted
        elif not quoted and c in "()":
            depth += 1 if c == "(" else -1
        if c == "," and depth == 0 and not quoted:
            types.append(part.strip())
            part = ""
        else:
            part += c
    return [*types, part.strip()] if part.strip() or types else []


def name_of(path: str) -> str:
    """A function's path without its argument types.

    >>> name_of('public."f(x)"(text)')
    'public."f(x)"'
    """
    start = _opening(path)
    return path if start < 0 else path[:start]


def _opening(path: str) -> int:
    quoted = False
    for i, c in enumerate(path):
        if c == '"':
            quoted = not quoted
        elif c == "(" and not quoted:
            return i
    return -1
