"""A document's own DDL, run by PostgreSQL and not by us, is what the document says: nothing but its contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck import platform_stub, sources
from tests.mutations.lab import findings, read

DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"
EXAMPLES = Path(__file__).parents[2] / "examples"
_FENCE = re.compile(r"^```sql\n(.*?)^```", re.MULTILINE | re.DOTALL)


def statements(sql: str) -> Iterator[str]:
    """SQL cut at its semicolons, those in quotes, dollar quotes and comments aside: a scan of its own, for this test."""
    start, i, inside = 0, 0, ""
    while i < len(sql):
        if inside:
            if sql.startswith(inside, i):
                i += len(inside) - 1
                inside = ""
        elif sql.startswith("--", i):
            inside = "\n"
        elif sql.startswith("$$", i):
            inside = "$$"
            i += 1
        elif sql[i] in "'\"":
            inside = sql[i]
        elif sql[i] == ";":
            yield sql[start:i]
            start = i + 1
        i += 1
    if sql[start:].strip():
        yield sql[start:]


@pytest.fixture
def supabase(database: str) -> str:
    """A database with what Supabase brings along."""
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in platform_stub.statements():
            connection.execute(statement)
    return database


def run(url: str, sql: Iterator[str]) -> tuple[int, list[str]]:
    """How many statements ran, and which did not."""
    ran, refused = 0, []
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in sql:
            if not re.sub(r"--[^\n]*", "", statement).strip():
                continue
            try:
                connection.execute(statement)
                ran += 1
            except psycopg.errors.DuplicateTable:
                refused.append(" ".join(statement.split()))
    return ran, refused


def fences(document: Path) -> Iterator[str]:
    for fence in _FENCE.finditer(document.read_text("utf-8")):
        yield from statements(fence[1])


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not beside this checkout")
def test_a_real_document(supabase: str) -> None:
    """Two of its index names stand on two tables each: PostgreSQL refuses the second of each, and only these."""
    document = DOCUMENTS / "craudioviz.md"
    ran, refused = run(supabase, fences(document))
    assert ran > 80
    assert len(refused) == 2
    assert all("INDEX" in statement for statement in refused)
    found = findings(sources.read(str(document)), read(supabase))
    assert [f"{f.rule} {f.object}: {f.message}" for f in found if not f.partial] == []


def test_the_example(supabase: str) -> None:
    """What the example's database has beyond its page is found, and nothing else."""
    ran, refused = run(supabase, statements((EXAMPLES / "bookshop.sql").read_text()))
    assert (ran, refused) == (6, [])
    found = findings(sources.read(str(EXAMPLES / "bookshop.md")), read(supabase))
    assert sorted((f.rule, f.object) for f in found if not f.partial) == [
        ("column-nullable-changed", "public.books.title"),
        ("table-undocumented", "public.newsletter_import"),
    ]
