"""Why data from a file does not fit its type: the first value that does not, and the keys that lead to it."""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from driftcheck.hints import did_you_mean

Keys = tuple[str, ...]
_MEANINGS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}


def first_fault(value: Any, wanted: Any, noun: Callable[[Keys], str], keys: Keys = ()) -> tuple[Keys, str] | None:
    """The keys that lead to the first value that does not fit `wanted`, and why; None if all fits.

    `noun` says what a key under these keys is called: "fact", "section".
    """
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        reason = _choice(keys, value, wanted) or _reason(keys, str(error))
    else:
        return None
    wanted = _bare(wanted)
    if isinstance(value, list) and get_origin(wanted) is list:
        for index, item in enumerate(value):
            if found := first_fault(item, get_args(wanted)[0], noun, (*keys, str(index))):
                return found
    if not isinstance(value, dict):
        return keys, reason
    fields = _fields(wanted)
    for key in value if fields is not None else ():
        if fields and key not in fields:
            owner = next((f" of {k}" for k in reversed(keys) if not k.isdecimal()), "")
            return (*keys, key), f'unknown {noun(keys)} "{key}"{owner}{did_you_mean(key, fields)}'
    for key, item in value.items():
        inner = fields.get(key) if fields is not None else _values(wanted)
        if inner is not None and (found := first_fault(item, inner, noun, (*keys, key))):
            return found
    return keys, reason


def _bare(wanted: Any) -> Any:
    """The type without what is said about it, and the struct in `Struct | None`."""
    if get_origin(wanted) is Annotated:
        return _bare(get_args(wanted)[0])
    if get_origin(wanted) in (Union, UnionType):
        structs = [t for t in map(_bare, get_args(wanted)) if isinstance(t, type) and issubclass(t, msgspec.Struct)]
        return structs[0] if len(structs) == 1 else wanted
    return wanted


def _fields(wanted: Any) -> dict[str, Any] | None:
    """A struct's fields by the names that files use; None for anything else."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return {field.encode_name: field.type for field in msgspec.structs.fields(wanted)}
    return None


def _values(wanted: Any) -> Any:
    """The type of a mapping's values; None if it is not simply a mapping."""
    return get_args(wanted)[1] if get_origin(wanted) is dict else None


def _choice(keys: Keys, value: Any, wanted: Any) -> str | None:
    """Why a word is none of those that may stand there; None where any may, or it is no word."""
    wanted = _bare(wanted)
    parts = get_args(wanted) if get_origin(wanted) in (Union, UnionType) else (wanted,)
    words = [word for part in map(_bare, parts) if get_origin(part) is Literal for word in get_args(part)]
    if not words or not isinstance(value, str):
        return None
    return f'{".".join(keys)}: "{value}" is none of {", ".join(words)}{did_you_mean(value, words)}'


def _reason(keys: Keys, reason: str) -> str:
    reason = reason.partition(" - at `")[0]
    reason = reason.replace("Object missing required field", "lacks")
    for word, meaning in _MEANINGS.items():
        reason = reason.replace(f"`{word}`", meaning)
    return f"{'.'.join(keys)}: {reason[:1].lower()}{reason[1:]}"
