"""Statements that give a property the value that is expected. `wanted` is filled up with what the database has."""

from __future__ import annotations

from typing import Any

from driftcheck.build import cluster
from driftcheck.build.text import literal
from driftcheck.model import Facts, Finding
from driftcheck.names import last, parent, quote
from driftcheck.remedies.changes import code, others, tables
from driftcheck.remedies.names import called, normal
from driftcheck.remedies.remedy import Script

NOTHING = Script([])


def change(kind: str, finding: Finding, path: str, wanted: Facts, there: Facts) -> Script:
    """The statements for one property of the object that the database has at `path`."""
    property = str(finding.property)
    value: Any = getattr(wanted, property, None)
    path = normal(kind, path)
    match property:
        case "comment" if what := _commented(kind, path):
            return Script([f"COMMENT ON {what} IS {literal(value) if value else 'NULL'}"])
        case "owner" if what := called(kind, path):
            return Script([f"ALTER {what} OWNER TO {quote(value)}"])
        case "grants" if kind in cluster.GRANTED:
            return Script(_grants(f"{cluster.GRANTED[kind]} {path}", value, getattr(there, "grants", None), wanted))
        case "grants" if kind == "column":
            of = last(path)
            return Script(_grants(f"TABLE {parent(path)}", value, getattr(there, "grants", None), wanted, of))
    if kind == "function" and property == "arguments":
        return Script(code.signature(path, normal(kind, finding.object), wanted))
    make = _KINDS.get(kind)
    return Script(make(path, property, wanted, there) or []) if make else NOTHING


def _commented(kind: str, path: str) -> str | None:
    if kind in ("column", "constraint"):
        return f"COLUMN {path}" if kind == "column" else f"CONSTRAINT {quote(last(path))} ON {parent(path)}"
    return called(kind, path)


def _grants(what: str, wanted: Any, there: Any, facts: Facts, column: str | None = None) -> list[str]:
    """REVOKE what is not expected, unless only a part of the grants is stated, and GRANT what is."""
    held = there or {} if "grants" not in (facts.loose or ()) else {}
    gone = [role for role in held if role not in (wanted or {}) or set(held[role]) - set(wanted[role])]
    gone += [role for role, of in (wanted or {}).items() if not of and (there or {}).get(role) and role not in gone]
    all = "ALL" if column is None else f"ALL ({quote(column)})"
    result = [f"REVOKE {all} ON {what} FROM {'PUBLIC' if role == 'public' else quote(role)}" for role in gone]
    return [*result, *cluster.grant(what, wanted or {}, column=column)]


_KINDS = tables.KINDS | code.KINDS | others.KINDS
