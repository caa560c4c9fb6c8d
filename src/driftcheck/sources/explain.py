"""Why a snapshot file does not decode, in one line with the file's line: looked for only once decoding failed."""

from __future__ import annotations

import re
from typing import Any, get_args, get_origin

import msgspec

from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean

_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`")
_AT_BYTE = re.compile(r"\(byte ([0-9]+)\)")
Keys = tuple[str, ...]


def explain(data: bytes, suffix: str, name: str, error: Exception, layout: type[msgspec.Struct]) -> UsageError:
    """The error to raise for `data`, which failed to decode as `layout` with `error`."""
    lines: dict[Keys, int] = {}
    try:
        value, lines = _parsed(data, suffix)
    except Exception as broken:
        return UsageError(_broken(data, suffix, name, broken))
    if not isinstance(value, dict):
        return UsageError(f"{name}: not a driftcheck snapshot: a mapping was expected")
    if "format" not in value:
        return UsageError(f'{name}: not a driftcheck snapshot: it lacks "format: 1"')
    keys, message = _fault(value, layout, ()) or ((), str(error))
    line = lines.get(keys) or _line_of(data, keys)
    return UsageError(f"{name}:{line}: {message}" if line else f"{name}: {message}")


def _parsed(data: bytes, suffix: str) -> tuple[Any, dict[Keys, int]]:
    if suffix == ".json":
        return msgspec.json.decode(data), {}
    from driftcheck.sources.yaml import load

    lines: dict[Keys, int] = {}
    return load(data, lines), lines


def _broken(data: bytes, suffix: str, name: str, error: Exception) -> str:
    kind = "JSON" if suffix == ".json" else "YAML"
    if isinstance(error, RecursionError):
        return f"{name}: nested too deeply"
    if hasattr(error, "line"):
        return f"{name}:{error.line}: {error}"
    at = _AT_BYTE.search(str(error))
    line = data.count(b"\n", 0, int(at.group(1))) + 1 if at else 1
    return f"{name}:{line}: not {kind}: {_AT_BYTE.sub('', str(error)).strip().rstrip(':')}"


def _fault(value: Any, wanted: Any, keys: Keys) -> tuple[Keys, str] | None:
    """The keys that lead to the first value that does not fit, and why; None if all fits."""
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        reason = _reason(keys, str(error))
    else:
        return None
    if not isinstance(value, dict):
        return keys, reason
    fields = _fields(wanted)
    for key in value if fields is not None else ():
        if fields and key not in fields:
            what, owner = ("fact", f" of {keys[-1]}") if keys else ("section", "")
            return (*keys, key), f'unknown {what} "{key}"{owner}{did_you_mean(key, fields)}'
    for key, item in value.items():
        inner = fields.get(key) if fields is not None else _values(wanted)
        if inner is not None and (found := _fault(item, inner, (*keys, key))):
            return found
    return keys, reason


def _fields(wanted: Any) -> dict[str, Any] | None:
    """A struct's fields by the names that files use; None for anything else."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return {field.encode_name: field.type for field in msgspec.structs.fields(wanted)}
    return None


def _values(wanted: Any) -> Any:
    """The type of a mapping's values; None if it is not simply a mapping."""
    return get_args(wanted)[1] if get_origin(wanted) is dict else None


def _reason(keys: Keys, reason: str) -> str:
    reason = reason.partition(" - at `")[0]
    return f"{'.'.join(keys[1:]) or '.'.join(keys)}: {reason[:1].lower()}{reason[1:]}"


def _line_of(data: bytes, keys: Keys) -> int | None:
    """The line where the last of these keys stands in JSON, each sought behind the one before it."""
    position = 0
    for key in keys:
        found = data.find(msgspec.json.encode(key) + b":", position)
        if found < 0:
            break
        position = found
    return data.count(b"\n", 0, position) + 1 if keys else None
