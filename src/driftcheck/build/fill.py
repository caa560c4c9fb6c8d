"""What a snapshot leaves open, filled in plainly, so that each object can be built."""

from __future__ import annotations

import re
from typing import Any, cast

from driftcheck.build.code import NO_ROLES
from driftcheck.build.draft import Draft
from driftcheck.build.types import Groups, buildable, guessed
from driftcheck.kinds import KINDS
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.function import Function
from driftcheck.kinds.index import Index
from driftcheck.kinds.publication import Publication
from driftcheck.kinds.role import Role
from driftcheck.kinds.sequence import Sequence
from driftcheck.kinds.table import Table
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.type import Type
from driftcheck.kinds.view import View
from driftcheck.model import UNSTATED, Unstated
from driftcheck.names import join, last, parent, quote, split

_NEXTVAL = re.compile(r"nextval\('((?:[^']|'')+)'")
_PLAIN_KEY = re.compile(r"[a-z_][a-z0-9_$]*|\"[^\"]+\"")


def fill(draft: Draft) -> None:
    """Everything but what waits until all keys are known: see `settle`."""
    _relations(draft)
    _functions(draft)
    _keys(draft)
    _indexes(draft)
    for table, facts in draft.of("table").items():
        partition = cast(Table, facts).partition_of
        if not (partition is not UNSTATED and partition) and not draft.columns(table):
            draft.need_column(table, "id")
    _views(draft)
    _roles(draft)
    for path in draft.of("publication_member"):
        draft.objects["publication"].setdefault(quote(split(path)[0]), Publication())
    for kind, spec in KINDS.items():
        if spec.scope in ("schema", "table"):
            for path in draft.of(kind):
                draft.need_schema(quote(split(path)[0]))


def _relations(draft: Draft) -> None:
    """The relation that columns, keys, policies, triggers and members speak of."""
    for kind in ("column", "constraint", "policy", "trigger"):
        for path in draft.of(kind):
            draft.need_table(parent(path))
    for path in draft.of("publication_member"):
        draft.need_table(join(*split(path)[1:]))
    about = {fault.object: fault.about for fault in draft.expected.faults if fault.kind == "index"}
    for path, facts in draft.of("index").items():
        index = cast(Index, facts)
        if index.table is UNSTATED:  # unstated, because the document contradicts itself: either table will do
            tables = about.get(path) or sorted(draft.of("table"))
            index.table = tables[0] if tables else join(split(path)[0], "indexed")
        draft.need_table(index.table)


def _keys(draft: Draft) -> None:
    for path, facts in list(draft.of("constraint").items()):
        key, table = cast(Constraint, facts), parent(path)
        if key.type == "foreign key":
            _foreign_key(draft, table, key)
        elif key.type == "check":
            key.expression = "true" if key.expression is UNSTATED else key.expression
        elif key.type != "exclusion":
            key.columns = key.columns or ["id"]
        for column in key.columns or ():
            if key.type != "check":
                draft.need_column(table, column)


def _foreign_key(draft: Draft, table: str, key: Constraint) -> None:
    if key.references is UNSTATED:
        key.references = table
    target, _, named = key.references.partition("(")
    draft.need_table(target)
    referenced = [part.strip().strip('"') for part in named.rstrip(")").split(",")] if named else None
    key.columns = key.columns or [f"{_singular(last(target))}_id"]
    referenced = referenced or draft.primary_key(target)
    for column in referenced:
        draft.need_column(target, column)
    if not draft.is_unique(target, referenced):
        has_key = any(c.type == "primary key" for c in draft.constraints(target).values())
        draft.add_constraint(target, Constraint(type="unique" if has_key else "primary key", columns=referenced))
    key.references = f"{target}({', '.join(map(quote, referenced))})"


def _singular(name: str) -> str:
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")


def _indexes(draft: Draft) -> None:
    for facts in draft.of("index").values():
        index = cast(Index, facts)
        assert index.table is not UNSTATED
        if not index.columns:
            index.columns = [quote(next(iter(draft.columns(index.table)), "id"))]
        for key in index.columns:
            if (found := _PLAIN_KEY.match(key)) and key[found.end() :][:1] in ("", " "):
                draft.need_column(index.table, found[0].strip('"'))


def _counted_columns(draft: Draft) -> None:
    """As many columns as the document counts."""
    for path, facts in draft.of("table").items():
        wanted = cast(Table, facts).column_count
        if wanted is not UNSTATED:
            number = 0
            while len(draft.columns(path)) < wanted:
                number += 1
                draft.need_column(path, f"column_{number}")


def settle(draft: Draft) -> None:
    """As many columns as are counted, and a type for each: in a foreign key, the one of the column it refers to."""
    _counted_columns(draft)
    groups = Groups()
    for path, facts in draft.of("constraint").items():
        key = cast(Constraint, facts)
        if key.type == "foreign key" and key.columns and key.references is not UNSTATED:
            target, _, named = key.references.partition("(")
            referenced = [part.strip().strip('"') for part in named.rstrip(")").split(",")]
            here, there = parent(path), split(target)
            pairs = zip(key.columns, referenced, strict=False)
            groups.join((join(*split(here), a), join(*there, b)) for a, b in pairs)
    stated: dict[str, str] = {}
    for objects in (draft.existing.of("column"), draft.of("column")):
        for path, facts in objects.items():
            column = cast(Column, facts)
            if column.type is not UNSTATED:
                loose = "type" in (column.loose or ())
                stated.setdefault(groups.leader(path), buildable(column.type, loose=loose))
    for path, facts in draft.of("column").items():
        column = cast(Column, facts)
        if column.type is UNSTATED or "type" in (column.loose or ()):
            alone = guessed(last(path), column) if column.type is UNSTATED else buildable(column.type, loose=True)
            column.type = stated.setdefault(groups.leader(path), alone)
    _sequences(draft)
    _user_types(draft)


def _sequences(draft: Draft) -> None:
    """The sequence that a default draws from."""
    for path, facts in draft.of("column").items():
        default = cast(Column, facts).default
        found = _NEXTVAL.match(default) if isinstance(default, str) else None
        if found:
            parts = split(found[1].replace("''", "'"))
            sequence = join(*(parts if len(parts) > 1 else (split(path)[0], *parts)))
            if draft.find("sequence", sequence) is None:
                draft.objects["sequence"][sequence] = Sequence(owned_by=path)


def _user_types(draft: Draft) -> None:
    """A type that columns have and nobody states: a domain over text holds whatever they need."""
    from driftcheck.sql.types import BUILT_IN

    existing = {last(path) for path in draft.existing.of("type")} | {last(path) for path in draft.of("type")}
    relations = {last(path) for kind in ("table", "view") for path in draft.of(kind)}
    for path, facts in list(draft.of("column").items()):
        column = cast(Column, facts)
        assert column.type is not UNSTATED
        bare = re.sub(r"\([^()]*\)", "", column.type).removesuffix("[]").strip()
        bare = " ".join(bare.split())
        if bare.lower() in BUILT_IN or bare.startswith("interval") or bare == '"char"':
            continue
        parts = split(bare)
        if parts[0] == "pg_catalog" or parts[-1] in existing or parts[-1] in relations:
            continue
        existing.add(parts[-1])
        name = join(*(parts if len(parts) > 1 else (split(path)[0], *parts)))
        draft.objects["type"][name] = Type(kind="domain", base="text")


def _functions(draft: Draft) -> None:
    """Functions that only triggers speak of; argument types and results that nobody states."""
    used: dict[str, Trigger] = {}
    for path, facts in draft.of("trigger").items():
        trigger = cast(Trigger, facts)
        name = trigger.function if trigger.function is not UNSTATED else f"{quote(last(path))}"
        function = find_function(draft, name, split(path)[0])
        if function is None:
            parts = split(name)
            function = join(*(parts if len(parts) > 1 else (split(path)[0], *parts))) + "()"
            draft.objects["function"][function] = Function(arguments=[], returns="trigger")
        used[function] = trigger
        trigger.function = join(*split(function))
    functions = draft.objects["function"]
    draft.objects["function"] = {}
    for path, facts in functions.items():
        function_facts = cast(Function, facts)
        if path in used and function_facts.returns is UNSTATED:
            function_facts.returns = "trigger"
            function_facts.arguments = []
        if "(" not in path:
            path += f"({', '.join('text' for _ in function_facts.arguments or ())})"
        draft.objects["function"][path] = function_facts


def find_function(draft: Draft, name: str, schema: str) -> str | None:
    """The path of the function that a trigger or event trigger calls; its schema may be left out."""
    wanted = split(name)
    for objects in (draft.of("function"), draft.existing.of("function")):
        for path in objects:
            found = split(path)
            if found == wanted or (len(wanted) == 1 and found[-1] == wanted[0] and found[0] in (schema, "public")):
                return path
    return None


def _views(draft: Draft) -> None:
    for kind in ("view", "materialized_view"):
        for path, facts in draft.of(kind).items():
            view = cast(View, facts)
            if view.definition is UNSTATED:
                columns = draft.columns(path) or {"id": Column(type="text")}
                view.definition = "SELECT " + ", ".join(
                    f"NULL::{_type(column.type)} AS {quote(name)}" for name, column in columns.items()
                )


def _type(type: str | Unstated) -> str:
    return "text" if type is UNSTATED else buildable(type, loose=True)


def _roles(draft: Draft) -> None:
    """Roles that policies and grants name."""
    named: set[str] = set()
    for facts in draft.of("policy").values():
        named |= set(cast(Any, facts).roles or ())
    for objects in draft.objects.values():
        for facts in objects.values():
            for role in getattr(facts, "grants", None) or ():
                named.add(role)
    for role in sorted(named):
        if role.lower() not in NO_ROLES and draft.find("role", quote(role)) is None:
            draft.objects["role"][quote(role)] = Role()
