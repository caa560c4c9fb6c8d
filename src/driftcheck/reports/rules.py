"""Rules as a list or a page for the terminal, as JSON, and as docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from driftcheck.kinds import KINDS
from driftcheck.reports import Medium
from driftcheck.reports.lines import line, paint, wrap

if TYPE_CHECKING:
    from rich.text import Text

    from driftcheck.rules import Rule

STYLE = {"error": "red", "warning": "yellow", "info": "cyan"}


def render(rules: Sequence[Rule], page: bool, format: str, medium: Medium) -> str:
    """All of them as a list, or, as a page, the only one."""
    if format == "json":
        return msgspec.json.format(msgspec.json.encode(rules), indent=2).decode() + "\n"
    return paint(_page(rules[0], medium.width) if page else _list(rules), medium)


def _list(rules: Sequence[Rule]) -> Iterator[Text]:
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        yield line((rule.name.ljust(width + 2), ""), (rule.severity, STYLE[rule.severity]))


def _page(rule: Rule, width: int) -> Iterator[Text]:
    yield line((rule.name, "bold"), ("  ", ""), (rule.severity, STYLE[rule.severity]))
    for title, text in (("", rule.what), ("why", rule.why), ("to mend", rule.mend)):
        yield line()
        for i, part in enumerate(wrap(text, min(width, 100) - 10)):
            yield line(((title if i == 0 else "").ljust(10), "dim"), (part, ""))
    yield line()
    yield line(("in driftcheck.toml: error, warning, info or off", "dim"))
    yield line(("[severity]", ""))
    yield line((f'"{rule.name}" = "warning"', ""))


_HEAD = """\
# Rules

Every rule with its default severity. What is undocumented weighs this much in a list that is complete, at most a
warning in one that is presumed to be. `[severity]` in `driftcheck.toml` changes the weight of a rule, or of all that a
glob matches, or turns them off. `driftcheck rules RULE` shows one rule with how to mend it.

How to mend drift of an object:
"""


def markdown(rules: Sequence[Rule]) -> str:
    """docs/rules.md."""
    mends: dict[str, str] = {}
    for rule in rules:
        if _group(rule) in KINDS:
            mends.setdefault("renamed" if rule.name.endswith("-renamed") else rule.status, rule.mend)
    parts = [_HEAD, *(f"- **{status}**: {mend}" for status, mend in mends.items())]
    for name, group in groupby(rules, key=_group):
        kind = KINDS.get(name)
        plural = kind.plural.replace("_", " ") if kind else name
        parts += ["", f"## {plural[0].upper()}{plural[1:]}", ""]
        if kind:
            parts += [kind.why, "", "| rule | default | what it reports | why it matters |", "|---|---|---|---|"]
        else:
            parts += ["| rule | default | what it reports | why it matters | how to mend it |", "|---|---|---|---|---|"]
        for rule in group:
            cells = [f"`{rule.name}`", rule.severity.value, rule.what]
            cells += ["" if rule.why == kind.why else rule.why] if kind else [rule.why, rule.mend]
            parts.append(f"| {' | '.join(cells)} |".replace("|  |", "| |"))
    return "\n".join(parts) + "\n"


def _group(rule: Rule) -> str:
    """The kind that a rule speaks of, or what else it is about."""
    if rule.name.startswith("document-"):
        return "documents"
    if rule.status == "advice":
        return "advice, with --advice or where the configuration names the rule"
    if rule.name.startswith(("claim-", "access-")) or rule.name == "relationship-missing":
        return "claims of documents"
    spelled = {kind.replace("_", "-"): kind for kind in KINDS}
    return spelled[max((s for s in spelled if rule.name.startswith(f"{s}-")), key=len)]
