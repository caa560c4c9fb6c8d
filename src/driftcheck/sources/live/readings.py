"""What the catalog holds, put into the words of the facts: one small function a reading (see kinds/catalog.py).

A reading is called with the value, the row's other columns by alias, and what was read before (`Known`). It is never
called with null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat, zip_longest

from driftcheck.kinds.catalog import DEFAULT_COLLATION
from driftcheck.model import UNSTATED, Unstated
from driftcheck.names import join, quote
from driftcheck.sources.live.acls import acl, default_acl, identity_acl
from driftcheck.sources.live.known import Known, OperatorClass, Reading, Row
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
    return _names(value, row["@relation"], known)


def relation(value: int, row: Row, known: Known) -> str:
    """A relation's number → its path."""
    found = known.relations.get(value)
    return found.path if found else str(value)


def reference(value: list[int], row: Row, known: Known) -> str:
    """A foreign key's target: `schema.table(column, …)`."""
    named = ", ".join(map(quote, _names(value, row["@referenced"], known)))
    return f"{relation(row['@referenced'], row, known)}({named})"


def include(value: list[int], row: Row, known: Known) -> list[str]:
    """An index's columns behind its keys."""
    return _names(value[row["@keys"] :], row["@relation"], known)


def index_include(value: list[int] | None, row: Row, known: Known) -> list[str]:
    """The same; most indexes have none. Called with null too."""
    return include(value, row, known) if value else []


def collation(value: int | None, row: Row, known: Known) -> str | None:
    """A column's collation if it is not its type's; null is none or the default one. Called with null too."""
    of_type = known.own_collations.get(row["@type"])
    if value == of_type:
        return None
    return known.collations[DEFAULT_COLLATION if value is None else value]


def statistics_columns(value: list[int], row: Row, known: Known) -> list[str]:
    """Columns, then expressions."""
    return [*_names(value, row["@relation"], known), *(row["@expressions"] or ())]


def index_keys(value: str, row: Row, known: Known) -> list[str] | None:
    """The keys as CREATE INDEX writes them, without what goes without saying (`get_opclass_name`, ruleutils.c).

    None if one is an expression and PostgreSQL did not print it.
    """
    printed = row["@printed"]
    if row["@whole"] and printed is not None:
        return split_commas(parenthesised(printed, "USING") or "")
    numbers = value, row["@collations"], row["@classes"], row["@orders"]
    shape = known.shapes.get(numbers)
    if shape is None:
        shape = known.shapes[numbers] = list(zip(*([int(n) for n in text.split()] for text in numbers), strict=False))
    expressions = iter(split_commas(printed)) if printed is not None else iter(())
    attributes = known.attributes.get(row["@relation"], {})
    types = row["@types"] or repeat(0)
    keys = []
    for (number, collation, classed, order), type in zip(shape, types, strict=False):
        if number == 0:
            expression = next(expressions, None)
            if expression is None:
                return None
            key = expression if _CALL.match(expression) else f"({expression})"
        else:
            attribute = attributes[number]
            type, key = attribute.type, quote(attribute.name)
            if collation != (attribute.collation or (collation if collation in _USUAL else DEFAULT_COLLATION)):
                key += f" COLLATE {known.collations[collation]}"
        operators = known.classes[classed]
        if not _is_default(operators, type, known):
            key += f" {operators.name}"
        keys.append(key + _ORDERS[order & 3])
    return keys


_NAME = r'(?:[\w$]+|(?:"[^"]*")+)'
_CALL = re.compile(rf"{_NAME}(?:\.{_NAME})?\(")
"""How a function's call begins; around everything else PostgreSQL writes parentheses, and its operators have their own."""
_USUAL = (0, DEFAULT_COLLATION)
_ORDERS = ("", " DESC NULLS LAST", " NULLS FIRST", " DESC")  # INDOPTION_DESC 1, INDOPTION_NULLS_FIRST 2


def _is_default(operators: OperatorClass, type: int, known: Known) -> bool:
    """A default class may serve another type that is binary compatible, unless that type has a default of its own."""
    if not operators.default:
        return False
    return operators.type == type or (operators.method, type) not in known.defaults


def roles(value: list[int], row: Row, known: Known) -> list[str]:
    """Role numbers → names; 0 is PUBLIC."""
    return sorted(known.roles.get(number, str(number)) if number else "public" for number in value)


def if_it_applies(value: str | None, row: Row, known: Known) -> str | Unstated | None:
    """What only some objects of the kind can have: null says more of those than of others. Called with null too."""
    return value if row["@applies"] or value is not None else UNSTATED


def settings(value: list[str], row: Row, known: Known) -> list[str]:
    """`name=value`; the value of a setting that is named like a secret is withheld (`app.jwt_secret`)."""
    return [_without_secret(setting) for setting in value]


_SECRET = (
    "secret",
    "password",
    "passwd",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "service_role_key",
    "credential",
)


def _without_secret(setting: str) -> str:
    name, _, _ = setting.partition("=")
    return f"{name}=(withheld)" if any(word in name.lower() for word in _SECRET) else setting


def options(value: Sequence[str | None] | None, row: Row, known: Known) -> dict[str, str]:
    """`name=value` → a mapping."""
    return {name: rest for name, _, rest in (option.partition("=") for option in value or () if option is not None)}


def options_if_it_applies(value: list[str] | None, row: Row, known: Known) -> dict[str, str] | Unstated:
    """The same, of what only some objects of the kind can have. Called with null too."""
    return options(value, row, known) if row["@applies"] else UNSTATED


def index_options(value: list[str] | None, row: Row, known: Known) -> dict[str, str]:
    """The same, of what always may have some: null is none. Called with null too."""
    return options(value, row, known)


_TABLE_OPTIONS = frozenset(
    """
    fillfactor toast_tuple_target parallel_workers user_catalog_table vacuum_index_cleanup vacuum_truncate
    vacuum_max_eager_freeze_failure_rate log_autovacuum_min_duration log_autoanalyze_min_duration
    """.split()  # noqa: SIM905 - a list of names reads best as one
)
_VIEW_OPTIONS = frozenset({"security_barrier", "security_invoker", "check_option"})
_COLUMN_OPTIONS = frozenset({"n_distinct", "n_distinct_inherited"})


def table_options(value: list[str], row: Row, known: Known) -> dict[str, str]:
    """Those that users can set: releases have put others of their own into the same array."""
    found = {
        name: rest
        for name, rest in options(value, row, known).items()
        if name in _TABLE_OPTIONS or name.startswith("autovacuum_")
    }
    toast = options(row["@toast"] or [], row, known)
    return found | {f"toast.{name}": rest for name, rest in toast.items()}


def view_options(value: list[str], row: Row, known: Known) -> dict[str, str]:
    """Those that users can set."""
    return {name: rest for name, rest in options(value, row, known).items() if name in _VIEW_OPTIONS}


def column_options(value: list[str] | None, row: Row, known: Known) -> dict[str, str]:
    """Those that users can set; 15.20 writes an internal `pg_attver` beside them."""
    return {name: rest for name, rest in options(value, row, known).items() if name in _COLUMN_OPTIONS}


def option_names(value: list[str], row: Row, known: Known) -> list[str]:
    """The names of options whose values may be secrets."""
    return sorted(option.partition("=")[0] for option in value)


_MAXIMA = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def sequence_options(value: list[str] | None, row: Row, known: Known) -> dict[str, str]:
    """What an identity column's sequence has other than its type gives it (CREATE SEQUENCE, "Parameters")."""
    if not value:
        return {}
    type, start, increment, minimum, maximum, cache, cycle = value
    largest = _MAXIMA.get(type, 2**63 - 1)
    up = not increment.startswith("-")
    default = {
        "minimum": str(1 if up else -largest - 1),
        "maximum": str(largest if up else -1),
        "start": minimum if up else maximum,
        "increment": "1",
        "cache": "1",
        "cycle": "false",
    }
    actual = {
        "start": start,
        "increment": increment,
        "minimum": minimum,
        "maximum": maximum,
        "cache": cache,
        "cycle": cycle,
    }
    return {name: given for name, given in actual.items() if given != default[name]}


def exclusion(value: str, row: Row, known: Known) -> str:
    """`EXCLUDE USING gist (…) WHERE (…) DEFERRABLE` without the first word and what other facts say."""
    text = value.removeprefix("EXCLUDE ")
    for ending in (" INITIALLY DEFERRED", " DEFERRABLE"):
        text = text.removesuffix(ending)
    return text


_EVENTS = ((4, "INSERT"), (8, "DELETE"), (16, "UPDATE"), (32, "TRUNCATE"))


def events(value: int, row: Row, known: Known) -> list[str]:
    """The bits of `tgtype` (pg_trigger.h), with the columns of UPDATE OF."""
    named = ", ".join(map(quote, _names(row["@columns"], row["@relation"], known)))
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


def _names(numbers: list[int], relation: int, known: Known) -> list[str]:
    of = known.attributes.get(relation, {})
    return [of[number].name for number in numbers if number in of]


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
        "",
        "if_it_applies",
        "options",
        "options_if_it_applies",
        "index_options",
        "index_include",
        "collation",
        "view_options",
        "column_options",
        "option_names",
        "sequence_options",
        "settings",
        "trigger_arguments",
    }
)
PURE |= {"collation", "identity_acl", "acl c", "acl n", "acl r", "acl s", "number"}
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
