"""Snapshots as files: YAML for those that people read and edit, JSON for live ones.

The file is a header (format, origin, sources …) and one mapping a kind, under the kind's plural, from path to facts.
Keys and facts that no kind has are errors with their line, so that a misspelt fact can never pass as unstated.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, cast

import msgspec

from driftcheck.errors import UsageError
from driftcheck.kinds import COLLECTIONS, KINDS
from driftcheck.model import UNSTATED, Facts, Fault, Snapshot, Source
from driftcheck.names import join, split

FORMAT = 1
SUFFIXES = (".yaml", ".yml", ".json")
LARGEST = 256 * 1024 * 1024  # bytes
_PLAIN_PATH = re.compile(r"[a-z_][a-z0-9_$.]*\Z", re.ASCII)
_SQL_PATHS = frozenset(
    {"table", "column", "constraint", "index", "policy", "trigger", "view", "materialized_view", "sequence"}
)


class Header(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What stands above the objects: everything that a Snapshot says of itself."""

    format: int = 0
    origin: str = "documents"
    complete: bool = False
    unread: list[str] = []
    sources: list[Source] = []
    compiled_from: list[str] = []
    server: str | None = None
    database: str | None = None
    withheld: list[str] = []
    not_modelled: dict[str, int] = {}
    faults: list[Fault] = []
    notes: list[str] = []


@cache
def layout() -> type[Header]:
    """The file as one type: the header and a mapping for each kind."""
    fields: list[tuple[str, Any, Any]] = [
        (kind.plural, GenericAlias(dict, (str, kind.facts)), msgspec.field(default_factory=dict))
        for kind in KINDS.values()
    ]
    made = msgspec.defstruct(
        "File", fields, bases=(Header,), kw_only=True, omit_defaults=True, forbid_unknown_fields=True
    )
    return cast("type[Header]", made)


def read(path: str | os.PathLike[str]) -> Snapshot:
    """The snapshot in a file. UsageError, in one line with file and line, if it cannot be read or is not one."""
    file = Path(path)
    return decode(contents(file), file.suffix.lower(), str(path))


def contents(file: Path) -> bytes:
    """The bytes of a file, of at most 256 MiB; UsageError if it cannot be read."""
    try:
        if file.is_dir():
            raise UsageError(f"{file}: is a folder, not a snapshot")
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            raise UsageError(f"{file}: is not a file")
        if status.st_size > LARGEST:
            raise UsageError(f"{file}: larger than {LARGEST >> 20} MiB, which is no snapshot")
        return file.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{file}: no such file") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror or error}") from None


def decode(data: bytes, suffix: str, name: str) -> Snapshot:
    """The snapshot in these bytes; `suffix` tells JSON from YAML, `name` stands in errors."""
    try:
        if suffix == ".json":
            file = msgspec.json.decode(data, type=layout())
        else:
            from driftcheck.sources.yaml import load

            value = load(data)
            file = msgspec.convert({} if value is None else value, layout())
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise _explained(data, suffix, name, error) from None
    except Exception as error:
        if hasattr(error, "line"):
            raise UsageError(f"{name}:{error.line}: {error}") from None
        raise
    if file.format != FORMAT:
        raise _wrong_format(name, file.format)
    header = {field: getattr(file, field) for field in Header.__struct_fields__ if field != "format"}
    objects = {}
    for kind in KINDS.values():
        if found := getattr(file, kind.plural):
            objects[kind.name] = _canonical(found) if kind.name in _SQL_PATHS else found
            _check_places(found, name)
    return Snapshot(**header, objects=objects)


def _canonical(objects: dict[str, Facts]) -> dict[str, Facts]:
    """Paths as driftcheck spells them: people quote more, or less, than SQL needs."""
    plain = _PLAIN_PATH.match
    if all(plain(path) for path in objects):
        return objects
    return {path if plain(path) else join(*split(path)): facts for path, facts in objects.items()}


def _check_places(objects: dict[str, Facts], name: str) -> None:
    """Places are PATH:LINE, each of them; UsageError for one that is not."""
    for path, facts in objects.items():
        places = [] if facts.at is UNSTATED else [facts.at]
        if facts.lines is not UNSTATED:
            places += facts.lines.values()
        for place in places:
            if not place.rpartition(":")[2].isdecimal():
                raise UsageError(f'{name}: {path}: "{place}" is not a place: PATH:LINE')


def _wrong_format(name: str, found: int) -> UsageError:
    if not found:
        return UsageError(f'{name}: not a driftcheck snapshot: it lacks "format: {FORMAT}"')
    return UsageError(f"{name}: snapshot format {found}; this driftcheck reads format {FORMAT}. Install a newer one")


def _explained(data: bytes, suffix: str, name: str, error: Exception) -> UsageError:
    from driftcheck.sources.explain import explain

    return explain(data, suffix, name, error, layout())


def encode(snapshot: Snapshot, suffix: str) -> str:
    """The file's text; the same snapshot always gives the same bytes."""
    return to_json(snapshot) if suffix == ".json" else to_yaml(snapshot)


def _parts(snapshot: Snapshot) -> tuple[dict[str, Any], dict[str, dict[str, Facts]]]:
    """The header as plain data, and the objects by plural in the order of the kinds."""
    header = Header(format=FORMAT, **{f: getattr(snapshot, f) for f in Header.__struct_fields__ if f != "format"})
    data = msgspec.to_builtins(header) | {"origin": snapshot.origin}
    data = {"format": data.pop("format"), "origin": data.pop("origin"), **data}
    return data, {plural: snapshot.of(kind.name) for plural, kind in COLLECTIONS.items() if snapshot.of(kind.name)}


def to_yaml(snapshot: Snapshot) -> str:
    """YAML: one object a line, so that a change of one fact is a change of one line."""
    from driftcheck.sources.yaml import flow, key

    header, collections = _parts(snapshot)
    lines = []
    for name, value in header.items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {flow(item)}" for item in value)]
        else:
            lines.append(f"{name}: {flow(value)}")
    for plural, objects in collections.items():
        lines += ["", f"{plural}:"]
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


def to_json(snapshot: Snapshot) -> str:
    """JSON: one object a line."""
    header, collections = _parts(snapshot)
    dump = msgspec.json.Encoder().encode
    parts = [b'"%s": %s' % (name.encode(), dump(value)) for name, value in header.items()]
    for plural, objects in collections.items():
        rows = [b"%s: %s" % (dump(path), dump(facts)) for path, facts in objects.items()]
        rows[0] = b'"%s": {\n%s' % (plural.encode(), rows[0])
        rows[-1] += b"\n}"
        parts += rows
    parts[0], parts[-1] = b"{\n" + parts[0], parts[-1] + b"\n}\n"
    return b",\n".join(parts).decode()
