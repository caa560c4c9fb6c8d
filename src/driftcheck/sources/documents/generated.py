"""Documents that a machine wrote: which files they are, told by what stands in them, and who reads them."""

from __future__ import annotations

from pathlib import Path

from driftcheck.errors import UsageError
from driftcheck.names import quote, split
from driftcheck.sources import exports
from driftcheck.sources.documents.context import Page

LARGEST = 64 * 1024 * 1024  # bytes: a machine writes more lines than people
SUFFIXES = (".json", ".ts", ".sql")


def is_meant(file: Path) -> bool:
    """Whether the file is one that a machine wrote about a database; one that cannot be read is none."""
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        return False
    if suffix == ".sql":
        return exports.is_export(file)
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

    if page.path.lower().endswith(".sql"):
        _export(page)
    elif page.path.lower().endswith(".json"):
        if not tbls.is_meant(page.text.encode("utf-8", "replace")):
            raise UsageError(f"{page.path}: not the schema.json of tbls; a snapshot needs no compiling")
        tbls.page(page)
    elif not supabase.page(page):
        raise UsageError(
            f"{page.path}: declares no type of a database; give what `supabase gen types typescript` writes"
        )


def _export(page: Page) -> None:
    """What the dashboard copied: all tables of the schemas that it shows."""
    from driftcheck.sql import ddl
    from driftcheck.sql.ddl import summaries

    if not summaries.is_one(page.text):
        raise UsageError(f"{page.path}: SQL is no document: give it to --expected as it is, it is run")
    for unread in ddl.read(page.text, page.ledger, path=page.path, line=1):
        page.unparsed.append((unread.line, unread.reason))
    for path, facts in page.ledger.objects["table"].items():
        at = str(facts.at)
        if at.rpartition(":")[0] == page.path:
            page.wholeness.listing("table", quote(split(path)[0]), at, of=path)
