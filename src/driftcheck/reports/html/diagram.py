"""The entity diagram as SVG: tables, the foreign keys between them, and where they have drifted."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

from driftcheck.completeness import table_of
from driftcheck.kinds.constraint import Constraint
from driftcheck.managed import is_managed
from driftcheck.model import Finding, Snapshot
from driftcheck.names import join, last, parent, split
from driftcheck.reports.html.layout import Box, place
from driftcheck.reports.html.markup import Markup, tag, text

if TYPE_CHECKING:
    from driftcheck.reports.report import Report, States

MOST = 120  # tables
MOST_ROWS = 6  # of drift in one box
LETTER, ROW, HEAD, EDGE = 7.7, 18, 26, 12  # pixels
NARROWEST, WIDEST = 120, 300
SIGN = {"missing": "−", "undocumented": "+"}
LEGEND = {"missing": "documented, not there", "changed": "drifted", "undocumented": "there, not documented"}


@dataclasses.dataclass
class _Table:
    """A table of either side: `status` is what its box is coloured by, `rows` what has drifted in it."""

    status: str = ""
    rows: list[tuple[str, str]] = dataclasses.field(default_factory=list)  # status, what
    finding: int | None = None


def diagram(report: Report, numbers: Mapping[tuple[str, str], int]) -> Markup:
    """The drawing, or nothing where there are no tables. `numbers` leads to the article of a kind and object."""
    if report.states is None:
        return Markup()
    tables = {
        path: _Table()
        for side in (report.states.expected, report.states.actual)
        for path, facts in side.of("table").items()
        if not is_managed("table", path, facts)
    }
    for finding in report.counting():
        _mark(tables, finding, report.states, numbers)
    keys = _keys(report.states, tables)
    whole = len(tables)
    if whole > MOST:
        tables = _most_telling(tables, keys)
        keys = {key: status for key, status in keys.items() if key[0] in tables and key[1] in tables}
    if not tables:
        return Markup()
    left_out = (
        f"{len(tables)} of {whole:,} tables: those with drift first, and what they are tied to." if whole > MOST else ""
    )
    legend = [tag("span", tag("span", class_=f"swatch {status}"), words) for status, words in LEGEND.items()]
    drawing = tag(
        "div",
        Markup("".join(_drawing(tables, keys))),
        class_="drawing",
        tabindex=0,
        role="region",
        aria_label="Tables and the foreign keys between them",
    )
    return tag("div", tag("p", *legend, left_out, class_="legend"), drawing)


def _mark(tables: dict[str, _Table], finding: Finding, states: States, numbers: Mapping[tuple[str, str], int]) -> None:
    """Colour the finding's table, and note what has drifted in it."""
    status = finding.status if finding.status in SIGN else "changed"
    if finding.status in ("contradiction", "advice"):
        return
    number = numbers.get((finding.kind, finding.object))
    if finding.kind == "table" and finding.object in tables:
        table = tables[finding.object]
        table.status = status
        if status == "changed":
            table.rows.append((status, f"~ {(finding.property or finding.rule).replace('_', ' ')}"))
    else:
        side = states.expected if finding.object in states.expected.of(finding.kind) else states.actual
        facts = side.of(finding.kind).get(finding.object)
        owner = table_of(finding.kind, finding.object, facts) if facts is not None else None
        if owner not in tables:
            return
        table = tables[owner]
        table.status = table.status or "changed"
        what = last(finding.object) + (f" {finding.property.replace('_', ' ')}" if finding.property else "")
        table.rows.append((status, f"{SIGN.get(status, '~')} {what}"))
    table.finding = number if table.finding is None else table.finding


def _keys(states: States, tables: dict[str, _Table]) -> dict[tuple[str, str], str]:
    """(what refers, what it refers to) → "", or on which side only the key stands. Tables of others come in as "faint"."""
    sides = [list(_references(side)) for side in (states.expected, states.actual)]
    for pair in [pair for side in sides for pair in side]:
        if pair[0] in tables and pair[1] not in tables:
            tables[pair[1]] = _Table(status="faint")
    expected, actual = ({pair for pair in side if pair[0] in tables} for side in sides)
    stated = {source for source, _ in expected}
    return {
        **{pair: "" if pair in actual else "missing" for pair in sorted(expected)},
        **{pair: "undocumented" if pair[0] in stated else "" for pair in sorted(actual - expected)},
    }


def _references(side: Snapshot) -> Iterator[tuple[str, str]]:
    for path, facts in side.of("constraint").items():
        key = cast(Constraint, facts)
        if key.type == "foreign key" and key.references:
            yield parent(path), join(*split(key.references))


def _most_telling(tables: dict[str, _Table], keys: Mapping[tuple[str, str], str]) -> dict[str, _Table]:
    """Tables with drift, then those tied to them, in the order in which they stand."""
    drifted = [path for path, table in tables.items() if table.status not in ("", "faint")][:MOST]
    kept = dict.fromkeys(drifted)
    for source, target in keys:
        if len(kept) < MOST and (source in drifted or target in drifted):
            kept |= {source: None, target: None}
    return {path: table for path, table in tables.items() if path in kept}


def _drawing(tables: dict[str, _Table], keys: Mapping[tuple[str, str], str]) -> Iterator[str]:
    schemas = {split(path)[0] for path, table in tables.items() if table.status != "faint"}
    names = {
        path: last(path) if len(schemas) == 1 and split(path)[0] in schemas else path for path in tables
    }  # fmt: skip
    boxes = {path: _box(names[path], table) for path, table in tables.items()}
    width, height = place(boxes, keys)
    view = f"{-EDGE} {-EDGE} {width + 2 * EDGE} {height + 2 * EDGE}"
    yield f'<svg viewBox="{view}" width="{width + 2 * EDGE}" height="{height + 2 * EDGE}" role="group">'
    yield '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    yield '<path class="arrow" d="M0 0 8 4 0 8z"/></marker></defs>'
    for (source, target), status in keys.items():
        if source != target:
            yield _edge(boxes[source], boxes[target], status)
    for path, table in tables.items():
        yield _drawn(names[path], table, boxes[path])
    yield "</svg>"


def _box(name: str, table: _Table) -> Box:
    rows = [name, *(row for _, row in table.rows[:MOST_ROWS])]
    width = min(max(math.ceil(max(map(len, rows)) * LETTER) + 21, NARROWEST), WIDEST)
    more = len(table.rows) > MOST_ROWS
    return Box(width, HEAD + ROW * (min(len(table.rows), MOST_ROWS) + more) + (6 if table.rows else 0))


def _edge(source: Box, target: Box, status: str) -> str:
    """A curve from the left of what refers to the right of what it refers to; around, where it does not stand left."""
    y1, y2 = source.y + HEAD // 2, target.y + HEAD // 2
    if source.x >= target.x + target.width:
        x1, x2, bend = source.x, target.x + target.width, max((source.x - target.x - target.width) // 2, 30)
        path = f"M{x1} {y1}C{x1 - bend} {y1} {x2 + bend} {y2} {x2} {y2}"
    else:
        x1, x2 = source.x + source.width, target.x + target.width
        far = max(x1, x2) + 45
        path = f"M{x1} {y1}C{far} {y1} {far} {y2} {x2} {y2}"
    return f'<path class="edge {status}" d="{path}" marker-end="url(#to)"/>'


def _drawn(name: str, table: _Table, box: Box) -> str:
    rows = [
        f'<text x="{box.x + 10}" y="{box.y + HEAD + 16 + ROW * i}"><tspan class="{status}">{text(_fitting(row, box))}</tspan></text>'
        for i, (status, row) in enumerate(table.rows[:MOST_ROWS])
    ]
    if len(table.rows) > MOST_ROWS:
        y = box.y + HEAD + 16 + ROW * MOST_ROWS
        rows.append(f'<text class="more" x="{box.x + 10}" y="{y}">… and {len(table.rows) - MOST_ROWS} more</text>')
    frame = f'x="{box.x}" y="{box.y}" width="{box.width}" rx="5"'
    drawn = (
        f'<rect class="box" {frame} height="{box.height}"/><rect class="head" x="{box.x + 1}" y="{box.y + 1}" '
        f'width="{box.width - 2}" height="{HEAD - 2}" rx="4"/>'
        f'<text class="name" x="{box.x + 10}" y="{box.y + 17}">{text(_fitting(name, box))}</text>{"".join(rows)}'
    )
    if table.finding is not None:
        drawn = f'<a href="#f{table.finding}">{drawn}</a>'
    return f'<g class="table {table.status}">{drawn}</g>'


def _fitting(words: str, box: Box) -> str:
    most = int((box.width - 20) / LETTER)
    return words if len(words) <= most else f"{words[: most - 1]}…"
