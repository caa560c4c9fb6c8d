"""Configuration: `driftcheck.toml`, or the same keys under `[tool.driftcheck]` in `pyproject.toml`.

One frozen Config is read once and passed on. What it cannot mean is an error with the file's line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from driftcheck.decoding import Keys, first_fault
from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.settings import WAYS, FailOn, TargetConfig, Watch
from driftcheck.tomlplaces import line_of, loads

__all__ = ["NO_KEYS", "Config", "TargetConfig", "load"]

NO_KEYS = ("path", "target")  # fields of Config that no file may set


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything that can be configured. Paths are as written: relative to the configuration's folder."""

    fail_on: Annotated[FailOn, Meta(description="The level at which findings fail the gate.")] = "error"
    expected: Annotated[
        list[str],
        Meta(description="The expected state of targets without their own: snapshots, documents or folders of them."),
    ] = []
    schemas: Annotated[list[str], Meta(description="Globs of schema names that count; ! excludes.")] = []
    targets: Annotated[dict[str, TargetConfig], Meta(description="Databases by name.")] = {}
    severity: Annotated[
        dict[str, Literal["error", "warning", "info", "off"]],
        Meta(description="Rule, or glob of rules, to its severity; the last that matches decides."),
    ] = {}
    ignore: Annotated[
        dict[str, list[str]], Meta(description="Kind to globs of object paths that no finding counts of; ! excludes.")
    ] = {}
    complete: Annotated[
        dict[str, list[str]],
        Meta(description="Kind to globs of object paths: undocumented ones count as if the document listed all."),
    ] = {}
    partial: Annotated[
        dict[str, list[str]],
        Meta(description="Kind to globs of object paths: undocumented ones are only counted, and shown with --all."),
    ] = {}
    watch: Annotated[Watch, Meta(description="The scheduled job.")] = Watch()
    path: str | None = None  # where it was read from; set by load()
    target: str | None = None  # whose report is made; set by of()

    @property
    def folder(self) -> Path:
        """What its paths are relative to."""
        return Path(self.path).parent if self.path else Path()

    def of(self, target: str | None) -> Config:
        """The configuration of one target: its own list of schemas, where it has one, counts instead of the common."""
        own = self.targets[target].schemas if target in self.targets else []
        return msgspec.structs.replace(self, schemas=own, target=target) if own else self

    def place(self, *keys: str) -> str:
        """`driftcheck.toml:7: `, to begin an error with; "" for the defaults."""
        if not self.path:
            return ""
        return f"{self.path}:{line_of(Path(self.path).read_text('utf-8-sig'), _prefix(Path(self.path)) + keys)}: "


def load(path: str | None = None, folder: Path | None = None) -> Config:
    """The configuration in `path`, else in the folder's driftcheck.toml or pyproject.toml, else the defaults.

    UsageError with file and line if it cannot be read or says what it cannot mean.
    """
    if path:
        if not Path(path).exists() or Path(path).is_dir():  # /dev/null is a file with nothing in it
            raise UsageError(f"{path}: no such configuration file")
        return _read(Path(path)) or Config(path=path)
    for name in ("driftcheck.toml", "pyproject.toml"):
        file = (folder or Path()) / name
        if file.is_file() and (config := _read(file)):
            return config
    return Config()


def _read(file: Path) -> Config | None:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not all(key in text for key in _prefix(file)):  # most projects' pyproject.toml: not ours to judge
        return None
    data: Any = loads(text, str(file))
    for key in _prefix(file):
        data = data.get(key, {}) if isinstance(data, dict) else {}
    if not data and _prefix(file):
        return None
    fault = _fault(data) or next(_unnameable(data), None)
    if fault is None:
        return msgspec.structs.replace(msgspec.convert(data, Config), path=str(file))
    keys, message = fault
    raise UsageError(f"{file}:{line_of(text, _prefix(file) + keys)}: {message}")


def _prefix(file: Path) -> Keys:
    """The tables of the file that hold the configuration."""
    return ("tool", "driftcheck") if file.name == "pyproject.toml" else ()


def _fault(data: dict[str, Any]) -> tuple[Keys, str] | None:
    """The first key, value or name that means nothing, by the keys that lead to it."""
    for key in NO_KEYS:
        if key in data:
            return (key,), f'unknown key "{key}"{did_you_mean(key, ("targets",))}'
    if fault := first_fault(data, Config, lambda _: "key"):
        return fault
    return next(_addresses(data), None) or next(_kinds(data), None) or next(_rules(data), None)


def _unnameable(data: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Texts with a NUL: nothing that they could name has one."""
    if isinstance(data, str) and "\0" in data:
        yield keys, f"{'.'.join(keys)}: the character NUL is in no name"
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield from _unnameable(item, (*keys, str(key)))


def _addresses(data: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Sections that have no URL, or more than one."""
    watch = data.get("watch", {})
    found: list[tuple[Keys, str, Any]] = [
        (("targets", name), f"target {name}", target) for name, target in data.get("targets", {}).items()
    ]
    for key in ("webhooks", "alerts"):
        found += ((("watch", key, str(i)), key.rstrip("s"), item) for i, item in enumerate(watch.get(key, [])))
    if "ping" in watch:
        found.append((("watch", "ping"), "ping", watch["ping"]))
    for keys, noun, section in found:
        ways = [way for way in WAYS if way in section]
        if len(ways) != 1:
            yield keys, f"{noun} needs one of {', '.join(WAYS)}; it has {' and '.join(ways) or 'none'}"


def _kinds(data: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Names of kinds that there are not."""
    from driftcheck.kinds import KINDS

    named: list[tuple[Keys, str]] = [
        ((section, kind), kind) for section in ("ignore", "complete", "partial") for kind in data.get(section, {})
    ]
    for i, alert in enumerate(data.get("watch", {}).get("alerts", [])):
        named += ((("watch", "alerts", str(i), "kinds", str(j)), kind) for j, kind in enumerate(alert.get("kinds", [])))
    for keys, kind in named:
        if kind not in KINDS:
            yield keys, f'unknown kind "{kind}"{did_you_mean(kind, KINDS)}'


def _rules(data: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    """Patterns of severities that match no rule."""
    if not data.get("severity"):
        return
    from driftcheck.globs import matches
    from driftcheck.rules import RULES

    for pattern in data["severity"]:
        if not any(matches(rule, pattern) for rule in RULES):
            yield ("severity", pattern), f'no rule is called "{pattern}"{did_you_mean(pattern, RULES)}'
