"""SQL that is no script: what Supabase's dashboard copies for people to look at, saved as a file.

Its tables stand in an order that does not run and its types are not all there, so it is read as a document.
"""

from __future__ import annotations

from pathlib import Path

_HEAD = 4096  # bytes: the warning is the first comment


def is_export(file: Path) -> bool:
    """Whether the file is such a copy, by the warning at its head; one that cannot be read is none."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    if b"for context only" not in head.lower():
        return False
    from driftcheck.sql.ddl import summaries

    return summaries.is_one(head.decode("utf-8", "replace"))
