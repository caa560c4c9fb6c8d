"""What pg_index holds of an index's keys, put into words: readings as in sources/live/readings.py."""

from __future__ import annotations

import re
from itertools import repeat

from driftcheck.kinds.catalog import DEFAULT_COLLATION
from driftcheck.names import quote
from driftcheck.sources.live.known import Known, OperatorClass, Row
from driftcheck.sources.live.scan import parenthesised, split_commas


def include(value: list[int], row: Row, known: Known) -> list[str]:
    """An index's columns behind its keys."""
    return known.columns_of(row["@relation"], value[row["@keys"] :])


def index_include(value: list[int] | None, row: Row, known: Known) -> list[str]:
    """The same; most indexes have none. Called with null too."""
    return include(value, row, known) if value else []


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
