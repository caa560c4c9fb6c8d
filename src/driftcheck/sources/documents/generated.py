"""Documents that a machine wrote: which files they are, told by what stands in them, and who reads them."""

from __future__ import annotations

from pathlib import Path

from driftcheck.errors import UsageError
from driftcheck.sources.documents.context import Page

LARGEST = 64 * 1024 * 1024  # bytes: a machine writes more lines than people
SUFFIXES = (".json", ".ts")


def is_meant(file: Path) -> bool:
    """Whether the file is one that a machine wrote about a database; one that cannot be read is none."""
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        return False
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return False
        data = file.read_bytes()
    except OSError:
        return False
    if suffix == ".json":
        from driftcheck.sources.documents import tbls

        return b'"tables"' in data and tbls.is_meant(data)
    from driftcheck.sources.documents import supabase

    return supabase.is_meant(data.decode("utf-8", "replace"))


def read(page: Page) -> None:
    """Put what such a file states into its page's ledger. UsageError if it is of another sort."""
    from driftcheck.sources.documents import supabase, tbls

    if page.path.lower().endswith(".json"):
        if not tbls.is_meant(page.text.encode("utf-8", "replace")):
            raise UsageError(f"{page.path}: not the schema.json of tbls; a snapshot needs no compiling")
        tbls.page(page)
    elif not supabase.page(page):
        raise UsageError(
            f"{page.path}: declares no type of a database; give what `supabase gen types typescript` writes"
        )
