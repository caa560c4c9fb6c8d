"""Advice: what a database could do better, whatever its documents say. Off unless asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from driftcheck.advice import callables, exposure, keys, policies, row_security
from driftcheck.advice.base import Advice, View
from driftcheck.model import Finding, Snapshot

RULES: dict[str, Advice] = {
    rule.name: rule
    for rules in (row_security.RULES, policies.RULES, callables.RULES, keys.RULES, exposure.RULES)
    for rule in rules
}


def advise(
    snapshot: Snapshot, exposed: Iterable[str], rules: Collection[str], said: Iterable[Finding] = ()
) -> list[Finding]:
    """What these rules find in a snapshot that lists everything, but for what `said` reports already.

    `exposed`: the schemas that the API serves. Sorted by severity, rule and object.
    """
    from msgspec.structs import replace

    view = View(snapshot, frozenset(exposed))
    spoken = {(finding.rule, finding.object) for finding in said}
    found = [
        replace(finding, rule=rule.name, severity=rule.severity)
        for rule in RULES.values()
        if rule.name in rules
        for finding in rule.look(view)
        if not any((other, finding.object) in spoken for other in rule.said_by)
    ]
    return sorted(found, key=lambda f: (-f.severity.weight, f.rule, f.object))
