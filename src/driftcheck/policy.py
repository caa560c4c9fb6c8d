"""From findings to what the gate counts: severities as configured, schemas and objects left out as asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

import msgspec

from driftcheck.config import Config
from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.model import Finding, Severity, Snapshot
from driftcheck.names import split


def apply(
    findings: Iterable[Finding], config: Config, schemas: Sequence[str] = (), show_all: bool = False
) -> tuple[list[Finding], int]:
    """The findings that count, in their order, and how many undocumented objects outside complete lists are hidden."""
    kept, hidden = [], 0
    for finding in findings:
        if not in_schemas(finding, schemas or config.schemas) or selected(
            finding.object, config.ignore.get(finding.kind)
        ):
            continue
        severity = _severity(finding, config)
        if severity is None:
            continue
        if finding.partial and not show_all:
            hidden += 1
            continue
        kept.append(finding if severity is finding.severity else msgspec.structs.replace(finding, severity=severity))
    kept.sort(key=lambda finding: -finding.severity.weight)
    return kept, hidden


def check_patterns(config: Config, schemas: Sequence[str], *snapshots: Snapshot) -> None:
    """UsageError for a pattern that selects nothing on any side: it is misspelt, or has outlived what it was for."""
    for kind, patterns in config.ignore.items():
        names = [path for snapshot in snapshots for path in snapshot.of(kind)]
        for pattern in patterns:
            if not pattern.startswith("!") and not any(fnmatchcase(name, pattern) for name in names):
                where = config.place("ignore", kind)
                raise UsageError(f'{where}no {kind} matches "{pattern}"{did_you_mean(pattern, names)}')
    known = _schemas(snapshots) if schemas or config.schemas else []
    for pattern in schemas or config.schemas:
        if not pattern.startswith("!") and not any(fnmatchcase(name, pattern) for name in known):
            where = "" if schemas else config.place("schemas")
            raise UsageError(f'{where}no schema matches "{pattern}"{did_you_mean(pattern, known)}')


def _schemas(snapshots: Iterable[Snapshot]) -> list[str]:
    from driftcheck.kinds import KINDS

    found: dict[str, None] = {}
    for snapshot in snapshots:
        for kind, path, _ in snapshot:
            if kind == "schema" or KINDS[kind].scope in ("schema", "table"):
                found[split(path)[0]] = None
    return list(found)


def _severity(finding: Finding, config: Config) -> Severity | None:
    """As the last pattern that matches the rule says; None where it is off."""
    level: str = finding.severity
    for pattern, wanted in config.severity.items():
        if fnmatchcase(finding.rule, pattern):
            level = wanted
    return None if level == "off" else Severity(level)


def selected(name: str, patterns: Sequence[str] | None) -> bool:
    """Whether globs select the name; the last that matches decides, `!` excludes, only exclusions select the rest.

    >>> selected("tmp_a", ["tmp_*", "!tmp_keep"]), selected("tmp_keep", ["tmp_*", "!tmp_keep"]), selected("a", ["!b"])
    (True, False, True)
    """
    if not patterns:
        return False
    chosen = patterns[0].startswith("!")
    for pattern in patterns:
        if fnmatchcase(name, pattern.removeprefix("!")):
            chosen = not pattern.startswith("!")
    return chosen


def in_schemas(finding: Finding, patterns: Sequence[str]) -> bool:
    """Whether the finding's object lies in a schema that the globs select. What lies in no schema always counts."""
    from driftcheck.kinds import KINDS

    if not patterns:
        return True
    kind = KINDS.get(finding.kind)
    if finding.kind != "schema" and (kind is None or kind.scope not in ("schema", "table")):
        return True
    return selected(split(finding.object)[0], patterns)
