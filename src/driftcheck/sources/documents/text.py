"""From a file's bytes to its text: encodings, line ends, damage done by a wrong encoding. Lines keep their numbers."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from driftcheck.errors import UsageError
from driftcheck.sources.documents import generated

LARGEST = 8 * 1024 * 1024  # bytes; a page that people read is a hundred times smaller
MOST_LINES = 100_000
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read(path: Path, shown: str) -> str:
    """The text of a document with "\\n" between its lines. UsageError if it cannot be read, is too large, or is no text."""
    machine_made = path.suffix.lower() in generated.SUFFIXES
    largest = generated.LARGEST if machine_made else LARGEST
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            raise UsageError(f"{shown}: is not a file; give a Markdown document")
        size = status.st_size
        if size > largest:
            raise UsageError(
                f"{shown}: {size >> 20} MiB are too many for a document (at most {largest >> 20}); split it into pages"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{shown}: no such file") from None
    except OSError as error:
        raise UsageError(f"{shown}: cannot be read: {error.strerror or error}") from None
    return decode(data, shown, largest if machine_made else MOST_LINES)


def decode(data: bytes, shown: str, most_lines: int = MOST_LINES) -> str:
    """The text of a document's bytes: UTF-8, UTF-16 or UTF-32 by their marks, else Windows-1252."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if encoding is None and (b"\0" in data or len(_CONTROL.findall(data)) * 50 > len(data)):
        raise UsageError(f"{shown}: is not a text file; give a Markdown document")
    text = None
    for attempt in (encoding or "utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(attempt)
            break
        except UnicodeDecodeError:
            continue
    assert text is not None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if text.count("\n") >= most_lines:
        raise UsageError(
            f"{shown}: {text.count(chr(10)) + 1:,} lines are too many for a document (at most {most_lines:,})"
        )
    return text if text.isascii() else mend(text)


def mend(text: str) -> str:
    """The text as it was before somebody read UTF-8 as Windows-1252, line by line so that none moves.

    >>> mend("a â†’ b")
    'a → b'
    """
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(text):
        return text
    return "\n".join(line if line.isascii() or not is_bad(line) else fix_encoding(line) for line in text.split("\n"))
