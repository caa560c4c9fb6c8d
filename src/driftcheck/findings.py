"""Findings in words: one function for each way in which an expected and an actual object can part."""

from __future__ import annotations

from typing import Any

from driftcheck.excerpt import excerpts
from driftcheck.kinds import KINDS
from driftcheck.model import Facts, Finding, Level, Severity, Snapshot, place


def rule_name(kind: str, event: str) -> str:
    """`materialized_view`, `missing` → `materialized-view-missing`."""
    return f"{kind}-{event}".replace("_", "-")


def label(kind: str) -> str:
    """The kind as people say it."""
    return kind.replace("_", " ")


def source_name(snapshot: Snapshot) -> str:
    """How a message calls the side that was read."""
    return {"database": "the database", "sql": "the SQL", "models": "the metadata"}.get(
        snapshot.origin, "the other document"
    )


def missing(kind: str, path: str, facts: Facts, level: Level, where: str, instead: str | None = None) -> Finding:
    """Stated, and not there; `instead`: the kind of what bears its name."""
    return Finding(
        rule=rule_name(kind, "missing"),
        severity=_weighed(KINDS[kind].missing, level),
        status="missing",
        kind=kind,
        object=path,
        message=f"{_said_by(facts)} this {label(kind)}; {where} has {f'a {label(instead)} of that name' if instead else 'none'}",
        expected=path,
        at=place(facts),
    )


def undocumented(kind: str, path: str, facts: Facts, level: Level, where: str) -> Finding:
    """There, and not stated, though the list that it belongs to is given."""
    return Finding(
        rule=rule_name(kind, "undocumented"),
        severity=Severity.INFO if level is Level.PARTIAL else _weighed(KINDS[kind].undocumented, level),
        status="undocumented",
        kind=kind,
        object=path,
        message=f"{where} has this {label(kind)}; nothing expected speaks of it",
        actual=path,
        at=place(facts),
        partial=level is Level.PARTIAL,
    )


def _weighed(severity: Severity | None, level: Level) -> Severity:
    """At most a warning where the list is only presumed to be complete."""
    most = Severity.WARNING if level is Level.PRESUMED else Severity.ERROR
    return min(severity or Severity.INFO, most, key=lambda one: one.weight)


def changed(kind: str, path: str, property: str, facts: Facts, values: tuple[Any, Any], where: str) -> Finding:
    """A property has another value than the one stated."""
    expected, actual = values
    wanted, found = excerpts(say(expected, property), say(actual, property))
    at = place(facts, property)
    return Finding(
        rule=rule_name(kind, f"{property}-changed"),
        severity=KINDS[kind].severity(property),
        status="changed",
        kind=kind,
        object=path,
        property=property,
        message=f"{_says(facts, property)} {wanted}; {where} has {found}",
        expected=expected,
        actual=actual,
        at=at,
    )


def renamed(kind: str, path: str, facts: Facts, to: str, why: str, where: str) -> Finding:
    """Missing under its name, and there under another."""
    return Finding(
        rule=rule_name(kind, "renamed"),
        severity=KINDS[kind].missing or Severity.INFO,
        status="changed",
        kind=kind,
        object=path,
        property="name",
        message=f"{_said_by(facts)} this {label(kind)}; {where} has {to} instead ({why})",
        expected=path,
        actual=to,
        at=place(facts),
    )


_SPOKEN = {
    ("nullable", False): "NOT NULL",
    ("rls", True): "row level security on",
    ("rls", False): "row level security off",
    ("rls_forced", True): "row level security forced on the owner",
    ("rls_forced", False): "row level security not forced on the owner",
    ("permissive", False): "restrictive",
}


def say(value: Any, property: str = "value") -> str:
    """A property's value as a message shows it.

    >>> say(None, "default"), say(False, "nullable"), say(True, "unique"), say(["a", "b"]), say({"anon": ["SELECT"]})
    ('no default', 'NOT NULL', 'unique', 'a, b', 'anon: SELECT')
    """
    name = property.replace("_", " ")
    match value:
        case None | []:
            return f"no {name}"
        case dict() if not value:  # `{}` alone would match every mapping
            return f"no {name}"
        case bool():
            return _SPOKEN.get((property, value)) or (name if value else f"not {name}")
        case list():
            return ", ".join(map(str, value))
        case dict():
            return "; ".join(f"{k}: {', '.join(v) if isinstance(v, list) else v}" for k, v in value.items())
    return str(value)


def _says(facts: Facts, property: str) -> str:
    at = place(facts, property)
    return f"{at.path} says" if at else "expected"


def _said_by(facts: Facts) -> str:
    at = place(facts)
    return f"{at.path} states" if at else "expected"
