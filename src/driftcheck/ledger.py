"""The ledger: what several statements, in one page or in many, say together. It implements `driftcheck.sql.sink.Sink`.

The same thing said twice is one fact; a later change wins; two places that disagree, neither of them a change, are a
contradiction with both lines, and the fact is unstated from then on. The ledger also remembers which line gave what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import msgspec

from driftcheck import following, structure
from driftcheck.kinds import KINDS, Pair
from driftcheck.kinds.claim import Claim
from driftcheck.model import UNSTATED, Facts, Fault, place_of, properties
from driftcheck.names import join, kept, parent, split
from driftcheck.shelves import Shelves, holder

_UNIONS = ("complete", "presumed", "spellings")
_FIRST_WINS = ("description", "note", "extension", "ddl")
_COUNTED = ("column_count",)
_NOT_NAMED = frozenset({"bucket", "claim", "relationship", "cast", "default_privilege", "database"})  # by identifiers
_ONE_NAMESPACE = ("table", "view", "materialized_view", "foreign_table", "sequence", "index")


class Taken(NamedTuple):
    """One fact that a line gave: the object, and which property of it; None where the line states that it exists."""

    kind: str
    object: str
    property: str | None


class Ledger:
    """Collects statements. Read `objects`, `faults` and `taken` once everything is stated."""

    def __init__(self) -> None:
        self._shelves = Shelves()
        self.objects = self._shelves.kinds
        self.faults: list[Fault] = []
        self._faults: set[bytes] = set()
        self.taken: dict[str, list[Taken]] = defaultdict(list)  # "path:line" → what it gave
        self._contested: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._claims: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)  # what each says → its key
        self._settled: dict[tuple[str, str], set[str]] = defaultdict(set)  # properties that a change set

    def find(self, kind: str, path: str) -> Facts | None:
        """What has been stated of the object so far."""
        return self.objects[kind].get(self._only(kind, path))

    def state(self, kind: str, path: str, facts: Facts, apart: Collection[str] = ()) -> None:
        """A statement that the object exists, with facts; where they disagree with what stands, a contradiction.

        `apart`: the paths that the same statement gives to other objects, of which this is none.
        """
        path = self._placed(kind, _kept(kind, path), facts, apart)
        if facts.at is not UNSTATED and (exists := Taken(kind, path, None)) not in self.taken[facts.at]:
            self.taken[facts.at].append(exists)
        for property in self._all(facts):
            place = place_of(facts, property)
            if place is not UNSTATED and place != facts.at:
                self.taken[place].append(Taken(kind, path, property))
        known = self.objects[kind].get(path)
        if known is None:
            self._shelves.put(kind, path, facts)
            for property in self._contested.get((kind, path), ()):
                setattr(facts, property, UNSTATED)
            return
        if self._name_is_shared(kind, path, known, facts):
            return
        for property in self._all(facts):
            self._merge(kind, path, known, facts, property)
        self._merge_about(known, facts)
        self._shelves.hang(kind, path, known)

    def change(self, kind: str, path: str, at: str, **properties: Any) -> None:
        """A later statement of a change: it wins over what stands."""
        path = self._only(kind, path)
        known = self.objects[kind].get(path)
        if known is None:
            known = KINDS[kind].facts(at=at)
            self._shelves.put(kind, path, known)
        for property, value in properties.items():
            setattr(known, property, value)
            self.taken[at].append(Taken(kind, path, property))
            if at != known.at:
                known.lines = {**(known.lines or {}), property: at}
            self._contested[kind, path].discard(property)
            if known.loose is not UNSTATED and property in known.loose:
                known.loose = [p for p in known.loose if p != property] or UNSTATED
            self._settled[kind, path].add(property)
        self._shelves.hang(kind, path, known)

    def remove(self, kind: str, path: str) -> None:
        """The object is gone, with everything under it."""
        path = self._only(kind, path)
        self._shelves.take(kind, path)
        for other, below in list(structure.below(self._shelves, kind, path)):
            self._shelves.take(other, below)

    def forget(self, kind: str, path: str) -> None:
        """The object is another one's; what stands under it, or speaks of it, stays."""
        self._shelves.take(kind, self._only(kind, path))

    def rename(self, kind: str, path: str, to: str) -> None:
        """The object, and everything under it, has another path now. Columns keep their order."""
        structure.rename(self._shelves, kind, self._only(kind, path), _kept(kind, to))

    def relabel(self, path: str, old: str, new: str) -> None:
        """A value of an enum is another word now, in the expressions that use it."""
        following.label(self._shelves, self._only("type", path), old, new)

    def in_order(self, kind: str) -> dict[str, Facts]:
        """The objects of a kind as they were first stated, renamed ones in their old places."""
        return self._shelves.in_order(kind)

    def claim(self, about: str, facts: Claim) -> str:
        """Put down a claim under a key of its own; the same words of the same object once."""
        facts.about = about
        name = key = f"{facts.claim} {about}"
        said = tuple(repr(getattr(facts, p)) for p in properties(Claim))
        known = self._claims[name]
        if said in known:
            return known[said]
        if known:
            key = f"{name} {len(known) + 1}"
        known[said] = key
        self._shelves.put("claim", key, facts)
        if facts.at is not UNSTATED:
            self.taken[facts.at].append(Taken("claim", key, None))
        return key

    def fault(self, fault: Fault) -> None:
        """A contradiction that a reader found."""
        said = msgspec.json.encode(fault)
        if said not in self._faults:
            self._faults.add(said)
            self.faults.append(fault)

    def collisions(self) -> Iterator[Fault]:
        """Objects of two kinds that share one name: relations, indexes and sequences have one namespace (`pg_class`)."""
        seen: dict[str, str] = {}
        for kind in _ONE_NAMESPACE:
            for path, facts in self.objects.get(kind, {}).items():
                if facts.named is False:
                    continue
                if path in seen:
                    other = self.objects[seen[path]][path]
                    yield Fault(
                        rule="document-duplicate-name",
                        object=path,
                        kind=kind,
                        message=f"{path} is a {seen[path]} and a {kind.replace('_', ' ')}; no schema can hold both",
                        at=other.at,
                        also=facts.at,
                    )
                else:
                    seen[path] = kind

    def _placed(self, kind: str, path: str, facts: Facts, apart: Collection[str]) -> str:
        """The path under which the object already stands, if it does under another one."""
        if kind not in ("constraint", "index", "function"):
            return path
        beside = self._beside(kind, path, facts)
        if apart:
            beside = {p: f for p, f in beside.items() if p not in apart}
        if kind in ("constraint", "index") and (known := structure.twin(beside, kind, path, facts)):
            if facts.named is False or known == path:
                return known
            self._shelves.move(kind, known, path)
            self.objects[kind][path].named = UNSTATED
        if kind == "function" and (known := structure.overload(beside, path, facts)):
            if "(" in known:
                return known
            self._shelves.move(kind, known, path)
        return path

    def _only(self, kind: str, path: str) -> str:
        """The function that a name without argument types means: the only one of that name."""
        path = _kept(kind, path)
        if kind != "function" or "(" in path:
            return path
        found = self._shelves.hanging(kind, path)
        return next(iter(found)) if len(found) == 1 else path

    def _beside(self, kind: str, path: str, facts: Facts) -> dict[str, Facts]:
        """What hangs on the same table, or has the same name."""
        return self._shelves.hanging(kind, holder(kind, path, facts) or "")

    @staticmethod
    def _all(facts: Facts) -> list[str]:
        names = (*properties(type(facts)), *_COUNTED)
        return [name for name in names if getattr(facts, name, UNSTATED) is not UNSTATED]

    def _merge(self, kind: str, path: str, known: Facts, facts: Facts, property: str) -> None:
        if property in self._contested.get((kind, path), ()) or property in self._settled.get((kind, path), ()):
            return
        old, new = getattr(known, property), getattr(facts, property)
        old_loose = known.loose is not UNSTATED and property in known.loose
        new_loose = facts.loose is not UNSTATED and property in facts.loose
        if old is UNSTATED or (old_loose and not new_loose and self._same(kind, path, property, known, facts)):
            setattr(known, property, new)
            place = place_of(facts, property)
            if place is not UNSTATED and place != known.at:
                known.lines = {**(known.lines or {}), property: place}
            loose = {*(known.loose or ())} - {property} | ({property} if new_loose else set())
            known.loose = sorted(loose) or UNSTATED
        elif old != new and not self._same(kind, path, property, known, facts):
            self._disagree(kind, path, property, known, facts)

    def _same(self, kind: str, path: str, property: str, known: Facts, facts: Facts) -> bool:
        """Whether the two values can both be right: the looser one is the expected side."""
        old, new = getattr(known, property), getattr(facts, property)
        test = KINDS[kind].same.get(property)
        if old == new:
            return True
        if test is None or old is None or new is None:
            return False
        if facts.loose is not UNSTATED and property in facts.loose:
            return test(new, old, Pair(path=path, expected=facts, actual=known))
        return test(old, new, Pair(path=path, expected=known, actual=facts))

    def _disagree(self, kind: str, path: str, property: str, known: Facts, facts: Facts) -> None:
        old, new = getattr(known, property), getattr(facts, property)
        at, also = place_of(known, property), place_of(facts, property)
        self.fault(
            Fault(
                rule="document-disagreement",
                object=path,
                kind=kind,
                message=f"the {property.replace('_', ' ')} of {path} is {_say(old)} here and {_say(new)} at {also}",
                at=at,
                also=also,
            )
        )
        setattr(known, property, UNSTATED)
        if (defaults := KINDS[kind].defaults) is not None and property in defaults(known):
            known.ddl = False  # what is contested must not be taken by default
        self._contested[kind, path].add(property)

    def _name_is_shared(self, kind: str, path: str, known: Facts, facts: Facts) -> bool:
        """One index name on two tables: neither place is righter, and what they disagree in is unstated."""
        if kind != "index" or not getattr(known, "table", None) or not getattr(facts, "table", None):
            return False
        tables = [getattr(known, "table"), getattr(facts, "table")]  # noqa: B009
        if tables[0] == tables[1] or "table" in self._settled.get((kind, path), ()):
            return False
        self.fault(
            Fault(
                rule="document-duplicate-name",
                object=path,
                kind=kind,
                message=f"{path} is an index on {tables[0]} here and on {tables[1]} at {facts.at}; one schema holds one",
                at=known.at,
                also=facts.at,
                about=tables,
            )
        )
        for property in self._all(facts):
            if getattr(known, property) != getattr(facts, property):
                setattr(known, property, UNSTATED)
                self._contested[kind, path].add(property)
        return True

    @staticmethod
    def _merge_about(known: Facts, facts: Facts) -> None:
        for field in _UNIONS:
            new = getattr(facts, field)
            if new is not UNSTATED:
                old = getattr(known, field) or []
                setattr(known, field, [*old, *(item for item in new if item not in old)])
        for field in _FIRST_WINS:
            if getattr(known, field) is UNSTATED:
                setattr(known, field, getattr(facts, field))
        if known.named is False and facts.named is UNSTATED:
            known.named = UNSTATED


def child(path: str, name: str) -> str:
    """The path of a part of an object: a table's column, policy, trigger or named constraint."""
    return join(*split(path), name)


def sibling(path: str, name: str) -> str:
    """The path of another object of the same schema: a table's index."""
    return join(*split(parent(path)), name)


def _say(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return (
        {None: "nothing", True: "yes", False: "no"}.get(value, str(value))
        if not isinstance(value, int | float) or isinstance(value, bool)
        else str(value)
    )


def _kept(kind: str, path: str) -> str:
    """The path of what there is: PostgreSQL cuts the names of what it makes, people write them whole."""
    return path if kind in _NOT_NAMED else kept(path)
