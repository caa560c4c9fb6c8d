"""Files that are there whole or not at all: a reader sees the old one or the new one."""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from driftcheck.errors import UsageError


def write_atomically(file: str, data: bytes) -> None:
    """Put the data in the file's place in one step. Else UsageError."""
    with atomically(file) as stream, told(file):
        stream.write(data)


@contextlib.contextmanager
def atomically(file: str) -> Iterator[BinaryIO]:
    """A stream that takes the file's place in one step when the context ends well. Else UsageError."""
    with told(file):
        path = Path(file)
        if path.is_dir():
            raise UsageError(f"{file}: cannot be written: it is a folder")
        is_file = path.is_file() or not path.exists()
    into = _replacing(file, path) if is_file else _held(file, path)
    with into as stream:
        yield stream


@contextlib.contextmanager
def _replacing(file: str, path: Path) -> Iterator[BinaryIO]:
    with told(file):
        path = path.resolve()  # a link stays a link
        if not path.parent.exists():
            raise UsageError(f"{file}: cannot be written: there is no folder {Path(file).parent}; make it first")
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}")
    try:  # from here on, for an interrupt may come as soon as the file is there
        with told(file):
            stream = os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600), "wb")
        try:
            yield stream
        finally:
            with told(file):
                stream.close()
        with told(file):
            temporary.chmod(mode)
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


_BINARY = getattr(os, "O_BINARY", 0)  # Windows


@contextlib.contextmanager
def _held(file: str, path: Path) -> Iterator[BinaryIO]:
    """For a pipe or a device, from which nothing can be taken back; /dev/stdout is a link to what has no name."""
    held = io.BytesIO()
    yield held
    with told(file), path.open("wb") as pipe:
        pipe.write(held.getvalue())


@contextlib.contextmanager
def told(file: str) -> Iterator[None]:
    """UsageError for whatever the system says of writing the file."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror or error}") from None
    except (RuntimeError, ValueError):  # what pathlib says of links in a circle and of a NUL
        raise UsageError(f"{file}: cannot be written: there is no such place") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
