"""Policies, triggers, functions and views that stand already: the ALTER, or DROP and CREATE, for one property."""

from __future__ import annotations

from typing import Any

from driftcheck.build import code
from driftcheck.names import last, parent, quote
from driftcheck.remedies.changes.tables import settings
from driftcheck.remedies.remedy import Change


def _policy(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    name, table = quote(last(path)), parent(path)
    alter = f"ALTER POLICY {name} ON {table}"
    value = getattr(wanted, property)
    match property:
        case "roles" if value:
            return [f"{alter} TO {', '.join(map(code.role_name, value))}"]
        case "using" if value:
            return [f"{alter} USING ({value})"]
        case "check" if value:
            return [f"{alter} WITH CHECK ({value})"]
    return [f"DROP POLICY {name} ON {table}", code.create_policy(path, wanted)]


def _trigger(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    name, table = quote(last(path)), parent(path)
    if property == "enabled":
        return [code.fire(path, wanted.enabled)]
    if not wanted.function:
        return None
    return [f"DROP TRIGGER {name} ON {table}", code.create_trigger(path, wanted)]


def _function(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    alter = f"ALTER ROUTINE {path}"
    value: Any = getattr(wanted, property)
    match property:
        case "security":
            return [f"{alter} SECURITY {value.upper()}"]
        case "volatility":
            return [f"ALTER FUNCTION {path} {value.upper()}"]
        case "strict":
            return [f"ALTER FUNCTION {path} {'STRICT' if value else 'CALLED ON NULL INPUT'}"]
        case "leakproof":
            return [f"ALTER FUNCTION {path} {'' if value else 'NOT '}LEAKPROOF"]
        case "parallel":
            return [f"ALTER FUNCTION {path} PARALLEL {value.upper()}"]
        case "cost" | "rows":
            return [f"ALTER FUNCTION {path} {property.upper()} {value:g}"]
        case "settings":
            names = [(s.partition("=")[0], s.partition("=")[2]) for s in value or ()]
            kept = {name for name, _ in names}
            gone = [n for s in there.settings or () if (n := s.partition("=")[0]) not in kept]
            return [
                *(f"{alter} RESET {quote(name)}" for name in gone),
                *(f"{alter} SET {quote(name)} = {code.setting_value(setting)}" for name, setting in names),
            ]
    if wanted.body in (None, "") or not isinstance(wanted.body, str):
        return None
    text = code.create_function(path, wanted)
    if property in ("body", "language", "defaults"):
        return [text.replace("CREATE ", "CREATE OR REPLACE ", 1)]
    return [f"DROP ROUTINE {path}", text] if property in ("returns", "outputs", "modes", "kind") else None


def signature(path: str, wanted_path: str, wanted: Any) -> list[str]:
    """The function under its documented signature; nothing where the types of its arguments are not stated."""
    if "(" not in wanted_path or not wanted.body:
        return []
    return [f"DROP ROUTINE {path}", code.create_function(wanted_path, wanted)]


def _view(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    if property == "options":
        return settings(f"ALTER VIEW {path}", wanted.options, there.options)
    if property == "definition":
        return [f"DROP VIEW {path}", code.create_view(path, wanted.definition, "VIEW", wanted.options or {})]
    return None


def _materialized_view(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    if property == "definition":
        kind = "MATERIALIZED VIEW"
        return [f"DROP {kind} {path}", code.create_view(path, wanted.definition, kind, {})]
    if property == "populated":
        return [f"REFRESH MATERIALIZED VIEW {path}{'' if wanted.populated else ' WITH NO DATA'}"]
    return None


KINDS: dict[str, Change] = {
    "policy": _policy,
    "trigger": _trigger,
    "function": _function,
    "view": _view,
    "materialized_view": _materialized_view,
}
