"""The history as one page: a timeline for each target, drawn in SVG, and the same as tables. It asks nothing of anywhere."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from driftcheck.reports import Medium
from driftcheck.reports.html.markup import Markup, tag, text

_WIDTH, _ROW, _LABEL = 900, 22, 330  # units of the drawing
_NAME = 46  # characters of an object's name in the drawing
_MOST = 200  # findings that are drawn for a target; the table has all
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --page: #fff; --soft: #57606a; --line: #d8dee4;
  --error: #b3261e; --warning: #855300; --info: #0a5fa8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaef; --page: #0f1216; --soft: #9aa4b0; --line: #2d343d;
  --error: #ff8a80; --warning: #f2bd4a; --info: #79bdff; } }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .2rem .6rem;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px ui-monospace, monospace; }
.error { fill: var(--error); color: var(--error); } .warning { fill: var(--warning); color: var(--warning); }
.info { fill: var(--info); color: var(--info); } .axis { stroke: var(--line); } .soft { color: var(--soft); }
.missed { fill: var(--soft); opacity: .35; }
"""


def render(data: dict[str, Any], medium: Medium) -> str:
    """The page."""
    targets = dict.fromkeys([run["target"] for run in data["runs"]] + [one["target"] for one in data["findings"]])
    sections = [_target(target, data) for target in targets]
    head = [
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        ),
        tag("title", "driftcheck: history"),
        tag("style", Markup(_STYLE)),
    ]
    body = tag("body", tag("h1", "When drift came and went"), *(sections or [tag("p", "Nothing was ever watched.")]))
    return f"<!doctype html>\n{tag('html', tag('head', *head), body, lang='en')}\n"


def _target(target: str, data: dict[str, Any]) -> Markup:
    findings = [one for one in data["findings"] if one["target"] == target]
    runs = [run for run in data["runs"] if run["target"] == target]
    findings.sort(key=lambda one: (one["resolved_at"] is not None, one["first_seen"]))
    open_ = sum(one["resolved_at"] is None for one in findings)
    outcomes = Counter(run["outcome"] for run in runs)
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return tag(
        "section",
        tag("h2", target),
        tag("p", f"{open_} open, {len(findings) - open_} resolved; latest runs: {said or 'none'}"),
        _drawing(findings[:_MOST], runs),
        _table(findings),
    )


def _drawing(findings: list[dict[str, Any]], runs: list[dict[str, Any]]) -> Markup:
    """A bar for each finding from when it was first seen until it was resolved, or until now; runs that failed behind."""
    times = [_time(one[key]) for one in findings for key in ("first_seen", "last_seen", "resolved_at") if one[key]]
    times += [_time(run[key]) for run in runs for key in ("started", "finished")]
    if not findings:
        return Markup("")
    first, last = min(times), max(times)
    scale = (_WIDTH - _LABEL) / ((last - first) or 1)
    height = _ROW * (len(findings) + 1)
    parts = []
    for run in runs:
        if run["outcome"] != "checked":
            x = _LABEL + (_time(run["started"]) - first) * scale
            width = max(2.0, (_time(run["finished"]) - _time(run["started"])) * scale)
            why = tag("title", f"not checked: {run['failure'] or ''}")
            parts.append(
                tag("rect", why, class_="missed", x=f"{x:.1f}", y=0, width=f"{width:.1f}", height=height - _ROW)
            )
    for row, one in enumerate(findings):
        y = row * _ROW
        begin, end = _time(one["first_seen"]), _time(one["resolved_at"]) if one["resolved_at"] else last
        name = one["object"] if len(one["object"]) <= _NAME else f"{one['object'][: _NAME - 1]}…"
        title = tag("title", f"{one['rule']} {one['object']}: {_said(one)}")
        parts.append(tag("text", name, x=0, y=y + 15))
        parts.append(
            tag(
                "rect",
                title,
                class_=one["severity"],
                x=f"{_LABEL + (begin - first) * scale:.1f}",
                y=y + 4,
                width=f"{max(2.0, (end - begin) * scale):.1f}",
                height=_ROW - 8,
                rx=2,
            )
        )
    bottom = height - _ROW
    parts.append(tag("line", class_="axis", x1=_LABEL, x2=_WIDTH, y1=bottom, y2=bottom))
    parts.append(tag("text", _minute(first), x=_LABEL, y=height - 6))
    parts.append(tag("text", _minute(last), x=_WIDTH, y=height - 6, text_anchor="end"))
    label = tag("title", "Timeline of findings")
    return tag("svg", label, *parts, viewBox=f"0 0 {_WIDTH} {height}", role="img")


def _table(findings: list[dict[str, Any]]) -> Markup:
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Severity", "Rule", "Object", "When", "What")))
    rows = [
        tag(
            "tr",
            tag("td", one["severity"], class_=one["severity"]),
            tag("td", one["rule"]),
            tag("td", tag("code", one["object"])),
            tag("td", _said(one)),
            tag("td", one["message"]),
        )
        for one in findings
    ]
    return tag("table", tag("thead", head), tag("tbody", *rows)) if rows else text("")


def _said(one: dict[str, Any]) -> str:
    until = f"resolved {_minute(_time(one['resolved_at']))}" if one["resolved_at"] else "open"
    return f"{_minute(_time(one['first_seen']))}, {until}"


def _time(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _minute(time: float) -> str:
    from datetime import UTC

    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M} UTC"
