"""Types that can be built: what a family's word or an unstated type becomes, and one type for all columns of a key."""

from __future__ import annotations

import re
from collections.abc import Iterable

from driftcheck.kinds.column import Column
from driftcheck.model import UNSTATED

_PREFERRED = {
    "number": "numeric",
    "num": "numeric",
    "float": "double precision",
    "double": "double precision",
    "json": "jsonb",
    "object": "jsonb",
    "array": "text[]",
    "list": "text[]",
    "enum": "text",
}
"""Of a family the member that most people would take; of all other families the first one."""

_INTEGER = re.compile(r"-?[0-9]{1,18}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}\Z")
_BY_DEFAULT = {
    "now()": "timestamp with time zone",
    "current_timestamp": "timestamp with time zone",
    "current_date": "date",
    "true": "boolean",
    "false": "boolean",
    "gen_random_uuid()": "uuid",
    "uuid_generate_v4()": "uuid",
    "auth.uid()": "uuid",
    "'{}'::jsonb": "jsonb",
    "'[]'::jsonb": "jsonb",
    "'{}'": "jsonb",
    "'[]'": "jsonb",
}


def buildable(text: str, *, loose: bool) -> str:
    """A stated type as DDL can hold it.

    >>> buildable("string", loose=True), buildable("varchar(20)", loose=False), buildable("array of uuid", loose=True)
    ('text', 'varchar(20)', 'uuid[]')
    """
    from driftcheck.sql.families import FAMILIES

    if not loose:
        return text
    word = " ".join(text.lower().split())
    if word.startswith("array of "):
        return buildable(word.removeprefix("array of "), loose=True).removesuffix("[]") + "[]"
    if word.endswith("[]"):
        return buildable(word.removesuffix("[]"), loose=True).removesuffix("[]") + "[]"
    if word.startswith("enum"):
        return "text"
    if word in _PREFERRED:
        return _PREFERRED[word]
    if word in FAMILIES:
        return FAMILIES[word][0]
    return text


def guessed(name: str, facts: Column) -> str:
    """A type for a column that states none: as its default has it, else by its name, else text."""
    if facts.identity is not UNSTATED and facts.identity is not None:
        return "bigint"
    default = facts.default if facts.default is not UNSTATED else None
    if default is not None:
        word = default.lower().removeprefix("extensions.").removeprefix("public.")
        if word.startswith("nextval("):
            return "bigint"
        if _INTEGER.match(word):
            return "bigint"
        if _NUMBER.match(word):
            return "numeric"
        return _BY_DEFAULT.get(word, "text")
    return "uuid" if name == "id" or name.endswith("_id") else "text"


class Groups:
    """Columns that must have one type, because a foreign key joins them; a column stands as its path."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def leader(self, column: str) -> str:
        """The one that stands for the column's group."""
        while (up := self._leader.get(column, column)) != column:
            column = up
        return column

    def join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Columns of a key, and those that they refer to."""
        for a, b in pairs:
            self._leader[self.leader(a)] = self.leader(b)
