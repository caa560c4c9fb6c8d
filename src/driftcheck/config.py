"""Configuration: `driftcheck.toml`, or the same keys under `[tool.driftcheck]` in `pyproject.toml`.

One frozen Config is read once and passed on. What it cannot mean is an error with the file's line.
"""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

import msgspec

from driftcheck.decoding import Keys, first_fault
from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean

FAIL_ON = ("error", "warning", "info", "never")
Level = Literal["error", "warning", "info", "off"]


class TargetConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A database by name. Exactly one of the ways to its URL."""

    url_env: str | None = None  # the environment variable that holds the URL
    url: str | None = None  # without a password
    url_file: str | None = None
    url_command: str | list[str] | None = None  # prints the URL
    expected: list[str] = []
    schemas: list[str] = []


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything that can be configured. Paths are as written: relative to the configuration's folder."""

    fail_on: Literal["error", "warning", "info", "never"] = "error"
    expected: list[str] = []
    schemas: list[str] = []
    targets: dict[str, TargetConfig] = {}
    severity: dict[str, Level] = {}
    ignore: dict[str, list[str]] = {}
    watch: dict[str, Any] = {}
    path: str | None = None  # where it was read from; set by load()

    @property
    def folder(self) -> Path:
        """What its paths are relative to."""
        return Path(self.path).parent if self.path else Path()

    def place(self, *keys: str) -> str:
        """`driftcheck.toml:7: `, to begin an error with; "" for the defaults."""
        if not self.path:
            return ""
        prefix = ("tool", "driftcheck") if Path(self.path).name == "pyproject.toml" else ()
        return f"{self.path}:{line_of(Path(self.path).read_text('utf-8-sig'), prefix + keys)}: "


def load(path: str | None = None, folder: Path | None = None) -> Config:
    """The configuration in `path`, else in the folder's driftcheck.toml or pyproject.toml, else the defaults.

    UsageError with file and line if it cannot be read or says what it cannot mean.
    """
    if path:
        if not Path(path).is_file():
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
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: not TOML: {error}") from None
    prefix: tuple[str, ...] = ()
    if file.name == "pyproject.toml":
        prefix = ("tool", "driftcheck")
        data = data.get("tool", {}).get("driftcheck")
        if data is None:
            return None
    fault = _fault(data)
    if fault is None:
        return msgspec.structs.replace(msgspec.convert(data, Config), path=str(file))
    keys, message = fault
    raise UsageError(f"{file}:{line_of(text, prefix + keys)}: {message}")


def _fault(data: dict[str, Any]) -> tuple[Keys, str] | None:
    """The first key, value or name that means nothing, by the keys that lead to it."""
    from driftcheck.kinds import KINDS

    if "path" in data:
        return ("path",), 'unknown key "path"'
    if fault := first_fault(data, Config, lambda _: "key"):
        return fault
    for name, target in data.get("targets", {}).items():
        ways = [way for way in ("url_env", "url", "url_file", "url_command") if way in target]
        if len(ways) != 1:
            found = " and ".join(ways) if ways else "none"
            return ("targets", name), f"target {name} needs one of url_env, url, url_file, url_command; it has {found}"
    for kind in data.get("ignore", {}):
        if kind not in KINDS:
            return ("ignore", kind), f'unknown kind "{kind}"{did_you_mean(kind, KINDS)}'
    return _unknown_rule(data.get("severity", {}))


def _unknown_rule(severity: dict[str, Any]) -> tuple[tuple[str, ...], str] | None:
    if not severity:
        return None
    from driftcheck.rules import RULES

    for pattern in severity:
        if not any(fnmatchcase(rule, pattern) for rule in RULES):
            return ("severity", pattern), f'no rule is called "{pattern}"{did_you_mean(pattern, RULES)}'
    return None


def line_of(text: str, keys: tuple[str, ...]) -> int:
    """The line (from 1) where the innermost of these keys is set: in its table, or the table's own line.

    >>> line_of('a = 1\\n[b.c]\\nd = 2\\n', ("b", "c", "d"))
    3
    """
    best, depth = 1, 0
    section: Keys = ()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            section = _keys(stripped.strip("[]").partition("]")[0])
            here = section
        elif "=" in stripped and not stripped.startswith("#"):
            here = section + _keys(stripped.partition("=")[0])
        else:
            continue
        if len(here) > depth and here == keys[: len(here)]:
            best, depth = number, len(here)
    return best


def _keys(text: str) -> tuple[str, ...]:
    """`a."b.c"` → its parts."""
    parts, part, quote = [], "", ""
    for c in text.strip():
        if quote:
            quote, part = ("", part) if c == quote else (quote, part + c)
        elif c in "\"'":
            quote = c
        elif c == ".":
            parts.append(part.strip())
            part = ""
        else:
            part += c
    return (*parts, part.strip())
