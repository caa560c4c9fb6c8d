"""Which database system a page is about: one that says "uses SQLite" and never speaks of PostgreSQL states nothing of it."""

from __future__ import annotations

import re

_OTHERS = (
    r"(?:sqlite|mysql|mariadb|sql server|mssql|oracle(?: database)?|mongodb|mongo|firestore|dynamodb|d1|turso|libsql|convex|"
    r"cassandra|couchdb|realm)"
)
_SAYS = re.compile(
    rf"\b(?:uses?|using|stored in|runs on|built on|backed by|powered by|verwendet|nutzt|utilise|usa|utiliza)\s[*_`\s]{{0,4}}"
    rf"(?:an?\s|the\s|local\s|embedded\s)?[*_`]{{0,3}}{_OTHERS}\b|"
    rf"\b(?:database|datenbank|engine|dbms|rdbms|sgbd|dialect)(?:\s(?:engine|system|type))?[*_\s]{{0,4}}:[*_`\s]{{0,5}}{_OTHERS}\b"
    rf"|(?:\A|\n[ \t]{{0,8}}|\.\s)(?:the\s|an?\s)?{_OTHERS}\s(?:database|datenbank|migration|schema|tables)\b"
    rf"|(?:\A|\n)#\s[^\n]{{0,100}}\b{_OTHERS}\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"postgres|supabase|\bpg_|\bpsql\b|timestamptz|\bjsonb\b|gen_random_uuid|\b(?:big)?serial\b|row[ -]level security|\brls\b|"
    r"\bneon\b|\btimescale|\bcockroach|\bplpgsql\b",
    re.IGNORECASE,
)


def is_another(text: str) -> bool:
    """Whether the page says that its database is another system's, and has no word of PostgreSQL's.

    >>> is_another("SQLite database via an ORM."), is_another("# Banco de dados (MongoDB)")
    (True, True)
    >>> is_another("The app uses SQLite."), is_another("Tests use SQLite, the app uses PostgreSQL."), is_another("Orders.")
    (True, False, False)
    """
    return _SAYS.search(text) is not None and _OURS.search(text) is None
