"""SQL names: quoting one (or a string), joining several into an object's path, taking a path apart again.

A path is the name by which findings, snapshots and `show` speak of an object: `public.profiles`,
`public.profiles."Users can view own profile"`, `public.get_user_credits(uuid)`. Each part is quoted only where
SQL needs it (PostgreSQL documentation, 4.1.1 "Identifiers and Key Words").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# quote_identifier() quotes every keyword that is not "unreserved"; a test holds this list against pg_get_keywords().
_QUOTED_KEYWORDS_TEXT = """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
    case cast char character check coalesce collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect
    interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
    json_scalar json_serialize json_table json_value lateral leading least left like limit localtime
    localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on
    only or order out outer overlaps overlay placing position precision primary real references returning right
    row select session_user setof similar smallint some substring symmetric system_user table tablesample then
    time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when
    where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
    xmlroot xmlserialize xmltable
"""
QUOTED_KEYWORDS = frozenset(_QUOTED_KEYWORDS_TEXT.split())

IDENTIFIER_BYTES = 63
_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*\Z", re.ASCII)


@lru_cache(maxsize=65536)
def quote(name: str) -> str:
    """The name as SQL writes it.

    >>> quote("profiles"), quote("Order Items"), quote("user")
    ('profiles', '"Order Items"', '"user"')
    """
    return name if _PLAIN.match(name) and name not in QUOTED_KEYWORDS else delimited(name)


def delimited(name: str) -> str:
    """The name in double quotes, whether it needs them or not."""
    return '"' + name.replace('"', '""') + '"'


def constant(text: str) -> str:
    """The text as a string constant, in which a backslash is one (4.1.2.1, standard_conforming_strings)."""
    return "'" + text.replace("'", "''") + "'"


def join(*parts: str) -> str:
    """One path from unquoted parts.

    >>> join("public", "profiles", "Users can view own profile")
    'public.profiles."Users can view own profile"'
    """
    return ".".join(map(quote, parts))


@lru_cache(maxsize=65536)
def split(path: str) -> tuple[str, ...]:
    """The unquoted parts of a path; what follows an opening parenthesis (a function's arguments) is left out.

    >>> split('public.profiles."a.b"'), split("public.f(uuid, text)")
    (('public', 'profiles', 'a.b'), ('public', 'f'))
    """
    if '"' not in path:
        return tuple(path.partition("(")[0].split("."))
    parts, part, quoted, i = [], [], False, 0
    while i < len(path):
        c = path[i]
        if quoted:
            if c != '"':
                part.append(c)
            elif path[i + 1 : i + 2] == '"':
                part.append('"')
                i += 1
            else:
                quoted = False
        elif c == '"':
            quoted = True
        elif c == ".":
            parts.append("".join(part))
            part = []
        elif c == "(":
            break
        else:
            part.append(c)
        i += 1
    parts.append("".join(part))
    return tuple(parts)


def schema_of(path: str) -> str:
    """The path of the first part: the schema of what stands in one.

    >>> schema_of("public.profiles.email"), schema_of('"My.Schema".t'), schema_of("app")
    ('public', '"My.Schema"', 'app')
    """
    return quote(split(path)[0]) if '"' in path else path.partition("(")[0].partition(".")[0]


def arguments(path: str) -> list[str] | None:
    """The argument types of a function's path; None where it does not say them.

    >>> arguments('public.f(numeric(5, 2), app."a,b"[], "char")'), arguments("public.f()"), arguments("public.f")
    (['numeric(5, 2)', 'app."a,b"[]', '"char"'], [], None)
    """
    opening = len(join(*split(path)))
    if path[opening : opening + 1] != "(":
        return None
    types, begin, quoted, depth = [], opening + 1, False, 0
    for i in range(begin, len(path)):
        c = path[i]
        quoted ^= c == '"'
        if quoted or (depth and c not in "()"):
            continue
        if c in ",)" and not depth:
            types.append(path[begin:i].strip())
            begin = i + 1
        else:
            depth += {"(": 1, ")": -1}.get(c, 0)
    return [type for type in types if type]


def schemas_of(paths: Iterable[str]) -> set[str]:
    """The schemas that `schema_of` gives for all of these paths.

    >>> sorted(schemas_of(["public.a", "app.f(a.b)", '"My.Schema".t', '"My.Schema".u']))
    ['"My.Schema"', 'app', 'public']
    """
    heads = {path if '"' in path else path.partition(".")[0] for path in paths}
    return set(map(schema_of, heads))


def parent(path: str) -> str:
    """The path of what holds the object: a column's table, a table's schema, "" for a schema.

    >>> parent("public.profiles.email"), parent("public.f(a.b)"), parent("public")
    ('public.profiles', 'public', '')
    """
    return join(*split(path)[:-1])


def last(path: str) -> str:
    """The object's own name, unquoted."""
    return split(path)[-1]


def key_column(key: str) -> tuple[str, str] | tuple[None, str]:
    """The column of an index key as CREATE INDEX writes it, unquoted, and what follows it; None for an expression.

    >>> key_column('"Created At" DESC'), key_column("email text_pattern_ops"), key_column("lower(email)")
    (('Created At', ' DESC'), ('email', ' text_pattern_ops'), (None, 'lower(email)'))
    """
    end = 0
    if key.startswith('"'):
        end = 1
        while end < len(key) and (key[end] != '"' or key[end + 1 : end + 2] == '"'):
            end += 2 if key[end] == '"' else 1
        end += 1
    else:
        while end < len(key) and (key[end].isalnum() or key[end] in "_$"):
            end += 1
    name, rest = key[:end], key[end:]
    return (last(name), rest) if name.strip('"') and rest[:1] in ("", " ") else (None, key)


def truncate(name: str) -> str:
    """The name as PostgreSQL keeps it: cut to 63 bytes, never inside a character (`truncate_identifier`)."""
    return name.encode("utf-8")[:IDENTIFIER_BYTES].decode("utf-8", "ignore")


def kept(path: str) -> str:
    """The path of what PostgreSQL makes under this one: each of its names is cut as `truncate` does.

    >>> kept("public.docs." + "n" * 70) == "public.docs." + "n" * 63, kept("public.f(text)")
    (True, 'public.f(text)')
    """
    if len(path) <= IDENTIFIER_BYTES and path.isascii():
        return path
    parts = split(path)
    cut = [truncate(part) for part in parts]
    return path if list(parts) == cut else join(*cut) + path[len(join(*parts)) :]


def referred(references: str) -> tuple[str, str]:
    """The table that a foreign key refers to, and the names of its columns.

    >>> referred('public."a(b"(id, no)'), referred("profiles")
    (('public."a(b"', 'id, no'), ('profiles', ''))
    """
    table = join(*split(references))
    return table, references[len(table) :].removeprefix("(").removesuffix(")")


def derived(table: str, columns: str, suffix: str) -> str:
    """The name that PostgreSQL gives to a constraint or index that nobody named (`makeObjectName`, indexcmds.c).

    Table and columns are shortened in turn, the longer one first, until `<table>_<columns>_<suffix>` fits 63 bytes.

    >>> derived("profiles", "email", "key"), derived("profiles", "", "pkey")
    ('profiles_email_key', 'profiles_pkey')
    """
    first, second = table.encode(), columns.encode()
    overhead = len(suffix.encode()) + 1 + (1 if second else 0)
    n1, n2 = len(first), len(second)
    while n1 + n2 > IDENTIFIER_BYTES - overhead:
        if n1 > n2:
            n1 -= 1
        else:
            n2 -= 1
    parts = [first[:n1].decode("utf-8", "ignore"), second[:n2].decode("utf-8", "ignore"), suffix]
    return "_".join(part for part in parts if part)
