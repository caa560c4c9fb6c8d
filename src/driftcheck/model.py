"""The one model of everything that driftcheck reads: a snapshot is a set of objects of which only stated facts are set.

Data only. A field that holds UNSTATED was not said; that is neither null nor "absent" and never causes a finding.
"""

from __future__ import annotations

import builtins
import enum
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

UNSTATED = UNSET
Unstated = UnsetType
Text = str | UnsetType
OptionalText = str | None | UnsetType
Flag = bool | UnsetType
Number = int | UnsetType
Names = list[str] | UnsetType
Mapping = dict[str, str] | UnsetType
Grants = dict[str, list[str]] | UnsetType  # role → privileges, a "*" after one that may be granted on


class Severity(enum.StrEnum):
    """How much a finding weighs; compares by weight."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def weight(self) -> int:
        """Its place in the order: an error weighs most."""
        return list(Severity).index(self)


class At(Struct, frozen=True, order=True):
    """A place in a document. `line` counts from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    @classmethod
    def of(cls, text: str) -> At:
        """From `docs/db.md:52`, the form that snapshots keep."""
        path, _, line = text.rpartition(":")
        return cls(path, int(line))


class Facts(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """One object. The fields here are *about* the statement; each kind adds the properties that are compared."""

    at: Text = UNSTATED  # "docs/db.md:52": where the object stands; unstated for a live database
    lines: Mapping = UNSTATED  # property → its own place, where it differs from `at`
    complete: Names = UNSTATED  # collections that the source lists whole, by their plural: "columns"
    presumed: Names = UNSTATED  # collections that the page goes through and says nothing else of
    loose: Names = UNSTATED  # properties stated as a family (`string`) or as a part (some of the grants)
    named: Flag = UNSTATED  # False: the name is the one that PostgreSQL would give, and is not compared
    spellings: Names = UNSTATED  # other paths that meet the statement as well
    description: Text = UNSTATED  # what the document says of the object, in its words
    note: Text = UNSTATED  # a remark beside a fact: the values that a column takes
    extension: Text = UNSTATED  # the extension that owns the object
    ddl: Flag = UNSTATED  # stated by DDL in full: what that leaves out is as PostgreSQL takes it (defaults.py)
    by_hand: Flag | Names = UNSTATED  # a person added this object, or these properties, to the snapshot


ABOUT = frozenset({*Facts.__struct_fields__, "column_count"})


@cache
def properties(cls: builtins.type[Facts]) -> tuple[str, ...]:
    """The names of the facts that are compared, in their order."""
    return tuple(name for name in cls.__struct_fields__ if name not in ABOUT)


def stated(facts: Facts) -> Iterator[tuple[str, Any]]:
    """Each property that the object states, with its value."""
    for name in properties(builtins.type(facts)):
        value = getattr(facts, name)
        if value is not UNSTATED:
            yield name, value


def place_of(facts: Facts, property: str | None = None) -> Text:
    """Where the object, or one property of it, is stated: as facts keep it."""
    if property and facts.lines is not UNSTATED and property in facts.lines:
        return facts.lines[property]
    return facts.at


def place(facts: Facts, property: str | None = None) -> At | None:
    """The same as a place; None where it is not said."""
    found = place_of(facts, property)
    return At.of(found) if found is not UNSTATED else None


class Source(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A document that a snapshot was compiled from, and what it says of itself."""

    path: str
    project: OptionalText = None  # the Supabase project reference or the database's name that it describes
    updated: OptionalText = None  # when it was last updated, ISO 8601


class Fault(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A document that disagrees with itself, or with another: a finding before any database is read."""

    rule: str  # "document-…"
    object: str
    kind: str
    message: str
    at: Text = UNSTATED
    also: Text = UNSTATED  # the other place
    about: list[str] = []  # the other objects that it concerns: the tables of one index name


class Snapshot(Struct, kw_only=True):
    """What one source states. `objects` maps kind → path → facts."""

    origin: str = "documents"  # documents | database | sql | models
    complete: bool = False  # every collection is listed whole (a live database, a schema file)
    unread: list[str] = []  # why the read is not whole: never reported as clean
    sources: list[Source] = []
    compiled_from: list[str] = []  # the folders and files to compile again, where they are not the sources' paths
    server: OptionalText = None  # the server's version
    database: OptionalText = None  # the database's name, or the Supabase project reference
    withheld: list[str] = []  # what PostgreSQL shows to nobody with these rights
    not_modelled: dict[str, int] = {}  # catalog → objects that no kind describes
    faults: list[Fault] = []
    notes: list[str] = []  # what a reader should know: statements that could not be run, and where
    objects: dict[str, dict[str, Facts]] = {}

    def of(self, kind: str) -> dict[str, Facts]:
        """The objects of one kind, by path; do not change the result."""
        return self.objects.get(kind, {})

    def add(self, kind: str, path: str, facts: Facts) -> None:
        """Put an object in its place; one of the same path is replaced."""
        self.objects.setdefault(kind, {})[path] = facts

    def __iter__(self) -> Iterator[tuple[str, str, Facts]]:
        for kind, objects in self.objects.items():
            for path, facts in objects.items():
                yield kind, path, facts


class Level(enum.IntEnum):
    """How whole a list is."""

    PARTIAL = 0
    PRESUMED = 1
    COMPLETE = 2


class Accepted(Struct, frozen=True, kw_only=True):
    """Why a finding does not fail the gate, as `driftcheck.accepted.toml` says."""

    reason: str
    by: str | None = None
    until: str | None = None  # the last day, in UTC, ISO 8601


class Finding(Struct, kw_only=True, frozen=True):
    """One place where expected and actual part."""

    rule: str
    severity: Severity
    status: str  # missing | undocumented | changed | renamed | broken-claim | contradiction | advice
    kind: str
    object: str
    message: str
    property: str | None = None
    expected: Any = None
    actual: Any = None
    at: At | None = None
    also: At | None = None
    partial: bool = False  # outside a complete list: counted, shown with --all
    accepted: Accepted | None = None
    since: str | None = None  # new | persisting: held against another report

    @builtins.property
    def fingerprint(self) -> str:
        """Stable across runs, machines, moved lines and renamed files."""
        import hashlib

        identity = (self.rule, self.kind, self.object, self.property, self.expected, self.actual)
        try:
            text = msgspec.json.encode(identity, order="deterministic")
        except UnicodeEncodeError:  # half of a surrogate pair, from an escape in a snapshot
            text = ascii(msgspec.to_builtins(identity, order="deterministic")).encode()
        return hashlib.sha256(text).hexdigest()[:32]


class Coverage(Struct, frozen=True):
    """How much of one kind the expected state speaks of."""

    documented: int
    live: int
    matched: int


class Comparison(Struct, kw_only=True):
    """The outcome of comparing two snapshots."""

    findings: list[Finding]
    coverage: dict[str, Coverage]
    pairs: dict[str, dict[str, str]] = {}  # kind → expected path → actual path
    by_schema: dict[str, dict[str, Coverage]] = {}  # schema → kind → coverage, of what stands in a schema
