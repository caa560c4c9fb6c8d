"""Writing snapshots: the text of the files that sources/files.py reads. The same snapshot always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import msgspec

from driftcheck.kinds import KINDS
from driftcheck.model import Facts, Snapshot
from driftcheck.sources.files import FORMAT, Header


class Form(Protocol):
    """A format, in UTF-8: what begins a file, each kind that there are objects of, and what ends it."""

    end: bytes

    def begin(self, snapshot: Snapshot) -> bytes:
        """What stands above the objects."""

    def collection(self, kind: str, objects: dict[str, Facts]) -> bytes | bytearray:
        """The objects of a kind, in their order; the kinds follow each other in that of KINDS."""


def form(suffix: str) -> Form:
    """The format of a file by its suffix: YAML unless that is `.json`."""
    return Json() if suffix == ".json" else Yaml()


def encode(snapshot: Snapshot, suffix: str) -> str:
    """The whole text of the file, YAML unless the suffix is `.json`."""
    to = form(suffix)
    collections = [to.collection(kind, snapshot.of(kind)) for kind in KINDS if snapshot.of(kind)]
    return b"".join([to.begin(snapshot), *collections, to.end]).decode()


def _header(snapshot: Snapshot) -> dict[str, Any]:
    """What stands above the objects, as plain data."""
    header = Header(format=FORMAT, **{f: getattr(snapshot, f) for f in Header.__struct_fields__ if f != "format"})
    data = msgspec.to_builtins(header) | {"origin": snapshot.origin}
    return {"format": data.pop("format"), "origin": data.pop("origin"), **data}


class Json:
    """JSON, one object a line."""

    end = b"\n}\n"

    def begin(self, snapshot: Snapshot) -> bytes:
        """What stands above the objects, one fact a line."""
        dump = _JSON.encode
        return b"{\n" + b",\n".join(b"%s: %s" % (dump(name), dump(value)) for name, value in _header(snapshot).items())

    def collection(self, kind: str, objects: dict[str, Facts]) -> bytes | bytearray:
        """The objects of a kind, one a line."""
        write, last = _JSON.encode_into, -1
        made = bytearray(b",\n%s: {\n" % _JSON.encode(KINDS[kind].plural))
        for path, facts in objects.items():
            write(path, made, last)
            made += b": "
            write(facts, made, last)
            made += b",\n"
        made[-2:] = b"\n}"
        return made


_JSON = msgspec.json.Encoder()


class Yaml:
    """YAML, one object a line, so that a change of one fact is a change of one line."""

    end = b"\n"

    def begin(self, snapshot: Snapshot) -> bytes:
        """What stands above the objects, one fact a line, and one item of a list."""
        from driftcheck.sources.yaml import flow

        lines = []
        for name, value in _header(snapshot).items():
            if isinstance(value, list):
                lines += [f"{name}:", *(f"  - {flow(item)}" for item in value)]
            else:
                lines.append(f"{name}: {flow(value)}")
        return _bytes(lines)

    def collection(self, kind: str, objects: dict[str, Facts]) -> bytes | bytearray:
        """The objects of a kind, one a line."""
        from driftcheck.sources.yaml import flow, key

        lines = (f"  {key(path)} {flow(_ordered(facts))}" for path, facts in objects.items())
        return _bytes(["\n", f"{KINDS[kind].plural}:", *lines])


def _bytes(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _ordered(facts: Facts) -> dict[str, Any]:
    """The facts as plain data: what is compared first, then what is said about it."""
    data: dict[str, Any] = msgspec.to_builtins(facts)
    about = {key: data.pop(key) for key in Facts.__struct_fields__ if key in data}
    return data | about


def with_comments(text: str, old: str) -> str:
    """The YAML with the whole-line comments of an older text of it, each above the line that it stood above."""
    comments: dict[tuple[str, str], list[str]] = {}
    waiting: list[str] = []
    for place, line in _places(old):
        if line.lstrip().startswith("#"):
            waiting.append(line)
        elif line.strip() and waiting:
            comments[place] = waiting
            waiting = []
    if not comments and not waiting:
        return text
    lines = [row for place, line in _places(text) for row in (*comments.pop(place, ()), line)]
    return "\n".join(lines).rstrip("\n") + "\n" + "".join(f"{line}\n" for line in waiting)


def _places(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Each line with its place: the collection that it stands in, and its key."""
    collection = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if line[:1].strip() and not line.startswith("#"):
            collection = line.partition(":")[0]
        yield (collection, line.partition(": {")[0]), line
