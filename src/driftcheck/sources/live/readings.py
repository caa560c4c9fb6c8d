"""What the catalog holds, put into the words of the facts: one small function a reading (see kinds/catalog.py).

What else of the row a reading looks at, and what null says, stands in the table at the end. Those of ACLs, index keys and
options have files of their own.
"""

from __future__ import annotations

from itertools import zip_longest

from driftcheck.kinds.catalog import DEFAULT_COLLATION
from driftcheck.model import UNSTATED, Unstated
from driftcheck.names import join, quote
from driftcheck.sources.live.acls import acl, default_acl, identity_acl
from driftcheck.sources.live.indexkeys import include, index_keys
from driftcheck.sources.live.known import ASKED, Known, Reading
from driftcheck.sources.live.options import (
    column_options,
    option_names,
    options,
    options_if_it_applies,
    sequence_options,
    settings,
    table_options,
    view_options,
)
from driftcheck.sources.live.scan import parenthesised, split_commas


def path(known: Known, value: list[str]) -> str:
    """A name's parts, joined."""
    return join(*value)


def paths(known: Known, value: list[list[str]]) -> list[str]:
    """Several names."""
    return [join(*parts) for parts in value]


def only_path(known: Known, value: list[list[str]]) -> str | None:
    """The first of several names: a partition has one parent."""
    return join(*value[0]) if value else None


def columns(known: Known, value: list[int], relation: int) -> list[str]:
    """Column numbers → names."""
    return known.columns_of(relation, value)


def relation(known: Known, value: int) -> str:
    """A relation's number → its path."""
    found = known.relations.get(value)
    return found.path if found else str(value)


def reference(known: Known, value: list[int], referenced: int) -> str:
    """A foreign key's target: `schema.table(column, …)`."""
    named = ", ".join(map(quote, known.columns_of(referenced, value)))
    return f"{relation(known, referenced)}({named})"


def collation(known: Known, value: int | None, type: int) -> str | None:
    """A column's collation if it is not its type's; null is none or the default one."""
    of_type = known.own_collations.get(type)
    if value == of_type:
        return None
    return known.collations[DEFAULT_COLLATION if value is None else value]


def statistics_columns(known: Known, value: list[int], relation: int, expressions: list[str] | None) -> list[str]:
    """Columns, then expressions."""
    return [*known.columns_of(relation, value), *(expressions or ())]


def roles(known: Known, value: list[int]) -> list[str]:
    """Role numbers → names; 0 is PUBLIC."""
    return sorted(known.roles.get(number, str(number)) if number else "public" for number in value)


def if_it_applies(known: Known, value: str | None, applies: bool | None) -> str | Unstated | None:
    """What only some objects of the kind can have: null says more of those than of others."""
    return value if applies or value is not None else UNSTATED


def exclusion(known: Known, value: str) -> str:
    """`EXCLUDE USING gist (…) WHERE (…) DEFERRABLE` without the first word and what other facts say."""
    text = value.removeprefix("EXCLUDE ")
    for ending in (" INITIALLY DEFERRED", " DEFERRABLE"):
        text = text.removesuffix(ending)
    return text


_EVENTS = ((4, "INSERT"), (8, "DELETE"), (16, "UPDATE"), (32, "TRUNCATE"))


def events(known: Known, value: int, relation: int, of: list[int]) -> list[str]:
    """The bits of `tgtype` (pg_trigger.h), with the columns of UPDATE OF."""
    named = ", ".join(map(quote, known.columns_of(relation, of)))
    return [f"UPDATE OF {named}" if event == "UPDATE" and named else event for bit, event in _EVENTS if value & bit]


def trigger_arguments(known: Known, value: str) -> list[str]:
    """Zero-terminated strings, in hexadecimal."""
    return bytes.fromhex(value).decode("utf-8", "backslashreplace").split("\0")[:-1]


def when(known: Known, value: str) -> str | None:
    """The condition out of a trigger's definition, with its own parentheses if it has them."""
    return parenthesised(value, "WHEN")


def arguments(known: Known, value: list[str], count: int, modes: list[str] | None) -> list[str]:
    """Names of the input arguments; an unnamed one is empty."""
    if not value:
        return [""] * count
    return value if modes is None else [name for name, mode in zip(value, modes, strict=True) if mode in "ibv"]


def outputs(known: Known, value: list[str], arguments: list[str], modes: list[str] | None) -> list[str]:
    """OUT arguments: name and type."""
    names = [name for name, mode in zip(arguments, modes or (), strict=False) if mode == "o"]
    return [f"{quote(name)} {type}" if name else type for name, type in zip_longest(names, value, fillvalue="")]


_MODES = {"i": "in", "b": "inout", "v": "variadic"}


def modes(known: Known, value: list[str]) -> list[str]:
    """Modes of the input arguments; nothing if all are plain."""
    found = [_MODES[mode] for mode in value if mode in _MODES]
    return found if any(mode != "in" for mode in found) else []


def expressions(known: Known, value: str) -> list[str]:
    """Several expressions that PostgreSQL prints as one."""
    return split_commas(value)


def attributes(known: Known, value: list[list[str]]) -> list[str]:
    """A composite type's attributes: name and type."""
    return [f"{quote(name)} {type}" for name, type in value]


def number(known: Known, value: float) -> float:
    """A whole number as one: costs are kept as floating point."""
    return int(value) if value == int(value) else value


READINGS = {
    "": Reading(lambda known, value: value, shared=True),
    "arrows": Reading(lambda known, value: value.replace("\x01", " → ")),
    "path": Reading(path),
    "paths": Reading(paths),
    "only_path": Reading(only_path),
    "relation": Reading(relation),
    "columns": Reading(columns, ("@relation",)),
    "reference": Reading(reference, ("@referenced",)),
    "include": Reading(include, ("@relation", "@keys")),
    "index_include": Reading(include, ("@relation", "@keys"), null=[]),
    "collation": Reading(collation, ("@type",), shared=True, null=ASKED),
    "statistics_columns": Reading(statistics_columns, ("@relation", "@expressions")),
    "index_keys": Reading(
        index_keys, ("@relation", "@classes", "@collations", "@orders", "@printed", "@whole", "@types")
    ),
    "roles": Reading(roles),
    "settings": Reading(settings, shared=True),
    "options": Reading(options, shared=True),
    "index_options": Reading(options, shared=True, null={}),
    "options_if_it_applies": Reading(options_if_it_applies, ("@applies",), shared=True, null=ASKED),
    "table_options": Reading(table_options, ("@toast",)),
    "view_options": Reading(view_options, shared=True),
    "column_options": Reading(column_options, shared=True, null={}),
    "option_names": Reading(option_names, shared=True),
    "sequence_options": Reading(sequence_options, shared=True, null={}),
    "exclusion": Reading(exclusion),
    "events": Reading(events, ("@relation", "@columns")),
    "trigger_arguments": Reading(trigger_arguments, shared=True),
    "when": Reading(when),
    "arguments": Reading(arguments, ("@count", "@modes")),
    "outputs": Reading(outputs, ("arguments", "@modes")),
    "modes": Reading(modes),
    "if_it_applies": Reading(if_it_applies, ("@applies",), shared=True, null=ASKED),
    "expressions": Reading(expressions),
    "attributes": Reading(attributes),
    "number": Reading(number, shared=True),
    "default_acl": Reading(default_acl, ("@owner", "@type", "@schema")),
    "identity_acl": Reading(identity_acl, ("@owner",), shared=True),
}


def reading(name: str) -> Reading:
    """The reading that an alias asks for behind its colon; "" takes the value as it is."""
    return acl(name[4:]) if name.startswith("acl ") else READINGS[name]
