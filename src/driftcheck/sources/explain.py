"""Why a snapshot file does not decode, in one line with the file's line: looked for only once decoding failed."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from driftcheck.decoding import Keys, first_fault
from driftcheck.errors import UsageError

_AT_BYTE = re.compile(r"\(byte ([0-9]+)\)")


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
    keys, message = first_fault(value, layout, _noun) or ((), str(error))
    known = (lines[keys[:size]] for size in range(len(keys), 0, -1) if keys[:size] in lines)
    line = next(known, None) or _line_of(data, keys)
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


def _noun(keys: Keys) -> str:
    return "fact" if keys else "section"


def _line_of(data: bytes, keys: Keys) -> int | None:
    """The line where the last of these keys stands in JSON, each sought behind the one before it."""
    position = 0
    for key in keys:
        found = data.find(msgspec.json.encode(key) + b":", position)
        if found < 0:
            break
        position = found
    return data.count(b"\n", 0, position) + 1 if keys else None
