"""What belongs to what among stated objects: the parts of a table, unnamed keys that are one, overloads that are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from driftcheck import following
from driftcheck.kinds import KINDS, PARTS, RELATIONS
from driftcheck.kinds.index import Index
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import arguments, join, key_column, last, parent, quote, referred, split
from driftcheck.shelves import Shelves


def below(shelves: Shelves, kind: str, path: str) -> Iterator[tuple[str, str]]:
    """What goes when the object goes: the parts of a relation, what stands in a schema, what is built on a column."""
    if kind in RELATIONS:
        for part in (*PARTS, "index"):
            yield from ((part, p) for p in shelves.hanging(part, path))
    elif kind == "schema":
        for other, found in shelves.kinds.items():
            if KINDS[other].scope in ("schema", "table"):
                yield from ((other, p) for p in found if split(p)[0] == split(path)[0])
    elif kind == "column":
        yield from _built_on(shelves, parent(path), split(path)[-1])


def _built_on(shelves: Shelves, table: str, column: str) -> Iterator[tuple[str, str]]:
    """What goes with a column, by itself or with CASCADE (ALTER TABLE, "DROP COLUMN")."""
    from driftcheck.sql.renaming import identifiers

    for part in (*PARTS, "index"):
        for path, facts in shelves.hanging(part, table).items():
            columns, texts = (getattr(facts, name, None) or [] for name in ("columns", "events"))
            if part == "index":
                columns, texts = getattr(facts, "include", None) or [], columns
            if column in columns or _mentions(facts, {column}, texts):
                yield part, path
    for path, facts in shelves.kinds["constraint"].items():
        target, keys = referred(getattr(facts, "references", None) or "")
        if target == table and column in identifiers(keys):
            yield "constraint", path
    for kind, path, facts in _speaking_of_others(shelves):
        if kind != "policy" and _mentions(facts, {last(table), column}):
            yield kind, path


def rename(shelves: Shelves, kind: str, path: str, to: str) -> None:
    """Give an object and its parts their new paths, and what refers to them the new name. A function keeps its
    arguments, whatever `to` says of them.
    """
    if kind == "attribute":  # which is no object of its own, but a part of a composite type
        return following.attribute(shelves, parent(path), last(path), last(to))
    if kind == "function":
        to = join(*split(to)) + path[len(join(*split(path))) :]
    shelves.move(kind, path, to)
    if kind in RELATIONS:
        for part in PARTS:
            for old in list(shelves.hanging(part, path)):
                shelves.move(part, old, join(*split(to), split(old)[-1]))
        _refer(shelves, path, to)
        following.relation(shelves, path, to, RELATIONS)
        _retype(shelves, {path: to, join(*split(path)[1:]): to})
    elif kind == "sequence":
        following.relation(shelves, path, to, ("sequence",))
    elif kind == "schema":
        held_there = sorted(below(shelves, kind, path), key=lambda held: held[0] != "function")
        for other, held in held_there:  # functions first: their paths have the names of types
            if other == "index" or KINDS[other].scope == "schema":
                rename(shelves, other, held, join(*split(to), *split(held)[1:]))
    elif kind == "column":
        from driftcheck.sql.renaming import renamed

        table, old, new = parent(path), split(path)[-1], split(to)[-1]
        for view in ("view", "materialized_view"):  # which gives the column another name, whatever its query calls it
            if queried := shelves.kinds[view].get(table):
                queried.definition = UNSTATED  # type: ignore[attr-defined]
        for part in (*PARTS, "index"):
            for f in shelves.hanging(part, table).values():
                _replace(f, old, new)
        its: Any = shelves.kinds["table"].get(table)
        if its is not None and its.partition_key:
            its.partition_key = renamed(its.partition_key, old, new)
        for facts in shelves.kinds["constraint"].values():
            target, keys = referred(getattr(facts, "references", None) or "")
            if target == table and keys:
                facts.references = f"{table}({renamed(keys, old, new)})"  # type: ignore[attr-defined]
        following.column(shelves, table, old, new)
    elif kind == "type":
        _retype(shelves, {path: to, join(*split(path)[1:]): to})
        following.type(shelves, path, to)
    elif kind == "function":
        following.function(shelves, path, to)
        for f in shelves.kinds["trigger"].values():
            called: Any = getattr(f, "function", UNSTATED)
            if called is not UNSTATED and called in (join(*split(path)), last(path)):
                f.function = join(*split(to))  # type: ignore[attr-defined]


def _retype(shelves: Shelves, spellings: dict[str, str]) -> None:
    """The new name of a type in what is of it: columns, and functions' arguments and results."""

    def renamed(type: str) -> str:
        base = type.removesuffix("[]").removeprefix("SETOF ")
        return type.replace(base, spellings[base], 1) if base in spellings else type

    for kind, properties in _TYPED.items():
        for facts in shelves.kinds[kind].values():
            for property in properties:
                stated: Any = getattr(facts, property, UNSTATED)
                if stated:
                    named = isinstance(stated, list)
                    new = [_retyped(each, renamed) for each in stated] if named else renamed(stated)
                    setattr(facts, property, new)
    for path in list(shelves.kinds["function"]):
        types = arguments(path) or []
        if (new := [renamed(type) for type in types]) != types:
            shelves.move("function", path, f"{join(*split(path))}({', '.join(new)})")


_TYPED = {"column": ("type",), "function": ("returns", "outputs"), "type": ("base", "subtype", "attributes")}


def _retyped(named: str, renamed: Callable[[str], str]) -> str:
    """`street text` with the type's new name."""
    name = named[: len(named) - len(key_column(named)[1])]
    return f"{name} {renamed(named[len(name) + 1 :])}"


def twin(found: dict[str, Facts], kind: str, path: str, facts: Facts) -> str | None:
    """The key or index over the same columns of which only one of the two statements gives the name.

    `found` are those that hang on the same table.
    """
    if kind == "index" and not getattr(facts, "table", None):
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
    """The function of which one statement gives the argument types and the other does not: the only one of its name.

    `found` are those of the same name.
    """
    if path in found or len(found) != 1:
        return None
    same = list(found)
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


def _compatible(a: Facts, b: Facts) -> bool:
    """Foreign keys of the same columns to two tables are two."""
    old, new = getattr(a, "references", UNSTATED), getattr(b, "references", UNSTATED)
    return old is UNSTATED or new is UNSTATED or referred(old)[0] == referred(new)[0]


def _refer(shelves: Shelves, path: str, to: str) -> None:
    for kind, found in shelves.kinds.items():
        for name, facts in found.items():
            if getattr(facts, "table", None) == path:
                facts.table = to  # type: ignore[attr-defined]
                shelves.hang(kind, name, facts)
            if getattr(facts, "partition_of", None) == path:
                facts.partition_of = to  # type: ignore[attr-defined]
            if path in (parents := getattr(facts, "inherits", None) or ()):
                facts.inherits = [to if p == path else p for p in parents]  # type: ignore[attr-defined]
            references: Any = getattr(facts, "references", UNSTATED)
            if references is not UNSTATED and referred(references)[0] == path:
                facts.references = to + references[len(path) :]  # type: ignore[attr-defined]


_EXPRESSIONS = ("expression", "predicate", "using", "check", "when", "generated", "definition", "exclusion")


def _replace(facts: Facts, old: str, new: str) -> None:
    """A column's new name in what hangs on its table."""
    from driftcheck.sql.renaming import renamed

    columns: Any = getattr(facts, "columns", UNSTATED)
    if isinstance(facts, Index) and columns:
        keys = [(key, *key_column(key)) for key in columns]
        facts.columns = [quote(new) + rest if column == old else key for key, column, rest in keys]
    elif columns is not UNSTATED:
        facts.columns = [new if column == old else column for column in columns]  # type: ignore[attr-defined]
    if include := getattr(facts, "include", None):
        facts.include = [new if column == old else column for column in include]  # type: ignore[attr-defined]
    if events := getattr(facts, "events", None):
        facts.events = [renamed(event, old, new) for event in events]  # type: ignore[attr-defined]
    for property in ("exclusion", "definition"):  # in which columns stand as in a list
        if text := getattr(facts, property, None):
            setattr(facts, property, renamed(text, old, new))


def _speaking_of_others(shelves: Shelves) -> Iterator[tuple[str, str, Facts]]:
    """What may name other relations than its own: checks, defaults and conditions of triggers may not."""
    for kind in ("policy", "rule", "view", "materialized_view", "function"):
        for path, facts in shelves.kinds[kind].items():
            yield kind, path, facts


def _mentions(facts: Facts, names: set[str], more: Iterable[str] = ()) -> bool:
    """Whether an expression of the object's, or one of these texts, has all the names."""
    from driftcheck.sql.renaming import identifiers

    return any(names <= identifiers(text) for text in (*(text for _, text in _expressions(facts)), *more))


def _expressions(facts: Facts) -> Iterator[tuple[str, str]]:
    """The properties that PostgreSQL keeps as trees, in which names follow a renaming, and their texts."""
    from driftcheck.sql.bodies import is_tree

    for property in _EXPRESSIONS:
        if value := getattr(facts, property, None):
            yield property, value
    if (body := getattr(facts, "body", None)) and is_tree(body):
        yield "body", body
