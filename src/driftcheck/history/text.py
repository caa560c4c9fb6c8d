"""The history for a terminal: a line a finding, open ones first, and how the latest runs went."""

from __future__ import annotations

from typing import Any

from driftcheck.reports import Medium
from driftcheck.reports.escape import escape

_RUNS = 5
_BAR = 24  # characters of a finding's life


def render(data: dict[str, Any], medium: Medium) -> str:
    """The text; the bar shows from when to when, over the time that the history spans."""
    findings, runs = data["findings"], data["runs"]
    lines = []
    targets = dict.fromkeys([run["target"] for run in runs] + [one["target"] for one in findings])
    for target in targets:
        own = [one for one in findings if one["target"] == target]
        there = [one for one in own if one["resolved_at"] is None]
        gone = [one for one in own if one["resolved_at"] is not None]
        lines += [f"{escape(target)}: {len(there)} open, {len(gone)} resolved", ""]
        span = _span(own, runs)
        lines += [_line(one, span) for one in [*there, *gone]]
        lines += ["", *(_run(run) for run in [run for run in runs if run["target"] == target][-_RUNS:]), ""]
    return "\n".join(lines).rstrip("\n") + "\n" if lines else "nothing was ever watched\n"


def _line(one: dict[str, Any], span: tuple[str, str]) -> str:
    end = one["resolved_at"]
    until = f"resolved {_minute(end)}" if end else "open"
    what = f"{one['severity']:<7} {one['rule']} {escape(one['object'])}"
    return f"  {_bar(one['first_seen'], end or span[1], span)} {_minute(one['first_seen'])} {until:<25} {what}"


def _run(run: dict[str, Any]) -> str:
    failure = f": {escape(run['failure'])}" if run["failure"] else ""
    return f"  run {_minute(run['started'])} {run['outcome']}{failure}"


def _span(findings: list[dict[str, Any]], runs: list[dict[str, Any]]) -> tuple[str, str]:
    times = [one[key] for one in findings for key in ("first_seen", "last_seen", "resolved_at") if one[key]]
    times += [run[key] for run in runs for key in ("started", "finished")]
    return min(times, default=""), max(times, default="")


def _bar(start: str, end: str, span: tuple[str, str]) -> str:
    from datetime import datetime

    first, last, a, b = (datetime.fromisoformat(text).timestamp() for text in (*span, start, end))
    scale = (_BAR - 1) / (last - first) if last > first else 0
    left, right = round((a - first) * scale), round((b - first) * scale)
    return "·" * left + "█" * (right - left + 1) + "·" * (_BAR - 1 - right)


def _minute(time: str) -> str:
    return f"{time[:10]} {time[11:16]}"
