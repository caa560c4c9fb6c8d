"""Which files an SQL source is: one file, or a folder of migrations in the order of their names."""

from __future__ import annotations

import re
from pathlib import Path

from driftcheck.errors import UsageError

LARGEST = 256 * 1024 * 1024  # bytes of all files together
_NUMBER = re.compile(r"(\d+)")
_UNDO = re.compile(r"\.(?:down|undo|rollback)\.sql\Z|\Adown\.sql\Z|\AU\d[\d._]*__", re.IGNORECASE)


def is_sql(path: Path) -> bool:
    """Whether a file, or a folder, is written in SQL. A folder of documents that shows a few statements is none."""
    if not path.is_dir():
        return path.suffix.lower() == ".sql"
    documents = [f for f in path.iterdir() if f.suffix.lower() in (".md", ".markdown", ".mdx", ".txt")]
    pages = [f for f in documents if f.stem.lower() not in ("readme", "changelog", "license", "notice")]
    return not pages and bool(files(path))


def files(path: Path) -> list[tuple[Path, str]]:
    """Each file and how places name it: relative to the folder. Those that undo a migration are left out."""
    if not path.is_dir():
        return [(path, path.as_posix())]
    found = [f for f in path.iterdir() if f.suffix.lower() == ".sql" and f.is_file()]
    if not found:  # Prisma and the like: a folder a migration
        found = [f for f in path.glob("*/*.sql") if f.is_file()]
    kept = [f for f in found if not _UNDO.search(f.name)]
    return [
        (f, f.relative_to(path).as_posix()) for f in sorted(kept, key=lambda f: _order(f.relative_to(path).as_posix()))
    ]


def _order(name: str) -> list[tuple[int, str]]:
    """By name, with numbers as numbers: V2 before V10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(name)]


def contents(file: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark. UsageError if it cannot be read or is an archive."""
    try:
        if file.stat().st_size > LARGEST:
            raise UsageError(f"{file}: larger than {LARGEST >> 20} MiB; dump the schema alone: pg_dump --schema-only")
        data = file.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{file}: no such file") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror or error}") from None
    if data.startswith(b"PGDMP"):
        raise UsageError(f"{file}: an archive of pg_dump, not SQL; write it as SQL with: pg_restore -f dump.sql {file}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # what PowerShell's > writes
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\0", " ").replace("\r\n", "\n")
