"""How much of the live schema the documents speak of, as bars: for each schema, and for what stands in none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from driftcheck.findings import label
from driftcheck.kinds import KINDS
from driftcheck.model import Coverage
from driftcheck.reports.html.markup import Markup, tag

if TYPE_CHECKING:
    from driftcheck.reports.report import Report


def coverage(report: Report) -> Markup:
    """A table of bars a schema."""
    inside = {kind for covered in report.by_schema.values() for kind in covered}
    outside = {kind: c for kind, c in report.coverage.items() if kind not in inside}
    groups = [*((f"Schema {name}", covered) for name, covered in report.by_schema.items()), ("Database", outside)]
    return Markup("".join(_group(name, covered) for name, covered in groups if any(c.live for c in covered.values())))


def _group(name: str, covered: Mapping[str, Coverage]) -> Markup:
    rows = [
        tag(
            "tr",
            tag("th", label(KINDS[kind].plural), scope="row"),
            tag("td", _bar(c.matched / c.live), class_="bar"),
            tag("td", f"{c.matched:,} of {c.live:,}", class_="number"),
            tag("td", f"{c.matched / c.live:.0%}", class_="number"),
        )
        for kind, c in covered.items()
        if c.live
    ]
    return tag("table", tag("caption", name), tag("tbody", *rows), class_="coverage")


def _bar(share: float) -> Markup:
    width = round(100 * share, 1)
    return Markup(
        f'<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="6"/>'
        f'<rect class="part" width="{width}" height="6"/></svg>'
    )
