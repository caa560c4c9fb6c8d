"""Which files an SQL source is: one file, or a folder of migrations in the order of their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from driftcheck.errors import UsageError
from driftcheck.sources import PAGES
from driftcheck.sources.exports import is_export

LARGEST = 256 * 1024 * 1024  # bytes of one file
_NUMBER = re.compile(r"(\d+)")
_UNDO = re.compile(r"\.(?:down|undo|rollback)\.sql\Z|\Adown\.sql\Z|\AU\d[\d._]*__", re.IGNORECASE)
_UNDO_WORD = re.compile(r"[-_](?:down|undo|rollback|revert)\Z|\A(?:down|undo|rollback|revert)[-_]", re.IGNORECASE)
_ASIDE = frozenset(
    """
    seed seeds test tests fixtures snippets revert verify down rollback undo node_modules venv __pycache__
    """.split()  # noqa: SIM905 - a list of names reads best as one
)
"""Folders beside or below migrations that hold rows, tests, or the way back."""
_PLAN = "sqitch.plan"
_MIGRATIONS = "migrations"
_ABOUT = ("readme", "changelog", "license", "notice")


def is_sql(path: Path) -> bool:
    """Whether a file, or a folder, is written in SQL. A folder of documents that shows a few statements is none."""
    if not path.is_dir():
        return path.suffix.lower() == ".sql"
    root = _root(path)
    pages = (f for f in _below(root, PAGES) if f.stem.lower() not in _ABOUT)
    return next(pages, None) is None and bool(files(path))


def files(path: Path) -> list[tuple[Path, str]]:
    """Each file and how places name it: relative to the folder. Those that undo a migration, and seeds, are left out.

    A folder with a folder `migrations` in it means that one; the plan of sqitch says its own order.
    """
    if not path.is_dir():
        return [(path, path.as_posix())]
    root = _root(path)
    found = list(_below(root, (".sql",)))
    names = {f.with_suffix("") for f in found}
    kept = [f for f in found if not (_UNDO.search(f.name) or _undoes(f, names) or is_export(f))]
    kept = [f for f in kept if f.stem.lower() not in ("seed", "seeds")] or kept
    planned = _planned(root)
    if planned:
        kept = sorted((f for f in kept if f in planned), key=planned.index)
    else:
        kept.sort(key=lambda f: (f.name.startswith("R__"), _order(f.relative_to(root).as_posix())))
    return [(f, f.relative_to(path).as_posix()) for f in kept]


def _root(path: Path) -> Path:
    inner = path / _MIGRATIONS
    return inner if inner.is_dir() and next(_below(inner, (".sql",)), None) is not None else path


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """The files of a folder and of the folders in it, but for hidden ones and those that stand aside."""

    def unread(error: OSError) -> None:
        raise error

    for root, folders, names in os.walk(folder, onerror=unread):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name.lower() not in _ASIDE)
        yield from (Path(root, name) for name in sorted(names) if name.lower().endswith(suffixes))


def _undoes(file: Path, names: set[Path]) -> bool:
    """Whether the file is the way back of another one beside it: `add_rollback` of `add`, `add_down` of `add_up`."""
    way = _UNDO_WORD.sub("", file.stem)
    others = (other.name for other in names if other.parent == file.parent and other.name != file.stem)
    return way != file.stem and any(o.startswith(way) and not o[len(way) :][:1].isdigit() for o in others)


def _planned(root: Path) -> list[Path]:
    """The files in the order of sqitch's plan: a line for a change begins with its name."""
    plan = root / _PLAN
    if not plan.is_file():
        return []
    lines = plan.read_text("utf-8", "replace").splitlines()
    words = [line.split(None, 1)[0] for line in lines if line.strip() and line.lstrip()[0] not in "%#@"]
    return [root / "deploy" / f"{word}.sql" for word in words]


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
