"""What follows when an object gets another name: each expression and query that PostgreSQL keeps as a tree of objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from driftcheck.kinds import PARTS, RELATIONS
from driftcheck.kinds.type import Type
from driftcheck.model import UNSTATED, Facts
from driftcheck.names import arguments, join, key_column, last, parent, quote, split
from driftcheck.shelves import Shelves
from driftcheck.sql.mentions import Mention, Mentions, rewritten

Follow = Callable[[Mention, Mentions], tuple[str, ...] | None]

_TREES = {
    "column": ("default", "generated"),
    "constraint": ("expression", "exclusion"),
    "index": ("columns", "predicate"),
    "policy": ("using", "check"),
    "trigger": ("when",),
    "rule": ("definition",),
    "view": ("definition",),
    "materialized_view": ("definition",),
    "function": ("body", "defaults"),
    "type": ("default", "checks"),
    "statistics": ("columns",),
}


_PARTS = {*PARTS, "index"}
_SPEAKING_OF_OTHERS = {"policy", "rule", "view", "materialized_view", "function"}


class _UnclearError(Exception):
    """A text that may mean the object or another one."""


def relation(shelves: Shelves, path: str, to: str, kinds: tuple[str, ...]) -> None:
    """A table, view or sequence: where it stands in FROM, before a column's name, as a row's type, as a `regclass`."""
    meant = _meant(shelves, path, kinds)

    def follow(mention: Mention, all: Mentions) -> tuple[str, ...] | None:
        ends = len(mention.parts) - (mention.what == "column")
        parts, column = mention.parts[:ends], mention.parts[ends:]
        if mention.what in ("column", "row") and parts[-1:] and parts[-1] in {*all.aliases, *all.queries}:
            return None
        if mention.what in ("function", "constant", "attribute") or (
            mention.what == "relation" and {*parts} <= all.queries
        ):
            return None
        return (*_as_written(parts, to), *column) if meant(parts) else None

    _rewrite(shelves, last(path), lambda *_: follow)


def column(shelves: Shelves, table: str, old: str, new: str) -> None:
    """A column: a query of it goes on to give it out under its old name (`pg_get_viewdef`)."""
    meant = _meant(shelves, table, RELATIONS)

    def has(relation: tuple[str, ...]) -> bool:
        schema = relation[:-1] or ("public",)
        return join(*schema, relation[-1], old) in shelves.kinds["column"]

    def following(kind: str, path: str, facts: Facts) -> Follow:
        own = kind in _PARTS and (getattr(facts, "table", None) or parent(path)) == table

        def follow(mention: Mention, all: Mentions) -> tuple[str, ...] | None:
            relations = {m.parts for m in all.found if m.what == "relation"}
            asked = any(map(meant, relations))
            if asked and (all.sweeping or () in all.aliases.values() or all.queries):
                raise _UnclearError
            if mention.what != "column" or mention.parts[-1] != old:
                return None
            of = mention.parts[:-1]
            if not of:
                if (own or asked) and any(has(r) for r in relations if not meant(r)):
                    raise _UnclearError
                return (new,) if own or asked else None
            its = meant(all.aliases.get(of[-1], of)) or (own and of in (("new",), ("old",)))
            return (*of, new) if its else None

        return follow

    _rewrite(shelves, old, following, table)


def function(shelves: Shelves, path: str, to: str) -> None:
    """A function: where it is called. Where another one of its name may be meant, the text is not held against anything."""
    meant = _meant(shelves, join(*split(path)), ("function",))
    others = {len(arguments(p) or ()) for p in shelves.hanging("function", join(*split(path)))}
    count = len(arguments(path) or ())

    def follow(mention: Mention, _: Mentions) -> tuple[str, ...] | None:
        if mention.what != "function" or not meant(mention.parts):
            return None
        if mention.arguments in others:
            if mention.arguments <= count:
                raise _UnclearError
            return None
        return _as_written(mention.parts, to)

    _rewrite(shelves, last(path), lambda *_: follow)


def type(shelves: Shelves, path: str, to: str) -> None:
    """A type: where a value is cast to it."""
    meant = _meant(shelves, path, ("type",))

    def follow(mention: Mention, _: Mentions) -> tuple[str, ...] | None:
        return _as_written(mention.parts, to) if mention.what == "type" and meant(mention.parts) else None

    _rewrite(shelves, last(path), lambda *_: follow)


def attribute(shelves: Shelves, path: str, old: str, new: str) -> None:
    """An attribute of a composite type: where it is taken of a value. Where another type has one of its name, nothing is held."""
    types = (facts for facts in shelves.kinds["type"].values() if isinstance(facts, Type))
    named = [facts for facts in types if old in (key_column(each)[0] for each in facts.attributes or ())]
    its = shelves.kinds["type"].get(path)
    if not isinstance(its, Type) or its not in named:
        return

    def follow(mention: Mention, _: Mentions) -> tuple[str, ...] | None:
        if mention.what != "attribute" or mention.parts != (old,):
            return None
        if len(named) > 1:
            raise _UnclearError
        return (new,)

    keys = [(each, *key_column(each)) for each in its.attributes or ()]
    its.attributes = [quote(new) + rest if name == old else each for each, name, rest in keys]
    _rewrite(shelves, old, lambda *_: follow)


def label(shelves: Shelves, path: str, old: str, new: str) -> None:
    """A value of an enum: the constants that are of it, by a cast, by the column beside them, or as a default."""
    meant = _meant(shelves, path, ("type",))

    def of(type: Any) -> bool:
        return isinstance(type, str) and meant(split(type.removesuffix("[]")))

    columns = {last(p): parent(p) for p, facts in shelves.kinds["column"].items() if of(getattr(facts, "type", None))}

    def following(kind: str, path: str, facts: Facts) -> Follow:
        table = getattr(facts, "table", None) or parent(path)
        own = of(getattr(facts, "type", None)) or of(getattr(facts, "base", None))

        def follow(mention: Mention, all: Mentions) -> tuple[str, ...] | None:
            if mention.what != "constant":
                return None
            source, name = mention.subject[:1], mention.subject[-1:]
            if source == ("column",):
                its = own if kind == "type" else _is_of(shelves, table, name[0], of, name[0] in columns)
            else:
                its = meant(mention.subject[1:]) if source == ("type",) else own and source == ("own",)
            return _relabelled(mention.parts[0], old, new) if its else None

        return follow

    _rewrite(shelves, old, following)


def _is_of(shelves: Shelves, table: str, column: str, of: Callable[[Any], bool], elsewhere: bool) -> bool:
    """Whether a column is of the type: the table's own, else any of the name."""
    own = shelves.kinds["column"].get(join(*split(table), column)) if table else None
    return of(getattr(own, "type", None)) if own is not None else elsewhere


def _relabelled(content: str, old: str, new: str) -> tuple[str, ...] | None:
    if content == old:
        return (new,)
    if content[:1] == "{" and content[-1:] == "}" and '"' not in content:
        labels = [label.strip() for label in content[1:-1].split(",")]
        if old in labels:
            plain = new.replace("_", "").isalnum()
            written = new if plain else '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
            return ("{" + ",".join(written if label == old else label for label in labels) + "}",)
    return None


def _meant(shelves: Shelves, path: str, kinds: tuple[str, ...]) -> Callable[[tuple[str, ...]], bool]:
    """Whether a name is the object's: with its schema, or alone where no table, type or function of `public` is called so."""
    parts = split(path)
    public = join("public", parts[-1])
    alone = parts[0] == "public" or not any(
        public in shelves.kinds[kind] or shelves.hanging(kind, public) for kind in kinds
    )
    return lambda found: found == parts or (alone and found == parts[-1:])


def _as_written(parts: tuple[str, ...], to: str) -> tuple[str, ...]:
    """The new name, with its schema where the old one stood with it."""
    return split(to)[-len(parts) :]


def _rewrite(shelves: Shelves, name: str, following: Callable[[str, str, Facts], Follow], table: str = "") -> None:
    """Have each text follow that has the name in it, or, for a column, the table's beside a star."""
    also = last(table) if table else ""
    for kind, path, facts, property in _texts(shelves, table):
        value: Any = getattr(facts, property)
        texts = value if isinstance(value, list) else [value]
        if not any(name.lower() in text.lower() or (also and also in text and "*" in text) for text in texts):
            continue
        follow = following(kind, path, facts)
        try:
            new = [rewritten(text, follow) for text in texts]
        except _UnclearError:
            setattr(facts, property, UNSTATED)
        else:
            setattr(facts, property, new if isinstance(value, list) else new[0])


def _texts(shelves: Shelves, table: str = "") -> Iterator[tuple[str, str, Facts, str]]:
    """Kind, path, facts and property of each that PostgreSQL keeps as a tree; those that may speak of the table's columns."""
    from driftcheck.sql.bodies import is_tree

    for kind, names in _TREES.items():
        found = shelves.hanging(kind, table) if table and kind not in _SPEAKING_OF_OTHERS else shelves.kinds[kind]
        for path, facts in found.items():
            for property in names:
                value: Any = getattr(facts, property, None)
                if value and (property != "body" or is_tree(value)):
                    yield kind, path, facts, property
