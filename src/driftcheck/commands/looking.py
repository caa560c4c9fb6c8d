"""What a folder says about its database: the variable that holds the URL, and what describes the schema."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from driftcheck.errors import DriftcheckError
from driftcheck.sources import SNAPSHOTS

DEEPEST, MOST_FILES, MOST_READ, LARGEST = 5, 2000, 24, 1 << 20
MANY = 12  # documents in one folder, which is then named itself
_ELSEWHERE = frozenset(
    """
    node_modules vendor venv env dist build target coverage expected tests test fixtures
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)
_ABOUT = re.compile(
    r"schema|database|(?<![a-z])db(?![a-z])|data[-_ ]?model|tables|(?<![a-z])erd?(?![a-z])|postgres|supabase|datenbank|esquema",
    re.I,
)
_PAST = re.compile(
    r"archive|legacy|deprecated|(?<![a-z])old(?![a-z])|proposal|draft|\brfc|changelog|roadmap|migrat", re.I
)
_SHOWS = re.compile(r"create\s+table|erdiagram|\|\s*(column|field|spalte|columna)\s*\|", re.I)
_ENV_FILES = (
    ".env",
    ".env.local",
    ".env.development",
    ".env.production",
    ".env.example",
    ".env.sample",
    ".env.template",
)
_ASSIGNED = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*[\"']?postgres(?:ql)?(?:\+\w+)?://", re.M)
_NAMED = re.compile(r"\b([A-Z][A-Z0-9_]*(?:_URL|_URI|_DSN))\b")
_OF_A_DATABASE = re.compile(r"DATABASE|POSTGRES|_?DB_|^PG|SUPABASE_DB")
_MIGRATIONS = (
    "supabase/migrations", "supabase/schemas", "db/migrations", "database/migrations", "migrations", "sql",
    "db/structure.sql", "db/schema.sql", "schema.sql",
)  # fmt: skip


class Found(NamedTuple):
    """A name, and where it was seen."""

    name: str
    where: str


def url_variable(environ: Mapping[str, str]) -> Found:
    """The variable that holds the database's URL; only names are taken, never a value."""
    from driftcheck.sources.live.targets import VARIABLES

    def first(names: list[str]) -> str | None:
        return next((name for name in VARIABLES if name in names), names[0] if names else None)

    held = sorted(name for name, value in environ.items() if value.startswith(("postgres://", "postgresql://")))
    if name := first(held):
        return Found(name, "set in the environment")
    for file in map(Path, _ENV_FILES):
        if name := first(_ASSIGNED.findall(_text(file))):
            return Found(name, f"set in {file}")
    for file in (Path("prisma/schema.prisma"), *_sorted(Path(".github/workflows"), "*.y*ml"), Path(".gitlab-ci.yml")):
        if name := first([name for name in _NAMED.findall(_text(file)) if _OF_A_DATABASE.search(name)]):
            return Found(name, f"named in {file.as_posix()}")
    if Path("supabase/config.toml").is_file():
        return Found("SUPABASE_DB_URL", "the usual name in a Supabase project")
    return Found("DATABASE_URL", "the usual name")


def expected_state() -> list[Found]:
    """What describes the schema: committed snapshots, else documents, else migrations."""
    committed = snapshots()
    return committed[:1] if committed else _documents() or _migrations()


def snapshots() -> list[Found]:
    """The snapshots in expected/."""
    found = [file for file in _sorted(Path("expected"), "*") if file.suffix.lower() in SNAPSHOTS]
    return [Found(file.as_posix(), "a committed snapshot") for file in found]


def _documents() -> list[Found]:
    """The pages that state tables: those whose names say so, of the folder with most of them; else the richest page."""
    pages = list(_pages())
    about = [page for page in pages if _ABOUT.search(page.as_posix()) and not _PAST.search(page.as_posix())]
    told = _told(about)
    if told:
        rich: dict[Path, int] = {}
        for page, tables in told.items():
            rich[page.parent] = rich.get(page.parent, 0) + tables
        folder = max(rich, key=lambda f: rich[f])
        chosen = [page for page in told if page.parent == folder]
        if len(chosen) > MANY and folder != Path():
            return [Found(folder.as_posix(), f"{len(chosen)} pages, {rich[folder]} tables")]
        return [_found(page, told[page]) for page in chosen]
    told = _told([page for page in pages if page not in about and _SHOWS.search(_text(page))])
    best = max(told, key=lambda page: told[page], default=None)
    return [_found(best, told[best])] if best else []


def _found(page: Path, tables: int) -> Found:
    return Found(page.as_posix(), f"states {tables} table{'s' * (tables != 1)}")


def _told(pages: list[Path]) -> dict[Path, int]:
    """The pages that state tables, and how many."""
    from driftcheck.sources import documents

    found = {}
    for page in pages[:MOST_READ]:
        try:
            tables = len(documents.read([str(page)]).of("table"))
        except DriftcheckError:
            continue
        if tables:
            found[page] = tables
    return found


def _pages() -> Iterator[Path]:
    seen = 0
    for folder, folders, files in os.walk("."):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f.lower() not in _ELSEWHERE)
        if len(here.parts) >= DEEPEST:
            folders.clear()
        for name in sorted(files):
            seen += 1
            if seen > MOST_FILES:
                return
            if name.lower().endswith((".md", ".markdown", ".mdx")) and _size(here / name) <= LARGEST:
                yield here / name


def _migrations() -> list[Found]:
    from driftcheck import sources

    for place in migrations():
        try:
            snapshot = sources.read(place)
        except DriftcheckError:
            continue
        if snapshot.origin == "sql" and snapshot.of("table"):
            return [_found(Path(place), len(snapshot.of("table")))]
    return []


def migrations() -> list[str]:
    """Where the schema's SQL is usually kept, as far as it is there."""
    return [place for place in _MIGRATIONS if Path(place).exists()]


def _size(file: Path) -> float:
    try:
        return file.stat().st_size
    except OSError:  # a link to nowhere
        return float("inf")


def _sorted(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _text(file: Path) -> str:
    try:
        return file.read_bytes()[:LARGEST].decode("utf-8", "replace")
    except OSError:
        return ""
