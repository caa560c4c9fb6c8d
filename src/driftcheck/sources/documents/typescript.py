"""The types of a TypeScript file as data: object types, unions, arrays, `Database["public"]["Enums"]["state"]`.

Only what declares types is read (`type X = …`, `interface X { … }`); whatever else stands in the file is passed over. A
member whose type is written in a way that is not known here keeps its name and has the type None.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from driftcheck.names import quote

DEEPEST = 64  # the deepest that generated types go is 8
_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z))
    |(?P<string>"(?:[^"\\\n]|\\.)*(?:"|\\?$)|'(?:[^'\\\n]|\\.)*(?:'|\\?$))
    |(?P<word>[^\W\d][\w$]*|\$[\w$]*|\d[\w.]*)
    |(?P<more>\.\.\.|…)
    |(?P<arrow>=>)
    |(?P<sign>[^\s])""",
    re.VERBOSE | re.MULTILINE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """A word, a string without its quotes, or a sign; with its line."""

    kind: str
    text: str
    line: int


@dataclasses.dataclass(frozen=True, slots=True)
class Literal:
    """`"open"`: a string as a type."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """`string`, `Record<string,never>`, or `Database["public"]["Enums"]["state"]` as a name with its path."""

    name: str
    path: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Array:
    """`string[]`"""

    of: Type | None


@dataclasses.dataclass(frozen=True, slots=True)
class Tuple:
    """`["id", "name"]`, and the list of objects that generated relationships are."""

    items: list[Type | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Union:
    """`string | null`"""

    items: list[Type | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """`name?: type` in an object type, and the line of its name."""

    name: str
    optional: bool
    type: Type | None
    line: int


@dataclasses.dataclass(frozen=True, slots=True)
class Object:
    """`{ id: string }`; not whole where it says `...` or was never closed."""

    members: list[Member]
    whole: bool

    def __getitem__(self, name: str) -> Type | None:
        return next((member.type for member in self.members if member.name == name), None)


Type = Literal | Name | Array | Tuple | Union | Object


class _UnknownError(Exception):
    """A way of writing a type that is not read."""


def declared(text: str, line: int) -> Iterator[Type]:
    """Each type that the text declares; `line` is that of its first line."""
    tokens = list(_tokens(text, line))
    i = 0
    while i + 2 < len(tokens):
        opens = tokens[i + 2].text
        if tokens[i].kind == "word" and tokens[i].text in ("type", "interface") and opens in ("=", "{"):
            parser = _Parser(tokens, i + (3 if opens == "=" else 2))
            if (found := parser.known()) is not None:
                yield found
                i = parser.i
                continue
        i += 1


def _tokens(text: str, line: int) -> Iterator[Token]:
    position = 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        kind, found = str(match.lastgroup), match[0]
        if kind == "comment":
            if "..." not in found and "…" not in found:
                continue
            kind = "more"  # "// … the rest of the columns"
        yield Token(kind, _unquoted(found) if kind == "string" else found, line)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


_END = Token("end", "", 0)
_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")


class _Parser:
    def __init__(self, tokens: list[Token], i: int) -> None:
        self.tokens, self.i, self.depth = tokens, i, 0

    @property
    def now(self) -> Token:
        return self.tokens[self.i] if self.i < len(self.tokens) else _END

    def at(self, sign: str) -> bool:
        """Whether this sign stands here: a string of the same text is none."""
        return self.now.kind in ("sign", "arrow") and self.now.text == sign

    def take(self, sign: str) -> bool:
        """Pass a sign, if it stands here."""
        found = self.at(sign)
        self.i += found
        return found

    def known(self) -> Type | None:
        """The type that stands here; None, and no progress promised, if it is not read."""
        try:
            return self.type()
        except _UnknownError:
            return None

    def type(self) -> Type:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _UnknownError
        self.take("|")
        items: list[Type | None] = [self.postfix()]
        while self.take("|"):
            items.append(self.postfix())
        self.depth -= 1
        if self.at("&") or self.at("=>"):
            raise _UnknownError
        return Union(items) if len(items) > 1 else items[0] or Union([])

    def postfix(self) -> Type:
        found = self.primary()
        while self.at("["):
            following = self.tokens[self.i + 1] if self.i + 1 < len(self.tokens) else _END
            if following.text == "]":
                found = found if isinstance(found, Array) else Array(found)  # PostgreSQL's arrays count no dimensions
                self.i += 2
            elif following.kind == "string" and isinstance(found, Name):
                found = Name(found.name, (*found.path, following.text))
                self.i += 2
                if not self.take("]"):
                    raise _UnknownError
            else:
                break  # a mapped member on the next line
        return found

    def primary(self) -> Type:
        token = self.now
        if token.kind == "string":
            self.i += 1
            return Literal(token.text)
        if token.kind == "word":
            self.i += 1
            if token.text in ("readonly", "keyof", "typeof"):
                return self.primary()
            return Name(token.text + self.arguments())
        if self.take("{"):
            return self.object()
        if self.take("["):
            return self.tuple()
        if self.take("("):
            found = self.type()
            if self.take(")"):
                return found
        raise _UnknownError

    def arguments(self) -> str:
        """What stands between `<` and `>`, as it is written; "" if nothing does."""
        begins, depth = self.i, 0
        while self.at("<") or depth:
            if self.now is _END:
                raise _UnknownError
            depth += self.at("<") - self.at(">")
            self.i += 1
        return "".join(token.text for token in self.tokens[begins : self.i])

    def tuple(self) -> Tuple:
        items: list[Type | None] = []
        while not self.take("]"):
            if self.now is _END:
                raise _UnknownError
            if self.take(",") or self.more():
                continue
            items.append(self.type())
        return Tuple(items)

    def more(self) -> bool:
        """Pass an ellipsis."""
        found = self.now.kind == "more"
        self.i += found
        return found

    def object(self) -> Object:
        members: list[Member] = []
        whole = True
        while not self.take("}"):
            if self.now is _END:
                return Object(members, whole=False)
            if self.take(";") or self.take(","):
                continue
            if self.more():
                whole = False
                continue
            begins, depth = self.i, self.depth
            try:
                members.append(self.member())
                continue
            except _UnknownError:
                self.i, self.depth = begins, depth
            if self.now.kind in ("word", "string"):
                members.append(Member(self.now.text, False, None, self.now.line))
            self.skip()
        return Object(members, whole)

    def member(self) -> Member:
        if self.now.text == "readonly" and self.now.kind == "word":
            self.i += 1
        name = self.now
        if name.kind not in ("word", "string"):
            raise _UnknownError
        self.i += 1
        optional = self.take("?")
        if not self.take(":"):
            raise _UnknownError
        return Member(name.text, optional, self.type(), name.line)

    def skip(self) -> None:
        """Past a member that is not read: up to the end of its line, or of the brackets that it opens there."""
        line, depth = self.now.line, 0
        while self.now is not _END:
            sign = self.now.text if self.now.kind == "sign" else ""
            if depth == 0 and (sign in ("}", ";", ",") or self.now.line != line):
                return
            depth += (sign in _OPENING) - (sign in _CLOSING)
            line = self.now.line
            self.i += 1


def sql_name(path: tuple[str, ...]) -> str:
    """The type that `["public", "Enums", "state"]` names, as documents write it.

    >>> sql_name(("public", "Enums", "state")), sql_name(("billing", "Enums", "State"))
    ('state', 'billing."State"')
    """
    schema, name = path[0], path[2]
    return quote(name) if schema == "public" else f"{quote(schema)}.{quote(name)}"
