"""A changed property: expected and actual side by side, one above the other, or as a diff of their lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from driftcheck.findings import say
from driftcheck.model import Finding
from driftcheck.reports.escape import escape
from driftcheck.reports.inside import inside, line_difference
from driftcheck.reports.lines import columns, line, spread, wrap

if TYPE_CHECKING:
    from rich.text import Text

Widths = tuple[int, int, int]  # of the property's name, of the expected and of the actual value
INDENT, GAP = 4, 2
NARROWEST, LONGEST_NAME = 12, 18
TALLEST = 2  # lines that a value may take beside another
MOST = 24  # lines of a diff that are shown


def column_widths(found: list[Finding], width: int) -> Widths:
    """Columns wide enough for what stands side by side in a section, and no wider."""
    changed = [finding for finding in found if finding.property and finding.status == "changed"]
    name = min(max((len(finding.property or "") for finding in changed), default=0), LONGEST_NAME)
    room = (width - INDENT - name - 2 * GAP) // 2
    short = [w for f in changed if (w := columns(escape(say(f.expected, f.property or "")))) <= room]
    expected = max([NARROWEST, *short])
    return name, expected, width - INDENT - name - 2 * GAP - expected


def header(title: str, style: str, widths: Widths, values: bool) -> Iterator[Text]:
    """A section's title, with the heads of the columns of values if it has any."""
    name, expected, _ = widths
    if not values:
        yield line((title, style))
        return
    gap = max(1, INDENT + name + GAP - len(title))
    yield line((title, style), (" " * gap, ""), ("expected".ljust(expected + GAP), "dim"), ("actual", "dim"))


def change(finding: Finding, style: str, widths: Widths, width: int, place: str = "") -> Iterator[Text]:
    """One changed property; `place` is where it is stated, if elsewhere than its object."""
    name, left, right = widths
    property = finding.property or ""
    expected, actual = say(finding.expected, property), say(finding.actual, property)
    label = escape(property.replace("_", " "))
    if "\n" in expected.strip() or "\n" in actual.strip():
        yield from spread([(" " * INDENT, ""), (label, "")], (place, "blue"), width)
        yield from _diff(expected, actual, style, width)
        return
    beside = wrap(expected, left), wrap(actual, right)
    if len(label) <= name and max(map(len, beside)) <= TALLEST:
        for i in range(max(map(len, beside))):
            a, b = (lines[i] if i < len(lines) else "" for lines in beside)
            head = (label if i == 0 else "").ljust(name + GAP)
            pad = " " * (left + GAP - columns(a))
            row = [(" " * INDENT + head, ""), (a, "green"), (pad, ""), (b, style)]
            yield from spread(row, (place if i == 0 else "", "blue"), width)
        return
    yield from spread([(" " * INDENT, ""), (label, "")], (place, "blue"), width)
    if items := inside(finding.expected, finding.actual):
        for sign, text in items[:MOST]:
            colour = "green" if sign == "-" else style
            for i, part in enumerate(wrap(text, width - INDENT - GAP - 2)):
                yield line((" " * (INDENT + GAP) + (sign if i == 0 else " ") + " ", colour), (part, colour))
        if len(items) > MOST:
            yield line((f"{' ' * (INDENT + GAP)}… {len(items) - MOST} more", "dim"))
        return
    for title, value, colour in (("expected", expected, "green"), ("actual", actual, style)):
        for i, text in enumerate(wrap(value, width - INDENT - GAP - 10)):
            yield line((" " * (INDENT + GAP) + ("" if i else title).ljust(10), "dim"), (text, colour))


def _diff(expected: str, actual: str, style: str, width: int) -> Iterator[Text]:
    """The lines that differ, `-` expected and `+` actual, each with a line of its surroundings."""
    lines = line_difference(expected, actual)
    for text in lines[:MOST]:
        if text.startswith("@@"):
            if text is not lines[0]:
                yield line((" " * (INDENT + GAP) + "⋮", "dim"))
            continue
        colour = {"-": "green", "+": style}.get(text[:1], "dim")
        for i, part in enumerate(wrap(text[1:], width - INDENT - GAP - 2)):
            yield line((" " * (INDENT + GAP) + (text[:1] if i == 0 else " ") + " ", colour), (part, colour))
    if len(lines) > MOST:
        yield line((" " * (INDENT + GAP) + f"… {len(lines) - MOST} more lines", "dim"))
