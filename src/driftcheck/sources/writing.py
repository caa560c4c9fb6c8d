"""Writing snapshots: the text of the files that sources/files.py reads. The same snapshot always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from driftcheck.kinds import KINDS
from driftcheck.model import Facts, Snapshot
from driftcheck.sources.files import FORMAT, Header


def encode(snapshot: Snapshot, suffix: str) -> str:
    """The whole text of the file, YAML unless the suffix is `.json`."""
    return to_json(snapshot) if suffix == ".json" else to_yaml(snapshot)


def _header(snapshot: Snapshot) -> dict[str, Any]:
    """What stands above the objects, as plain data."""
    header = Header(format=FORMAT, **{f: getattr(snapshot, f) for f in Header.__struct_fields__ if f != "format"})
    data = msgspec.to_builtins(header) | {"origin": snapshot.origin}
    return {"format": data.pop("format"), "origin": data.pop("origin"), **data}


def _collections(snapshot: Snapshot) -> list[tuple[str, dict[str, Facts]]]:
    """The kinds that there are objects of, in their order."""
    return [(kind, snapshot.of(kind)) for kind in KINDS if snapshot.of(kind)]


def to_json(snapshot: Snapshot) -> str:
    """JSON: one object a line."""
    return b"".join(Json().pieces(snapshot)).decode()


class Json:
    """JSON, one object a line, that can be made kind by kind while others are still read."""

    def __init__(self) -> None:
        self._made: dict[str, bytearray] = {}

    def add(self, kind: str, objects: dict[str, Facts]) -> None:
        """Make a kind's part. It holds until the kind is added again."""
        made, write, end = bytearray(), _JSON.encode_into, -1
        for path, facts in objects.items():
            write(path, made, end)
            made += b": "
            write(facts, made, end)
            made += b",\n"
        del made[-2:]
        self._made[kind] = made

    def pieces(self, snapshot: Snapshot) -> list[bytes | bytearray]:
        """The file in pieces; of a kind that was added, what was made then."""
        dump = _JSON.encode
        header = b",\n".join(b"%s: %s" % (dump(name), dump(value)) for name, value in _header(snapshot).items())
        pieces: list[bytes | bytearray] = [b"{\n", header]
        for kind, objects in _collections(snapshot):
            if kind not in self._made:
                self.add(kind, objects)
            pieces += [b",\n%s: {\n" % dump(KINDS[kind].plural), self._made[kind], b"\n}"]
        return [*pieces, b"\n}\n"]


_JSON = msgspec.json.Encoder()


def to_yaml(snapshot: Snapshot) -> str:
    """YAML: one object a line, so that a change of one fact is a change of one line."""
    from driftcheck.sources.yaml import flow, key

    lines = []
    for name, value in _header(snapshot).items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {flow(item)}" for item in value)]
        else:
            lines.append(f"{name}: {flow(value)}")
    for kind, objects in _collections(snapshot):
        lines += ["", f"{KINDS[kind].plural}:"]
        lines += (f"  {key(path)} {flow(_ordered(facts))}" for path, facts in objects.items())
    return "\n".join(lines) + "\n"


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


def _ordered(facts: Facts) -> dict[str, Any]:
    """The facts as plain data: what is compared first, then what is said about it."""
    data: dict[str, Any] = msgspec.to_builtins(facts)
    about = {key: data.pop(key) for key in Facts.__struct_fields__ if key in data}
    return data | about
