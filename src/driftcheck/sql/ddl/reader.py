"""What every statement's reader needs: the text, the place of each word in it, and where facts go."""

from __future__ import annotations

import bisect
import dataclasses
from functools import cached_property
from typing import Any

from driftcheck.names import join
from driftcheck.sql import parse
from driftcheck.sql.sink import Sink


@dataclasses.dataclass(frozen=True)
class Unread:
    """A statement that gave no fact: `line` of the document, how it begins, and why."""

    line: int
    text: str
    reason: str


@dataclasses.dataclass
class Reader:
    """One text that parses, `line` being the document's line of its first."""

    text: str
    sink: Sink
    path: str
    line: int
    schema: str = "public"

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]

    @cached_property
    def _offsets(self) -> list[int] | None:
        return None if self.text.isascii() else parse.character_offsets(self.text)

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """Lexical tokens but for comments: name, start, end in characters."""
        return [t for t in self._all_tokens if t[0] not in ("SQL_COMMENT", "C_COMMENT")]

    @cached_property
    def comments(self) -> list[tuple[int, str]]:
        """Line of the document and text of each `--` comment."""
        found = (
            (self.line_of(start), self.text[start + 2 : end])
            for t, start, end in self._all_tokens
            if t == "SQL_COMMENT"
        )
        return [(line, text.strip(" -\t")) for line, text in found]

    @cached_property
    def _all_tokens(self) -> list[tuple[str, int, int]]:
        return parse.tokens(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for _, start, _ in self.tokens]

    def offset(self, location: int) -> int:
        """A node's `location`, in bytes, as an offset in characters."""
        return location if self._offsets is None else self._offsets[location]

    def line_of(self, offset: int) -> int:
        """The document's line on which a character stands."""
        return self.line + bisect.bisect_right(self._line_starts, offset) - 1

    def at(self, offset: int) -> str:
        """The place of a character, as facts keep it."""
        return f"{self.path}:{self.line_of(offset)}"

    def first(self, start: int) -> int:
        """Where the first word at or behind an offset stands: a statement may begin with blanks and comments."""
        i = bisect.bisect_left(self._starts, start)
        return self._starts[i] if i < len(self._starts) else start

    def relation(self, node: parse.Node) -> str:
        """The path of a RangeVar."""
        return join(node.schemaname or self.schema, node.relname)

    def path_of(self, parts: list[str]) -> str:
        """The path of a qualified name's parts."""
        return join(*parts) if len(parts) > 1 else join(self.schema, *parts)

    def word(self, i: int) -> str:
        """A token's text in upper case."""
        _, start, end = self.tokens[i]
        return self.text[start:end].upper()

    def index_at(self, offset: int) -> int:
        """The number of the first token at or behind an offset."""
        return bisect.bisect_left(self._starts, offset)

    def parenthesised(self, start: int, *words: str, end: int | None = None) -> str | None:
        """What stands between the parentheses that follow these words, searched from an offset on."""
        i, limit = self.index_at(start), len(self.text) if end is None else end
        while i + len(words) < len(self.tokens) and self.tokens[i][1] < limit:
            if all(self.word(i + k) == word for k, word in enumerate(words)):
                opening = i + len(words)
                if self.word(opening) == "(":
                    closing = self.closing(opening)
                    return self.text[self.tokens[opening][2] : self.tokens[closing][1]].strip()
            i += 1
        return None

    def closing(self, opening: int) -> int:
        """The number of the token that closes the parenthesis opened by token `opening`."""
        depth = 0
        for i in range(opening, len(self.tokens)):
            depth += {"(": 1, ")": -1}.get(self.word(i), 0)
            if depth == 0:
                return i
        return len(self.tokens) - 1

    def expression(self, start: int, stops: set[int], end: int) -> str:
        """The text of an expression that begins behind the word at `start`, up to a comma, a closing parenthesis,
        or a token at one of `stops`.
        """
        i = self.index_at(start) + 1
        begin, last, depth = (self.tokens[i][1] if i < len(self.tokens) else end), start, 0
        while i < len(self.tokens) and self.tokens[i][1] < end:
            word = self.word(i)
            if depth == 0 and (word in (",", ")", ";") or self.tokens[i][1] in stops):
                break
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(word, 0)
            last = self.tokens[i][2]
            i += 1
        return self.text[begin:last].strip()

    def query(self, start: int, end: int) -> str | None:
        """The query of CREATE … AS, without what a view may have behind it."""
        i = max(self.index_at(end) - 1, 0)
        i -= self.word(i) == ";"
        first = next((k for k in range(i, max(i - 4, 0), -1) if self.word(k) == "WITH"), None)
        clause = [self.word(k) for k in range(first, i + 1)] if first is not None else []
        if first is not None and clause[-1] in ("DATA", "OPTION") and {*clause} <= _BEHIND_QUERIES:
            end = self.tokens[first - 1][2]
        return self.behind(start, "AS", end)

    def behind(self, start: int, word: str, end: int) -> str | None:
        """All of a statement behind a word that stands outside parentheses."""
        i, depth = self.index_at(start), 0
        while i < len(self.tokens) and self.tokens[i][1] < end:
            text = self.word(i)
            if depth == 0 and text == word:
                stop = max((e for _, s, e in self.tokens[i + 1 :] if e <= end and self.text[s:e] != ";"), default=end)
                return self.text[self.tokens[i][2] : stop].strip()
            depth += {"(": 1, ")": -1}.get(text, 0)
            i += 1
        return None


_BEHIND_QUERIES = frozenset({"WITH", "NO", "DATA", "CASCADED", "LOCAL", "CHECK", "OPTION"})


def options(nodes: Any) -> dict[str, parse.Node]:
    """DefElem nodes by name; the value out of its wrapper."""
    return {node.defname: parse.unwrap(node.arg) for node in map(parse.unwrap, nodes)}


def value(node: parse.Node) -> str:
    """A DefElem's value as text."""
    match parse.name(node):
        case "String":
            return str(node.sval)
        case "Integer":
            return str(node.ival)
        case "Float":
            return str(node.fval)
        case "Boolean":
            return str(node.boolval).lower()
        case "TypeName":
            return parse.strings(node.names)[-1]
        case "A_Const":
            which = node.WhichOneof("val")
            return value(getattr(node, which)) if which else "null"
    return ""


def truth(node: parse.Node) -> bool:
    """A DefElem's value as a flag; a bare name means yes."""
    return value(node) not in ("false", "off", "0", "f", "no")
