"""SQL/JSON paths (chapter 9.16.2), read as `jsonpath_gram.y` reads them: PostgreSQL prints keys in quotes, and its own
parentheses and blanks.
"""

from __future__ import annotations

import re
from decimal import Decimal

from driftcheck.sql.expressions.tree import Tree

_TOKEN = re.compile(
    r'\s*(?:("(?:[^"\\]|\\.)*")|(0[xXoObB]\w+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?)|(\$"(?:[^"\\]|\\.)*"|\$?[A-Za-z_][A-Za-z0-9_]*)'
    r"|(\*\*|&&|\|\||==|<>|!=|<=|>=|[-!$@.*()\[\]{},?+/%<>]))"
)
_BINDS = {
    "to": 0,
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("==", "<>", "<", ">", "<=", ">=", "starts", "like_regex"), 3),
    **dict.fromkeys("+-", 4),
    **dict.fromkeys("*/%", 5),
}
_UNARY = 6


def read(text: str) -> Tree | None:
    """("path", mode, tree), None for what does not read as a path."""
    try:
        tokens = _tokens(text)
        mode = tokens.pop(0) if tokens and tokens[0] in ("strict", "lax") else "lax"
        reader = _Reader(tokens)
        found = reader.expression(0)
        return ("path", mode, found) if reader.at == len(tokens) else None
    except (IndexError, ValueError, ArithmeticError, RecursionError):
        return None


def _tokens(text: str) -> list[str]:
    """The tokens, none where one is not understood; a string keeps its first quote."""
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return []
        string, number, name, sign = match.groups()
        if string is not None or (name or "").startswith('$"'):
            found.append(('"' if string else "$") + _unescaped((string or name[1:])[1:-1]))
        else:
            found.append(_number(number) if number else name or {"!=": "<>"}.get(sign, sign))
        at = match.end()
    return found


def _number(text: str) -> str:
    """The number in decimal digits: 0x1F, 1_000."""
    return str(int(text, 0)) if text[1:2].isalpha() and text[1] not in "eE" else str(Decimal(text.replace("_", "")))


_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
_CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unescaped(text: str) -> str:
    """A string's characters; a backslash before any other than those of an escape says nothing (jsonpath_scan.l)."""

    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        number = int(code, 16) if code else 0
        return chr(number) if code and number < 0x110000 else _CONTROLS.get(match[4] or "", match[4] or match[0])

    pairs = _ESCAPE.sub(one, text).encode("utf-16", "surrogatepass")
    return pairs.decode("utf-16", "replace")


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def sees(self, *tokens: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] in tokens

    def expect(self, token: str) -> None:
        if self.next() != token:
            raise ValueError(token)

    def expression(self, least: int) -> Tree:
        """What binds at least so tightly."""
        left = self.operand()
        while self.at < len(self.tokens) and _BINDS.get(self.tokens[self.at], -1) >= least:
            operator = self.next()
            if operator == "starts":
                self.expect("with")
            left = (operator, left, self.expression(_BINDS[operator] + 1))
            if operator == "like_regex" and self.sees("flag"):
                left = (*left, self.next(), "".join(sorted(self.next())))
        return left

    def operand(self) -> Tree:
        """A value with its accessors."""
        first = self.next()
        value: Tree
        if first in ("+", "-", "!"):
            value = self.expression(_UNARY)
            if first == "!" or value[0] != "value" or not value[1][0].isdecimal():
                return (first, value)
            return value if first == "+" else ("value", f"-{value[1]}")  # a number's own sign
        if first == "(":
            value = self.expression(0)
            self.expect(")")
            if self.sees("is"):
                value = (self.next(), value, self.next())
        elif first == "exists":
            self.expect("(")
            value = (first, self.expression(0))
            self.expect(")")
        elif first in (")", "]", "}", ",", "?", "."):
            raise ValueError(first)
        else:
            value = ("value", first)
        while self.sees(".", "[", "?"):
            value = self.accessor(value)
        return value

    def accessor(self, value: Tree) -> Tree:
        """`.key`, `.*`, `.method()`, `.**{2 to 3}`, `[0, 2 to last]`, `?(…)`."""
        kind = self.next()
        if kind == "?":
            self.expect("(")
            inside = self.expression(0)
            self.expect(")")
            return ("?", value, inside)
        if kind == "[":
            return ("[", value, *self.listed("]"))
        key = self.next()
        if key == "**":
            return (key, value, *(self.listed("}") if self.sees("{") and self.next() else ()))
        if key != "*" and self.sees("("):
            self.next()
            return ("call", value, key, *self.listed(")"))
        return (".", value, key if key == "*" else key.removeprefix('"'))

    def listed(self, end: str) -> list[Tree]:
        """What stands between commas."""
        found: list[Tree] = []
        while not self.sees(end):
            found.append(("all",) if self.sees("*") and self.next() else self.expression(0))
            if self.sees(","):
                self.next()
        self.expect(end)
        return found
