"""DBML: tables with their columns (which are all of them), keys, indexes, enums and references.

Table parcels { id integer [pk]  cart_id uuid [not null, ref: > carts.id] }
Enum state { packed sent }
Ref: parcels.state_id > states.id [delete: cascade]
"""

from __future__ import annotations

import re

from driftcheck.kinds.index import Index
from driftcheck.kinds.table import Table
from driftcheck.kinds.type import Type
from driftcheck.ledger import sibling
from driftcheck.model import Level
from driftcheck.names import derived, join, last, quote, split
from driftcheck.sources.documents import attributes, columnfacts, keyfacts
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.naming import parse
from driftcheck.sources.documents.wholeness import mark

_NAME = r'(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+)){0,2}'
_TABLE = re.compile(
    rf"\s*table\s+(?P<name>{_NAME})(?:\s+as\s+(?P<alias>\w+))?\s*(?:\[(?P<settings>[^\]]*)\])?\s*\{{(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_ENUM = re.compile(rf"\s*enum\s+(?P<name>{_NAME})\s*\{{(?P<rest>.*)\Z", re.IGNORECASE)
_REF = re.compile(
    rf"\s*ref\s*(?P<named>\w+)?\s*[:{{]\s*(?P<a>{_NAME})\s*(?P<op><>|[<>-])\s*(?P<b>{_NAME})\s*(?:\[(?P<settings>[^\]]*)\])?\s*\}}?\s*\Z",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r'\s*(?P<name>"[^"]+"|\w+)\s+(?P<type>"[^"]+"|[\w.]+(?:\s*\([\w, ]*\))?(?:\[\])*)\s*(?:\[(?P<settings>.*)\])?\s*\Z'
)
_OTHER = re.compile(r"\s*(?:project|tablegroup|tablepartial|records|note)\b[^{]*\{", re.IGNORECASE)


def read(block: Block, context: Context) -> None:
    """Take what a DBML block states."""
    if context.today:
        _Reader(block, context).read()


class _Reader:
    def __init__(self, block: Block, context: Context) -> None:
        self._context, self._ledger = context, context.page.ledger
        self._lines = [" ".join(line.split()) for line in _without_comments(block.content).split("\n")]
        self._first = block.first
        self._aliases: dict[str, str] = {}
        self._references: list[tuple[str, str, str, str, int]] = []

    def read(self) -> None:
        """Each block in turn; references once all tables and their aliases are known."""
        number = 0
        while number < len(self._lines):
            text, line = self._lines[number], self._first + number
            if match := _TABLE.match(text):
                number = self._table(match, number)
            elif match := _ENUM.match(text):
                number = self._enum(match, number)
            elif match := _REF.match(text):
                self._references.append((match["a"], match["op"], match["b"], match["settings"] or "", line))
                number += 1
            elif re.match(r"\s*ref\b[^:{]*\{\s*\Z", text, re.IGNORECASE) and number + 1 < len(self._lines):
                number = self._reference_block(number + 1)
            elif _OTHER.match(text):
                number = self._skip(number)
            else:
                number += 1
        for a, op, b, settings, line in self._references:
            self._reference(a, op, b, settings, line)

    def _reference_block(self, number: int) -> int:
        while number < len(self._lines) and "}" not in self._lines[number]:
            if match := _REF.match("ref: " + self._lines[number].strip()):
                self._references.append(
                    (match["a"], match["op"], match["b"], match["settings"] or "", self._first + number)
                )
            number += 1
        return number + 1

    def _path(self, written: str) -> str:
        names = parse(written)
        if not names:
            return join(self._context.schema, *split(written))
        name = names[0]
        return name.path(self._context.schema)

    def _table(self, match: re.Match[str], number: int) -> int:
        line, path = self._first + number, self._path(match["name"])
        if match["alias"]:
            self._aliases[match["alias"]] = path
        self._ledger.state("table", path, Table(at=self._context.at(line)))
        self._context.page.wholeness.listing(
            "table", quote(split(path)[0]), self._context.at(line), partial=self._context.partial
        )
        facts = self._ledger.find("table", path)
        assert facts is not None
        mark(facts, "columns", Level.PRESUMED)
        number += 1
        while number < len(self._lines):
            text = self._lines[number].strip()
            if text.startswith("}"):
                return number + 1
            if re.match(r"indexes\s*\{", text, re.IGNORECASE):
                number = self._indexes(path, number + 1)
                continue
            if re.match(r"(?:note|checks)\s*\{", text, re.IGNORECASE):
                number = self._skip(number)
                continue
            if note := re.match(r"note\s*:\s*'{1,3}(.*?)'{1,3}\s*\Z", text, re.IGNORECASE):
                facts.description = note[1]
            elif text and (found := _COLUMN.match(text)):
                self._column(path, found, self._first + number)
            number += 1
        return number

    def _column(self, table: str, match: re.Match[str], line: int) -> None:
        name = match["name"].strip('"')
        said = attributes.Attributes(type=match["type"].strip('"'))
        note = None
        for setting in attributes.split_commas(match["settings"] or ""):
            key, _, value = (part.strip() for part in setting.partition(":"))
            match key.lower():
                case "pk" | "primary key":
                    said.primary_key = True
                case "unique":
                    said.unique = True
                case "not null":
                    said.nullable = False
                case "null":
                    said.nullable = True
                case "default":
                    said.default = _default(value)
                case "note":
                    note = value.strip("'")
                case "ref":
                    if found := re.match(rf"(<>|[<>-])\s*({_NAME})", value):
                        self._references.append((f"{table}.{quote(name)}", found[1], found[2], "", line))
        columnfacts.put(table, name, said, self._context, line, note)

    def _enum(self, match: re.Match[str], number: int) -> int:
        line, path = self._first + number, self._path(match["name"])
        values: list[str] = []
        rest, end = match["rest"], number + 1
        while "}" not in rest and end < len(self._lines):
            rest += "\n" + self._lines[end]
            end += 1
        for text in rest.partition("}")[0].split("\n"):
            value = re.sub(r"\[.*\]", "", text).strip()
            if value:
                values += [value.strip('"')] if value.startswith('"') else value.split()
        self._ledger.state("type", path, Type(at=self._context.at(line), kind="enum", values=values))
        return end

    def _indexes(self, table: str, number: int) -> int:
        while number < len(self._lines):
            text, line = self._lines[number].strip(), self._first + number
            number += 1
            if text.startswith("}"):
                break
            match = re.match(
                r"(?:\((?P<many>[^\[\]]*)\)|(?P<one>`[^`]+`|[\w\"]+))\s*(?:\[(?P<settings>.*)\])?\s*\Z", text
            )
            if match is None:
                continue
            keys = [key.strip().strip('"') for key in attributes.split_commas(match["many"] or match["one"])]
            keys = [f"({key.strip('`')})" if key.startswith("`") and "(" not in key else key.strip("`") for key in keys]
            settings = {
                k.strip().lower(): v.strip()
                for k, _, v in (s.partition(":") for s in attributes.split_commas(match["settings"] or ""))
            }
            if "pk" in settings:
                keyfacts.key(table, keys, "primary key", self._context, line)
                continue
            facts = Index(at=self._context.at(line), table=table, columns=keys)
            name = settings.get("name", "").strip("'\"`")
            if not name:
                facts.named = False
                name = derived(last(table), "_".join(re.sub(r"\W.*", "", key) or "expr" for key in keys), "idx")
            if "unique" in settings:
                facts.unique = True
            if "type" in settings:
                facts.method = settings["type"]
            self._ledger.state("index", sibling(table, name), facts)
        return number

    def _reference(self, a: str, op: str, b: str, settings: str, line: int) -> None:
        if op in ("<", "<>"):
            if op == "<>":
                return
            a, b = b, a
        source, target = self._end(a), self._end(b)
        if source is None or target is None:
            return
        actions = {
            k.strip().lower(): v.strip().upper()
            for k, _, v in (s.partition(":") for s in attributes.split_commas(settings))
        }
        keyfacts.foreign_key(
            source[0],
            [source[1]],
            (target[0], quote(target[1])),
            self._context,
            line,
            actions.get("delete"),
            actions.get("update"),
        )

    def _end(self, written: str) -> tuple[str, str] | None:
        *table, column = split(written)
        if not table:
            return None
        if len(table) == 1 and table[0] in self._aliases:
            return self._aliases[table[0]], column
        return self._path(join(*table)), column

    def _skip(self, number: int) -> int:
        depth = 0
        while number < len(self._lines):
            depth += self._lines[number].count("{") - self._lines[number].count("}")
            number += 1
            if depth <= 0:
                break
        return number


def _default(value: str) -> str:
    if value.startswith("`"):
        return value.strip("`")
    return value.replace('"', "'") if value.startswith('"') else value


def _without_comments(text: str) -> str:
    """The text with its comments blanked, lines kept."""
    text = re.sub(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/", lambda m: "\n" * m[0].count("\n"), text)
    return "\n".join(re.sub(r"(?:^|\s)//.*", "", line) for line in text.split("\n"))
