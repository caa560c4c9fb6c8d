"""Snapshots as files: YAML for those that people read and edit, JSON for live ones.

The file is a header (format, origin, sources …) and one mapping a kind, under the kind's plural, from path to facts.
Keys and facts that no kind has are errors with their line, so that a misspelt fact can never pass as unstated.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, cast

import msgspec

from driftcheck.errors import UsageError
from driftcheck.kinds import KINDS
from driftcheck.model import UNSTATED, Facts, Fault, Snapshot, Source
from driftcheck.names import join, split

FORMAT = 1
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
            data = data.removeprefix(codecs.BOM_UTF8)
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
