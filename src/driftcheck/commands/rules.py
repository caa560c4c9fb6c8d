"""`driftcheck rules`: all rules, or one of them."""

from __future__ import annotations

from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.rules import RULES, Rule


def rules(name: str | None = None) -> list[Rule]:
    """Every rule in a fixed order, or the one called `name`. UsageError if none is."""
    if name is None:
        return list(RULES.values())
    if name not in RULES:
        raise UsageError(f'no rule is called "{name}"{did_you_mean(name, RULES)}')
    return [RULES[name]]
