"""An earlier report, so that a pull request answers only for what it brought: `--against REPORT.json`."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from driftcheck.errors import UsageError
from driftcheck.model import Finding

NEW, PERSISTING = "new", "persisting"


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of an earlier report by their fingerprints."""

    path: str
    complete: bool
    findings: dict[str, Finding]


class _File(msgspec.Struct, kw_only=True):
    format: int
    complete: bool
    findings: list[dict[str, Any]]


class _Identity(msgspec.Struct):
    fingerprint: str


def read(path: str) -> Base:
    """The report in a file that `--format json` wrote. UsageError if it cannot be read or is none."""
    try:
        file = msgspec.json.decode(Path(path).read_bytes().removeprefix(codecs.BOM_UTF8), type=_File)
        findings = {
            msgspec.convert(found, _Identity).fingerprint: msgspec.convert(found, Finding) for found in file.findings
        }
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: not a report that --format json wrote: {error}") from None
    if file.format != 1:
        raise UsageError(f"{path}: report format {file.format}; this driftcheck reads format 1. Install a newer one")
    return Base(path=path, complete=file.complete, findings=findings)


def apply(base: Base, findings: Sequence[Finding], compared: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings, each marked new or persisting, and those of the base that are gone.

    `compared` is all that the comparison found: what is only not shown today is not resolved.
    """
    replace = msgspec.structs.replace
    marked = [replace(f, since=PERSISTING if f.fingerprint in base.findings else NEW) for f in findings]
    there = {finding.fingerprint for finding in compared}
    gone = [replace(f, since=None) for fingerprint, f in base.findings.items() if fingerprint not in there]
    return marked, gone
