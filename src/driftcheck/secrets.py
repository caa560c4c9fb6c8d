"""Secret values and how they are kept out of everything that is printed.

A value is known from the moment it is read: from a connection string, from the environment. `scrub` then replaces it in
any text, as it is, percent-decoded, percent-encoded, and in the forms in which SQL, JSON and Python quote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus, unquote, unquote_plus

HIDDEN = "***"

VARIABLES = (
    "PGPASSWORD",
    "SUPABASE_ACCESS_TOKEN",
    "SUPABASE_ANON_KEY",
    "SUPABASE_DB_PASSWORD",
    "SUPABASE_JWT_SECRET",
    "SUPABASE_SERVICE_ROLE_KEY",
    "DRIFTCHECK_WEBHOOK_SECRET",
    "POSTGRES_PASSWORD",
)
"""Environment variables whose whole value is a secret."""

URLS = ("DATABASE_URL", "SUPABASE_DB_URL", "POSTGRES_URL", "POSTGRES_URL_NON_POOLING", "POSTGRES_PRISMA_URL")
"""Environment variables that hold a connection string."""

_SHORTEST = 3  # replacing every "a" would say more about the password than it hides, and ruin the text
_PLACEHOLDERS = frozenset({"", "postgres", "password", "[YOUR-PASSWORD]", "localhost"})
_known: set[str] = set()


def know(values: Iterable[str]) -> None:
    """Remember secret values, in every form in which they may turn up again."""
    for value in values:
        forms = {value, unquote(value), unquote_plus(value)}
        forms |= {form.replace("'", "''") for form in forms} | {json.dumps(form)[1:-1] for form in forms}
        forms |= {repr(form)[1:-1] for form in forms} | {form.replace("\\", "\\\\") for form in forms}
        forms |= (
            {quote(form, safe="") for form in forms}
            | {quote_plus(form) for form in forms}
            | {quote(form) for form in forms}
        )
        _known.update(form for form in forms if len(form) >= _SHORTEST and form not in _PLACEHOLDERS)


def know_environment(environ: Mapping[str, str]) -> None:
    """Remember what the environment holds under names that are known to hold secrets."""
    know(environ[name] for name in VARIABLES if environ.get(name))
    for name in URLS:
        if environ.get(name):
            know(in_text(environ[name]))


def in_text(text: str) -> list[str]:
    """What may be a password in a connection string, however broken: found by looking, not by understanding it.

    After `://user:` up to each `@`, for a password may hold one; and behind `password=`, in every spelling.

    >>> in_text("postgresql://me:p@ss@host/db")
    ['p', 'p@ss']
    >>> in_text("host=h password='two words' user=me")
    ["'two", 'two words']
    """
    found: list[str] = []
    _, scheme, rest = text.partition("://")
    if scheme:
        rest = rest.splitlines()[0] if rest else ""
        user, colon, tail = rest.partition(":")
        at = -1
        while colon and "@" not in user and (at := tail.find("@", at + 1)) >= 0:
            found.append(tail[:at])
    for key in ("password", "sslpassword"):
        found += _values(text, key)
    return found


def _values(text: str, key: str) -> list[str]:
    """What follows `key =` in a keyword string or a query string."""
    found, start, lower = [], 0, text.lower()
    while (start := lower.find(key, start)) >= 0:
        start += len(key)
        tail = text[start:].lstrip()
        if not tail.startswith("="):
            continue
        tail = tail[1:].lstrip()
        end = next((i for i, c in enumerate(tail) if c.isspace() or c == "&"), len(tail))
        found.append(tail[:end])
        if tail.startswith("'"):
            end = 1
            while end < len(tail) and tail[end] != "'":
                end += 2 if tail[end] == "\\" else 1
            found.append(tail[1:end].replace("\\'", "'").replace("\\\\", "\\"))
    return [value for value in found if value]


def scrub(text: str) -> str:
    """The text without any secret that is known. The longest go first: one secret may be part of another."""
    for secret in _longest_first():
        if secret in text:
            text = text.replace(secret, HIDDEN)
    return text


def scrub_bytes(data: bytes | bytearray) -> bytes | bytearray:
    """The same of a text in UTF-8, which may be large."""
    for secret in _longest_first():
        form = secret.encode("utf-8", "backslashreplace")
        if form in data:
            data = data.replace(form, HIDDEN.encode())
    return data


def _longest_first() -> list[str]:
    return sorted(_known, key=lambda value: (-len(value), value))
