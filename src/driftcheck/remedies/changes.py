"""Statements that give a property the value that is expected. `wanted` is filled up with what the database has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from driftcheck.build import cluster, code, tables
from driftcheck.build.text import literal
from driftcheck.build.types import buildable
from driftcheck.model import Facts, Finding
from driftcheck.names import join, last, parent, quote
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
    if kind == "function" and property == "arguments":
        return Script(_signature(path, normal(kind, finding.object), wanted))
    make = _KINDS.get(kind)
    return Script(make(path, property, wanted, there) or []) if make else NOTHING


def _commented(kind: str, path: str) -> str | None:
    if kind in ("column", "constraint"):
        return f"COLUMN {path}" if kind == "column" else f"CONSTRAINT {quote(last(path))} ON {parent(path)}"
    return called(kind, path)


def _grants(what: str, wanted: Any, there: Any, facts: Facts) -> list[str]:
    """REVOKE what is not expected, unless only a part of the grants is stated, and GRANT what is."""
    held = there or {} if "grants" not in (facts.loose or ()) else {}
    gone = [role for role in held if role not in (wanted or {}) or set(held[role]) - set(wanted[role])]
    gone += [role for role, of in (wanted or {}).items() if not of and (there or {}).get(role) and role not in gone]
    result = [f"REVOKE ALL ON {what} FROM {'PUBLIC' if role == 'public' else quote(role)}" for role in gone]
    return [*result, *cluster.grant(what, wanted or {})]


def _column(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    table, name = parent(path), quote(last(path))
    alter = f"ALTER TABLE {table} ALTER COLUMN {name}"
    match property:
        case "type" | "collation":
            type = buildable(wanted.type, loose="type" in (wanted.loose or ()))
            collate = f" COLLATE {wanted.collation}" if wanted.collation else ""
            return [f"{alter} TYPE {type}{collate} USING {name}::{type}"]
        case "nullable":
            return [f"{alter} {'DROP' if wanted.nullable else 'SET'} NOT NULL"]
        case "default":
            return [f"{alter} DROP DEFAULT" if wanted.default is None else f"{alter} SET DEFAULT {wanted.default}"]
        case "generated" if wanted.generated is None:
            return [f"{alter} DROP EXPRESSION"]
        case "generated" | "generated_kind":
            return [
                f"ALTER TABLE {table} DROP COLUMN {name}",
                f"ALTER TABLE {table} ADD COLUMN {tables.column(last(path), wanted)}",
            ]
        case "identity" if wanted.identity is None:
            return [f"{alter} DROP IDENTITY"]
        case "identity" if there.identity is None:
            return [f"{alter} ADD GENERATED {wanted.identity.upper()} AS IDENTITY"]
        case "identity":
            return [f"{alter} SET GENERATED {wanted.identity.upper()}"]
        case "storage":
            return [f"{alter} SET STORAGE {wanted.storage.upper()}"]
        case "compression":
            return [f"{alter} SET COMPRESSION {wanted.compression or 'default'}"]
        case "statistics":
            return [f"{alter} SET STATISTICS {-1 if wanted.statistics is None else wanted.statistics}"]
        case "options":
            return _settings(alter, wanted.options, there.options)
    return None


def _table(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    alter = f"ALTER TABLE {path}"
    match property:
        case "rls" | "rls_forced":
            return [s for s in tables.row_security(path, wanted, there) if ("FORCE" in s) is (property == "rls_forced")]
        case "persistence":
            return [f"{alter} SET {'UNLOGGED' if wanted.persistence == 'unlogged' else 'LOGGED'}"]
        case "replica_identity":
            word = wanted.replica_identity
            plain = word in ("default", "nothing", "full")
            return [f"{alter} REPLICA IDENTITY {word.upper() if plain else f'USING INDEX {quote(word)}'}"]
        case "options":
            return _settings(alter, wanted.options, there.options)
        case "tablespace":
            return [f"{alter} SET TABLESPACE {quote(wanted.tablespace or 'pg_default')}"]
        case "access_method":
            return [f"{alter} SET ACCESS METHOD {quote(wanted.access_method)}"]
        case "inherits":
            gone = [
                f"{alter} NO INHERIT {normal('table', p)}" for p in there.inherits or () if p not in wanted.inherits
            ]
            return gone + [f"{alter} INHERIT {normal('table', p)}" for p in wanted.inherits if p not in there.inherits]
    return None


def _settings(alter: str, wanted: Mapping[str, str] | None, there: Mapping[str, str] | None) -> list[str]:
    gone = [quote(name) for name in there or {} if name not in (wanted or {})]
    new = [f"{quote(n)} = {literal(v)}" for n, v in (wanted or {}).items() if (there or {}).get(n) != v]
    result = [f"{alter} RESET ({', '.join(gone)})"] if gone else []
    return [*result, f"{alter} SET ({', '.join(new)})"] if new else result


def _constraint(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    table, name = parent(path), quote(last(path))
    if property == "validated" and wanted.validated:
        return [f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"]
    text = tables.constraint(wanted)
    return (
        [f"ALTER TABLE {table} DROP CONSTRAINT {name}", f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}"]
        if text
        else None
    )


def _index(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    if property == "options":
        return _settings(f"ALTER INDEX {path}", wanted.options, there.options)
    if property == "tablespace":
        return [f"ALTER INDEX {path} SET TABLESPACE {quote(wanted.tablespace or 'pg_default')}"]
    if property in ("clustered", "replica_identity", "valid") or not wanted.columns or not wanted.table:
        return [f"REINDEX INDEX {path}"] if property == "valid" and wanted.valid else None
    return [f"DROP INDEX {path}", tables.create_index(path, wanted)]


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
        state = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}
        return [f"ALTER TABLE {table} {state.get(wanted.enabled, 'ENABLE')} TRIGGER {name}"]
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


def _signature(path: str, wanted_path: str, wanted: Any) -> list[str]:
    """The function under its documented signature; nothing where the types of its arguments are not stated."""
    if "(" not in wanted_path or not wanted.body:
        return []
    return [f"DROP ROUTINE {path}", code.create_function(wanted_path, wanted)]


def _view(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    if property == "options":
        return _settings(f"ALTER VIEW {path}", wanted.options, there.options)
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


def _sequence(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    alter, value = f"ALTER SEQUENCE {path}", getattr(wanted, property)
    words = {"increment": "INCREMENT", "minimum": "MINVALUE", "maximum": "MAXVALUE", "start": "START", "cache": "CACHE"}
    match property:
        case "type":
            return [f"{alter} AS {value}"]
        case "cycle":
            return [f"{alter} {'' if value else 'NO '}CYCLE"]
        case "owned_by":
            return [f"{alter} OWNED BY {normal('column', value) if value else 'NONE'}"]
    return [f"{alter} {words[property]} {value}"] if property in words else None


def _type(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    if property == "values":
        return _enum(path, wanted.values or [], there.values or [])
    alter = f"ALTER DOMAIN {path}"
    if property == "default":
        return [f"{alter} SET DEFAULT {wanted.default}" if wanted.default is not None else f"{alter} DROP DEFAULT"]
    return [f"{alter} {'DROP' if wanted.nullable else 'SET'} NOT NULL"] if property == "nullable" else None


def _enum(path: str, wanted: list[str], there: list[str]) -> list[str] | None:
    """ALTER TYPE … ADD VALUE, each before the next that is there; nothing where one must go or moves."""
    if [value for value in wanted if value in there] != there:
        return None
    result = []
    for i, value in enumerate(wanted):
        if value not in there:
            after = next((later for later in wanted[i + 1 :] if later in there), None)
            before = f" BEFORE {literal(after)}" if after is not None else ""
            result.append(f"ALTER TYPE {path} ADD VALUE {literal(value)}{before}")
    return result


def _extension(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    if property == "version":
        return [f"ALTER EXTENSION {path} UPDATE TO {literal(wanted.version)}"]
    return [f"ALTER EXTENSION {path} SET SCHEMA {quote(wanted.schema)}"] if property == "schema" else None


_ATTRIBUTES = {"create_role": "CREATEROLE", "create_db": "CREATEDB", "bypass_rls": "BYPASSRLS"}


def _role(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    value = getattr(wanted, property)
    if isinstance(value, bool):
        word = _ATTRIBUTES.get(property, property.upper())
        return [f"ALTER ROLE {path} {'' if value else 'NO'}{word}"]
    if property == "connection_limit":
        return [f"ALTER ROLE {path} CONNECTION LIMIT {value}"]
    return None


def _publication(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    if property == "operations":
        return [f"ALTER PUBLICATION {path} SET (publish = {literal(', '.join(wanted.operations))})"]
    if property == "via_root":
        return [f"ALTER PUBLICATION {path} SET (publish_via_partition_root = {str(wanted.via_root).lower()})"]
    return None


def _publication_member(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    from driftcheck.names import split

    name, *table = split(path)
    columns = f" ({', '.join(map(quote, wanted.columns))})" if wanted.columns else ""
    where = f" WHERE ({wanted.where})" if wanted.where else ""
    publication, member = quote(name), join(*table)
    return [
        f"ALTER PUBLICATION {publication} DROP TABLE {member}",
        f"ALTER PUBLICATION {publication} ADD TABLE {member}{columns}{where}",
    ]


def _bucket(path: str, property: str, wanted: Any, there: Any) -> list[str] | None:
    value = getattr(wanted, property)
    match value:
        case bool():
            text = str(value).lower()
        case int():
            text = str(value)
        case list() if value:
            text = f"ARRAY[{', '.join(map(literal, value))}]::text[]"
        case _:
            text = "NULL"
    return [f"UPDATE storage.buckets SET {quote(property)} = {text} WHERE id = {literal(last(path))}"]


_KINDS = {
    "column": _column,
    "table": _table,
    "constraint": _constraint,
    "index": _index,
    "policy": _policy,
    "trigger": _trigger,
    "function": _function,
    "view": _view,
    "materialized_view": _materialized_view,
    "sequence": _sequence,
    "type": _type,
    "extension": _extension,
    "role": _role,
    "publication": _publication,
    "publication_member": _publication_member,
    "bucket": _bucket,
}
