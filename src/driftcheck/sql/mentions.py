"""What an expression or query mentions by name, and where: so that a name can follow what it is of (ALTER … RENAME)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

from driftcheck.names import constant, join, quote, split
from driftcheck.sql import parse

What = Literal["relation", "column", "row", "function", "type", "regclass", "constant", "attribute"]
Subject = tuple[str, ...]
"""What a constant's type comes from: ("column", its name), ("type", its parts), or () where nothing says."""

_NODES: dict[str, What] = {
    "RangeVar": "relation", "ColumnRef": "column", "FuncCall": "function", "TypeName": "type", "A_Const": "constant",
}  # fmt: skip
_AROUND = ("SELECT (\n{}\n)", "{}", "CREATE INDEX ON t ({}\n)", "CREATE TABLE t (EXCLUDE {}\n)",
           "CREATE FUNCTION f() RETURNS int {}")  # fmt: skip
_TAKES_A_CLASS = frozenset({"nextval", "currval", "setval"})
_PASSED_ON = frozenset({"SelectStmt", "ResTarget", "A_ArrayExpr", "List", "CoalesceExpr", "MinMaxExpr"})


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, from `start` to `end`; of a constant its content, and what gives it its type."""

    what: What
    parts: tuple[str, ...]
    start: int
    end: int
    subject: Subject = ()
    arguments: int = 0  # of a function call
    output: bool = False  # a column of a query's result that has its name from here


@dataclasses.dataclass(frozen=True, slots=True)
class Mentions:
    """All that a text mentions, and the names that it gives itself: queries of WITH, aliases of what stands in FROM."""

    found: tuple[Mention, ...]
    queries: frozenset[str]
    aliases: dict[str, tuple[str, ...]]  # the relation's parts; () of what is none
    sweeping: bool  # a star, NATURAL, USING, UNION: columns not written out, or by a name that two have


def rewritten(text: str, follow: Callable[[Mention, Mentions], tuple[str, ...] | None]) -> str:
    """The text with each mention as `follow` has it; None leaves it. Text that cannot be read stays.

    >>> rewritten("f(f) > 'f'", lambda m, _: ("app", "g") if m.what == "function" else None)
    "app.g(f) > 'f'"
    """
    all = mentions(text)
    for mention in sorted(all.found, key=lambda mention: -mention.start) if all else ():
        if parts := follow(mention, all):  # type: ignore[arg-type]
            new = constant(parts[0]) if mention.what == "constant" else join(*parts)
            if mention.output and parts[-1] != mention.parts[-1]:
                new += f" AS {quote(mention.parts[-1])}"
            text = text[: mention.start] + (constant(new) if mention.what == "regclass" else new) + text[mention.end :]
    return text


@lru_cache(maxsize=16384)
def mentions(text: str) -> Mentions | None:
    """What the text mentions: an expression, a query, an index key, an exclusion, or a function's SQL body."""
    for around in _AROUND:
        whole = around.format(text) if "{}" not in text else around.replace("{}", text)
        try:
            statements = parse.statements(whole)
            tokens = parse.tokens(whole)
        except parse.NotSQLError:
            continue
        shift = around.index("{}")
        reading = _Reading(whole, tokens)
        for node, _, _ in statements:
            reading.walk(node, ("own",))
            if around == _AROUND[0]:  # the query around an expression gives no name
                reading.outputs -= {_place(parse.unwrap(target).val) for target in node.target_list}
        reading.attributes()
        outputs = {reading.offset(location) for location in reading.outputs}
        inside = (
            dataclasses.replace(m, start=m.start - shift, end=m.end - shift, output=m.start in outputs)
            for m in reading.found
            if shift <= m.start and m.end <= shift + len(text)
        )
        return Mentions(tuple(dict.fromkeys(inside)), frozenset(reading.queries), reading.aliases, reading.sweeping)
    return None


class _Reading:
    def __init__(self, text: str, tokens: list[tuple[str, int, int]]) -> None:
        self.text = text
        self.tokens = [t for t in tokens if t[0] not in ("SQL_COMMENT", "C_COMMENT")]
        self.at = {start: i for i, (_, start, _) in enumerate(self.tokens)}
        self.offsets = None if text.isascii() else parse.character_offsets(text)
        self.found: list[Mention] = []
        self.queries: set[str] = set()
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.outputs: set[int] = set()
        self.sweeping = False

    def walk(self, node: parse.Node, subject: Subject) -> None:
        """Note what the message and all below it mention; a bare constant here has its type from `subject`."""
        node = parse.unwrap(node)
        name = parse.name(node)
        if name in _NODES:
            self._note(_NODES[name], node, subject)
        if name == "CommonTableExpr":
            self.queries.add(node.ctename)
        elif name == "Alias":
            self.aliases.setdefault(node.aliasname, ())
        elif name == "RangeVar" and node.HasField("alias"):
            self.aliases[node.alias.aliasname] = tuple(filter(None, (node.schemaname, node.relname)))
        elif name == "JoinExpr":
            self.sweeping |= bool(node.is_natural or node.using_clause)
        elif name == "A_Star":
            self.sweeping = True
        elif name == "SelectStmt":
            self.sweeping |= node.HasField("larg")  # whose ORDER BY has the names of the result
            targets = (target for target in map(parse.unwrap, node.target_list) if not target.name)
            self.outputs |= {_place(target.val) for target in targets}
        for child, given in self._children(node, name, subject):
            self.walk(child, given)

    def _children(self, node: parse.Node, name: str, subject: Subject) -> Iterator[tuple[parse.Node, Subject]]:
        calls_class = name == "FuncCall" and parse.strings(node.funcname)[-1] in _TAKES_A_CLASS
        for field, value in node.ListFields():
            if field.message_type is None:
                continue
            given: Subject = subject if name in _PASSED_ON else ()
            if name == "TypeCast":
                given = _subject(node)
            elif name == "A_Expr":
                given = _subject(node.rexpr if field.name == "lexpr" else node.lexpr)
            elif name == "CaseExpr":
                given = _subject(node.arg) if field.name == "args" else subject
            elif name == "CaseWhen":
                given = subject if field.name == "expr" else ()
            elif calls_class:
                given = ("type", "regclass")
            for child in [value] if hasattr(value, "ListFields") else value:
                yield child, given

    def _note(self, what: What, node: parse.Node, subject: Subject) -> None:
        i = self.at.get(self.offset(node.location))
        if i is None:
            return
        if what == "constant":
            if node.WhichOneof("val") == "sval" and self.tokens[i][0] == "SCONST":
                if subject == ("type", "regclass"):
                    self._add("regclass", split(node.sval.sval), i, i)
                else:
                    self._add("constant", (node.sval.sval,), i, i, subject)
            return
        parts, end = [_name(self._word(i))], i
        while end + 2 < len(self.tokens) and self._word(end + 1) == "." and self._word(end + 2) != "*":
            end += 2
            parts.append(_name(self._word(end)))
        if what == "column" and end + 1 < len(self.tokens) and self._word(end + 1) == ".":
            what = "row"
        self._add(what, tuple(parts), i, end, arguments=len(node.args) if what == "function" else 0)

    def attributes(self) -> None:
        """Note what stands behind a value in parentheses, `(place).zip`: its node has no place of its own."""
        for i in range(len(self.tokens) - 2):
            if self._word(i) == ")" and self._word(i + 1) == "." and self._word(i + 2) != "*":
                self._add("attribute", (_name(self._word(i + 2)),), i + 2, i + 2)

    def offset(self, location: int) -> int:
        """A node's location, in bytes, as an offset in characters."""
        return location if self.offsets is None or location < 0 else self.offsets[location]

    def _add(self, what: What, parts: tuple[str, ...], first: int, last: int, subject: Subject = (), arguments: int = 0) -> None:  # fmt: skip
        start, end = self.tokens[first][1], self.tokens[last][2]
        self.found.append(Mention(what, parts, start, end, subject, arguments))

    def _word(self, i: int) -> str:
        return self.text[self.tokens[i][1] : self.tokens[i][2]]


def _place(node: parse.Node) -> int:
    """Where a column that stands alone is; -1 of any other value."""
    node = parse.unwrap(node)
    return node.location if parse.name(node) == "ColumnRef" else -1


def _name(word: str) -> str:
    return word[1:-1].replace('""', '"') if word.startswith('"') else word.lower()


def _subject(node: parse.Node) -> Subject:
    node = parse.unwrap(node)
    match parse.name(node):
        case "ColumnRef":
            return ("column", *parse.strings(node.fields)[-1:])
        case "TypeCast":
            return ("type", *parse.strings(node.type_name.names))
    return ()
