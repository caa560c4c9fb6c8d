"""One fault, one finding: what follows from something that is missing, renamed, retyped or undocumented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from driftcheck.completeness import table_of
from driftcheck.kinds import RELATIONS
from driftcheck.model import UNSTATED, Facts, Snapshot, stated
from driftcheck.names import constant, join, last, parent, quote, referred, split

_WORD = re.compile(r"[\w$]+")

_HANGS_ON_COLUMNS = frozenset(
    {"constraint", "index", "policy", "trigger", "rule", "view", "materialized_view", "statistics"}
)
# What the text of other objects names; nothing is written in terms of a policy, an index or a trigger.
_NAMED_BY_OTHERS = frozenset({"extension", "role", "type", "sequence", "function", *RELATIONS})


_FOLLOW_A_LOSS = frozenset(
    {("column", "default"), ("constraint", "references"), ("constraint", "columns"), ("constraint", "expression")}
    | {("view", "definition"), ("materialized_view", "definition"), ("policy", "using"), ("policy", "check")}
    | {("index", "table"), ("index", "columns"), ("index", "predicate"), ("index", "include")}
)
"""What cannot stay as it was once something that it names is gone."""


class Effects:
    """What has been found so far, asked before anything more is reported.

    A path maps to the name that the object bears now: None if it is gone, its own if only its type changed.
    """

    def __init__(self, expected: Snapshot) -> None:
        self._absent: set[str] = set()  # expected schemas, relations and publications that are not there
        self._moved: set[str] = set()  # actual relations that have another name than the expected one
        self._unspoken: set[str] = set()  # actual schemas and relations that nothing expected speaks of
        self._named: dict[str, dict[str, str | None]] = {}  # name → paths of missing or renamed objects that bear it
        self._columns: dict[str, dict[str, str | None]] = {}  # relation → names of its columns
        self._relations: dict[str, set[str]] = {}  # name → relations of that name with such columns
        # two types → columns that have the second instead of the first
        self._retyped: dict[tuple[str, str], list[str]] = {}
        self._redefined: set[str] = set()  # views
        self._views = {**expected.of("view"), **expected.of("materialized_view")}
        self._labels: dict[str, str] = {}  # values of enums → what they are called now
        self._keyless: set[str] = set()  # relations that lack a primary or unique key
        self._shared = {fault.object: fault.about for fault in expected.faults if fault.about}

    def missing(self, kind: str, path: str, facts: Facts, renamed_to: str | None = None) -> None:
        """Note that an expected object is missing, or there under another name."""
        now = last(renamed_to) if renamed_to else None
        if kind == "column":
            self._column(path, now)
            return
        if renamed_to is not None and kind in RELATIONS:
            self._moved.add(renamed_to)
        if kind in _NAMED_BY_OTHERS:
            self._named.setdefault(last(path), {})[path] = now
        if getattr(facts, "type", None) in ("primary key", "unique") and renamed_to is None:
            self._keyless.add(parent(path))
        if renamed_to is None:
            self._absent.add(path)

    def retyped(self, column: str, expected: str, actual: str) -> None:
        """Note that a column has another type: PostgreSQL prints what is built on it in another way."""
        self._column(column, last(column))
        self._retyped.setdefault((expected, actual), []).append(column)

    def redefined(self, view: str) -> None:
        """Note that a view has another query: with it come its columns."""
        self._redefined.add(view)

    def relabelled(self, expected: list[str], actual: list[str]) -> None:
        """Note the values of an enum that bear another name: what is written with one is printed with the other."""
        if len(expected) == len(actual):
            kept = set(expected) & set(actual)
            self._labels |= {old: new for old, new in zip(expected, actual, strict=True) if kept.isdisjoint((old, new))}

    def undocumented(self, path: str) -> None:
        """Note a schema or relation that nothing expected speaks of."""
        self._unspoken.add(path)

    def explain_missing(self, kind: str, path: str, facts: Facts) -> bool:
        """Whether the object is missing because of something already noted."""
        if self._absent.intersection(_holders(kind, path, facts)):
            return True
        shared = self._shared.get(path, ())
        if self._absent.intersection(shared) or any(None in self._columns.get(table, {}).values() for table in shared):
            return True
        if kind == "index" and table_of(kind, path, facts) is None and self._is_named_after(path):
            return True
        if getattr(facts, "type", None) == "foreign key" and self._keyless.intersection(_referred(facts)):
            return True
        if kind == "column":
            generated = set(_words(getattr(facts, "generated", None)))
            words = generated | set(_words(getattr(facts, "type", None)))
            return bool(self._other_names(path, words)) or not generated.isdisjoint(
                name for name, now in self._columns.get(parent(path), {}).items() if now is None
            )
        if kind in RELATIONS and kind not in ("view", "materialized_view"):
            return False
        words = set(_words([path.partition("(")[2], *(value for _, value in stated(facts))]))
        return any(word in words and now != word for word, now in self._known(kind, path, facts, words).items())

    def _is_named_after(self, index: str) -> bool:
        """Whether an index of which only the name is known is called like a table, or a table's column, that is gone."""
        name = f"_{last(index)}_"
        if any(parent(path) == parent(index) and f"_{last(path)}_" in name for path in self._absent):
            return True
        return any(
            now is None and f"_{last(table)}_" in name and f"_{column.removesuffix('_id').removesuffix('_at')}_" in name
            for table, columns in self._columns.items()
            for column, now in columns.items()
        )

    def explain_change(self, kind: str, path: str, facts: Facts, property: str, expected: Any, actual: Any) -> bool:
        """Whether a property differs only because something already noted has another name or type."""
        owned = kind == "sequence" and property == "owned_by"
        if property == "comment" or not (owned or kind in _HANGS_ON_COLUMNS | {"column", "function"}):
            return False
        if property == "definition" and self._columns.get(path):  # a view's own columns are other ones
            return True
        before, after = set(_words(expected)), set(_words(actual))
        if owned:
            known = self._other_names(path, before) | self._columns.get(parent(expected or ""), {})
            return any(word in before and (now is None or now in after) for word, now in known.items())
        if self._labels and (renamed := self._with_labels(expected)) != expected:
            return set(_words(renamed)) <= after
        if kind == "column" and property != "type" and self._columns.get(parent(path), {}).get(last(path)) is not None:
            return before <= after  # the same value, in the notation of another type
        if kind == "column" and property == "type" and self._retyped_below(path, expected, actual):
            return True
        if kind == "column" and property == "type":  # which may be called like the column
            types = ((n, now) for word in before for n, now in self._named.get(word, {}).items())
            if any(now in after and _in_sight(noted, path, before) for noted, now in types):
                return True
        known = self._known(kind, path, facts, before)
        if property == "generated":
            known |= self._columns.get(parent(path), {})
        for word, now in known.items():
            if word in before and (now in after or (now is None and (kind, property) in _FOLLOW_A_LOSS)):
                return True
        return False

    def explain_extra(self, kind: str, path: str, facts: Facts) -> bool:
        """Whether an undocumented object belongs to something that is undocumented itself."""
        if kind == "column" and parent(path) in self._redefined:
            return True
        owner = parent(getattr(facts, "owned_by", None) or "")
        return owner in self._moved or bool(self._unspoken.intersection([*_holders(kind, path, facts), owner]))

    def _retyped_below(self, column: str, expected: str, actual: str) -> bool:
        """Whether a view's column shows one that it is made of, of which a finding says the same."""
        view = self._views.get(parent(column))
        words = set(_words(getattr(view, "definition", None)))
        below = self._retyped.get((expected, actual), ()) if words else ()
        return any(parent(one) != parent(column) and {last(one), last(parent(one))} <= words for one in below)

    def _with_labels(self, value: Any) -> Any:
        """A value of a property with the new names of enum values, where it writes the old ones."""
        if isinstance(value, list):
            return [self._with_labels(item) for item in value]
        for old, new in self._labels.items() if isinstance(value, str) else ():
            value = value.replace(constant(old), constant(new))
        return value

    def _column(self, path: str, now: str | None) -> None:
        relation = parent(path)
        self._columns.setdefault(relation, {})[last(path)] = now
        self._relations.setdefault(last(relation), set()).add(relation)

    def _known(self, kind: str, path: str, facts: Facts, words: set[str]) -> dict[str, str | None]:
        """The noted names that could stand in this object's facts."""
        known = self._other_names(path, words)
        if kind in _HANGS_ON_COLUMNS:
            table = table_of(kind, path, facts)
            relations = {table} if table else set(self._shared.get(path, ()))
            for word in words & self._relations.keys():
                relations |= {relation for relation in self._relations[word] if _in_sight(relation, path, words)}
            for relation in relations:
                known |= self._columns.get(relation, {})
        return known

    def _other_names(self, path: str, words: set[str]) -> dict[str, str | None]:
        """Noted objects that these words can mean where they stand in the facts of `path`."""
        return {
            name: now
            for name in words & self._named.keys()
            for noted, now in self._named[name].items()
            if noted != path and name != last(path) and _in_sight(noted, path, words)
        }


def _in_sight(noted: str, path: str, words: set[str]) -> bool:
    """Whether a bare name can mean the object `noted`: it is in no schema, in the same one, or in one that is named too."""
    parts = split(noted)
    return len(parts) == 1 or parts[0] == split(path)[0] or parts[0] in words


def _holders(kind: str, path: str, facts: Facts) -> Iterator[str]:
    """What the object stands in: its relation, its schema, its publication."""
    parts = split(path)
    if kind == "publication_member":
        yield quote(parts[0])
        yield join(*parts[1:])
        yield quote(parts[1])
        return
    if table := table_of(kind, path, facts):
        yield table
        yield parent(table)
    if len(parts) > 1:
        yield quote(parts[0])


def _referred(facts: Facts) -> Iterator[str]:
    """The table that a foreign key refers to, where it is stated."""
    references = getattr(facts, "references", None)
    if references:
        yield referred(references)[0]


def _words(value: Any) -> Iterator[str]:
    """The identifiers in a fact's value.

    >>> list(_words(["lower(email)", None, {"a": 1}]))
    ['lower', 'email', 'a']
    """
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, dict):
        yield from _words(list(value))
        yield from _words(list(value.values()))
    elif isinstance(value, Iterable) and value is not UNSTATED:
        for item in value:
            yield from _words(item)
