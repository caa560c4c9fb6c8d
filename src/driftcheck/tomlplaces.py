"""What the standard library's TOML parser leaves out: where each key of a file stands, and how a value is written.

Only for text that `tomllib` has read: what is not TOML never gets here, so nothing is checked twice.
"""

from __future__ import annotations

import datetime
import json
from typing import Any, NamedTuple

from driftcheck.errors import UsageError

Keys = tuple[str, ...]


def loads(text: str, name: str) -> dict[str, Any]:
    """The data in a file's text, or in that of `name`. UsageError with the line for what is not TOML."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}:{line_of_fault(text, error)}: not TOML: {error}") from None
    except RecursionError:
        raise UsageError(f"{name}: nested too deeply") from None
    except ValueError:
        raise UsageError(f"{name}: a number in it is too long") from None


class Lines(NamedTuple):
    """The first and the last line (from 1) of a key and its value."""

    first: int
    last: int


def places(text: str) -> dict[Keys, Lines]:
    """The lines of every table, key and element by the keys that lead to it; an element's key is its index.

    >>> places('a = [\\n "x",\\n]\\n[[b]]\\nc.d = 1\\n')[("a", "0")]
    Lines(first=2, last=2)
    >>> places('a = 1\\n[[b]]\\nc.d = 1\\n')[("b", "0", "c", "d")]
    Lines(first=3, last=3)
    """
    return _Scan(text.replace("\r\n", "\n")).run()


def line_of(text: str, keys: Keys) -> int:
    """The line of the innermost of these keys that the file has; 1 if it has none of them.

    >>> line_of('a = 1\\n[b.c]\\nd = 2\\n', ("b", "c", "d"))
    3
    """
    found = places(text)
    for size in range(len(keys), 0, -1):
        if keys[:size] in found:
            return found[keys[:size]].first
    return 1


def line_of_fault(text: str, error: ValueError) -> int:
    """The line at which `tomllib` gave up: the one that its message names, else the last."""
    named = str(error).rpartition("(at line ")[2].partition(",")[0]
    return int(named) if named.isdecimal() else text.count("\n") + (not text.endswith("\n"))


def written(value: str | datetime.date) -> str:
    """A value as TOML writes it.

    >>> written('a "b"'), written(datetime.date(2027, 1, 31))
    ('"a \\\\"b\\\\""', '2027-01-31')
    """
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # all else that JSON escapes, TOML does too


class _Scan:
    def __init__(self, text: str) -> None:
        self.text, self.position, self.line = text, 0, 1
        self.found: dict[Keys, Lines] = {}
        self.counts: dict[Keys, int] = {}  # an array of tables → how many of its tables have been met

    def run(self) -> dict[Keys, Lines]:
        section: Keys = ()
        while self._blank("\n"):
            first = self.line
            if self._peek() == "[":
                double = self.text.startswith("[[", self.position)
                self._skip(2 if double else 1)
                section = self._section(self._keys("]"), double)
                self._skip(2 if double else 1)
                self._note(section, first)
            else:
                self._pair(section, first)
        return self.found

    def _section(self, keys: Keys, double: bool) -> Keys:
        """A header's keys, with the index of the table that each array of tables is at."""
        path: Keys = ()
        for i, key in enumerate(keys):
            path = (*path, key)
            if double and i == len(keys) - 1:
                self.counts[path] = self.counts.get(path, 0) + 1
                self.found.setdefault(path, Lines(self.line, self.line))
            if path in self.counts:
                path = (*path, str(self.counts[path] - 1))
        return path

    def _note(self, keys: Keys, first: int) -> None:
        """Keep a key's lines; its tables begin and end with it, so a table reaches from its header to its last key."""
        for size in range(1, len(keys) + 1):
            known = self.found.get(keys[:size])
            self.found[keys[:size]] = Lines(known.first if known else first, self.line)

    def _pair(self, section: Keys, first: int) -> None:
        keys = section + self._keys("=")
        self._note(keys, first)
        self._skip()
        self._blank()
        self._value(keys)
        self._note(keys, first)

    def _value(self, keys: Keys) -> None:
        match self._peek():
            case '"' | "'":
                self._string()
            case "[":
                self._list(keys)
            case "{":
                self._skip()
                while self._blank("\n,") and self._peek() != "}":
                    self._pair(keys, self.line)
                self._skip()
            case _:
                while self._peek() not in ("", ",", "]", "}", "#", "\n"):
                    self._skip()

    def _list(self, keys: Keys) -> None:
        self._skip()
        number = 0
        while self._blank("\n,") and self._peek() != "]":
            first = self.line
            self._value((*keys, str(number)))
            self.found[(*keys, str(number))] = Lines(first, self.line)
            number += 1
        self._skip()

    def _keys(self, end: str) -> Keys:
        """`a."b.c"` → its parts, up to the character that ends it."""
        parts = []
        while self._blank(".") and self._peek() != end:
            if self._peek() in "\"'":
                parts.append(self._string())
            else:
                start = self.position
                while self._peek() not in ("", ".", end, " ", "\t"):
                    self._skip()
                parts.append(self.text[start : self.position])
        return tuple(parts)

    def _string(self) -> str:
        quote = self._peek()
        mark = quote * 3 if self.text.startswith(quote * 3, self.position) else quote
        start = self.position
        self._skip(len(mark))
        end = self.text.find(mark, self.position)
        while quote == '"' and (escape := self.text.find("\\", self.position, end)) >= 0:
            self._skip(escape + 2 - self.position)
            end = self.text.find(mark, self.position)
        self._skip(end + len(mark) - self.position)
        while len(mark) == 3 and self._peek() == quote:  # up to two more quotes may stand before the closing ones
            self._skip()
        return _text(self.text[start : self.position], mark)

    def _blank(self, more: str = "") -> bool:
        """Pass blanks, comments and these characters; whether anything follows."""
        while c := self._peek():
            if c == "#":
                end = self.text.find("\n", self.position)
                self.position = len(self.text) if end < 0 else end
            elif c in " \t" or c in more:
                self._skip()
            else:
                return True
        return False

    def _peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def _skip(self, number: int = 1) -> None:
        self.line += self.text.count("\n", self.position, self.position + number)
        self.position += number


def _text(written: str, mark: str) -> str:
    if mark == '"' and "\\" in written:
        import tomllib

        return str(tomllib.loads(f"x = {written}")["x"])
    return written[len(mark) : -len(mark)]
