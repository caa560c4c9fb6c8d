"""A table that stands already, its columns, constraints and indexes: the ALTER for one property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from driftcheck.build import tables
from driftcheck.build.text import literal
from driftcheck.build.types import buildable
from driftcheck.names import last, parent, quote
from driftcheck.remedies.names import normal
from driftcheck.remedies.remedy import Change


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
            return settings(alter, wanted.options, there.options)
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
            return settings(alter, wanted.options, there.options)
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
        return settings(f"ALTER INDEX {path}", wanted.options, there.options)
    if property == "tablespace":
        return [f"ALTER INDEX {path} SET TABLESPACE {quote(wanted.tablespace or 'pg_default')}"]
    if property in ("clustered", "replica_identity", "valid") or not wanted.columns or not wanted.table:
        return [f"REINDEX INDEX {path}"] if property == "valid" and wanted.valid else None
    return [f"DROP INDEX {path}", tables.create_index(path, wanted)]


def settings(alter: str, wanted: Mapping[str, str] | None, there: Mapping[str, str] | None) -> list[str]:
    """RESET what is not expected among an object's storage parameters, and SET what is."""
    gone = [quote(name) for name in there or {} if name not in (wanted or {})]
    new = [f"{quote(n)} = {literal(v)}" for n, v in (wanted or {}).items() if (there or {}).get(n) != v]
    result = [f"{alter} RESET ({', '.join(gone)})"] if gone else []
    return [*result, f"{alter} SET ({', '.join(new)})"] if new else result


KINDS: dict[str, Change] = {
    "column": _column,
    "table": _table,
    "constraint": _constraint,
    "index": _index,
}
