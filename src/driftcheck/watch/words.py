"""A message in words, for people: what came, what went, where it is written, what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from driftcheck.reports.escape import escape

MOST_LINES = 20  # transitions that are told one by one; a flood is summed up
MOST_TARGETS = 5  # that are named
_ORDER = ("new", "worsened", "unreachable", "reminder", "resolved", "reachable")
_SAID = {
    "new": "new drift",
    "worsened": "worse",
    "resolved": "resolved",
    "reminder": "still there",
    "unreachable": "could not be checked",
    "reachable": "can be checked again",
}


def title(message: dict[str, Any]) -> str:
    """One line: the target, and how much of what."""
    counts = message["counts"]
    said = ", ".join(f"{counts[name]} {_SAID[name]}" for name in _ORDER if counts.get(name))
    return f"driftcheck: {escape(message['target'] or str(message['watched']) + ' targets')}: {said}"


def body(message: dict[str, Any]) -> str:
    """The transitions one by one, the first MOST_LINES of them."""
    transitions = message["transitions"]
    lines = [line for one in transitions[:MOST_LINES] for line in _lines(one, message.get("watched"))]
    return "\n".join([*lines, *_rest(message)])


def brief(message: dict[str, Any]) -> Iterator[str]:
    """A line for each transition, for a terminal."""
    for one in message["transitions"][:MOST_LINES]:
        yield _line(one, message.get("watched"))
    yield from _rest(message)


def _rest(message: dict[str, Any]) -> Iterator[str]:
    if (rest := len(message["transitions"]) - MOST_LINES + message.get("omitted", 0)) > 0:
        yield f"… and {rest} more: driftcheck history shows all"


def _line(one: dict[str, Any], watched: int | None) -> str:
    what = f"{one['severity']}: {escape(one['object'])}: " if one["object"] else ""
    return f"{_SAID[one['transition']]}: {what}{escape(one['message'])}{_where(one, watched)}"


def _lines(one: dict[str, Any], watched: int | None) -> Iterator[str]:
    yield _line(one, watched)
    if one["at"]:
        yield f"    documented at {escape(one['at']['path'])}:{one['at']['line']}"
    if one["rule"] and one["transition"] != "resolved":
        from driftcheck.rules import RULES

        rule = RULES.get(one["rule"])
        yield f"    {one['rule']}{f': {rule.mend}' if rule else ''}"


def _where(one: dict[str, Any], watched: int | None) -> str:
    targets = one.get("targets")
    if not targets:
        return ""
    count = len(targets) + one.get("targets_omitted", 0)
    named = ", ".join(escape(target) for target in targets[:MOST_TARGETS])
    return f" (in {count} of {watched} targets: {named}{', …' if count > MOST_TARGETS else ''})"
