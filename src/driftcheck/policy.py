"""From findings to what the gate counts: severities as configured, schemas and objects left out as asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from driftcheck.config import Config
from driftcheck.errors import UsageError
from driftcheck.findings import label
from driftcheck.globs import matches, selected
from driftcheck.hints import did_you_mean
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.model import Finding, Severity, Snapshot
from driftcheck.names import split


def apply(
    findings: Iterable[Finding], config: Config, schemas: Sequence[str] = (), show_all: bool = False
) -> tuple[list[Finding], int]:
    """The findings that count, in their order, and how many undocumented objects outside complete lists are hidden."""
    kept, hidden, counted = [], 0, counts(config, schemas)
    for finding in findings:
        if not counted(finding.kind, finding.object):
            continue
        finding = _as_listed(finding, config)
        severity = _severity(finding, config)
        if severity is None:
            continue
        if finding.partial and not show_all:
            hidden += 1
            continue
        kept.append(finding if severity is finding.severity else msgspec.structs.replace(finding, severity=severity))
    kept.sort(key=lambda finding: -finding.severity.weight)
    return kept, hidden


def chosen(snapshot: Snapshot, config: Config, schemas: Sequence[str] = ()) -> Snapshot:
    """The snapshot without the objects of which no finding counts; itself where nothing is left out."""
    if not (schemas or config.schemas or config.ignore):
        return snapshot
    counted = counts(config, schemas)
    objects = {
        kind: {path: facts for path, facts in found.items() if counted(kind, path)}
        for kind, found in snapshot.objects.items()
    }
    return msgspec.structs.replace(snapshot, objects=objects)


def counts(config: Config, schemas: Sequence[str] = ()) -> Callable[[str, str], bool]:
    """(kind, path) → whether an object counts: it is in a selected schema, and is not ignored."""
    chosen, ignored = schemas or config.schemas, config.ignore
    if not chosen and not ignored:
        return lambda kind, path: True
    return lambda kind, path: in_schemas(kind, path, chosen) and not selected(path, ignored.get(kind))


def check_patterns(config: Config, schemas: Sequence[str], *snapshots: Snapshot) -> None:
    """UsageError for a pattern that selects nothing on any side: it is misspelt, or has outlived what it was for."""
    for section in ("ignore", "complete", "partial"):
        for kind, patterns in getattr(config, section).items():
            names = [path for snapshot in snapshots for path in snapshot.of(kind)]
            for i, pattern in enumerate(patterns):
                if not pattern.startswith("!") and not any(matches(name, pattern) for name in names):
                    where = config.place(section, kind, str(i))
                    raise UsageError(f'{where}no {label(kind)} matches "{pattern}"{did_you_mean(pattern, names)}')
    known = _schemas(snapshots) if schemas or config.schemas else []
    for i, pattern in enumerate(schemas or config.schemas):
        if not pattern.startswith("!") and not any(matches(name, pattern) for name in known):
            where = (
                ""
                if schemas
                else config.place(*(("targets", config.target) if config.target else ()), "schemas", str(i))
            )
            raise UsageError(f'{where}no schema matches "{pattern}"{did_you_mean(pattern, known)}')


def _schemas(snapshots: Iterable[Snapshot]) -> list[str]:
    from driftcheck.kinds import KINDS

    found: dict[str, None] = {}
    for snapshot in snapshots:
        for kind, path, _ in snapshot:
            if kind == "schema" or KINDS[kind].scope in ("schema", "table"):
                found[split(path)[0]] = None
    return list(found)


def _as_listed(finding: Finding, config: Config) -> Finding:
    """An undocumented object weighs as the configuration says that its list is: complete, or partial."""
    if finding.status != "undocumented":
        return finding
    if selected(finding.object, config.partial.get(finding.kind)):
        return msgspec.structs.replace(finding, severity=Severity.INFO, partial=True)
    if selected(finding.object, config.complete.get(finding.kind)):
        from driftcheck.kinds import KINDS

        severity = KINDS[finding.kind].undocumented or Severity.INFO
        return msgspec.structs.replace(finding, severity=severity, partial=False)
    return finding


def _severity(finding: Finding, config: Config) -> Severity | None:
    """As the last pattern that matches the rule says; None where it is off."""
    level: str = finding.severity
    for pattern, wanted in config.severity.items():
        if matches(finding.rule, pattern):
            level = wanted
    return None if level == "off" else Severity(level)


def in_schemas(kind: str, path: str, patterns: Sequence[str]) -> bool:
    """Whether the object lies in a schema that the globs select. What lies in no schema always counts."""
    from driftcheck.kinds import KINDS

    if not patterns or (path == DATABASE and kind != "schema"):
        return True
    if kind != "schema" and (kind not in KINDS or KINDS[kind].scope not in ("schema", "table")):
        return True
    return selected(split(path)[0], patterns)
