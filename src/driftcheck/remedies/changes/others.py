"""Sequences, types and what is the database's or the cluster's: the ALTER for one property."""

from __future__ import annotations

from typing import Any

from driftcheck.build.text import literal
from driftcheck.names import join, last, quote, split
from driftcheck.remedies.names import normal
from driftcheck.remedies.remedy import Change


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


KINDS: dict[str, Change] = {
    "sequence": _sequence,
    "type": _type,
    "extension": _extension,
    "role": _role,
    "publication": _publication,
    "publication_member": _publication_member,
    "bucket": _bucket,
}
