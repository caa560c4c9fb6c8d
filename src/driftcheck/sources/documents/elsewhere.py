# ruff: noqa: SIM905 — lists of words read best as one text
"""The words by which headings and lead-ins speak of something else than this database: an interface, another engine."""

from __future__ import annotations

import re

from driftcheck.sources.documents.vocabulary import KIND_OF, OF_DATABASES, words

_ELSEWHERE = frozenset(
    "rest graphql kafka react redis frontend endpoint endpoints environment env cli dto dtos typescript javascript openapi "
    "swagger elasticsearch mongodb mongo dynamodb firestore glossary glossar props".split()
)
_ENGINES = frozenset(
    "sqlite sqlite3 mysql mariadb mssql redis mongodb mongo dynamodb firestore cassandra clickhouse bigquery redshift "
    "duckdb elasticsearch neo4j indexeddb localstorage".split()
)
_OF_OURS_TOO = frozenset("postgres postgresql pg supabase from vs versus unlike to".split())
_WORD_AND_DIGITS = re.compile(r"[a-z]+\d?")
_PLATFORMS = re.compile(
    r"\W*(?:(?:this )?(?:table )?(?:is )?(?:automatically |fully )?(?:managed|handled|provided|maintained) by supabase\b|"
    r"supabase(?:'s)?[ -](?:auth[ -])?(?:managed|built[ -]in)\b|built[ -]in supabase\b|"
    r"(?:from|part of) supabase auth\b)",
    re.IGNORECASE,
)


def is_elsewhere(text: str) -> bool:
    """Whether a title speaks of something that is no database: an interface, an environment, another store.

    >>> is_elsewhere("REST API"), is_elsewhere("API tables"), is_elsewhere("Environment variables")
    (True, False, True)
    """
    said = words(text)
    if any(word in OF_DATABASES or KIND_OF.get(word) in ("table", "column", "index") for word in said):
        return False
    interface = bool(said) and (
        said[-1] in ("api", "apis") or (said[:1] == ["api"] and said[-1] in ("reference", "routes"))
    )
    return interface or any(word in _ELSEWHERE for word in said)


def is_message(text: str) -> bool:
    """Whether a lead-in announces what an interface sends or takes, not columns: "API response", "Request body"."""
    said = words(text)
    return len(said) > 1 and said[-1] in ("response", "responses", "request", "payload", "body") and said[0] in (
        "api", "json", "http", "rest", "request", "response", "webhook", "example", "sample"
    )  # fmt: skip


def is_of_another_engine(text: str) -> bool:
    """Whether a title says that what follows is kept by another database system.

    >>> is_of_another_engine("SQLite tables"), is_of_another_engine("From MySQL to PostgreSQL")
    (True, False)
    """
    said = set(_WORD_AND_DIGITS.findall(text.lower()))
    return bool(said & _ENGINES) and not said & _OF_OURS_TOO


def is_of_migrations(text: str) -> bool:
    """Whether a page's title says that it stands beside the migrations of a database, not that it tells of one."""
    said = words(text)
    return bool({"migrations", "migration"} & set(said)) and not {"from", "to", "guide", "changelog", "notes"} & set(
        said
    )


def is_the_platforms(remark: str) -> bool:
    """Whether a remark on a table begins by saying that it is Supabase's own: `users` - managed by Supabase Auth."""
    return _PLATFORMS.match(remark) is not None
