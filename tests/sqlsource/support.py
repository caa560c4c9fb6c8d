"""What the tests of SQL sources share."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from driftcheck.server import VERSIONS, _packaged


def driftcheck(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line, as a user runs it."""
    command = [sys.executable, "-m", "driftcheck", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=200)


def report(*arguments: object, cwd: Path | None = None) -> dict[str, Any]:
    """The report of `check` or `diff`, as data; an empty one if there was none."""
    done = driftcheck(*arguments, "--format", "json", cwd=cwd)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def shown(source: object, cwd: Path | None = None) -> tuple[dict[tuple[str, str], dict[str, Any]], str]:
    """What `show` says of a source: (kind, object) → line, and its notes."""
    done = driftcheck("show", source, "--format", "jsonl", cwd=cwd)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {(line["kind"], line["object"]): line for line in lines}, done.stderr


def dump(url: str, version: int, *options: str) -> str:
    """The database as pg_dump of that release writes it."""
    program = _packaged(version) / "pg_dump"
    assert version in VERSIONS
    return subprocess.run([program, *options, url], capture_output=True, text=True, check=True).stdout
