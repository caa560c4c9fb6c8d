"""A folder in which something may not be read is not read: what it states would look like all there is."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from driftcheck.sources.documents import paths
from driftcheck.sources.sql import folder as sql_folder

NOBODY = 65534


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that everybody may read, with one in it that nobody may."""
    top = Path(tempfile.mkdtemp())
    (top / "inner").mkdir()
    for name in ("a.md", "a.sql", "inner/b.md", "inner/b.sql"):
        (top / name).write_text("")
    top.chmod(0o755)
    (top / "inner").chmod(0)
    yield top
    (top / "inner").chmod(0o700)
    shutil.rmtree(top)


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """The superuser may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize("walk", [paths._walk, lambda folder: sql_folder._below(folder, (".sql",))])
def test_a_folder_within_that_may_not_be_read(closed: Path, walk: Callable[[Path], Iterator[Path]]) -> None:
    with without_privileges(), pytest.raises(PermissionError, match="inner"):
        list(walk(closed))
