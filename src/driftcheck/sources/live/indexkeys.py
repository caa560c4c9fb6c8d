"""What pg_index holds of an index's keys, put into words: readings as in sources/live/readings.py."""

from __future__ import annotations

import re
from itertools import repeat

from driftcheck.kinds.catalog import DEFAULT_COLLATION
from driftcheck.names import quote
from driftcheck.sources.live.known import Attribute, Known, OperatorClass
from driftcheck.sources.live.scan import parenthesised, split_commas


def include(known: Known, value: list[int], relation: int, keys: int) -> list[str]:
    """An index's columns behind its keys."""
    return known.columns_of(relation, value[keys:])


def index_keys(
    known: Known,
    value: str,
    relation: int,
    classes: str,
    collations: str,
    orders: str,
    printed: str | None,
    whole: bool,
    types: list[int] | None,
) -> list[str] | None:
    """The keys as CREATE INDEX writes them, without what goes without saying (`get_opclass_name`, ruleutils.c).

    None if one is an expression and PostgreSQL did not print it.
    """
    if whole and printed is not None:
        return split_commas(parenthesised(printed, "USING") or "")
    numbers = value, collations, classes, orders
    shape = known.shapes.get(numbers)
    if shape is None:
        shape = known.shapes[numbers] = list(zip(*([int(n) for n in text.split()] for text in numbers), strict=False))
    expressions = iter(split_commas(printed)) if printed is not None else iter(())
    attributes = known.attributes.get(relation, {})
    keys = []
    for (number, collation, classed, order), type in zip(shape, types or repeat(0), strict=False):
        if number == 0:
            expression = next(expressions, None)
            if expression is None:
                return None
            text = expression if _CALL.match(expression) else f"({expression})"
            key = text + _behind(known, classed, type, order)
        else:
            alike = attributes[number], collation, classed, order
            key = known.keys.get(alike) or known.keys.setdefault(alike, _of_column(known, *alike))
        keys.append(key)
    return keys


def _of_column(known: Known, attribute: Attribute, collation: int, classed: int, order: int) -> str:
    name, type, own = attribute
    text = quote(name)
    if collation != (own or (collation if collation in _USUAL else DEFAULT_COLLATION)):
        text += f" COLLATE {known.collations[collation]}"
    return text + _behind(known, classed, type, order)


def _behind(known: Known, classed: int, type: int, order: int) -> str:
    operators = known.classes[classed]
    named = "" if _is_default(operators, type, known) else f" {operators.name}"
    return named + _ORDERS[order & 3]


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
