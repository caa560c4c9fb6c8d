"""The small YAML that snapshots are kept in: plain data, one object a line.

Scalars follow the core schema of YAML 1.2 (10.3): only true, false, null and numbers are anything but text, so `no` and
`2026-01-31` stay what people wrote. Anchors, aliases, tags, second documents and repeated keys are refused: a snapshot
has no use for them, and aliases let a kilobyte grow to gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

DEEPEST = 16  # a snapshot is four levels deep
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}\Z", re.ASCII)
_FLOAT = re.compile(r"[-+]?[0-9]{1,400}\.[0-9]{0,400}(?:e[-+]?[0-9]{1,4})?\Z", re.ASCII)
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./()-]*(?:[ :][A-Za-z0-9_./()-]+)*\Z", re.ASCII)
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_$./()\[\]\"', -]*\Z", re.ASCII)
# what a reader of YAML 1.1 takes for something other than text
_NOT_TEXT = frozenset("y n yes no on off true false null".split())  # noqa: SIM905
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_LONGEST_KEY = 1000  # a simple key may not be longer than 1024 characters


class YamlError(Exception):
    """What is wrong, and in which line (from 1)."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def load(text: str | bytes, lines: dict[tuple[str, ...], int] | None = None) -> Any:
    """The data. `lines`, if given, is filled with the line (from 1) of every key, by the keys that lead to it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = yaml.parse(text, Loader=loader)
        value = _document(iter(events), lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        raise YamlError(str(what), mark.line + 1 if mark else 1) from None
    except RecursionError:
        raise YamlError("nested too deeply", 1) from None
    return value


def _document(events: Iterator[Any], lines: dict[tuple[str, ...], int] | None) -> Any:
    import yaml

    result, documents = None, 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlError("a second document begins here", event.start_mark.line + 1 if event.start_mark else 1)
            result = _value(next(events), events, (), lines)
    return result


def _value(event: Any, events: Iterator[Any], path: tuple[str, ...], lines: dict[tuple[str, ...], int] | None) -> Any:
    import yaml

    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlError("anchors and aliases are not allowed here", line)
    if getattr(event, "tag", None) and event.tag != "!":
        raise YamlError(f"the tag {event.tag} is not allowed here", line)
    if len(path) > DEEPEST:
        raise YamlError("nested too deeply", line)
    if isinstance(event, yaml.ScalarEvent):
        return event.value if event.style else scalar(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_value(item, events, (*path, str(len(items))), lines))
        return items
    mapping: dict[str, Any] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarEvent) or key.anchor:
            raise YamlError("a key must be a name", line)
        if key.value in mapping:
            raise YamlError(f'the key "{key.value}" stands here a second time', line)
        inner = (*path, key.value)
        if lines is not None:
            lines[inner] = line
        mapping[key.value] = _value(next(events), events, inner, lines)
    return mapping


def scalar(text: str) -> Any:
    """A plain scalar by the core schema.

    >>> scalar("no"), scalar("12"), scalar("true"), scalar("2026-01-31"), scalar("~")
    ('no', 12, True, '2026-01-31', None)
    """
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


def flow(value: Any) -> str:
    """One value on one line, quoted only where YAML, 1.1 or 1.2, needs it.

    >>> flow({"type": "character varying(20)", "default": "'no'::text", "nullable": False})
    '{type: character varying(20), default: "\\'no\\'::text", nullable: false}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(str(k))}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if _PLAIN.match(value) and value.lower() not in _NOT_TEXT else quoted(value)
    return msgspec.json.encode(value).decode()


def key(path: str) -> str:
    """A key at the start of a line, with its colon.

    >>> key("public.profiles"), key("public.t: a")
    ('public.profiles:', '"public.t: a":')
    """
    plain = _PLAIN_KEY.match(path) and path.lower() not in _NOT_TEXT and not path.endswith(" ")
    text = path if plain else quoted(path)
    return f"{text}:" if len(text) <= _LONGEST_KEY else f"? {text}\n  :"


def quoted(text: str) -> str:
    """Double-quoted, everything that a terminal or an editor would act on escaped."""
    encoded = msgspec.json.encode(text.encode("utf-8", "replace").decode()).decode()
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m.group()):04x}", encoded)
