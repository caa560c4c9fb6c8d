"""What changed inside a structured value: the items of a list or a mapping that differ, and no others."""

from __future__ import annotations

from typing import Any

from driftcheck.findings import say

Items = list[tuple[str, str]]
"""("-", what only the expected value has) and ("+", what only the actual value has), in their order."""


def inside(expected: Any, actual: Any) -> Items:
    """The difference of two lists or two mappings; [] for values of another shape.

    >>> inside(["id", "email", "name"], ["id", "name", "phone"])
    [('-', 'email'), ('+', 'phone')]
    >>> inside({"anon": ["SELECT"]}, {"anon": ["INSERT", "SELECT"]})
    [('+', 'anon: INSERT')]
    >>> inside(["a", "b"], ["b", "a"])
    [('-', 'a, b'), ('+', 'b, a')]
    """
    if type(expected) is not type(actual) or not isinstance(expected, (list, dict)):
        return []
    from deepdiff import DeepDiff

    found = DeepDiff(expected, actual, ignore_order=True, report_repetition=True, view="tree")
    items: Items = []
    for change in sorted((c for group in found.values() for c in group), key=lambda c: c.path(force="fake")):
        where = [str(key) for key in change.path(output_format="list") if isinstance(key, str)]
        for sign, value in (("-", change.t1), ("+", change.t2)):
            if isinstance(value, (str, int, float, list, dict)):
                items.append((sign, ": ".join([*where, say(value)])))
    gone, come = ([item for item in items if item[0] == sign] for sign in "-+")
    if [text for _, text in gone] == [text for _, text in come]:  # another order, or another number of the same
        return [("-", say(expected)), ("+", say(actual))]
    return gone + come


def line_difference(expected: str, actual: str) -> list[str]:
    """The lines of two texts that differ, each with a line of its surroundings, as `diff -u` writes them, files aside."""
    import difflib

    return list(difflib.unified_diff(_lines(expected), _lines(actual), lineterm="", n=1))[2:]


def _lines(text: str) -> list[str]:
    return [part.expandtabs(4).rstrip() for part in text.strip("\n").splitlines()]
