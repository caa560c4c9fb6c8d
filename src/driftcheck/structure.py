"""What belongs to what among stated objects: the parts of a table, unnamed keys that are one, overloads that are one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.kinds.index import Index
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import join, key_column, parent, quote, split

Objects = dict[str, dict[str, Facts]]

_PARTS = ("column", "constraint", "policy", "trigger", "rule")


def below(objects: Objects, kind: str, path: str) -> Iterator[tuple[str, str]]:
    """What goes when the object goes: the parts of a relation, what stands in a schema, what is built on a column."""
    if kind in RELATIONS:
        for part in _PARTS:
            yield from ((part, p) for p in objects.get(part, {}) if parent(p) == path)
        yield from (("index", p) for p, f in objects.get("index", {}).items() if getattr(f, "table", None) == path)
    elif kind == "schema":
        for other, found in objects.items():
            if KINDS[other].scope in ("schema", "table"):
                yield from ((other, p) for p in found if split(p)[0] == split(path)[0])
    elif kind == "column":
        table, name = parent(path), split(path)[-1]
        for p, f in objects.get("constraint", {}).items():
            if parent(p) == table and name in (getattr(f, "columns", None) or ()):
                yield "constraint", p
        for p, f in objects.get("index", {}).items():
            keys = getattr(f, "columns", None) or ()
            if getattr(f, "table", None) == table and any(key_column(key)[0] == name for key in keys):
                yield "index", p


def rename(objects: Objects, kind: str, path: str, to: str) -> None:
    """Give an object and its parts their new paths, and what refers to them the new name."""
    _move(objects, kind, path, to)
    if kind in RELATIONS:
        for part in _PARTS:
            for old in [p for p in objects.get(part, {}) if parent(p) == path]:
                _move(objects, part, old, join(*split(to), split(old)[-1]))
        _refer(objects, path, to)
    elif kind == "column":
        table, old, new = parent(path), split(path)[-1], split(to)[-1]
        for p, f in objects.get("constraint", {}).items():
            if parent(p) == table:
                _replace(f, old, new)
        for f in objects.get("index", {}).values():
            if getattr(f, "table", None) == table:
                _replace(f, old, new)
    elif kind == "type":
        spellings = {path: to, join(*split(path)[1:]): to}
        for f in objects.get("column", {}).values():
            stated: Any = getattr(f, "type", UNSTATED)
            if stated is not UNSTATED and (base := stated.removesuffix("[]")) in spellings:
                f.type = spellings[base] + stated[len(base) :]  # type: ignore[attr-defined]


def twin(found: dict[str, Facts], kind: str, path: str, facts: Facts) -> str | None:
    """The key or index over the same columns of which only one of the two statements gives the name.

    `found` are those of the same table.
    """
    if kind == "index" and not table_of(kind, path, facts):
        return None
    if kind == "constraint" and getattr(facts, "type", None) == "primary key":
        return next((p for p, f in found.items() if getattr(f, "type", None) == "primary key"
                     and (f.named is False or facts.named is False)), None)  # fmt: skip
    for p, f in found.items():
        if (f.named is False) == (facts.named is False) and p != path:
            continue
        if f.named is not False and facts.named is not False:
            continue
        same = [getattr(f, n, None) == getattr(facts, n, None) for n in ("type", "columns") if kind == "constraint"]
        if kind == "index":
            same = [getattr(f, "columns", None) == getattr(facts, "columns", None)]
        if all(same) and getattr(facts, "columns", UNSTATED) is not UNSTATED and _compatible(f, facts):
            return p
    return None


def overload(found: dict[str, Facts], path: str, facts: Facts) -> str | None:
    """The function of which one statement gives the argument types and the other does not: the only one of its name."""
    same = [p for p in found if split(p) == split(path)]
    if path in same or len(same) != 1:
        return None
    known = same[0]
    if ("(" in known) == ("(" in path):
        return None
    old, new = getattr(found[known], "arguments", UNSTATED), getattr(facts, "arguments", UNSTATED)
    if old is not UNSTATED and new is not UNSTATED and len(old) != len(new) and old and new:
        return None
    if "(" in known and old is not UNSTATED and new == []:  # "f()" may only say that it is a function
        facts.arguments = UNSTATED  # type: ignore[attr-defined]
    elif "(" in path and old == []:
        found[known].arguments = UNSTATED  # type: ignore[attr-defined]
    return known


def table_of(kind: str, path: str, facts: Facts) -> str:
    """The table that a constraint or index stands on, "" for an index that does not say."""
    return str(getattr(facts, "table", None) or "") if kind == "index" else parent(path)


def _compatible(a: Facts, b: Facts) -> bool:
    """Foreign keys of the same columns to two tables are two."""
    old, new = getattr(a, "references", UNSTATED), getattr(b, "references", UNSTATED)
    return old is UNSTATED or new is UNSTATED or old.partition("(")[0] == new.partition("(")[0]


def _move(objects: Objects, kind: str, path: str, to: str) -> None:
    found = objects.get(kind, {})
    if path in found:
        objects[kind] = {(to if p == path else p): f for p, f in found.items()}


def _refer(objects: Objects, path: str, to: str) -> None:
    for found in objects.values():
        for facts in found.values():
            if getattr(facts, "table", None) == path:
                facts.table = to  # type: ignore[attr-defined]
            references: Any = getattr(facts, "references", UNSTATED)
            if references is not UNSTATED and references.partition("(")[0] == path:
                facts.references = to + references[len(path) :]  # type: ignore[attr-defined]


def _replace(facts: Facts, old: str, new: str) -> None:
    columns: Any = getattr(facts, "columns", UNSTATED)
    if isinstance(facts, Index) and columns:
        keys = [(key, *key_column(key)) for key in columns]
        facts.columns = [quote(new) + rest if column == old else key for key, column, rest in keys]
    elif columns is not UNSTATED:
        facts.columns = [new if column == old else column for column in columns]  # type: ignore[attr-defined]
