"""(expected, actual) → findings. Pure: two snapshots in, what parts them out.

What a side does not state is never held against the other. One fault is one finding: what hangs on a missing,
undocumented, renamed or retyped object is not reported beside it (effects.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from driftcheck import claims, completeness, coverage, findings, releases
from driftcheck.defaults import filled
from driftcheck.effects import Effects
from driftcheck.inherit import spelled_out
from driftcheck.kinds import KINDS, RELATIONS, Kind, Pair
from driftcheck.kinds.publication import publishes
from driftcheck.kinds.same import signatures
from driftcheck.managed import is_managed, user_part
from driftcheck.match import Matches, match
from driftcheck.model import (
    UNSTATED,
    At,
    Comparison,
    Facts,
    Fault,
    Finding,
    Level,
    Severity,
    Snapshot,
    stated,
)
from driftcheck.names import arguments, parent, schemas_of
from driftcheck.renames import find_renames, follows
from driftcheck.spelled import as_spelled

# What others hang on comes first: what is found of it explains what is found of them.
_FIRST = ("schema", "extension", "role", "type", *RELATIONS, "sequence", "function", "column")
_ON_COLUMNS = frozenset(
    {"view", "materialized_view", "sequence"}
)  # come before columns, and may have gone or changed with one
_ORDER = (*_FIRST, *(kind for kind in KINDS if kind not in _FIRST))


def compare(expected: Snapshot, actual: Snapshot, counts: coverage.Counts = lambda kind, path: True) -> Comparison:
    """Hold what `expected` states against `actual`. `counts` tells which objects coverage and totals are about.

    Findings come in a fixed order: by severity, then object, kind and property.
    """
    if expected.origin == "database":
        expected = user_part(expected)
    expected, actual = filled(expected), filled(actual)
    expected, actual = spelled_out(as_spelled(expected, actual), actual)
    comparing = _Comparing(expected, actual, counts)
    found = list(comparing.run())
    place = {kind: i for i, kind in enumerate(KINDS)}
    found.sort(key=lambda f: (-f.severity.weight, f.object, place.get(f.kind, -1), f.property or "", f.rule, str(f.at)))
    pairs = {name: matches.pairs for name, matches in comparing.matches.items()}
    covered, by_schema = coverage.measure(expected, actual, comparing.matches, counts)
    return Comparison(findings=found, coverage=covered, pairs=pairs, by_schema=by_schema)


class _Comparing:
    def __init__(self, expected: Snapshot, actual: Snapshot, counts: coverage.Counts) -> None:
        self.expected, self.actual, self.counts = expected, actual, counts
        self.where = findings.source_name(actual)
        self.matches: dict[str, Matches] = {}
        self.renamed: dict[str, str] = {}  # expected path of a relation → its actual one
        self.effects = Effects(expected)
        self.majors = releases.majors(expected, actual)
        self.turned = actual.origin in ("documents", "models")
        self.held: list[tuple[Finding, Callable[[], bool]]] = []  # until it is known what columns there are
        self.schemas_spoken_of = set().union(
            *(schemas_of(objects) for kind, objects in expected.objects.items() if KINDS[kind].scope != "database")
        )

    def run(self) -> Iterator[Finding]:
        yield from map(contradiction, self.expected.faults)
        for name in _ORDER:
            kind = KINDS[name]
            if kind.missing is not None:
                self.matches[name] = match(
                    name, self.expected.of(name), self.actual.of(name), self.renamed, self.actual.objects
                )
                self._meet_otherwise(name, self.matches[name])
                yield from self._renames(kind, self.matches[name])
                yield from self._missing(kind, self.matches[name])
                yield from self._changes(kind, self.matches[name])
            if name == "column":
                yield from self._held()
        for name in _ORDER:
            kind = KINDS[name]
            if kind.missing is not None and kind.undocumented is not None:
                yield from self._undocumented(kind, self.matches[name].extra)
        yield from claims.check(self.expected, self.actual, self.matches, self.renamed, self.counts)

    def _held(self) -> Iterator[Finding]:
        """What was held back and does not follow from what was found since."""
        for finding, explained in self.held:
            if not explained():
                if finding.property == "definition":
                    self.effects.redefined(finding.object)
                yield finding

    def _meet_otherwise(self, name: str, matches: Matches) -> None:
        """What the database has as another kind under the same name is not missing.

        A page's "table" may be a view (they share one namespace, `pg_class`); a unique index may be a unique or
        primary key, and the other way round (a key is an index of the same name). A page's member of a publication may
        be one of all tables, or of a schema's, that it publishes.
        """
        if name in RELATIONS:
            loosely = [p for p, facts in matches.missing.items() if not self._is_exact(facts)]
            for path in [p for p in loosely if any(p in self.actual.of(other) for other in RELATIONS)]:
                matches.pairs[path] = path
                del matches.missing[path]
        elif self.expected.origin == "documents" and name in ("index", "constraint"):
            from driftcheck.keys import met_by_another_kind

            for path in [p for p, f in matches.missing.items() if met_by_another_kind(name, p, f, self.actual)]:
                del matches.missing[path]
        elif self.expected.origin == "documents" and name == "publication_member":
            published = self.actual.of("publication")
            for path in [path for path in matches.missing if publishes(path, published)]:
                del matches.missing[path]

    def _is_exact(self, facts: Facts) -> bool:
        """Whether the source says of what kind a relation is, and not only that there is a "table" of that name."""
        return facts.ddl is True or self.expected.origin in ("database", "sql", "models")

    def _renames(self, kind: Kind, matches: Matches) -> Iterator[Finding]:
        for path, (to, why) in find_renames(self.expected, self.actual, kind.name, matches, self.renamed).items():
            facts = matches.missing[path]
            if self.effects.explain_missing(kind.name, path, facts) or not self._listed(kind, path, facts):
                continue
            del matches.missing[path], matches.extra[to]
            matches.pairs[path] = to
            if kind.name in RELATIONS:
                self.renamed[path] = to
            if kind.name == "schema":  # what stands in it is not held against anything until it has one name
                del matches.pairs[path]
                self.effects.missing(kind.name, path, facts)
                self.effects.undocumented(to)
            else:
                self.effects.missing(kind.name, path, facts, renamed_to=to)
            table = completeness.table_of(kind.name, path, facts) or parent(getattr(facts, "owned_by", None) or "")
            if follows(path, to, table, self.renamed):
                continue
            yield findings.renamed(kind.name, path, facts, to, why, self.where)

    def _missing(self, kind: Kind, matches: Matches) -> Iterator[Finding]:
        for path, facts in sorted(matches.missing.items(), key=_keys_first):
            with_its_table = getattr(facts, "partition_of", None) in matches.missing
            if with_its_table or self.effects.explain_missing(kind.name, path, facts):
                self.effects.missing(kind.name, path, facts)
                continue
            if level := self._listed(kind, path, facts):
                self.effects.missing(kind.name, path, facts)
                others = RELATIONS if kind.name in RELATIONS else ()
                instead = next((other for other in others if path in self.actual.of(other)), None)
                finding = findings.missing(kind.name, path, facts, level, self.where, instead)
                if kind.name in _ON_COLUMNS:
                    self.held.append((finding, partial(self.effects.explain_missing, kind.name, path, facts)))
                else:
                    yield finding

    def _changes(self, kind: Kind, matches: Matches) -> Iterator[Finding]:
        expected, actual = self.expected.of(kind.name), self.actual.of(kind.name)
        for path, to in matches.pairs.items():
            e, a = expected[path], actual.get(to)
            if a is None:
                continue
            if kind.name == "function" and path != to and (signature := _signatures(path, to)):
                yield findings.changed(kind.name, path, "arguments", e, signature, self.where)
                continue
            if e == a:
                continue
            pair = Pair(path, e, a, self.renamed, self.actual.objects, self.expected.objects)
            for property, wanted in stated(e):
                value = getattr(a, property)
                if value is UNSTATED or value == wanted or _same(kind, property, wanted, value, pair):
                    continue
                if self.turned and _same(kind, property, value, wanted, self._turn(pair, to)):
                    continue
                if self.majors and releases.same_but_for_release(kind.name, path, property, wanted, value, self.majors):
                    continue
                of_view = False
                if kind.name == "column" and property == "type":
                    self.effects.retyped(path, wanted, value)
                    of_view = any(parent(path) in self.expected.of(view) for view in _ON_COLUMNS)
                if kind.name == "type" and property == "values":
                    self.effects.relabelled(wanted, value)
                explained = partial(self.effects.explain_change, kind.name, path, e, property, wanted, value)
                finding = findings.changed(kind.name, path, property, e, (wanted, value), self.where)
                if kind.name in _ON_COLUMNS or of_view:
                    self.held.append((finding, explained))
                elif not explained():
                    yield finding

    def _turn(self, pair: Pair, to: str) -> Pair:
        """The two objects with the document's as the expected one: the tests forgive what people leave out."""
        back = {new: old for old, new in self.renamed.items()}
        return Pair(path=to, expected=pair.actual, actual=pair.expected, renamed=back)

    def _listed(self, kind: Kind, path: str, facts: Facts) -> Level:
        """How whole the actual list is that the object should stand in: only a whole one can lack something.

        What the platform brings along is not in the SQL that builds on it.
        """
        if self.actual.origin == "sql" and kind.scope == "database" and is_managed(kind.name, path, facts):
            return Level.PARTIAL
        return completeness.level(self.actual, kind.name, path, facts)

    def _undocumented(self, kind: Kind, extra: Mapping[str, Facts]) -> Iterator[Finding]:
        for path, facts in extra.items():
            if kind.name == "schema" and path in self.schemas_spoken_of:
                continue
            if kind.name in RELATIONS and any(path in self.expected.of(other) for other in RELATIONS):
                continue
            if facts.extension is not UNSTATED or getattr(facts, "partition_of", None):
                self.effects.undocumented(path)
            elif not (is_managed(kind.name, path, facts) or self._implied(kind, facts)):
                if not self.effects.explain_extra(kind.name, path, facts):
                    level = completeness.level(self.expected, kind.name, path, facts)
                    yield findings.undocumented(kind.name, path, facts, level, self.where)
                if kind.name == "schema" or kind.name in RELATIONS:
                    self.effects.undocumented(path)

    @staticmethod
    def _implied(kind: Kind, facts: Facts) -> bool:
        """NOT NULL is a constraint of its own from PostgreSQL 18 on; the column says it already."""
        return kind.name == "constraint" and getattr(facts, "type", None) == "not null"


def _same(kind: Kind, property: str, expected: Any, actual: Any, pair: Pair) -> bool:
    test = kind.same.get(property)
    return test is not None and test(expected, actual, pair)


def _keys_first(item: tuple[str, Facts]) -> bool:
    """Foreign keys go with the key that they refer to, so they come after it; the rest keeps its order."""
    return getattr(item[1], "type", None) == "foreign key"


def _signatures(path: str, to: str) -> tuple[str, str] | None:
    """The argument types on both sides, where both are known and differ."""
    expected, actual = arguments(path), arguments(to)
    if expected is None or actual is None or expected == actual or signatures(path, to):
        return None
    return f"({', '.join(expected)})", f"({', '.join(actual)})"


def contradiction(fault: Fault) -> Finding:
    """What a document says against itself, as a finding."""
    return Finding(
        rule=fault.rule,
        severity=Severity.INFO,
        status="contradiction",
        kind=fault.kind,
        object=fault.object,
        message=fault.message,
        at=At.of(fault.at) if fault.at is not UNSTATED else None,
        also=At.of(fault.also) if fault.also is not UNSTATED else None,
    )
