"""Which lists a document gives whole: by its words, by its totals, by a directive, or because the page goes through them.

See "complete, presumed, partial" in the model: a total above what is listed contradicts words of completeness.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Any

from driftcheck.kinds import KINDS
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.ledger import Ledger
from driftcheck.managed import SCHEMAS as MANAGED
from driftcheck.model import UNSTATED, At, Facts, Fault, Level
from driftcheck.names import parent, quote, split

Key = tuple[str, str | None]  # kind, schema; None: the whole database


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """A stated total."""

    kind: str
    about: str | None  # a schema, None: the whole database
    number: int
    at_least: bool
    at: str


class Wholeness:
    """Gathers what the pages say of their lists; `settle` puts the outcome on the objects that hold them."""

    def __init__(self) -> None:
        self.listings: dict[Key, str] = {}  # where a list of this kind was first given
        self.titled: dict[str, str] = {}  # tables that have a page each, named by its title, and where
        self.partial: set[Key] = set()
        self.whole: dict[Key, str] = {}  # words of completeness, and where
        self.headed: set[Key] = set()  # those that stand in the heading of a list
        self.directed: dict[Key, tuple[Level, str]] = {}
        self.counts: list[Count] = []

    def listing(
        self,
        kind: str,
        schema: str | None,
        at: str,
        *,
        partial: bool = False,
        rest: bool = False,
        of: str | None = None,
    ) -> None:
        """A list that goes through objects of a kind; `of`: the object that this entry is about. `rest`: those that others
        leave: "Supporting tables", which alone go through nothing.
        """
        if of in self.titled or rest:
            return
        key = (kind, None if KINDS[kind].scope == "database" else schema)
        self.listings.setdefault(key, at)
        if partial:
            self.partial.add(key)

    def titles(self, table: str, at: str) -> None:
        """A page that is about one table. Several of them go through the schema's tables, one goes through nothing."""
        self.titled.setdefault(table, at)

    def says_partial(self, kind: str) -> None:
        """Words such as "the main tables" of the page as a whole."""
        self.partial.add((kind, None))

    def says_whole(self, kind: str, schema: str | None, at: str, *, heading: bool = False) -> None:
        """Words such as "all tables of the schema"; `heading`: above a list, which is to follow."""
        if heading and (kind, schema) not in self.whole:
            self.headed.add((kind, schema))
        self.whole.setdefault((kind, schema), at)

    def settle(self, ledger: Ledger) -> None:
        """Mark the schemas, or the database, whose lists are complete or presumed; contradictions become faults."""
        for said in self.headed:
            if not _follows(ledger, said[0], At.of(self.whole[said])):
                del self.whole[said]
        schemas = Counter(quote(split(table)[0]) for table in self.titled)
        for table, place in self.titled.items():
            if schemas[own := quote(split(table)[0])] > 1:
                self.listings.setdefault(("table", own), place)
        keys = {*self.listings, *self._keys_of(ledger)}
        for kind, schema in sorted(keys, key=lambda key: (list(KINDS).index(key[0]), key[1] or "")):
            level, at = self._level(ledger, kind, schema)
            if level is not Level.PARTIAL and _stands(ledger, kind, schema):
                _mark(ledger, kind, schema, level, at)
        first: dict[tuple[str, str | None, int], Count] = {}
        for count in self.counts:
            key = (count.kind, count.about, count.number)
            self._compare(
                ledger, first.setdefault(key, count), [c.at for c in self.counts if (c.kind, c.about, c.number) == key]
            )
        _columns(ledger)

    def _keys_of(self, ledger: Ledger) -> Iterator[Key]:
        """Kinds and schemas that words or totals speak of and of which something is stated."""
        for kind, about in [*self.whole, *((c.kind, c.about) for c in self.counts), *self.directed]:
            for path in ledger.objects.get(kind, {}):
                if KINDS[kind].scope == "database":
                    yield kind, None
                elif about is None or quote(split(path)[0]) == about:
                    yield kind, quote(split(path)[0])

    def _level(self, ledger: Ledger, kind: str, schema: str | None) -> tuple[Level, str]:
        key = (kind, schema)
        listed = self.listings.get(key, "")
        directed = self.directed.get(key) or self.directed.get((kind, None))
        if directed:
            return directed
        counts = [c for c in self.counts if c.kind == kind and (c.about == schema or (c.about is None))]
        managed = schema is not None and split(schema)[0] in MANAGED
        whole = self.whole.get(key) or (None if managed else self.whole.get((kind, None)))
        if any(_listed(ledger, c) < c.number for c in counts):
            return (Level.PRESUMED if whole else Level.PARTIAL), whole or listed
        if whole:
            return (Level.PRESUMED if any(_exceeds(ledger, c) for c in counts) else Level.COMPLETE), whole
        for count in counts:
            if count.number == _listed(ledger, count) and not count.at_least and not (managed and count.about is None):
                return Level.COMPLETE, count.at
        if kind != "table" or managed or {key, (kind, None)} & self.partial or key not in self.listings:
            return Level.PARTIAL, listed
        return Level.PRESUMED, listed

    def _compare(self, ledger: Ledger, count: Count, places: list[str]) -> None:
        """A total that disagrees with a list that claims to be whole, or that is longer than the total."""
        listed = _listed(ledger, count)
        if listed == 0:
            return
        whole = (
            self.whole.get((count.kind, count.about))
            or self.whole.get((count.kind, None))
            or self.whole.get(("", None))
        )
        if (listed < count.number and whole) or _exceeds(ledger, count):
            plural = KINDS[count.kind].plural.replace("_", " ")
            more = " or more" if count.at_least else ""
            also = next((place for place in places if place != count.at), None) or whole
            ledger.fault(
                Fault(
                    rule="document-count",
                    object=count.about or DATABASE,
                    kind=count.kind,
                    message=f"the document counts {count.number}{more} {plural} and describes {listed}",
                    at=count.at,
                    also=also or UNSTATED,
                )
            )


def _follows(ledger: Ledger, kind: str, heading: At) -> bool:
    """Whether a list stands below its heading: "Policy matrix (full reference)" may tell what callers may do, and name no
    policy. Tables may have been listed above, in short.
    """
    places = (At.of(facts.at) for facts in ledger.objects.get(kind, {}).values() if facts.at)
    return kind == "table" or any(place.path == heading.path and place.line >= heading.line for place in places)


def _columns(ledger: Ledger) -> None:
    """How whole a table's list of columns is, where the pages count them: "orders (12 columns)"."""
    listed = Counter(parent(path) for path in ledger.objects.get("column", {}))
    for path, facts in ledger.objects.get("table", {}).items():
        number: Any = getattr(facts, "column_count", UNSTATED)
        if number is UNSTATED or not listed[path]:
            continue
        if listed[path] == number:
            mark(facts, "columns", Level.COMPLETE)
        elif facts.presumed and listed[path] < number:
            facts.presumed = [plural for plural in facts.presumed if plural != "columns"] or UNSTATED
        elif listed[path] > number and not any(f.object == path and f.rule == "document-count" for f in ledger.faults):
            message = f"the document counts {number} columns of {path} and describes {listed[path]}"
            at = (facts.lines or {}).get("column_count", facts.at)
            ledger.fault(Fault(rule="document-count", object=path, kind="column", message=message, at=at))


def _listed(ledger: Ledger, count: Count) -> int:
    """How many of the kind are stated; where the total fits without what Supabase manages, those are left out."""
    paths = ledger.objects.get(count.kind, {})
    if count.about is None or KINDS[count.kind].scope == "database":
        own = [p for p in paths if KINDS[count.kind].scope == "database" or split(p)[0] not in MANAGED]
        return len(own) if len(own) == count.number else len(paths)
    return sum(quote(split(path)[0]) == count.about for path in paths)


def _exceeds(ledger: Ledger, count: Count) -> bool:
    return _listed(ledger, count) > count.number and not count.at_least


def _stands(ledger: Ledger, kind: str, schema: str | None) -> bool:
    """Whether a list is still of that schema: later DDL may have renamed it, or removed it with all that it held."""
    objects = ledger.objects
    return schema is None or schema in objects["schema"] or any(quote(split(p)[0]) == schema for p in objects[kind])


def _mark(ledger: Ledger, kind: str, schema: str | None, level: Level, at: str) -> None:
    holder, path = ("database", DATABASE) if schema is None else ("schema", schema)
    facts = ledger.objects[holder].get(path)
    if facts is None:
        facts = ledger.objects[holder][path] = KINDS[holder].facts(at=at)
    mark(facts, KINDS[kind].plural, level)


def mark(facts: Facts, plural: str, level: Level) -> None:
    """Note on what holds a list how whole the list is."""
    field = "complete" if level is Level.COMPLETE else "presumed"
    known = getattr(facts, field) or []
    if plural not in known:
        setattr(facts, field, [*known, plural])
