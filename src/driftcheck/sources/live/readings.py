"""What the catalog holds, put into the words of the facts: one small function a reading (see kinds/catalog.py).

A reading is called with the value, the row's other columns by alias, and what was read before (`Known`). It is called
with null only if NULLS says so. Those of index keys and of options have files of their own.
"""

from __future__ import annotations

from itertools import zip_longest

from driftcheck.kinds.catalog import DEFAULT_COLLATION
from driftcheck.model import UNSTATED, Unstated
from driftcheck.names import join, quote
from driftcheck.sources.live.acls import acl, default_acl, identity_acl
from driftcheck.sources.live.indexkeys import include, index_include, index_keys
from driftcheck.sources.live.known import Known, Reading, Row
from driftcheck.sources.live.options import (
    column_options,
    index_options,
    option_names,
    options,
    options_if_it_applies,
    sequence_options,
    settings,
    table_options,
    view_options,
)
from driftcheck.sources.live.scan import parenthesised, split_commas


def path(value: list[str], row: Row, known: Known) -> str:
    """A name's parts, joined."""
    return join(*value)


def paths(value: list[list[str]], row: Row, known: Known) -> list[str]:
    """Several names."""
    return [join(*parts) for parts in value]


def only_path(value: list[list[str]], row: Row, known: Known) -> str | None:
    """The first of several names: a partition has one parent."""
    return join(*value[0]) if value else None


def columns(value: list[int], row: Row, known: Known) -> list[str]:
    """Column numbers → names."""
    return known.columns_of(row["@relation"], value)


def relation(value: int, row: Row, known: Known) -> str:
    """A relation's number → its path."""
    found = known.relations.get(value)
    return found.path if found else str(value)


def reference(value: list[int], row: Row, known: Known) -> str:
    """A foreign key's target: `schema.table(column, …)`."""
    named = ", ".join(map(quote, known.columns_of(row["@referenced"], value)))
    return f"{relation(row['@referenced'], row, known)}({named})"


def collation(value: int | None, row: Row, known: Known) -> str | None:
    """A column's collation if it is not its type's; null is none or the default one. Called with null too."""
    of_type = known.own_collations.get(row["@type"])
    if value == of_type:
        return None
    return known.collations[DEFAULT_COLLATION if value is None else value]


def statistics_columns(value: list[int], row: Row, known: Known) -> list[str]:
    """Columns, then expressions."""
    return [*known.columns_of(row["@relation"], value), *(row["@expressions"] or ())]


def roles(value: list[int], row: Row, known: Known) -> list[str]:
    """Role numbers → names; 0 is PUBLIC."""
    return sorted(known.roles.get(number, str(number)) if number else "public" for number in value)


def if_it_applies(value: str | None, row: Row, known: Known) -> str | Unstated | None:
    """What only some objects of the kind can have: null says more of those than of others. Called with null too."""
    return value if row["@applies"] or value is not None else UNSTATED


def exclusion(value: str, row: Row, known: Known) -> str:
    """`EXCLUDE USING gist (…) WHERE (…) DEFERRABLE` without the first word and what other facts say."""
    text = value.removeprefix("EXCLUDE ")
    for ending in (" INITIALLY DEFERRED", " DEFERRABLE"):
        text = text.removesuffix(ending)
    return text


_EVENTS = ((4, "INSERT"), (8, "DELETE"), (16, "UPDATE"), (32, "TRUNCATE"))


def events(value: int, row: Row, known: Known) -> list[str]:
    """The bits of `tgtype` (pg_trigger.h), with the columns of UPDATE OF."""
    named = ", ".join(map(quote, known.columns_of(row["@relation"], row["@columns"])))
    return [f"UPDATE OF {named}" if event == "UPDATE" and named else event for bit, event in _EVENTS if value & bit]


def trigger_arguments(value: str, row: Row, known: Known) -> list[str]:
    """Zero-terminated strings, in hexadecimal."""
    return bytes.fromhex(value).decode("utf-8", "backslashreplace").split("\0")[:-1]


def when(value: str, row: Row, known: Known) -> str | None:
    """The condition out of a trigger's definition, with its own parentheses if it has them."""
    return parenthesised(value, "WHEN")


def arguments(value: list[str], row: Row, known: Known) -> list[str]:
    """Names of the input arguments; an unnamed one is empty."""
    if not value:
        return [""] * row["@count"]
    modes = row["@modes"]
    return value if modes is None else [name for name, mode in zip(value, modes, strict=True) if mode in "ibv"]


def outputs(value: list[str], row: Row, known: Known) -> list[str]:
    """OUT arguments: name and type."""
    names = [name for name, mode in zip(row["arguments"], row["@modes"] or (), strict=False) if mode == "o"]
    return [f"{quote(name)} {type}" if name else type for name, type in zip_longest(names, value, fillvalue="")]


_MODES = {"i": "in", "b": "inout", "v": "variadic"}


def modes(value: list[str], row: Row, known: Known) -> list[str]:
    """Modes of the input arguments; nothing if all are plain."""
    found = [_MODES[mode] for mode in value if mode in _MODES]
    return found if any(mode != "in" for mode in found) else []


def expressions(value: str, row: Row, known: Known) -> list[str]:
    """Several expressions that PostgreSQL prints as one."""
    return split_commas(value)


def attributes(value: list[list[str]], row: Row, known: Known) -> list[str]:
    """A composite type's attributes: name and type."""
    return [f"{quote(name)} {type}" for name, type in value]


def number(value: float, row: Row, known: Known) -> float:
    """A whole number as one: costs are kept as floating point."""
    return int(value) if value == int(value) else value


READINGS: dict[str, Reading] = {
    reading.__name__: reading
    for reading in (
        path, paths, only_path, columns, reference, relation, include, index_include, collation, statistics_columns, index_keys, roles, settings, options, index_options, options_if_it_applies,
        table_options, view_options, column_options, option_names, sequence_options, exclusion, events,
        trigger_arguments, when, arguments, modes, outputs, if_it_applies, expressions, attributes, number, default_acl,
        identity_acl,
    )
}  # fmt: skip


NULLS = frozenset(
    {
        "if_it_applies",
        "options_if_it_applies",
        "column_options",
        "index_options",
        "index_include",
        "collation",
        "sequence_options",
        "acl c",
    }
)
"""The readings that are called with null too."""

PURE = frozenset(
    {
        "", "if_it_applies", "options", "options_if_it_applies", "index_options", "index_include", "collation", "number",
        "view_options", "column_options", "option_names", "sequence_options", "settings", "trigger_arguments",
        "identity_acl", "acl c", "acl n", "acl r", "acl s",
    }
)  # fmt: skip
"""The readings that depend on nothing but their value, on the row's owner, and on DEPENDS; "" is none at all."""

DEPENDS = {
    "collation": "@type",
    "identity_acl": "@owner",
    "if_it_applies": "@applies",
    "options_if_it_applies": "@applies",
}


def reading(name: str) -> Reading:
    """The reading that an alias asks for behind its colon."""
    return acl(name[4:]) if name.startswith("acl ") else READINGS[name]
