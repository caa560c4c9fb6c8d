"""Which files a list of paths means, and how `at` shows each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from driftcheck.errors import UsageError
from driftcheck.sources import PAGES
from driftcheck.sources.documents import generated

_SKIPPED = frozenset({"node_modules", "__pycache__", "venv"})
MOST_FILES = 10_000


def find(paths: Sequence[str | os.PathLike[str]]) -> list[tuple[Path, str]]:
    """Each document with its name for `at`: within a folder relative to it, else relative to the current directory.

    UsageError for a path that does not exist and for a folder without documents.
    """
    found: dict[Path, str] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = [(file, file.relative_to(path).as_posix()) for file in _walk(path)]
            if not inside:
                raise UsageError(f"{given}: no documents in this folder ({', '.join(PAGES)})")
            for file, shown in inside:
                found.setdefault(file, _text(shown))
        else:
            found.setdefault(path, _text(_shown(path)))
    return list(found.items())


def _walk(folder: Path) -> Iterator[Path]:
    """The documents below a folder, in order; hidden folders are left out and no folder is entered twice."""
    seen: set[tuple[int, int]] = set()
    count = 0

    def unread(error: OSError) -> None:
        """What vanished meanwhile, or leads in a circle, is passed over."""
        if error.filename == str(folder) or isinstance(error, PermissionError):
            raise error

    for root, folders, files in os.walk(folder, onerror=unread, followlinks=True):
        try:
            status = os.stat(root)
        except OSError:
            folders.clear()
            continue
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files, key=lambda name: (not name.lower().startswith(("readme", "index")), name)):
            if not name.startswith(".") and (name.lower().endswith(PAGES) or generated.is_meant(Path(root, name))):
                count += 1
                if count > MOST_FILES:
                    raise UsageError(
                        f"{folder}: more than {MOST_FILES:,} documents; name the folder that describes the database"
                    )
                yield Path(root, name)


def _text(name: str) -> str:
    """The name with the bytes in it that are no UTF-8 as escapes: no report could hold them."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _shown(path: Path) -> str:
    absolute, here = Path(os.path.abspath(path)), Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else path.name
