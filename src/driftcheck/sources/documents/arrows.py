"""Arrows between tables.

- a flow: `` `carts` → `orders` → `parcels` ``, in a list, a paragraph or a fence; also with a name: "**Checkout:** a → b → c"
- a relationship: `a (1) → (*) b`, `` `orders.cart_id` -> `carts.id` ``, or two tables under "Relationships"

Everything an arrow joins must be a table that the pages state: arrows also join people, machines and units.
"""

from __future__ import annotations

import dataclasses
import itertools
import re

from driftcheck.kinds.claim import Claim
from driftcheck.kinds.relationship import Relationship
from driftcheck.names import join, quote
from driftcheck.sources.documents.context import Context, Page
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import Name, parse

_ARROW = re.compile(r"\s*(?:<?[-=]{1,3}>|[→⟶➜➔⇒↔⇄⟷])\s*")
_SIDE = re.compile(r"(?:\(([^()\s]{1,6})\)|\b([01*nNmM](?:\.\.[1*nNmM])?:[01*nNmM](?:\.\.[1*nNmM])?)\b)")
_MANY = {"n": "*", "m": "*", "many": "*", "0..n": "*", "0..*": "*", "1..n": "1..*"}


@dataclasses.dataclass(slots=True)
class Arrow:
    """A line of arrows, kept until all tables are known."""

    names: list[Name]
    sides: list[list[str]]  # the cardinalities around each name
    text: str
    at: str
    context: Context


def take(inline: Inline, context: Context) -> bool:
    """Keep the line if it is a chain of names; whether it is."""
    text = inline.text
    if len(text) > 1000 or not _ARROW.search(text) or not context.today:
        return False
    colon = re.match(r"\s*(?:\d+[.)]\s*)?[^:→>]{1,60}:\s+", text)
    body = text[colon.end() :] if colon else text
    pieces = [piece.strip() for piece in _ARROW.split(body)]
    names, sides = [], []
    for number, piece in enumerate(pieces):
        marks = [a or b for a, b in _SIDE.findall(piece)]
        bare = _SIDE.sub(" ", piece).strip().strip("`*").strip()
        if number == len(pieces) - 1:
            bare = re.split(r"\s[-–—(:]|[,;]", bare, maxsplit=1)[0].strip().rstrip(".")
        found = parse(bare) if "(" not in bare or ")" in bare else None
        if found is None or len(found) != 1:
            return False
        name = found[0]
        if name.signature and re.fullmatch(r"[\w\"]+", name.signature):
            name.parts = (*name.parts, name.signature)
        names.append(name)
        sides.append(marks)
    if len(names) < 2:
        return False
    context.page.arrows.append(Arrow(names, sides, body.strip(), context.at(inline.line), context))
    return True


def settle(page: Page) -> None:
    """Put down the arrows whose ends are all stated tables."""
    tables = page.ledger.objects["table"]
    by_name: dict[str, list[str]] = {}
    for path in [*tables, *page.ledger.objects["view"]]:
        by_name.setdefault(path.rpartition(".")[2], []).append(path)
    for arrow in page.arrows:
        ends = [_end(name, arrow, tables, by_name) for name in arrow.names]
        if all(end is not None for end in ends):
            _put(arrow, [end for end in ends if end is not None])


def _end(name: Name, arrow: Arrow, tables: object, by_name: dict[str, list[str]]) -> tuple[str, str | None] | None:
    """The table, and the column if the arrow names one."""
    assert isinstance(tables, dict)
    parts = name.parts
    if len(parts) == 3:
        table = join(*parts[:2])
        return (table, parts[2]) if table in tables else None
    if len(parts) == 2:
        if (path := join(*parts)) in tables:
            return path, None
        owners = by_name.get(quote(parts[0]), [])
        return (owners[0], parts[1]) if len(owners) == 1 else None
    own = join(arrow.context.schema, *parts)
    if own in tables:
        return own, None
    owners = by_name.get(quote(parts[0]), [])
    return (owners[0], None) if len(owners) == 1 else None


def _put(arrow: Arrow, ends: list[tuple[str, str | None]]) -> None:
    ledger, context = arrow.context.page.ledger, arrow.context
    columns = any(column for _, column in ends)
    related = (
        any(arrow.sides) or columns or (len(ends) == 2 and "relationship" in context.announces and not context.flow)
    )
    if not related:
        tables = [table for table, _ in ends]
        ledger.claim(tables[0], Claim(at=arrow.at, claim="flow", text=arrow.text, tables=tables))
        return
    for number, ((a, a_column), (b, b_column)) in enumerate(itertools.pairwise(ends)):
        source = f"{a}({quote(a_column)})" if a_column else a
        target = f"{b}({quote(b_column)})" if b_column else b
        facts = Relationship(at=arrow.at, source=source, to=target)
        left, right = arrow.sides[number], arrow.sides[number + 1]
        both = next((mark for mark in [*left, *right] if ":" in mark), None)
        if both:
            one, _, other = both.partition(":")
            facts.cardinality = f"{_side(one)}:{_side(other)}"
        elif left and right:
            facts.cardinality = f"{_side(left[-1])}:{_side(right[0])}"
        ledger.state("relationship", f"{source} -> {target}", facts)


def _side(mark: str) -> str:
    return _MANY.get(mark.lower(), mark)
