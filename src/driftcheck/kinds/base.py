"""What a kind of object is: its facts, how they are read from the catalog, compared, and weighed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from driftcheck.model import UNSTATED, Facts, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
RELATIONS = ("table", "view", "materialized_view", "foreign_table")
"""The kinds that share one namespace in a schema and have columns (`pg_class`)."""


class Pair(Struct, frozen=True):
    """The two objects whose property is being compared: what an expression's meaning depends on.

    `renamed` maps the expected path of each renamed relation to its actual one; `there` is all that the actual side's
    source holds, by kind and path; `here` is all that the expected side's does.
    """

    path: str
    expected: Facts
    actual: Facts
    renamed: Mapping[str, str] = {}
    there: Mapping[str, Mapping[str, Facts]] = {}
    here: Mapping[str, Mapping[str, Facts]] = {}

    def loose(self, property: str) -> bool:
        """Whether the expected side states this property as a family or a part."""
        return self.expected.loose is not UNSTATED and property in self.expected.loose


Same = Callable[[Any, Any, Pair], bool]
"""(expected value, actual value, the objects) → do they mean the same? Called only for values that are not `==`."""


Defaults = Callable[[Any], Mapping[str, Any]]
"""An object that DDL states in full → what PostgreSQL takes for the properties that DDL may leave out."""


class Kind(Struct, frozen=True, kw_only=True):
    """One kind of object. A new kind is a file with one of these and a line in `kinds/__init__.py`."""

    name: str
    plural: str
    facts: type[Facts]
    scope: str  # what holds its complete list: "database", "schema" or "table"
    missing: Severity | None = Severity.ERROR  # None: being stated is not a claim that it exists
    undocumented: Severity | None = Severity.WARNING  # None: never reported
    changed: Mapping[str, Severity] = {}  # a property that is not named here: see `severity`
    same: Mapping[str, Same] = {}
    defaults: Defaults | None = None
    why: str = ""  # why drift of this kind matters, for `driftcheck rules`
    query: Callable[[int], str] | None = None  # server version (160014) → the catalog query: see kinds/catalog.py

    def severity(self, property: str) -> Severity:
        """How much a change of this property weighs by default."""
        return self.changed.get(property, INFO if property == "comment" else WARNING)
